"""What Slack refuses: the lengths and counts of its reference pages, and the shapes that it publishes on npm.

assert not faults_of_message(message.blocks)
shapes.validate("KnownBlock", block)      # needs npm; fixture in conftest.py
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonschema
import pytest

from bot.slack import limits
from tests.npm import NoNpm, installed

Json = Mapping[str, Any]

PACKAGES = ("@slack/types@3.2.0", "@slack/web-api@8.2.0", "ts-json-schema-generator@2.9.0")
TYPES, MANIFEST = "@slack/types/dist/index.d.ts", "@slack/web-api/dist/types/request/manifest.d.ts"

FIELDS, FIELD, OVERFLOW, MARKDOWN, CONFIRM_TITLE, ID, PLACEHOLDER = 10, 2000, 5, 12_000, 100, 255, 150
"""Limits that nothing of ours comes near; the others are those of bot/slack/limits.py."""
VIEW_ONLY_IN_MESSAGES = "a view holds no table"
_INPUTS = {
    "plain_text_input",
    "radio_buttons",
    "checkboxes",
    "external_select",
    "static_select",
    "multi_static_select",
}
_FORMATTED = "what people write is not to be formatted"


def faults_of_message(blocks: list[Any], text: str = "") -> list[str]:
    """Why Slack would refuse the message; nothing when it would not."""
    found = [*_too_many("blocks", blocks, limits.BLOCKS), *_faults(blocks)]
    tables = [block for block in blocks if block["type"] == "table"]
    markdown = "".join(block["text"] for block in blocks if block["type"] == "markdown")
    found += _too_long("markdown", markdown, MARKDOWN)
    if not blocks:
        found.append("a message without blocks")
    if len(tables) > 1:
        found.append("only one table")
    if any(block["type"] == "input" for block in blocks):
        found.append("inputs stand in views only")
    if size(blocks) + len(text) > limits.MESSAGE:
        found.append(f"msg_blocks_too_long: {size(blocks)}")
    return found


def faults_of_view(view: Json) -> list[str]:
    """Why Slack would refuse the modal or App Home; nothing when it would not."""
    blocks = view["blocks"]
    found = [*_too_many("blocks", blocks, limits.VIEW_BLOCKS), *_faults(blocks)]
    found += _too_long("private_metadata", view.get("private_metadata", ""), limits.PRIVATE_METADATA)
    found += _too_long("callback_id", view.get("callback_id", ""), ID)
    if any(block["type"] == "table" for block in blocks):
        found.append(VIEW_ONLY_IN_MESSAGES)
    if view["type"] == "modal":
        found += _plain("title", view["title"], limits.VIEW_TITLE)
        for part in ("submit", "close"):
            found += _plain(part, view[part], limits.VIEW_BUTTON) if part in view else []
        if "submit" not in view and any(block["type"] == "input" for block in blocks):
            found.append("inputs need a submit button")
    return found


def size(part: Any) -> int:
    """About what Slack counts of a message, no less: all strings that are told, and each block."""
    blocks = [block for block in part if block["type"] != "divider"]
    return limits.BLOCK * len(part) + sum(len(text) for block in blocks for text in texts(block))


def texts(part: Any) -> Iterator[str]:
    """Every text that a person may read in a block, in order: not ids, values, addresses."""
    if isinstance(part, list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key in ("text", "alt_text") and isinstance(value, str):
                yield value
            elif not isinstance(value, str):
                yield from texts(value)


def _faults(blocks: Iterable[Any]) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        yield "a block_id twice"
    for block in blocks:
        yield from _too_long("block_id", block.get("block_id", ""), ID)
        yield from _CHECKS[block["type"]](block)
        yield from _unformatted(block)


def _header(block: Json) -> Iterator[str]:
    yield from _plain("header", block["text"], limits.HEADER)


def _section(block: Json) -> Iterator[str]:
    if "text" in block:
        yield from _plain("section", block["text"], limits.SECTION)
    yield from _too_many("fields", block.get("fields", ()), FIELDS)
    for each in block.get("fields", ()):
        yield from _plain("field", each, FIELD)


def _context(block: Json) -> Iterator[str]:
    yield from _too_many("context", block["elements"], limits.CONTEXT_ELEMENTS)
    for each in block["elements"]:
        yield from _plain("context", each, limits.CONTEXT_TEXT)


def _rich_text(block: Json) -> Iterator[str]:
    told = [element for part in block["elements"] for element in part["elements"]]
    if not block["elements"] or not all(part["elements"] for part in block["elements"]):
        yield "rich text with nothing in it"
    for element in told:
        yield from _text("rich text", element.get("text", "-"), limits.SECTION)
    if sum(len(element.get("text", "")) for element in told) > limits.SECTION:
        yield "rich text longer than a section"


def _actions(block: Json) -> Iterator[str]:
    yield from _too_many("actions", block["elements"], limits.ACTIONS)
    ids = [each["action_id"] for each in block["elements"]]
    if len(set(ids)) < len(ids):
        yield "an action_id twice"
    for each in block["elements"]:
        yield from _button(each) if each["type"] == "button" else _overflow(each)


def _overflow(menu: Json) -> Iterator[str]:
    yield from _too_many("overflow", menu["options"], OVERFLOW)
    yield from faults_of_options(menu["options"])


def _button(button: Json) -> Iterator[str]:
    yield from _plain("button", button["text"], limits.BUTTON)
    yield from _text("action_id", button["action_id"], ID)
    yield from _too_long("value", button.get("value", ""), limits.BUTTON_VALUE)
    yield from _too_long("url", button.get("url", ""), limits.URL)
    if confirm := button.get("confirm"):
        yield from _plain("confirm title", confirm["title"], CONFIRM_TITLE)
        yield from _plain("confirm text", confirm["text"], limits.CONFIRM_TEXT)
        for part in ("confirm", "deny"):
            yield from _plain(part, confirm[part], limits.CONFIRM_BUTTON)


def _image(block: Json) -> Iterator[str]:
    yield from _text("alt_text", block["alt_text"], limits.ALT_TEXT)
    yield from _text("image_url", block["image_url"], limits.URL)
    if "title" in block:
        yield from _plain("title", block["title"], limits.ALT_TEXT)


def _table(block: Json) -> Iterator[str]:
    rows = block["rows"]
    yield from _too_many("rows", rows, limits.TABLE_ROWS)
    yield from _too_many("column_settings", block.get("column_settings", ()), limits.TABLE_COLUMNS)
    if not rows or len({len(row) for row in rows}) != 1:
        yield "rows of one length"
    for row in rows:
        yield from _too_many("columns", row, limits.TABLE_COLUMNS)
        for cell in row:
            yield from _text("cell", cell["text"], limits.TABLE_TEXT)
    if sum(len(cell["text"]) for row in rows for cell in row) > limits.TABLE_TEXT:
        yield "a table's text"


def _input(block: Json) -> Iterator[str]:
    element = block["element"]
    yield from _plain("label", block["label"], limits.LABEL)
    yield from _plain("hint", block["hint"], limits.HINT) if "hint" in block else ()
    yield from _plain("placeholder", element["placeholder"], PLACEHOLDER) if "placeholder" in element else ()
    yield from _text("action_id", element["action_id"], ID)
    if element["type"] not in _INPUTS:
        yield f"unknown input {element['type']}"
    yield from _options(element)
    if element["type"] == "plain_text_input":
        if not 1 <= element["max_length"] <= limits.INPUT:
            yield "max_length"
        yield from _too_long("initial_value", element.get("initial_value", ""), element["max_length"])


def _options(element: Json) -> Iterator[str]:
    groups = [group["options"] for group in element.get("option_groups", ())] or [element.get("options", [])]
    few = element["type"] in ("radio_buttons", "checkboxes")
    offered = [each for group in groups for each in group]
    yield from _too_many("groups", groups, limits.OPTION_GROUPS)
    for group in groups:
        yield from _too_many("options", group, limits.FEW_OPTIONS if few else limits.OPTIONS)
    if few or "static" in element["type"]:
        yield from [] if offered else ["nothing to choose"]
        chosen = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
        yield from ("a choice that is not offered" for each in chosen if each not in offered)
        yield from ["initial_options must not be empty"] if element.get("initial_options") == [] else []
    yield from faults_of_options([*offered, *([element["initial_option"]] if "initial_option" in element else [])])


def faults_of_options(options: list[Any]) -> Iterator[str]:
    """Why Slack would refuse these lines of a menu."""
    for each in options:
        yield from _plain("option", each["text"], limits.OPTION)
        yield from _text("option value", each["value"], limits.OPTION_VALUE)


def _nothing(_block: Json) -> Iterator[str]:
    """A divider; or markdown, whose length counts for the message as a whole."""
    return iter(())


_CHECKS = {
    "header": _header,
    "section": _section,
    "context": _context,
    "rich_text": _rich_text,
    "actions": _actions,
    "image": _image,
    "table": _table,
    "input": _input,
    "divider": _nothing,
    "markdown": _nothing,
}


def _unformatted(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _unformatted(each)
    elif isinstance(part, Mapping):
        if part.get("type") in ("mrkdwn", "markdown") or part.get("emoji") is True:
            yield _FORMATTED
        yield from _unformatted(list(part.values()))


def _plain(what: str, text: Json, limit: int) -> Iterator[str]:
    if text["type"] != "plain_text":
        yield f"{what}: {_FORMATTED}"
    yield from _text(what, text["text"], limit)


def _text(what: str, text: str, limit: int) -> Iterator[str]:
    if not text:
        yield f"{what}: empty"
    yield from _too_long(what, text, limit)


def _too_long(what: str, text: str, limit: int) -> Iterator[str]:
    if len(text) > limit:
        yield f"{what}: {len(text)} characters, {limit} allowed"


def _too_many(what: str, items: Any, limit: int) -> Iterator[str]:
    if len(items) > limit:
        yield f"{what}: {len(items)}, {limit} allowed"


class Shapes:
    """JSON schemas of the types that Slack publishes, made from npm as the tests run."""

    def __init__(self, schema: Json) -> None:
        self._definitions = schema["definitions"]

    def validate(self, name: str, instance: Any) -> None:
        """Fail with what is wrong when `instance` is not of the published type `name`."""
        schema = {"$ref": f"#/definitions/{name}", "definitions": self._definitions}
        jsonschema.Draft7Validator(schema).validate(instance)


def fetch(source: str) -> Shapes:
    """The types that the TypeScript file `source` in node_modules declares. Skips the test where npm cannot fetch."""
    try:
        folder = installed("slack-shapes", *PACKAGES)
    except NoNpm as why:
        pytest.skip(str(why))
    kept = folder / f"{source.replace('/', '-')}.json"
    if not kept.exists():
        modules = folder / "node_modules"
        generator = modules / "ts-json-schema-generator" / "bin" / "ts-json-schema-generator.js"
        command = ["node", str(generator), "--path", str(modules / source), "--type", "*", "--no-type-check"]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        kept.write_text(made.stdout, encoding="utf-8")
    return Shapes(json.loads(kept.read_text(encoding="utf-8")))
