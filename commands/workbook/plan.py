"""Reads the sheets of what works and the programme consist of: the plan, risks, decisions, crossings, benefits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from commands.swedish.text import listing, parse_kronor
from commands.swedish.words import DECISION_STATES
from commands.workbook import entry_sheets as sheets
from commands.workbook.entries import EntrySheet, Time, Values
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Row
from storage.swedish import fold
from storage.tables import Benefit, Crossing, Decision, Dependency, Deviation, Milestone, Risk
from storage.tables.entry import Entry
from storage.words import DecisionState, LabelKind

_MOST = 5
"""The highest probability and consequence of a risk."""


def work(row: Row, ledger: Ledger) -> Values:
    """The work of a row, None for the programme; nothing when the sheet has no such column."""
    if not row.has("Arbete"):
        return {}
    named = row.line("Arbete")
    return {"project_id": ledger.works.find(row, "Arbete", named) if named else None}


def texts(row: Row, headings: Mapping[str, str]) -> Values:
    """Texts that are stored as they are, under the columns of their headings."""
    return {column: row.text(heading) for heading, column in headings.items() if row.has(heading)}


def amount(row: Row, heading: str) -> Decimal | None:
    """Kronor."""
    value = row.parsed(heading, parse_kronor)
    return None if value is None else Decimal(value)


def _done(row: Row, column: str) -> Values:
    """Since when something is done with; "nej" is as good as nothing."""
    if not row.has("Klar"):
        return {}
    return {column: None if fold(row.written("Klar")) == "nej" else row.past_day("Klar")}


def _milestone(row: Row, ledger: Ledger) -> Values:
    values = work(row, ledger) | {"what": row.text("Vad")} | _done(row, "done_on")
    if row.has("Vem"):
        who = row.text("Vem")
        person = ledger.people.meant(who)
        values |= {"who": who, "person_id": person.id if person else None}
    return values


def _same_person(_: Row, values: Values, entry: Entry) -> Values:
    """Who is meant by a name is settled once: as it was told."""
    if isinstance(entry, Milestone) and values.get("who") == entry.who:
        return values | {"person_id": entry.person_id}
    return values


def _risk(row: Row, ledger: Ledger) -> Values:
    degrees = {"probability": _degree(row, "Sannolikhet"), "consequence": _degree(row, "Konsekvens")}
    told = texts(row, {"Risk": "what", "Åtgärd": "action", "Ägare": "owner"})
    return work(row, ledger) | told | degrees


def _degree(row: Row, heading: str) -> int | None:
    degree = row.count(heading)
    if degree is not None and not 1 <= degree <= _MOST:
        row.refuse(heading, f"Skriv ett tal från 1 till {_MOST}.")
    return degree


def _deviation(row: Row, ledger: Ledger) -> Values:
    told = texts(row, {"Avvikelse": "what", "Orsak": "cause", "Åtgärd": "action"})
    happened: dict[str, date | None] = {"happened_on": row.past_day("Datum")}
    return work(row, ledger) | happened | told | _done(row, "closed_on")


def _decision(row: Row, ledger: Ledger) -> Values:
    told = texts(row, {"Beslut": "title", "Instans": "body", "Konsekvens": "consequence"})
    state = row.choice("Status", DECISION_STATES)
    return work(row, ledger) | told | {"state": state} | (_settled(row, state) if row.has("När") else {})


def _settled(row: Row, state: DecisionState | None) -> Values:
    """The day when a decision was made or declined, None when it was not or no single day is told."""
    when = row.when("När")
    if state in (None, DecisionState.REQUESTED):
        return {"settled_on": None}
    if when.start is not None and when.start > row.table.today:
        row.refuse("När", f"Ett beslut som är {row.written('Status').lower()} har redan varit. Skriv när det togs.")
    return {"settled_on": when.start if when.start == when.end else None}


def _same_settled(_: Row, values: Values, entry: Entry) -> Values:
    """What was settled on a day stays so while the row says the same of state and time."""
    is_same = isinstance(entry, Decision) and values["state"] is entry.state and "when_text" not in values
    return {name: value for name, value in values.items() if name != "settled_on" or not is_same}


def _dependency(row: Row, ledger: Ledger) -> Values:
    """On another work, or on something outside when no work bears the name."""
    values, on = work(row, ledger), row.text("Beror på")
    other = ledger.works.meant(on)
    if other is None and (possible := ledger.works.may_mean(on)):
        row.refuse("Beror på", f"”{on[:60]}” kan betyda {listing(possible)}. Skriv hela namnet.")
    elif other is not None and other == values["project_id"]:
        row.refuse("Beror på", "Ett arbete kan inte bero på sig självt.")
    values |= {"other_id": other, "outside": on if other is None else ""}
    return values | texts(row, {"Hur": "how"})


def _same_outside(row: Row, values: Values, entry: Entry) -> Values:
    """What stood for something outside still does, even if a work has got that name since."""
    if isinstance(entry, Dependency) and entry.outside and entry.outside == row.text("Beror på"):
        return values | {"other_id": None, "outside": entry.outside}
    return values


def _crossing(row: Row, ledger: Ledger) -> Values:
    values = work(row, ledger) | {"what": row.text("Vad")}
    for heading, column in (("Från part", "from_party_id"), ("Till part", "to_party_id")):
        written = row.line(heading)
        values[column] = ledger.parties.find(row, heading, written) if written else None
    if row.is_sound("Till part") and values["from_party_id"] == values["to_party_id"]:
        row.refuse("Till part", "Från part och Till part är samma. Skriv två olika parter.")
    return values | ({"cost": amount(row, "Kostnad")} if row.has("Kostnad") else {})


def _benefit(row: Row, ledger: Ledger) -> Values:
    told = texts(row, {"Effekt": "effect", "Ansvarig": "responsible", "Utfall": "outcome"})
    values = work(row, ledger) | told | _done(row, "realised_on")
    if row.has("Nyttoobjekt"):
        written, kind = row.line("Nyttoobjekt"), LabelKind.BENEFIT_OBJECT
        label = ledger.labels.find(row, "Nyttoobjekt", kind, written) if written else None
        values["label_id"] = label.id if label else None
    return values


MILESTONES = EntrySheet(
    sheets.MILESTONES,
    Milestone,
    _milestone,
    ("project_id", "what"),
    Time("När"),
    frozenset({"person_id"}),
    _same_person,
)
RISKS = EntrySheet(sheets.RISKS, Risk, _risk, ("project_id", "what"))
DEVIATIONS = EntrySheet(sheets.DEVIATIONS, Deviation, _deviation, ("project_id", "happened_on", "what"))
DECISIONS = EntrySheet(
    sheets.DECISIONS,
    Decision,
    _decision,
    ("project_id", "title"),
    Time("När"),
    frozenset({"settled_on"}),
    _same_settled,
)
DEPENDENCIES = EntrySheet(
    sheets.DEPENDENCIES,
    Dependency,
    _dependency,
    ("project_id", "other_id", "outside"),
    soft=frozenset({"other_id", "outside"}),
    settle=_same_outside,
)
CROSSINGS = EntrySheet(
    sheets.CROSSINGS, Crossing, _crossing, ("project_id", "what", "from_party_id", "to_party_id")
)
BENEFITS = EntrySheet(
    sheets.BENEFITS,
    Benefit,
    _benefit,
    ("project_id", "effect"),
    Time("Uppföljning", "follow_up_text", "", "follow_up_on"),
)

PLAN = (MILESTONES, RISKS, DEVIATIONS, DECISIONS, DEPENDENCIES, CROSSINGS, BENEFITS)
"""In the order in which they are read."""
