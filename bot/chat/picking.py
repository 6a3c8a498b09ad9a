"""Which work is meant? Asked before a report that began with a shortcut or with a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commands.message import Field, FieldType, Form, Option

PICK = "pick"
"""Marks the form that only asks which work is meant; nothing is said until it has been answered."""
LONGEST = 3000
"""Characters of a message that are taken along: what a field of a form holds."""


def pick(words: str, own: Sequence[str], works: Sequence[str] = ()) -> Form:
    """Which work is meant? `words` is what is to be reported of it, from a message; `own` are the person's works.

    `works` are the names to choose from, where names are not looked up as they are typed.
    """
    work = own[0] if len(own) == 1 else ""
    options = tuple(Option(name, name) for name in works)
    fields = [Field("work", "Arbete", FieldType.PROJECT, required=True, value=work, options=options)]
    if words:
        fields.append(Field("done", "Genomfört", FieldType.LONG_TEXT, value=words[:LONGEST]))
    title = "Spara som status" if words else "Rapportera status"
    return Form("rapportera", title, tuple(fields), submit="Fortsätt", hidden=((PICK, "1"),))


def with_words(form: Form, words: str) -> Form:
    """The form with these words as what was done."""
    if not words:
        return form
    fields = tuple(replace(each, value=words) if each.name == "done" else each for each in form.fields)
    return replace(form, fields=fields)
