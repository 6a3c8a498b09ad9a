"""What a decision is, in chat: needed ones with what their absence causes, made and declined ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commands.command import Call
from commands.editing import Shown, as_text
from commands.entries.kind import LONGEST, LONGEST_LINE, LONGEST_WHEN, EntryKind, as_when, is_when, times
from commands.form import Submission
from commands.message import Fact, Field, FieldType
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from commands.swedish.words import DECISION_STATES
from storage.tables import Decision
from storage.words import DecisionState, Role

LABELS = {
    "instans:": "body",
    "konsekvens:": "consequence",
    "nar:": "when",
    "datum:": "when",
    "senast:": "when",
    "beslut:": "title",
}
"""What may stand before a part of a line, folded, and the field that it means."""


def _fields(_: Call) -> tuple[Field, ...]:
    return (
        Field("title", "Beslut", FieldType.LONG_TEXT, required=True, max_length=LONGEST),
        Field("when", "När", hint=sentence("decision", "when"), max_length=LONGEST_WHEN),
        Field("body", "Instans", hint=sentence("decision", "body"), max_length=LONGEST_LINE),
        Field("consequence", "Konsekvens", FieldType.LONG_TEXT, max_length=LONGEST),
    )


def _needed_fields(call: Call) -> tuple[Field, ...]:
    title, when, body, consequence = _fields(call)
    absence = sentence("decision", "absence")
    return (
        title,
        replace(when, label="Behövs senast"),
        body,
        replace(consequence, label="Konsekvens om det uteblir", required=True, hint=absence),
    )


def settled_fields(call: Call) -> tuple[Field, ...]:
    """The fields of a decision that was made or declined."""
    title, when, body, consequence = _fields(call)
    return title, replace(when, required=True), body, replace(consequence, hint=sentence("decision", "effect"))


def _written(_: Call, row: Decision) -> dict[str, str]:
    return {"title": row.title, "when": row.when_text, "body": row.body, "consequence": row.consequence}


def _columns(call: Call, submission: Submission, row: Decision | None) -> dict[str, object]:
    words = {name: submission.text(name) for name in ("title", "body", "consequence")}
    if row is not None and row.state is not DecisionState.REQUESTED:
        return {**words, **settled(call, submission, row)}
    return {**words, **times(submission, row)}


def settled(call: Call, submission: Submission, row: Decision | None) -> dict[str, object]:
    """When it was made, as columns, and the day if it was one. UserError with the form for one to come."""
    columns = times(submission, row)
    starts, ends = columns["starts_on"], columns["ends_on"]
    if starts is not None and starts > call.today:  # type: ignore[operator]
        raise submission.refused(
            {"when": sentence("decision", "not_yet", text=shown_when(str(columns["when_text"])))}
        )
    return {**columns, "settled_on": starts if starts == ends else None}


def _unlabelled(call: Call, main: str) -> Mapping[str, str]:
    """Read "Utöka piloten; HT 2026; Länsledningen; Piloten stannar": when wherever it stands, the rest in order."""
    title, *parts = (part.strip() for part in main.split(";"))
    values = {"title": title}
    for part in filter(None, parts):
        if "when" not in values and is_when(call, part):
            values["when"] = part
        else:
            values.setdefault("body" if "body" not in values else "consequence", part)
    return values


def _told(_: Call) -> Mapping[str, tuple[str, Shown]]:
    return {
        "state": ("Läge", lambda value: DECISION_STATES[DecisionState(value)]),
        "title": ("Beslut", as_text),
        "when_text": ("När", as_when),
        "body": ("Instans", as_text),
        "consequence": ("Konsekvens", as_text),
    }


DECISION = EntryKind(
    table=Decision,
    word="beslut",
    many="beslut",
    the="Beslutet",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda _, row: row.title,
    unlabelled=_unlabelled,
    changes=("ändra beslut 1 instans: Länsledningen",),
    labels=LABELS,
    told=_told,
    is_neuter=True,
    after_end=True,
    besides=lambda _, row: (Fact("Läge", DECISION_STATES[row.state].capitalize()),),
)


def _new(state: DecisionState, words: str) -> EntryKind[Decision]:
    """The kind that a line begins with `words`, in this state."""
    is_settled = state is not DecisionState.REQUESTED

    def columns(call: Call, submission: Submission, row: Decision | None) -> dict[str, object]:
        told = _columns(call, submission, row) | {"state": state}
        return told | (settled(call, submission, row) if is_settled else {})

    fields = settled_fields if is_settled else _needed_fields
    also = frozenset({Role.LEADERSHIP}) if is_settled else frozenset()
    return replace(DECISION, command=words, fields=fields, columns=columns, also=also)


NEEDED = _new(DecisionState.REQUESTED, "beslut behövs")
MADE = _new(DecisionState.MADE, "beslut fattat")
DECLINED = _new(DecisionState.DECLINED, "beslut avslaget")
