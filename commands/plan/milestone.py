"""Checkpoints (hållpunkter): what, who, when (programme directive, section 4); of a work or of the programme."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.editing import as_text
from commands.entries.commands import commands_for_one
from commands.entries.kind import LONGEST, LONGEST_LINE, LONGEST_WHEN, EntryKind, as_when, is_when, times
from commands.entries.listing import brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.message import Field, FieldType, Reply
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from storage import people
from storage.tables import Milestone

_MOST_WORDS_OF_WHEN = 3
_ALL_PARTS = 3
_LIKE_A_DATE = re.compile(r"\d{1,2}/\d{1,2}|\d{4}-\d\d-\d\d")
"""Meant as a date, though there may be no such day: the form says so."""


def _fields(_: Call) -> tuple[Field, ...]:
    return (
        Field("what", "Vad", FieldType.LONG_TEXT, required=True, max_length=LONGEST),
        Field("who", "Vem", required=True, hint=sentence("milestone", "who"), max_length=LONGEST_LINE),
        Field("when", "När", required=True, hint=sentence("milestone", "when"), max_length=LONGEST_WHEN),
    )


def _written(_: Call, row: Milestone) -> dict[str, str]:
    return {"what": row.what, "who": row.who, "when": row.when_text}


def _columns(call: Call, submission: Submission, row: Milestone | None) -> dict[str, object]:
    who = submission.text("who")
    return {
        "what": submission.text("what"),
        "who": who,
        "person_id": _person_id(call, who),
        **times(submission, row),
    }


def _person_id(call: Call, who: str) -> int | None:
    """The one person who bears this name or address; None for a role or an organisation."""
    if "@" in who:
        found = people.by_email(call.session, who)
        return found.id if found else None
    called_so = people.persons_called(call.session, who.partition(",")[0])
    return called_so[0].id if len(called_so) == 1 else None


def _unlabelled(call: Call, main: str) -> Mapping[str, str]:
    """Read "Utvärdering klar, Anna Exempel, HT 2026": when last, who before it, for what may hold commas."""
    parts = [part.strip() for part in main.split(";" if ";" in main else ",") if part.strip()]
    # Three parts by semicolons are what, who and when, also when that is no time: the form then says so.
    if len(parts) > 1 and (is_when(call, parts[-1]) or (";" in main and len(parts) == _ALL_PARTS)):
        *left, when = parts
        *what, who = left if len(left) > 1 else (*left, "")
        return {"what": ", ".join(what), "who": who, "when": when}
    words = main.split()
    for count in range(min(_MOST_WORDS_OF_WHEN, len(words) - 1), 0, -1):
        when = " ".join(words[-count:])
        if _LIKE_A_DATE.fullmatch(when) or (re.search(r"\d", when) and is_when(call, when)):
            return {"what": " ".join(words[:-count]), "when": when}
    return {"what": main}


MILESTONE = EntryKind(
    table=Milestone,
    word="hållpunkt",
    many="hållpunkter",
    the="Hållpunkten",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda _, row: row.what,
    unlabelled=_unlabelled,
    changes=("ändra hållpunkt 1 när: HT 2030",),
    labels={"nar:": "when", "datum:": "when", "vem:": "who", "vad:": "what"},
    told=lambda _: {
        "what": ("Vad", as_text),
        "who": ("Vem", as_text),
        "when_text": ("När", as_when),
        "done_on": ("Klar", as_when),
    },
)


@command(
    "hållpunkt {told?}",
    "hållpunkt ny",
    summary="Lägg in en hållpunkt: vad, vem och när",
    examples=("hållpunkt", "hållpunkt BarnSäkert Utvärderingen klar, Anna Exempel, oktober 2030"),
    roles=LEADERS,
    writes=True,
)
def add_milestone(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form with what it says."""
    return add(call, MILESTONE, told)


show_milestone, change_milestone, remove_milestone, close_milestone = commands_for_one(MILESTONE)


@command(
    "hållpunkter {words?}",
    summary="Hållpunkter, för allt eller för ett arbete",
    examples=("hållpunkter", "hållpunkter BarnSäkert", "hållpunkter programmet"),
)
def milestones(call: Call, words: str = "") -> Reply:
    """In the order of their dates; the late ones say so."""
    return listing(call, MILESTONE, words, ("Vad", "Vem", "När", "Läge"), _cells)


def _cells(call: Call, row: Milestone) -> tuple[str, ...]:
    return brief(row.what), row.who or "–", shown_when(row.when_text) or "–", state(call, row)


def state(call: Call, row: Milestone) -> str:
    """Whether a milestone is done, late or ahead, in words."""
    if row.done_on:
        return sentence("milestone", "done", date=row.done_on)
    return "Försenad" if row.ends_on and row.ends_on < call.today else "Kommande"
