"""What every platform shows of a field: the help beside it, and which options are chosen."""

from __future__ import annotations

from commands.message import Field, FieldType, Option
from storage.swedish import fold

DATE_HINT = "Till exempel 11 april eller nästa fredag."
CHOOSE, NOTHING = "Välj", "– Lämna tomt"
"""What a menu says before anything is chosen, and the choice that empties it."""


def hint(field: Field) -> str:
    """The help at a field: its own, or how a date may be written."""
    return field.hint or (DATE_HINT if field.type is FieldType.DATE else "")


def words(option: Option) -> str:
    """What an option is called."""
    return option.label.strip() or option.value.strip() or "–"


def is_chosen(field: Field, option: Option) -> bool:
    """Whether an option is (one of) the field's initial value."""
    parts = field.value.split(";") if field.type is FieldType.CHOICES else [field.value]
    return any(part.strip() and fold(part) in (fold(option.value), fold(option.label)) for part in parts)
