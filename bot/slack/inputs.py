"""The fields of a form as inputs of a modal, and what was put in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from bot.chat.fields import CHOOSE, NOTHING, hint, is_chosen, words
from bot.chat.layout import cut, pieces
from bot.slack import limits
from bot.slack.blocks import Block, plain, without_middle
from commands.message import Field, FieldType, Option

SUGGEST_PROJECT, SUGGEST_PERSON = "suggest:project", "suggest:person"
"""The action_ids that ask for names while a person types (block_suggestion)."""

_NAMES = {FieldType.PROJECT: SUGGEST_PROJECT, FieldType.PERSON: SUGGEST_PERSON}
_VALUE = "value"
"""The action_id of every other element."""
_TOKEN = "@"  # noqa: S105
"""Begins a value that means another: "@" is nothing, "@3" the third option, whose words are too long."""
_WHOLE = "whole:"
"""Begins the block_id of a list of options whose words are too long for a menu."""
_PART = "#"
_START_TYPING = "Skriv början av namnet"


def inputs(field: Field) -> list[Block]:
    """The blocks of a field: one input, or several for a text that is longer than Slack's longest."""
    if _has_choices(field):
        return [*_whole_words(field), _input(field, _choice(field), field.name)]
    if _is_looked_up(field):
        return [_input(field, _names(field), field.name)]
    # Names that can be taken away again are text, since a menu cannot be emptied. So are dates and numbers: Slack's
    # own inputs take no "nästa fredag" and no "4 480 000", which people write everywhere else.
    return [
        _input(field, _text(field, part), f"{field.name}{_PART}{n}" if n > 1 else field.name, n)
        for n, part in enumerate(_parts(field), start=1)
    ]


def field_of(block_id: str) -> tuple[str, int]:
    """The field that an input belongs to, and which part of its text it holds, from 1."""
    name, _, part = block_id.partition(_PART)
    return name, int(part) if part else 1


def filled_in(view: Mapping[str, Any]) -> dict[str, str]:
    """What each field of a submitted view holds: "" for nothing, several choices joined with ";"."""
    found: dict[str, list[str]] = {}
    for block_id, elements in view["state"]["values"].items():
        name, _ = field_of(block_id)
        chosen = [value for element in elements.values() for value in _values(element)]
        found.setdefault(name, []).append(";".join(_meant(view, name, value) for value in chosen))
    # Slack may trim the ends of each part of a long text, so they are joined by a line break.
    return {name: "\n".join(part for part in parts if part) for name, parts in found.items()}


def option(label: str, value: str) -> Block:
    """One line of a menu."""
    return {"text": plain(cut(label, limits.OPTION)), "value": value}


def name_option(label: str, name: str) -> Block:
    """One name of a menu: a long one without its middle, since names that begin alike often end differently.

    What is sent is the name; of a very long one the beginning, by which it is found.
    """
    sent = next(pieces(name, limits.OPTION_VALUE)).rstrip()
    return {"text": plain(without_middle(label, limits.OPTION)), "value": sent}


def _has_choices(field: Field) -> bool:
    chosen_from = field.type in (FieldType.CHOICE, FieldType.CHOICES, *_NAMES)
    return chosen_from and 0 < len(field.options) < limits.OPTIONS * limits.OPTION_GROUPS


def _is_looked_up(field: Field) -> bool:
    """Whether it is a menu of names: not when it holds a name that it could not show, or could not give up."""
    return field.type in _NAMES and (
        not field.value or (field.required and len(field.value) <= limits.OPTION_VALUE)
    )


def _names(field: Field) -> Block:
    return {
        "type": "external_select",
        "action_id": _NAMES[field.type],
        "min_query_length": 0,  # one's own works are offered before anything is typed
        "placeholder": plain(_START_TYPING),
        **({"initial_option": name_option(field.value, field.value)} if field.value.strip() else {}),
    }


def _input(field: Field, element: Block, block_id: str, part: int = 1) -> Block:
    help_ = " ".join(each for each in (field.error and f"Rätta: {field.error}", hint(field)) if each.strip())
    label = (field.label.strip() or field.name) + (f" (fortsättning {part - 1})" if part > 1 else "")
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(cut(label, limits.LABEL)),
        "optional": not field.required or part > 1,
        "element": element,
        **({"hint": plain(cut(help_, limits.HINT))} if help_ and part == 1 else {}),
    }


def _text(field: Field, value: str) -> Block:
    """`value` is what it holds from the start."""
    longest = limits.INPUT if len(value) > field.max_length else min(field.max_length, limits.INPUT)
    return {
        "type": "plain_text_input",
        "action_id": _VALUE,
        "multiline": field.type is FieldType.LONG_TEXT or "\n" in value or field.max_length > limits.INPUT,
        "max_length": max(1, longest),
        **({"initial_value": value} if value else {}),
    }


def _parts(field: Field) -> Iterable[str]:
    """The initial text in as many parts as the field needs room for."""
    parts = list(pieces(field.value, limits.INPUT))
    return [*parts, *[""] * (ceil(field.max_length / limits.INPUT) - len(parts))]


def _choice(field: Field) -> Block:
    options = [option(words(each), _value(each, n)) for n, each in enumerate(field.options, start=1)]
    chosen = [line for line, each in zip(options, field.options, strict=True) if is_chosen(field, each)]
    several, few = field.type is FieldType.CHOICES, len(options) <= limits.FEW_OPTIONS
    if not several:
        chosen = chosen[:1]
    if few and (several or (field.required and field.type is FieldType.CHOICE)):
        kind: Block = {"type": "checkboxes" if several else "radio_buttons", "options": options}
    else:
        if not several and not field.required:
            options = [*options, option(NOTHING, _TOKEN)]  # neither a menu nor radio buttons can be emptied
        kind = {
            "type": "multi_static_select" if several else "static_select",
            "placeholder": plain(CHOOSE),
            **_grouped(options),
        }
    initial: Block = {"initial_options": chosen} if several else {"initial_option": chosen[0]} if chosen else {}
    return {**kind, **(initial if chosen else {}), "action_id": _VALUE}


def _grouped(options: Sequence[Block]) -> Block:
    """A menu's lines, in groups when they are more than a menu without groups holds."""
    if len(options) <= limits.OPTIONS:
        return {"options": list(options)}
    starts = range(0, len(options), limits.OPTIONS)
    groups = [options[start : start + limits.OPTIONS] for start in starts]
    named = [
        {"label": plain(f"{n + 1}–{n + len(group)}"), "options": group}
        for n, group in zip(starts, groups, strict=True)
    ]
    return {"option_groups": named}


def _value(option: Option, number: int) -> str:
    """What choosing it sends: its value, else its words, else a token."""
    for value in (option.value, option.label):
        if value.strip() and len(value) <= limits.OPTION and not value.startswith(_TOKEN):
            return value
    return f"{_TOKEN}{number}"


def _whole_words(field: Field) -> list[Block]:
    """The options that a menu cuts, or sends a token for, whole: filled_in() reads them there again."""
    cut_short = [
        plain(cut(f"{n}. {words(each)}", limits.CONTEXT_TEXT))
        for n, each in enumerate(field.options, start=1)
        if len(words(each)) > limits.OPTION or _value(each, n).startswith(_TOKEN)
    ]
    starts = range(0, len(cut_short), limits.CONTEXT_ELEMENTS)
    return [
        {
            "type": "context",
            "block_id": f"{_WHOLE}{field.name}{_PART}{start}",
            "elements": cut_short[start : start + limits.CONTEXT_ELEMENTS],
        }
        for start in starts
    ]


def _values(element: Mapping[str, Any]) -> list[str]:
    """What an element of a submitted view's state holds."""
    if "selected_options" in element:
        return [each["value"] for each in element["selected_options"] or ()]
    if "selected_option" in element:
        return [element["selected_option"]["value"]] if element["selected_option"] else []
    return [element.get("value") or ""]


def _meant(view: Mapping[str, Any], name: str, value: str) -> str:
    """The value that a token means; any other value is itself."""
    if value == _TOKEN:
        return ""
    number = value.removeprefix(_TOKEN)
    if number == value or not number.isdigit():
        return value
    for block in view["blocks"]:
        if block.get("block_id", "").startswith(f"{_WHOLE}{name}{_PART}"):
            for element in block["elements"]:
                listed, _, text = element["text"].partition(". ")
                if listed == number:
                    return str(text)
    return value
