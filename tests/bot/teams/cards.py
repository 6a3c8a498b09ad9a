"""What Teams refuses or shows badly: the rules that we keep, and the shapes that npm's adaptivecards knows.

assert faults_of(card) == []
assert shapes([card, …]) == []      # needs npm
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from bot.teams.cards import is_plain
from tests.npm import NoNpm, installed

PACKAGE = "adaptivecards@3.0.5"
BUNDLE = "node_modules/adaptivecards/dist/adaptivecards.js"
LARGEST = 28 * 1024
MOST_ACTIONS, MOST_ROWS = 6, 100
_TELLING = ("text", "title", "label", "altText", "placeholder", "errorMessage")

_CHECK = """
const ac = require(process.argv[1]);
const within = {
  AdaptiveCard: ["version", "lang", "fallbackText", "body", "actions"], Container: ["items"], Column: ["items", "width"],
  ColumnSet: ["columns"], RichTextBlock: ["inlines"], ActionSet: ["actions"], Table: ["columns", "rows"],
  TableRow: ["cells"], TableCell: ["items"], "Action.ShowCard": ["card"],
};
const others = {
  AdaptiveCard: ac.AdaptiveCard, Column: ac.Column, TableRow: ac.TableRow, TableCell: ac.TableCell, TextRun: ac.TextRun,
};
const parts = ["body", "items", "columns", "rows", "cells", "actions", "inlines", "card", "fallback"];

function known(type) {
  const named = ac.GlobalRegistry.defaultElements.findByName(type) || ac.GlobalRegistry.defaultActions.findByName(type);
  const made = named ? named.objectType : others[type];
  if (!made) return undefined;
  const schema = new made().getSchema(), names = [...(within[type] || []), "fallback"];
  for (let n = 0; n < schema.getCount(); n++) {
    const each = schema.getItemAt(n);
    if (each.targetVersion.compareTo(ac.Versions.v1_5) <= 0) names.push(each.name);
  }
  return names;
}

function* strange(part) {
  if (part.type) {
    const names = known(part.type);
    if (!names) yield `no such type: ${part.type}`;
    else for (const name of Object.keys(part)) if (!names.includes(name)) yield `${part.type} has no ${name}`;
  }
  for (const name of parts) for (const each of [part[name] || []].flat()) yield* strange(each);
}

function* faults(json) {
  yield* strange(json);
  const card = new ac.AdaptiveCard(), context = new ac.SerializationContext(ac.Versions.v1_5);
  card.parse({...json, lang: undefined}, context);  // its check of languages refuses every other card
  for (let n = 0; n < context.eventCount; n++) yield context.getEventAt(n).message;
  for (const each of card.validateProperties().validationEvents) yield each.message;
}

const cards = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify([...new Set(cards.flatMap((each) => [...faults(each)]))]));
"""


def shapes(cards: Iterable[Mapping[str, Any]]) -> list[str]:
    """What npm's adaptivecards says against the cards as version 1.5; skips where it cannot be had."""
    try:
        folder = installed("adaptivecards", PACKAGE)
    except NoNpm as why:
        pytest.skip(str(why))
    done = subprocess.run(
        ["node", "-e", _CHECK, str(folder / BUNDLE)],
        input=json.dumps(list(cards)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[str] = json.loads(done.stdout)
    return found


def faults_of(card: Mapping[str, Any]) -> list[str]:
    """Why Teams would refuse the card, format what somebody wrote, or leave somebody out; nothing when it would not."""
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    found = [f"{size} bytes"] if size > LARGEST else []
    if (card["type"], card["version"], card["lang"]) != ("AdaptiveCard", "1.5", "sv") or not card["body"]:
        found.append("not a card of ours")
    ids = [each["id"] for each in parts(card) if each["type"].startswith("Input.")]
    if len(set(ids)) < len(ids):
        found.append("two inputs with one id")
    if sum(len(each["rows"]) - 1 for each in parts(card) if each["type"] == "Table") > MOST_ROWS:
        found.append("too many rows")
    return [*found, *(fault for each in parts(card) for fault in _faults(each))]


def parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every element and action of a card, in the order in which they are read; not what is shown instead of them."""
    if isinstance(part, list):
        for each in part:
            yield from parts(each)
    elif isinstance(part, dict):
        if "type" in part and part["type"] != "AdaptiveCard":
            yield part
        for name, each in part.items():
            if name not in ("fallback", "data", "choices"):
                yield from parts(each)


def texts(card: Any) -> Iterator[str]:
    """Every text that a person may read in a card, in order."""
    for each in parts(card):
        yield from (each[name] for name in _TELLING if isinstance(each.get(name), str))
        yield from (choice["title"] for choice in each.get("choices", ()))


def _faults(part: Mapping[str, Any]) -> Iterator[str]:
    kind = part["type"]
    formatted = part["text"] if kind == "TextBlock" else part.get("errorMessage", "")
    if kind == "FactSet" or not is_plain(formatted):
        yield "text would be formatted"
    if kind.startswith("Input.") and not part.get("label", "").strip():
        yield "an input without a label"
    if part.get("isRequired") and not part.get("errorMessage"):
        yield "a required input that does not say so"
    if kind == "Image" and not part.get("altText", "").strip():
        yield "a picture without words"
    if kind == "ActionSet" and not 0 < len(part["actions"]) <= MOST_ACTIONS:
        yield "too many buttons"
    if kind.startswith("Action."):
        yield from _button(part)
    yield from _acted_on(part)


def _button(part: Mapping[str, Any]) -> Iterator[str]:
    if not part["title"].strip():
        yield "a button without words"
    if part["type"] == "Action.Execute":
        submit = part["fallback"]
        if submit["type"] != "Action.Submit" or any(submit[name] != part[name] for name in ("title", "data")):
            yield "a button that old clients cannot press"


def _acted_on(part: Mapping[str, Any]) -> Iterator[str]:
    for name in _TELLING:
        text = str(part.get(name, "")).lower()
        if any(each in text for each in ("<at>", "<at ", "</at>", "{{date(", "{{time(")):
            yield f"the client would act on {name}"
