"""The checks of schema.py: each limit of Slack is let through at its figure and seen one past it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack import limits
from tests.bot.slack import schema
from tests.bot.slack.schema import faults_of_message, faults_of_view

PLAIN = {"type": "plain_text", "text": "x", "emoji": False}
DIVIDER = {"type": "divider"}


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length, "emoji": False}


def button(**parts: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": [{"type": "button", "text": PLAIN, "action_id": "say:1", **parts}]}


def confirm(**parts: Any) -> dict[str, Any]:
    return button(confirm={"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN, **parts})


def table(rows: int = 1, columns: int = 1, length: int = 1) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * length}] * columns] * rows}


def asked(**parts: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "value", "max_length": 10}
    return {"type": "input", "label": PLAIN, "element": element, **parts}


def choice(kind: str, many: int, *, label: int = 1, value: int = 1) -> dict[str, Any]:
    lines = [{"text": plain(label), "value": "x" * value}] * many
    return asked(element={"type": kind, "action_id": "value", "options": lines})


def image(**parts: Any) -> dict[str, Any]:
    return {"type": "image", "alt_text": "x", "image_url": "https://x", **parts}


IN_MESSAGES: list[tuple[str, int, Any]] = [
    ("blocks", limits.BLOCKS, lambda n: [DIVIDER] * n),
    ("header", limits.HEADER, lambda n: [{"type": "header", "text": plain(n)}]),
    ("section", limits.SECTION, lambda n: [{"type": "section", "text": plain(n)}]),
    ("fields", schema.FIELDS, lambda n: [{"type": "section", "fields": [PLAIN] * n}]),
    ("field", schema.FIELD, lambda n: [{"type": "section", "fields": [plain(n)]}]),
    ("context elements", limits.CONTEXT_ELEMENTS, lambda n: [{"type": "context", "elements": [PLAIN] * n}]),
    ("context", limits.CONTEXT_TEXT, lambda n: [{"type": "context", "elements": [plain(n)]}]),
    ("actions", limits.ACTIONS, lambda n: [
        {"type": "actions", "elements": [{"type": "button", "text": PLAIN, "action_id": f"say:{i}"} for i in range(n)]}
    ]),
    ("overflow", schema.OVERFLOW, lambda n: [{"type": "actions", "elements": [
        {"type": "overflow", "action_id": "x", "options": [{"text": PLAIN, "value": "x"}] * n}]}]),
    ("button", limits.BUTTON, lambda n: [button(text=plain(n))]),
    ("value", limits.BUTTON_VALUE, lambda n: [button(value="x" * n)]),
    ("url", limits.URL, lambda n: [button(url="x" * n)]),
    ("id", schema.ID, lambda n: [button(action_id="x" * n)]),
    ("block id", schema.ID, lambda n: [{**DIVIDER, "block_id": "x" * n}]),
    ("confirm title", schema.CONFIRM_TITLE, lambda n: [confirm(title=plain(n))]),
    ("confirm text", limits.CONFIRM_TEXT, lambda n: [confirm(text=plain(n))]),
    ("confirm button", limits.CONFIRM_BUTTON, lambda n: [confirm(deny=plain(n))]),
    ("alt text", limits.ALT_TEXT, lambda n: [image(alt_text="x" * n)]),
    ("image url", limits.URL, lambda n: [image(image_url="x" * n)]),
    ("one table", 1, lambda n: [table()] * n),
    ("table rows", limits.TABLE_ROWS, lambda n: [table(rows=n)]),
    ("table columns", limits.TABLE_COLUMNS, lambda n: [table(columns=n)]),
    ("table text", limits.TABLE_TEXT, lambda n: [table(length=n)]),
    ("message", limits.MESSAGE, lambda n: [
        {"type": "section", "text": plain(2000)} for _ in range(6)] + [{"type": "section", "text": plain(n - 12_000 - 7 * limits.BLOCK)}
    ]),
]  # fmt: skip
IN_VIEWS: list[tuple[str, int, Any]] = [
    ("blocks", limits.VIEW_BLOCKS, lambda n: {"blocks": [DIVIDER] * n}),
    ("title", limits.VIEW_TITLE, lambda n: {"title": plain(n)}),
    ("submit", limits.VIEW_BUTTON, lambda n: {"submit": plain(n)}),
    ("close", limits.VIEW_BUTTON, lambda n: {"close": plain(n)}),
    ("private_metadata", limits.PRIVATE_METADATA, lambda n: {"private_metadata": "x" * n}),
    ("callback_id", schema.ID, lambda n: {"callback_id": "x" * n}),
    ("label", limits.LABEL, lambda n: {"blocks": [asked(label=plain(n))]}),
    ("hint", limits.HINT, lambda n: {"blocks": [asked(hint=plain(n))]}),
    ("input", limits.INPUT, lambda n: {"blocks": [asked(element={
        "type": "plain_text_input", "action_id": "value", "max_length": n, "initial_value": "x" * n})]}),
    ("placeholder", schema.PLACEHOLDER, lambda n: {"blocks": [asked(element={
        "type": "external_select", "action_id": "value", "placeholder": plain(n)})]}),
    ("select", limits.OPTIONS, lambda n: {"blocks": [choice("static_select", n)]}),
    ("several", limits.OPTIONS, lambda n: {"blocks": [choice("multi_static_select", n)]}),
    ("groups", limits.OPTION_GROUPS, lambda n: {"blocks": [asked(element={
        "type": "static_select", "action_id": "value", "option_groups": [{"label": PLAIN, "options": [
            {"text": PLAIN, "value": "x"}]}] * n})]}),
    ("radio", limits.FEW_OPTIONS, lambda n: {"blocks": [choice("radio_buttons", n)]}),
    ("checkboxes", limits.FEW_OPTIONS, lambda n: {"blocks": [choice("checkboxes", n)]}),
    ("option", limits.OPTION, lambda n: {"blocks": [choice("static_select", 1, label=n)]}),
    ("option value", limits.OPTION_VALUE, lambda n: {"blocks": [choice("static_select", 1, value=n)]}),
    ("no table", 0, lambda n: {"blocks": [DIVIDER, *[table()] * n]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "make"), [each[1:] for each in IN_MESSAGES], ids=[each[0] for each in IN_MESSAGES]
)
def test_the_check_of_messages_sees_one_too_many(limit: int, make: Any) -> None:
    assert faults_of_message(make(limit)) == []
    assert faults_of_message(make(limit + 1)) != []


@pytest.mark.parametrize(("limit", "make"), [each[1:] for each in IN_VIEWS], ids=[each[0] for each in IN_VIEWS])
def test_the_check_of_views_sees_one_too_many(limit: int, make: Any) -> None:
    view = {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": []}
    assert faults_of_view({**view, **make(limit)}) == []
    assert faults_of_view({**view, **make(limit + 1)}) != []


def test_the_checks_see_what_is_empty_formatted_or_unfinished() -> None:
    bare = {"type": "modal", "title": PLAIN, "blocks": [asked()]}
    assert faults_of_view(bare) == ["inputs need a submit button"]
    assert faults_of_message([]) == ["a message without blocks"]
    assert faults_of_message([{"type": "header", "text": plain(0)}]) == ["header: empty"]
    assert faults_of_message([{"type": "rich_text", "elements": []}]) == ["rich text with nothing in it"]
    assert faults_of_message([{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]) != []
    assert faults_of_message([asked()]) == ["inputs stand in views only"]
    assert faults_of_message([table(length=0)]) == ["cell: empty"]


def test_the_check_sees_too_much_markdown_and_that_it_formats() -> None:
    def faults(length: int) -> list[str]:
        return faults_of_message([{"type": "markdown", "text": "x" * length}])

    assert faults(schema.MARKDOWN) == ["what people write is not to be formatted"]
    assert "markdown: 12001 characters, 12000 allowed" in faults(schema.MARKDOWN + 1)
