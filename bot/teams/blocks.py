"""Facts, buttons, files and pictures as elements of a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from bot.chat.layout import FETCH, can_show, cut, in_rows
from bot.chat.links import DOWNLOADS_OFF
from bot.chat.states import brief
from bot.teams import limits
from bot.teams.cards import Element, Run, literal, note, rich, weight
from bot.teams.forms import command_data
from commands.message import Action, ActionStyle, Fact, File, Picture

VERB = "laget"
"""The name of our Action.Execute; what it means is in its data."""

_ABREAST = 3
"""How many short facts go beside each other: that fits a phone."""
_LONG = 60
"""A fact of more characters goes under its label."""
_STYLES = {ActionStyle.PRIMARY: "positive", ActionStyle.DANGER: "destructive"}
_YES = "Ja"
_MORE = "Visa fler"


def facts(items: Sequence[Fact]) -> list[Element]:
    """Labels and values: states beside each other, a line each, much under its label."""
    shown: list[Element] = []
    for is_brief, group in groupby(zip(items, brief(items), strict=True), key=lambda each: each[1]):
        alike = [fact for fact, _ in group]
        shown += _abreast(alike) if is_brief else [block for fact in alike for block in _fact(fact)]
    return shown


def _fact(fact: Fact) -> list[Element]:
    label = fact.label.strip()
    if len(fact.value) > _LONG or "\n" in fact.value:
        return [*rich([Run(label, bold=True)], spacing="Medium"), *rich([Run(fact.value)], spacing="None")]
    return rich([Run(f"{label}: " if label else "", bold=True), Run(fact.value)], spacing="Small")


def _abreast(items: list[Fact]) -> list[Element]:
    """Rows of columns, each a label above its state; the last row has as many, so that all are as wide."""
    abreast = 2 if len(items) == 4 else _ABREAST  # not three and a lonely one
    rows = [items[start : start + abreast] for start in range(0, len(items), abreast)]
    return [
        {
            "type": "ColumnSet",
            "spacing": "Small",
            "columns": [_column(row[n] if n < len(row) else None) for n in range(abreast)],
        }
        for row in rows
    ]


def _column(fact: Fact | None) -> Element:
    items = [*note(fact.label), *rich([Run(fact.value)], spacing="None")] if fact else []
    return {"type": "Column", "width": "stretch", "items": items}


def buttons(actions: Iterable[Action]) -> list[Element]:
    """Buttons that say commands, and in words above them what a button has no room for."""
    above: list[Element] = []
    made: list[Element] = []
    for action in actions:
        label = " ".join((action.label if action.label.strip() else action.command).split())
        if not action.command.strip() or not label:
            above += note(label)
        elif len(action.command) > limits.COMMAND:
            # No button can hold it, and nothing is kept on the server: the person can still say it.
            above += rich([Run(label, bold=True), Run(TOO_LONG)])
            above += rich([Run(f"{action.command}\n{action.confirm}")], spacing="None")
        else:
            for text, limit in ((label, limits.BUTTON), (action.confirm, limits.CONFIRM)):
                above += note(text) if len(text) > limit else []
            made.append(_confirmed(action, label) if action.confirm.strip() else _said(action, label))
    return [*above, *rows_of(made)]


TOO_LONG = " får inte plats på en knapp i Teams. Skriv så här i stället:"


def rows_of(made: Sequence[Element]) -> list[Element]:
    """Buttons in as many rows as it takes."""

    def fits(row: Sequence[Element]) -> bool:
        return len(row) <= limits.ACTIONS and weight(row) <= limits.CARD // 2

    return [{"type": "ActionSet", "actions": row} for row in in_rows(made, fits)]


def execute(title: str, data: dict[str, Any], **more: Any) -> Element:
    """A button: Action.Execute, and Action.Submit for those who know no other."""
    look = {"title": literal(cut(title, limits.BUTTON)), "data": data, **more}
    submit = {"type": "Action.Submit", **look}
    return {"type": "Action.Execute", "verb": VERB, **look, "fallback": submit}


def say_again(asked: str, page: int, pages: int) -> list[Element]:
    """The button that asks for the next page of an answer."""
    title = f"{_MORE} (sida {page} av {pages})"
    return rows_of([execute(title, command_data(asked, page=page), associatedInputs="none")])


def _said(action: Action, label: str) -> Element:
    # A button is not to ask for the fields of a form in the same card.
    return execute(label, command_data(action.command), associatedInputs="none", **_style(action))


def _confirmed(action: Action, label: str) -> Element:
    """A button that unfolds the question, with the real button under it."""
    yes = execute(f"{_YES}, {label[:1].lower()}{label[1:]}", command_data(action.command), associatedInputs="none")
    body = [*rich([Run(cut(action.confirm, limits.CONFIRM))]), *rows_of([{**yes, **_style(action)}])]
    question = {"type": "AdaptiveCard", "version": "1.5", "body": body}
    return {
        "type": "Action.ShowCard",
        "title": literal(cut(label, limits.BUTTON)),
        "card": question,
        **_style(action),
    }


def _style(action: Action) -> dict[str, str]:
    return {"style": _STYLES[action.style]} if action.style in _STYLES else {}


def linked(block: File | Picture, url: str | None) -> list[Element]:
    """A file as a button that fetches it; a picture as itself where Teams can show it, else behind a button."""
    too_long = url is None or len(url) > limits.URL
    if isinstance(block, Picture) and url and not too_long and can_show(block, url, longest=limits.ALT_TEXT):
        return [{"type": "Image", "url": url, "altText": literal(block.alt), "size": "Stretch"}]
    title = Run(block.title, bold=True) if isinstance(block, File) else Run(block.alt)
    named = [*rich([title], spacing="Medium"), *rich([Run(block.name, small=True)], spacing="None")]
    if too_long:
        return [*named, *note(DOWNLOADS_OFF)]
    return [*named, *rows_of([{"type": "Action.OpenUrl", "title": FETCH, "url": url}])]
