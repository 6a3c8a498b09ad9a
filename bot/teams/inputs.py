"""The fields of a form as inputs of a card."""

from __future__ import annotations

import re
from typing import Any

from bot.chat.fields import CHOOSE, NOTHING, hint, is_chosen, words
from bot.chat.layout import cut
from bot.teams import limits
from bot.teams.blocks import execute, facts, rows_of
from bot.teams.cards import Element, Run, heading, is_plain, literal, note, rich
from bot.teams.forms import CHOICE, EMPTIED, TEXT, command_data, encoded, form_data
from commands.message import Fact, Field, FieldType, Form, Option

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"\d{1,9}")
_EXAMPLE = "Till exempel"
_NAMES = (FieldType.PROJECT, FieldType.PERSON)
_SAVE = "Spara"
_DIALOG = "Öppna i ett eget fönster"
LONG_FORM = 8
"""A form of so many fields can be opened in a dialog, too."""
TOO_LARGE = "Det där blir för mycket för ett kort i Teams. Skriv kortare, eller dela upp det."


def form_box(form: Form, send: list[Element]) -> list[Element]:
    """The form's title, its fields, and the buttons that send it."""
    return [*heading(form.title), *(block for field in form.fields for block in inputs(field)), *send]


def submit_in_message(form: Form) -> list[Element]:
    """The button that sends a form in the chat; a long one can be opened in a dialog instead."""
    sending = [execute(form.submit.strip() or _SAVE, _data(form), style="positive")]
    if len(form.fields) >= LONG_FORM and form.command.strip():
        data = {**command_data(form.command), "msteams": {"type": "task/fetch"}}
        opening = {"type": "Action.Submit", "title": _DIALOG, "data": data, "associatedInputs": "none"}
        sending.append(opening)
    return rows_of(sending)


def submit_in_dialog(form: Form) -> list[Element]:
    """The button that sends a form in a dialog, which knows Action.Submit only."""
    title = cut(form.submit.strip() or _SAVE, limits.BUTTON)
    return rows_of([{"type": "Action.Submit", "title": literal(title), "style": "positive", "data": _data(form)}])


def too_large(form: Form) -> list[Element]:
    """In place of a form that no card holds: that it is so, what is wrong in it, and what has been typed."""
    typed = [Fact(each.label, text) for each in form.fields for text in (each.error, each.value) if text.strip()]
    return [*heading(form.title), *rich([Run(TOO_LARGE)]), *facts(typed)]


def _data(form: Form) -> dict[str, Any]:
    return form_data(form, map(input_id, form.fields))


def input_id(field: Field) -> str:
    """The id of the field's input."""
    return f"{CHOICE if _is_choice(field) else TEXT}{field.name}"


def inputs(field: Field) -> list[Element]:
    """What was wrong with the field, its input, and its hint."""
    wrong = rich([Run(f"⚠ Rätta: {field.error}", loud=True)], spacing="Medium") if field.error.strip() else []
    control = _choices(field) if _is_choice(field) else _line(field)
    label = field.label.strip() or field.name or "Svar"
    asked = {
        **control,
        "id": input_id(field),
        "label": literal(cut(label, limits.TEXT)),
        "spacing": "None" if wrong else "Medium",
        **_required(field, label),
    }
    return [*wrong, asked, *note(_hint(field, asked["type"]))]


def _is_choice(field: Field) -> bool:
    chosen_from = field.type in (FieldType.CHOICE, FieldType.CHOICES, *_NAMES)
    return chosen_from and 0 < len(field.options) <= limits.CHOICES and not _is_another_name(field)


def _is_another_name(field: Field) -> bool:
    """Whether the field holds a name that is none of the choices: it must not be lost."""
    is_name = field.type in _NAMES and field.value.strip()
    return bool(is_name) and not any(is_chosen(field, each) for each in field.options)


def _required(field: Field, label: str) -> Element:
    """That it must be filled in, and what the client says otherwise: in words that no Markdown changes."""
    if not field.required:
        return {}
    verb = "Välj" if _is_choice(field) else "Fyll i"
    named = label.lower() if is_plain(label) and len(label) <= limits.TITLE else "fältet"
    return {"isRequired": True, "errorMessage": f"{verb} {named}."}


def _hint(field: Field, kind: str) -> str:
    """The help under the input; how a date may be written is of no use where it is picked."""
    said = hint(field)
    return "" if kind == "Input.Date" and said.startswith(_EXAMPLE) else said


def _line(field: Field) -> Element:
    """A line or lines to type in; a date to pick and a number, unless it holds something else."""
    if field.type is FieldType.DATE and (not field.value or _ISO.fullmatch(field.value)):
        return _with_value({"type": "Input.Date"}, field.value)
    if field.type is FieldType.NUMBER and not field.value:
        return {"type": "Input.Number"}
    if field.type is FieldType.NUMBER and _WHOLE.fullmatch(field.value):
        return {"type": "Input.Number", "value": int(field.value)}
    more: Element = {"placeholder": "Skriv namnet, eller en del av det"} if field.type in _NAMES else {}
    if field.type is FieldType.LONG_TEXT or "\n" in field.value:
        more["isMultiline"] = True
    if len(field.value) <= field.max_length:
        more["maxLength"] = field.max_length
    return _with_value({"type": "Input.Text", **more}, field.value)


def _with_value(control: Element, value: str) -> Element:
    return {**control, "value": value} if value else control


def _choices(field: Field) -> Element:
    several = field.type is FieldType.CHOICES
    chosen = [encoded(_value(each)) for each in field.options if is_chosen(field, each)]
    choices = [_choice(words(each), encoded(_value(each))) for each in field.options]
    is_open = several or (field.required and len(choices) <= limits.FEW_CHOICES)
    if not several and not field.required:
        choices.append(_choice(NOTHING, EMPTIED))  # neither a menu nor a radio button can be emptied
    look: dict[str, Any] = {"style": "expanded", "wrap": True} if is_open else {"style": "compact"}
    control: Element = {"type": "Input.ChoiceSet", "choices": choices, "placeholder": CHOOSE, **look}
    if several:
        control["isMultiSelect"] = True
    return _with_value(control, ",".join(chosen if several else chosen[:1]))


def _choice(title: str, value: str) -> Element:
    return {"title": literal(title), "value": value}


def _value(option: Option) -> str:
    return option.value if option.value.strip() else option.label
