"""The sheet Arbeten: reads it, and settles what it leaves out.

Form is projekt and Fas is genomförande when they are blank. Inkluderat says that a work is in the portfolio
(annual report, section 3: the region and at least one municipality take part, and it has been decided);
without it, a work in the phase idé is an early idea and any other is followed. A work that exists already
keeps its standing until one of these cells says something new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from commands.swedish.text import in_order
from commands.swedish.words import FORMS, STAGES
from commands.workbook import cells
from commands.workbook.labels import in_programme_order
from commands.workbook.ledger import Ledger, Once
from commands.workbook.registers import Columns, column, day_and_words, prose, refuse_borne, start_and_end, stated
from commands.workbook.rows import Row, Table
from commands.workbook.shape import CELL, PERSON, SEVERAL, SHORT, SHORT_ENOUGH, WHEN, Column, Rows, Sheet, chosen
from commands.workbook.whens import lasting
from storage import project_changes
from storage.swedish import fold
from storage.tables import Project
from storage.words import LabelKind, PartyKind, Stage, Standing, WorkForm

if TYPE_CHECKING:
    from commands.workbook.gather import Export

_TIED = {"Målgrupp": LabelKind.TARGET_GROUP, "Delmål": LabelKind.GOAL, "Nyttoobjekt": LabelKind.BENEFIT_OBJECT}
_CLOSED = {Stage.CLOSED, Stage.ABORTED}

_COLUMNS: Columns = {
    "Kortnamn": lambda row, heading: {"short_name": row.line(heading, SHORT)},
    "Beskrivning": prose("description"),
    "Form": lambda row, heading: {"form": row.choice(heading, FORMS) or WorkForm.PROJECT},
    "Fas": lambda row, heading: {"stage": row.choice(heading, STAGES) or Stage.EXECUTION},
    "Omfattning": prose("scope"),
    "Beställare": column("commissioner"),
}


def _read_works(table: Table, ledger: Ledger) -> None:
    """A work is known by its name."""
    ledger.works.is_complete = table.is_usable
    if table.rows:
        project_changes.hold_names(ledger.session)
    had = {work.id: work for work in ledger.had.works}
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        name, short, aliases = row.name("Namn"), row.line("Kortnamn", SHORT), row.items("Alias")
        work = had.get(ledger.works.whole(name) or 0)
        refuse_borne(
            row, ledger.works, {"Namn": [name], "Kortnamn": [short], "Alias": aliases}, work.id if work else None
        )
        ties = _ties(row, ledger, work, aliases)
        values = {"name": name} | stated(row, _COLUMNS) | _times(row, work)
        values |= _standing(row, ledger, work, values, ties.parties)
        if once.has(row, "Namn", fold(name)) or row.faulty:
            ledger.works.put_faulty([name, short, *aliases])
            continue
        is_new = work is None
        if work is None:
            work, changed = _added(ledger, values, ties), True
            if work.standing is Standing.FOLLOWED:
                ledger.followed.append(work.name)
        else:
            changed = _changed(ledger, work, values, ties)
        had[work.id] = work
        ledger.works.put(work.id, work.name, (work.short_name, *ties.aliases))
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


def _ties(row: Row, ledger: Ledger, work: Project | None, aliases: Sequence[str]) -> project_changes.Ties:
    """What the row ties the work to; what it says nothing of stays as it is."""
    had = _had(ledger, work)
    parties, leaders, labels = list(had.parties), list(had.leaders), list(had.labels)
    if row.has("Parter"):
        found = [ledger.parties.find(row, "Parter", written) for written in row.items("Parter")]
        parties = [id_ for id_ in dict.fromkeys(found) if id_ is not None]
    if row.has("Projektledare"):
        leaders = _leaders(row, ledger, leaders)
    for heading, kind in _TIED.items():
        if row.has(heading):
            others = {label.id for label in ledger.labels.of(kind)}
            found_labels = [ledger.labels.find(row, heading, kind, written) for written in row.items(heading)]
            labels = [id_ for id_ in labels if id_ not in others] + [each.id for each in found_labels if each]
    return project_changes.Ties(
        aliases=aliases if row.has("Alias") else had.aliases,
        parties=parties,
        leaders=leaders,
        labels=list(dict.fromkeys(labels)),
    )


def _had(ledger: Ledger, work: Project | None) -> project_changes.Ties:
    if work is None or work.id not in ledger.had.work_aliases:
        return project_changes.Ties()
    return project_changes.Ties(
        aliases=ledger.had.work_aliases[work.id],
        parties=[party.id for party in ledger.had.work_parties[work.id]],
        leaders=[person.id for person in ledger.had.work_leaders[work.id]],
        labels=[label.id for label in ledger.had.work_labels[work.id]],
    )


def _leaders(row: Row, ledger: Ledger, had: Sequence[int]) -> list[int]:
    """Who leads the work now. The anonymised are in no workbook, and stay."""
    written = cells.split(row.text("Projektledare", CELL))
    found = [ledger.people.find(row, "Projektledare", each) for each in written]
    named = list(dict.fromkeys(each.id for each in found if each))
    nameless = {person.id for person in ledger.had.people if person.anonymised_at is not None}
    if named == [id_ for id_ in had if id_ not in nameless]:
        return list(had)
    return named + [id_ for id_ in had if id_ in nameless]


def _times(row: Row, work: Project | None) -> dict[str, object]:
    included = (work.included_text, work.included_on, None) if work else ("", None, None)
    return start_and_end(row, work) | day_and_words(row, "Inkluderat", "included", included, end=False)


def _standing(
    row: Row, ledger: Ledger, work: Project | None, values: Mapping[str, object], parties: Sequence[int]
) -> dict[str, object]:
    """The work's standing towards the portfolio, who included it, and whether it is closed."""
    now: dict[str, Any] = {"stage": Stage.EXECUTION, "included_text": "", "included_by": "", "closed_at": None}
    if work is not None:
        now = {column: getattr(work, column) for column in now}
    after = now | {column: value for column, value in values.items() if column in now}
    settled: dict[str, object] = {}
    if row.has("Inkluderat") and not row.is_blank("Inkluderat"):
        settled["included_by"] = _included_by(row, ledger, work, values)
        _refuse_unless_shared(row, ledger, parties)
    elif row.has("Inkluderat"):
        settled["included_by"] = row.line("Inkluderat av")
    is_moved = work is None or after["stage"] is not now["stage"]
    if is_moved or after["included_text"] != now["included_text"]:
        is_idea = after["stage"] is Stage.IDEA
        otherwise = Standing.IDEA if is_idea else Standing.FOLLOWED
        settled["standing"] = Standing.INCLUDED if after["included_text"] else otherwise
    if is_moved and (after["stage"] in _CLOSED) != (after["closed_at"] is not None):
        settled["closed_at"] = _closed_at(ledger, values) if after["stage"] in _CLOSED else None
    return settled


def _included_by(row: Row, ledger: Ledger, work: Project | None, values: Mapping[str, object]) -> str:
    """Who decided the inclusion: as written or as it is, else the commissioner of the work or the programme."""
    current = work.included_by if work and not row.has("Inkluderat av") else ""
    commissioner = str(values.get("commissioner", work.commissioner if work else ""))
    by = row.line("Inkluderat av") or current or commissioner or ledger.commissioner or ""
    if not by and ledger.commissioner is None:
        row.spoil("Inkluderat av")
    elif not by:
        row.refuse(
            "Inkluderat",
            "Det saknas vem som beslutade. Fyll i Inkluderat av, eller Beställare här eller i Program.",
        )
    return by


def _refuse_unless_shared(row: Row, ledger: Ledger, parties: Sequence[int]) -> None:
    """Rule of the annual report, section 3: included only when the region and a municipality take part."""
    kinds = {ledger.party_kinds[id_] for id_ in parties}
    if row.is_sound("Parter") and not {PartyKind.REGION, PartyKind.MUNICIPALITY} <= kinds:
        row.refuse(
            "Inkluderat",
            "Ett arbete kan bara vara inkluderat när både regionen och minst en kommun deltar. Fyll i dem i "
            "Parter, eller lämna Inkluderat tomt.",
        )


def _closed_at(ledger: Ledger, values: Mapping[str, object]) -> datetime:
    """When a work that the row calls closed was closed: on its last day, if that has been, else now."""
    last = values.get("end_on")
    if last is None or not isinstance(last, type(ledger.today)) or last > ledger.today:
        return ledger.now
    return datetime.combine(last, time(), ledger.zone).astimezone(UTC)


def _added(ledger: Ledger, values: Mapping[str, object], ties: project_changes.Ties) -> Project:
    given: dict[str, Any] = {"form": WorkForm.PROJECT, "stage": Stage.EXECUTION, **values}
    return project_changes.add(ledger.session, Project(**given, created_at=ledger.now, key=""), ties)


def _changed(ledger: Ledger, work: Project, values: Mapping[str, object], ties: project_changes.Ties) -> bool:
    different = {column: value for column, value in values.items() if getattr(work, column) != value}
    had = _had(ledger, work)
    is_tied_anew = (
        list(ties.parties) != list(had.parties)
        or list(ties.leaders) != list(had.leaders)
        or set(ties.aliases) != set(had.aliases)
        or set(ties.labels) != set(had.labels)
    )
    if not different and not is_tied_anew:
        return False
    work = project_changes.locked(ledger.session, work.id)
    project_changes.change(ledger.session, work, different, ties if is_tied_anew else None)
    return True


def _works(export: Export) -> Rows:
    had = export.had

    def tied(work: Project, kind: LabelKind) -> str:
        tied_to = in_programme_order(had.work_labels[work.id])
        return cells.join(export.labels[each.id] for each in tied_to if each.kind is kind)

    for work in in_order(had.works, lambda each: each.name):
        parties = cells.join(party.name for party in had.work_parties[work.id])
        leaders = cells.join(filter(None, (export.people[person.id] for person in had.work_leaders[work.id])))
        is_included = work.standing is Standing.INCLUDED or work.included_text
        included = lasting((work.included_text, work.included_on, None)) if is_included else None
        yield (
            work.name, work.short_name, cells.join(had.work_aliases[work.id]), work.description, FORMS[work.form],
            STAGES[work.stage], parties, work.scope, leaders, work.commissioner,
            lasting((work.start_text, work.start_on, None)), lasting((work.end_text, None, work.end_on)), included,
            work.included_by, *(tied(work, kind) for kind in _TIED.values()),
        )  # fmt: skip


WORKS = Sheet("Arbeten",
    "Utvecklingsarbetena. Ett arbete räknas som inkluderat när Inkluderat är ifyllt. Då behöver både regionen och "
    "minst en kommun stå bland parterna. Annars är det en tidig idé när fasen är idé, och följs i övriga fall.", (
    Column("Namn", f"Arbetets hela namn, {SHORT_ENOUGH}.", "Trygg hemgång", needed=True, width=44),
    Column("Kortnamn", "Det ni säger till vardags.", "Hemgång"),
    Column("Alias", f"Andra namn som någon kan skriva. {SEVERAL}", "Trygg hem", width=26),
    Column("Beskrivning", "Några meningar om vad det går ut på.", "Ett team möter upp hemma.", width=60),
    Column("Form", "Lämnas den tom blir det projekt.", "projekt", choices=chosen(FORMS), width=14),
    Column("Fas", "Lämnas den tom blir det genomförande.", "planering", choices=chosen(STAGES), width=16),
    Column("Parter", f"De som deltar. {SEVERAL}", "Regionen; Exempelstad", width=30),
    Column("Omfattning", "Var det pågår, med era ord.", "Hela länet", width=20),
    Column("Projektledare", f"{PERSON} {SEVERAL}", "Anna Exempel, Exempelstad", width=34),
    Column("Beställare", "Den som beställer arbetet, om det inte är programmets beställare.", "", width=24),
    Column("Start", WHEN, "HT 2025", width=14),
    Column("Slut", WHEN, "2027", width=14),
    Column("Inkluderat", "När beslutet om inkludering togs.", "2025-09-12", width=14),
    Column("Inkluderat av", "Vem som beslutade. Tomt betyder beställaren.", "Länsledningen", width=24),
    Column("Målgrupp", f"Text eller nummer. En ny målgrupp läggs till. {SEVERAL}", "äldre", width=22),
    Column("Delmål", f"Nummer eller text från Etiketter. {SEVERAL}", "1; 3", width=16),
    Column("Nyttoobjekt", f"Nummer eller text från Etiketter. {SEVERAL}", "2", width=16),
), _read_works, _works)  # fmt: skip
