"""The pieces that messages and views are built of, as plain dicts; each within Slack's limits.

What people wrote goes into rich_text and plain_text only, where `<!channel>`, `*bold*` and `&amp;` are characters
like others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.chat.layout import cut, in_rows, pieces
from bot.slack import limits
from commands.message import Action, ActionStyle

Block = dict[str, Any]

_RUN = 40
"""What a run of text costs beside its characters, so that very many short ones do not make an endless block."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. `url` makes it a link, `quote` sets it apart as a person's own words."""

    text: str
    bold: bool = False
    quote: bool = False
    url: str = ""

    def saying(self, text: str) -> Run:
        """Another text in the same look."""
        return self if text == self.text else Run(text, self.bold, self.quote, self.url)

    def element(self) -> Block:
        """As an element of rich text."""
        look = {"style": {"bold": True}} if self.bold else {}
        kind = {"type": "link", "url": self.url} if self.url else {"type": "text"}
        return {**kind, "text": self.text, **look}


WARNING: Block = {"type": "emoji", "name": "warning"}


def without_middle(text: str, limit: int) -> str:
    """The text, or its beginning and its end around "…" when it is longer."""
    end = (limit - 1) // 2
    return text if len(text) <= limit else f"{text[: limit - 1 - end]}…{text[-end:]}"


def plain(text: str) -> Block:
    """A text object that formats nothing and turns no :word: into a picture."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> list[Block]:
    """A heading; one that is too long for Slack's becomes bold text."""
    if len(text) > limits.HEADER:
        return rich([Run(text, bold=True)])
    return [{"type": "header", "text": plain(text)}] if text.strip() else []


def note(text: str) -> list[Block]:
    """Small print."""
    return [
        {"type": "context", "elements": [plain(part)]} for part in pieces(text, limits.CONTEXT_TEXT) if part.strip()
    ]


def rich(runs: Iterable[Run], *, first: Block | None = None) -> list[Block]:
    """Text in as many blocks as it takes. `first` is an element to put before all, such as WARNING."""
    blocks: list[list[Run]] = []
    held: list[Run] = []
    cost = 0
    for run in _joined(runs):
        for text in pieces(run.text, limits.SECTION - _RUN):
            if cost + len(text) + _RUN > limits.SECTION:
                blocks.append(held)
                held, cost = [], 0
            held.append(run.saying(text))
            cost += len(text) + _RUN
    blocks.append(held)
    shown = [_rich_text(each) for each in blocks if any(run.text.strip() for run in each)]
    if first and shown:
        shown[0]["elements"][0]["elements"][:0] = [first, {"type": "text", "text": " "}]
    return shown


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, those that follow each other in the same look as one."""
    held: Run | None = None
    for run in runs:
        if held and (held.bold, held.quote) == (run.bold, run.quote) and not (held.url or run.url):
            held = held.saying(held.text + run.text)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held


def _rich_text(runs: list[Run]) -> Block:
    elements = []
    for quoted, group in groupby(runs, key=lambda run: run.quote):
        # A section is a line of its own, so a line break at either end of it would be an empty line.
        if shown := _without_outer_breaks([run for run in group if run.text]):
            kind = "rich_text_quote" if quoted else "rich_text_section"
            elements.append({"type": kind, "elements": [run.element() for run in shown]})
    return {"type": "rich_text", "elements": elements}


def _without_outer_breaks(runs: list[Run]) -> list[Run]:
    while runs and not runs[-1].text.strip("\n"):
        runs.pop()
    while runs and not runs[0].text.strip("\n"):
        runs.pop(0)
    if runs:
        runs[-1] = runs[-1].saying(runs[-1].text.rstrip("\n"))
        runs[0] = runs[0].saying(runs[0].text.lstrip("\n"))
    return runs


def button(label: str, action_id: str, **more: Any) -> Block:
    """A button; `more` is its value, url, style or confirm."""
    return {"type": "button", "text": plain(cut(label, limits.BUTTON)), "action_id": action_id, **more}


def command_buttons(actions: Iterable[Action], numbers: Iterator[int]) -> list[Block]:
    """Buttons that say commands, and in words what no button can hold."""
    above: list[Block] = []
    buttons: list[Block] = []
    for action in actions:
        label = action.label if action.label.strip() else action.command
        if len(action.command) > limits.BUTTON_VALUE:
            # No button can hold it, and nothing is kept on the server: the person can still say it.
            above += rich([Run(label, bold=True), Run(TOO_LONG), Run(action.command, quote=True)])
        elif label.strip():
            for text, limit in ((label, limits.BUTTON), (action.confirm, limits.CONFIRM_TEXT)):
                above += note(text) if len(text) > limit else []
            buttons.append(_command_button(action, label, next(numbers)))
    return [*above, *rows_of(buttons)]


TOO_LONG = " får inte plats på en knapp i Slack. Skriv så här i stället:"
_SURE = "Är du säker?"
_YES, _NO = "Ja", "Nej, avbryt"


def _command_button(action: Action, label: str, number: int) -> Block:
    more: Block = {"value": action.command} if action.command else {}
    if action.style is not ActionStyle.DEFAULT:
        more["style"] = action.style.value
    if action.confirm.strip():
        more["confirm"] = {
            "title": plain(_SURE),
            "text": plain(cut(action.confirm, limits.CONFIRM_TEXT)),
            "confirm": plain(label if len(label) <= limits.CONFIRM_BUTTON else _YES),
            "deny": plain(_NO),
        }
        if action.style is ActionStyle.DANGER:
            more["confirm"]["style"] = "danger"
    return button(label, f"say:{number}", **more)


def rows_of(buttons: list[Block]) -> list[Block]:
    """Buttons in as many blocks as it takes, so that each fits a message."""

    def fits(row: Sequence[Block]) -> bool:
        return len(row) <= limits.ACTIONS and weight(row) <= limits.MESSAGE // 2

    return [{"type": "actions", "elements": row} for row in in_rows(buttons, fits)]


def weight(part: Any) -> int:
    """How much of a message something takes, in characters as it is sent. Slack counts more than the text."""
    return len(_AS_SENT.encode(part))


_AS_SENT = json.JSONEncoder(ensure_ascii=False)
