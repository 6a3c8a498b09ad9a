"""Reading a submitted form: every field is checked again here, whatever the platform has checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from commands.message import Action, Field, FieldType, Form, Option, UserError
from commands.swedish.dates import When, parse_date, parse_when
from commands.swedish.text import clean, parse_number
from commands.swedish.words import MARKS, Word, meant
from storage.swedish import fold

Parsed = TypeVar("Parsed")
_SHAPES = f" {''.join(MARKS.values())}"


@dataclass(frozen=True, slots=True)
class Submission:
    """What was filled in: cleaned, required fields there, choices among the choices."""

    form: Form
    values: Mapping[str, str]
    today: date

    def text(self, name: str) -> str:
        """A field's text, "" when it was left empty."""
        return self.values.get(name, "")

    def line(self, name: str) -> str:
        """A field's text on one line, with single spaces."""
        return " ".join(self.text(name).split())

    def several(self, name: str) -> list[str]:
        """The parts of a field that takes several, separated by ";"."""
        return [part.strip() for part in self.text(name).split(";") if part.strip()]

    def word(self, name: str, words: Mapping[Word, str]) -> Word | None:
        """The member of a vocabulary that a choice names, None when it was left empty."""
        return meant(words, self.text(name)) if self.text(name) else None

    def number(self, name: str) -> int | None:
        """A whole number, None when it was left empty."""
        return self.parsed(name, whole_number)

    def date(self, name: str) -> date | None:
        """A date as Swedes write it, None when it was left empty."""
        return self.parsed(name, lambda text: parse_date(text, self.today))

    def when(self, name: str) -> When | None:
        """A date, "HT 2026" or "löpande", None when it was left empty."""
        return self.parsed(name, lambda text: parse_when(text, self.today))

    def parsed(self, name: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        """A field read by `parse`, None when it was left empty; what `parse` refuses is shown at that field."""
        if not self.text(name):
            return None
        try:
            return parse(self.text(name))
        except UserError as error:
            raise self.refused({name: error.message}) from error

    def refused(self, errors: Mapping[str, str], actions: tuple[Action, ...] = ()) -> UserError:
        """The same form with what was typed and what is wrong with it, and buttons that may help; to raise."""
        fields = tuple(
            replace(each, value=self.text(each.name), error=errors.get(each.name, "")) for each in self.form.fields
        )
        said = " ".join(errors.values())
        return UserError(said, actions=actions, form=replace(self.form, fields=fields))


def whole_number(text: str) -> int:
    """Read "40". UserError for a part of a number, or one below nothing."""
    number = parse_number(text)
    if number != int(number) or number < 0:
        raise UserError(f"”{text[:40]}” är inget helt antal. Skriv till exempel 40.")
    return int(number)


def read(form: Form, fields: Mapping[str, str], today: date) -> Submission:
    """Check a submission of `form`. UserError with the form to mend when a field is missing or wrong.

    A field that the submission does not mention keeps its initial value: a platform need not send it back.
    """
    hidden = dict(form.hidden) | {name: fields[name] for name, _ in form.hidden if name in fields}
    values, errors = {}, {}
    for each in form.fields:
        typed = fields.get(each.name, each.value)
        try:
            values[each.name] = _checked(each, typed)
        except UserError as error:
            values[each.name], errors[each.name] = typed[: each.max_length], error.message
    submission = Submission(form, values | hidden, today)
    if errors:
        raise submission.refused(errors)
    return submission


def _checked(each: Field, typed: str) -> str:
    """One field's value, cleaned. UserError with a sentence that names the field."""
    try:
        text = clean(typed, each.max_length)
    except UserError as error:
        raise UserError(f"{each.label}: {error.message}") from error
    if each.required and not text.strip():
        raise UserError(f"Fyll i {each.label.lower()}.")
    if not text or each.type not in (FieldType.CHOICE, FieldType.CHOICES):
        return text.strip()
    parts = [text] if each.type is FieldType.CHOICE else [p for p in text.split(";") if p.strip()]
    return "; ".join(_chosen(each, part) for part in parts)


def _word(option: Option) -> str:
    """What a choice is called in a sentence: a word as it is typed, a name as it is written."""
    label = option.label.lstrip(_SHAPES)
    return option.value if fold(label) == fold(option.value) else label


def _chosen(each: Field, typed: str) -> str:
    for option in each.options:
        if fold(typed) in (fold(option.value), fold(option.label)):
            return option.value
    labels = ", ".join(_word(option) for option in each.options)
    raise UserError(f"{each.label}: ”{typed.strip()[:80]}” går inte att välja. Välj bland {labels}.")
