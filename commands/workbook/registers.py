"""The sheets Program, Parter and Etiketter: what the works are tied to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from commands.swedish.dates import long_date
from commands.swedish.words import LABEL_KINDS, PARTY_KINDS
from commands.workbook import cells
from commands.workbook.labels import in_programme_order
from commands.workbook.ledger import Ledger, Once, saved
from commands.workbook.names import Names
from commands.workbook.rows import Row, Table
from commands.workbook.shape import SEVERAL, SHORT, SHORT_ENOUGH, WHEN, Column, Rows, Sheet, chosen
from commands.workbook.whens import Stored, is_same, lasting
from storage.swedish import fold
from storage.tables import Label, Party, PartyAlias, Programme, Project

if TYPE_CHECKING:
    from commands.workbook.gather import Export

Columns = Mapping[str, Callable[[Row, str], Mapping[str, object]]]
"""How each heading that a sheet may lack becomes columns of a table."""


def column(name: str) -> Callable[[Row, str], Mapping[str, object]]:
    """A line that is stored as it is."""
    return lambda row, heading: {name: row.line(heading)}


def prose(name: str) -> Callable[[Row, str], Mapping[str, object]]:
    """A text that is stored as it is."""
    return lambda row, heading: {name: row.text(heading)}


def stated(row: Row, columns: Columns) -> dict[str, object]:
    """What a row says; of a column that the sheet lacks it says nothing."""
    values: dict[str, object] = {}
    for heading, read in columns.items():
        if row.has(heading):
            values |= read(row, heading)
    return values


def day_and_words(row: Row, heading: str, name: str, stored: Stored, *, end: bool) -> dict[str, object]:
    """A time of which the first or the last day is stored; {} when it says what is stored already."""
    if not row.has(heading):
        return {}
    when = row.when(heading)
    if is_same(when, stored):
        return {}
    return {f"{name}_text": when.text, f"{name}_on": when.end if end else when.start}


def start_and_end(row: Row, had: Programme | Project | None) -> dict[str, object]:
    """From when to when, as `day_and_words`; an end before the start is a fault at the end."""
    start = (had.start_text, had.start_on, None) if had else ("", None, None)
    end = (had.end_text, None, had.end_on) if had else ("", None, None)
    values = day_and_words(row, "Start", "start", start, end=False)
    values |= day_and_words(row, "Slut", "end", end, end=True)
    first, last = values.get("start_on", start[1]), values.get("end_on", end[2])
    if values and isinstance(first, date) and isinstance(last, date) and last < first:
        said = "Slut" if row.has("Slut") else "Start"
        row.refuse(said, f"Slut, {long_date(last)}, är före Start, {long_date(first)}. Ändra Start eller Slut.")
    return values


def _read_programme(table: Table, ledger: Ledger) -> None:
    """There is one programme: the row makes it, or changes it.

    Its commissioner is known to the works even when another cell of the row is faulty.
    """
    if not table.is_usable:
        ledger.commissioner = None
    for row in table.rows[1:]:
        row.refuse("Namn", "Här får bara ett program stå, i en enda rad.")
    for row in table.rows[:1]:
        programme = ledger.programme
        values = {"name": row.name("Namn")} | stated(row, _PROGRAMME)
        values |= start_and_end(row, programme)
        if row.has("Beställare"):
            ledger.commissioner = row.line("Beställare") if row.is_sound("Beställare") else None
        if row.faulty:
            continue
        is_new = programme is None
        ledger.programme, changed = saved(ledger.session, Programme, programme, values)
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)
        ledger.is_new_programme = is_new


_PROGRAMME: Columns = {
    "Kortnamn": column("short_name"),
    "Beställare": column("commissioner"),
    "Strategiskt mål": prose("strategic_goal"),
    "Effektmål": prose("effect_goal"),
}


def _read_parties(table: Table, ledger: Ledger) -> None:
    """A party is known by its name."""
    ledger.parties.is_complete = table.is_usable
    had = {party.id: party for party in ledger.had.parties}
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        name, kind = row.name("Namn"), row.choice("Typ", PARTY_KINDS)
        values = {"name": name, "key": fold(name), "kind": kind} | stated(row, {"Kortnamn": _short_name})
        aliases = row.items("Alias")
        party = had.get(ledger.parties.whole(name) or 0)
        said = {"Namn": [name], "Kortnamn": [row.line("Kortnamn", SHORT)], "Alias": aliases}
        refuse_borne(row, ledger.parties, said, party.id if party else None)
        if once.has(row, "Namn", fold(name)) or row.faulty:
            ledger.parties.put_faulty([name, row.line("Kortnamn", SHORT), *aliases])
            continue
        is_new = party is None
        party, changed = saved(ledger.session, Party, party, values)
        kept = ledger.had.party_aliases.get(party.id, [])
        if row.has("Alias"):
            changed |= _give_aliases(ledger, party, kept, aliases)
        ledger.parties.put(party.id, party.name, (party.short_name, *(aliases or [each.name for each in kept])))
        ledger.party_kinds[party.id] = party.kind
        had[party.id] = party
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


def _short_name(row: Row, heading: str) -> Mapping[str, object]:
    short = row.line(heading, SHORT)
    return {"short_name": short, "short_key": fold(short)}


def refuse_borne(row: Row, names: Names, said: Mapping[str, Iterable[str]], but: int | None) -> None:
    """Refuse a name that something else bears: nobody would know which is meant."""
    for heading, written in said.items():
        for each in written:
            if row.has(heading) and fold(each) and (other := names.bearer(each, but)):
                row.refuse(heading, f"”{each}” är redan ett namn på {other}. Välj ett annat.")


def _give_aliases(ledger: Ledger, party: Party, had: Iterable[PartyAlias], wanted: list[str]) -> bool:
    kept = {alias.name: alias for alias in had}
    for name in kept.keys() - set(wanted):
        ledger.session.delete(kept[name])
    new = [name for name in wanted if name not in kept]
    ledger.session.add_all(PartyAlias(party_id=party.id, name=name, key=fold(name)) for name in new)
    return bool(new) or bool(kept.keys() - set(wanted))


def _read_labels(table: Table, ledger: Ledger) -> None:
    """A label is known by its kind and text."""
    ledger.labels.is_complete = table.is_usable
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        kind, text = row.choice("Typ", LABEL_KINDS), row.name("Text")
        values: dict[str, object] = {"kind": kind, "text": text, "key": fold(text)}
        if row.has("Nummer"):
            values["number"] = row.count("Nummer")
        if kind is None:
            continue
        if once.has(row, "Text", (kind, fold(text))) or row.faulty:
            ledger.labels.put_faulty(kind, text, row.written("Nummer"))
            continue
        label = ledger.labels.get(kind, text)
        is_new = label is None
        label, changed = saved(ledger.session, Label, label, values)
        ledger.labels.put(label)
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


def _programme(export: Export) -> Rows:
    if export.had.programme is not None:
        it = export.had.programme
        start, end = lasting((it.start_text, it.start_on, None)), lasting((it.end_text, None, it.end_on))
        yield it.name, it.short_name, it.commissioner, it.strategic_goal, it.effect_goal, start, end


def _parties(export: Export) -> Rows:
    for party in export.had.parties:
        aliases = cells.join(alias.name for alias in export.had.party_aliases.get(party.id, ()))
        yield party.name, party.short_name, PARTY_KINDS[party.kind], aliases


def _labels(export: Export) -> Rows:
    order = list(LABEL_KINDS)
    for label in sorted(in_programme_order(export.had.labels), key=lambda label: order.index(label.kind)):
        yield LABEL_KINDS[label.kind], label.number, label.text


PROGRAMME = Sheet("Program", "Programmet självt: en enda rad.", (
    Column("Namn", f"Programmets hela namn, {SHORT_ENOUGH}.", "God och nära vård i Exempellän", needed=True,
        width=40),
    Column("Kortnamn", "Det ni säger till vardags.", "Nära vård"),
    Column("Beställare", "Den som beställer programmet och tar emot rapporterna.", "Länsledningen", width=28),
    Column("Strategiskt mål", "Det ni vill nå på sikt.", "En nära vård som alla kan lita på", width=50),
    Column("Effektmål", "Det som ska märkas.", "Färre oplanerade besök", width=50),
    Column("Start", WHEN, "2021-07-01", width=14),
    Column("Slut", WHEN, "2027", width=14),
), _read_programme, _programme)  # fmt: skip
PARTIES = Sheet("Parter", "Regionen, kommunerna och andra som deltar.", (
    Column("Namn", f"Partens hela namn, {SHORT_ENOUGH}.", "Exempelstads kommun", needed=True, width=34),
    Column("Kortnamn", "Det kortare namnet.", "Exempelstad"),
    Column("Typ", "Vad för slags part det är.", "kommun", needed=True, choices=chosen(PARTY_KINDS), width=12),
    Column("Alias", f"Andra namn som någon kan skriva. {SEVERAL}", "E-stad; Staden", width=30),
), _read_parties, _parties)  # fmt: skip
LABELS = Sheet("Etiketter",
    "Delmål, nyttoobjekt, målgrupper, inriktningar och de dimensioner som bedöms i varje rapport.", (
    Column("Typ", "Vad för slags etikett det är.", "delmål", needed=True, choices=chosen(LABEL_KINDS), width=14),
    Column("Nummer", "Numret, om den har något.", "1", width=10),
    Column("Text", f"Vad den säger, {SHORT_ENOUGH}.", "jag får vård när jag behöver den", needed=True, width=70),
), _read_labels, _labels)  # fmt: skip
