"""The rows of each sheet, from the database, as an import would read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, tzinfo

from sqlmodel import Session, col, select

from commands.swedish.text import in_order
from commands.swedish.words import FORMATS, FORMS, LABEL_KINDS, PARTY_KINDS, ROLES, STAGES, STATES
from commands.workbook import cells, sheets
from commands.workbook.cells import Written
from commands.workbook.contents import Contents, load
from commands.workbook.gather_entries import Rows, gather_entries
from commands.workbook.labels import in_programme_order, shortest_labels
from commands.workbook.shape import Sheet
from commands.workbook.updates import WORDS
from commands.workbook.whens import lasting
from storage.swedish import fold
from storage.tables import Activity, Label, Person, Project, StatusDimension, StatusUpdate
from storage.words import LabelKind, Standing, State


def gather(session: Session, *, with_emails: bool, zone: tzinfo) -> Iterator[tuple[Sheet, Rows]]:
    """Each sheet with its rows, in an order that does not depend on numbers in the database."""
    had = load(session)
    names = _Names(had, with_emails=with_emails)
    yield sheets.PROGRAMME, _programme(had)
    yield sheets.PARTIES, _parties(had)
    people = sheets.PEOPLE
    if not with_emails:
        people = sheets.only(people, (each.heading for each in people.columns if each.heading != "E-post"))
    yield people, _people(had, with_emails=with_emails)
    yield sheets.LABELS, _labels(had)
    yield sheets.WORKS, _works(had, names)
    dimensions = _dimensions(had)
    yield sheets.status_sheet([each.text for each in dimensions]), _updates(session, had, names, dimensions, zone)
    yield sheets.SEMINARS, _seminars(had)
    yield sheets.ACTIVITIES, _activities(had)
    yield from gather_entries(session, had)


class _Names:
    """How persons are written so that they are found again."""

    def __init__(self, had: Contents, *, with_emails: bool) -> None:
        same: dict[tuple[str, int | str], int] = defaultdict(int)
        for person in had.people:
            if person.anonymised_at is None:
                same[_identity(person)] += 1
        self._written: dict[int, str] = {}
        for person in had.people:
            is_clear = same[_identity(person)] == 1
            named = cells.person(person.name, person.organisation)
            address = person.email if with_emails and not is_clear else None
            self._written[person.id] = "" if person.anonymised_at else address or named

    def of(self, person_id: int | None) -> str:
        """A person by name and organisation; by address where that fits two, "" for whoever is anonymised."""
        return "" if person_id is None else self._written[person_id]


def _identity(person: Person) -> tuple[str, int | str]:
    return fold(person.name), person.party_id or fold(person.organisation)


def _programme(had: Contents) -> Rows:
    if had.programme is not None:
        it = had.programme
        start, end = lasting((it.start_text, it.start_on, None)), lasting((it.end_text, None, it.end_on))
        yield it.name, it.short_name, it.commissioner, it.strategic_goal, it.effect_goal, start, end


def _parties(had: Contents) -> Rows:
    for party in had.parties:
        aliases = cells.join(alias.name for alias in had.party_aliases.get(party.id, ()))
        yield party.name, party.short_name, PARTY_KINDS[party.kind], aliases


def _people(had: Contents, *, with_emails: bool) -> Rows:
    """Everyone but the anonymised, and those who only speak: Seminarier names them, and brings them back."""
    spoken = _spoken(had)
    for person in in_order(had.people, lambda each: f"{each.name}\n{each.organisation}\n{each.email or ''}"):
        is_known = person.email or had.roles.get(person.id) or person.id in had.busy
        only_speaks = not is_known and (fold(person.name), fold(person.organisation)) in spoken
        if person.anonymised_at is None and not only_speaks:
            given = had.roles.get(person.id, set())
            roles = cells.join(word for role, word in ROLES.items() if role in given)
            address = (person.email,) if with_emails else ()
            yield person.name, *address, person.organisation, roles


def _spoken(had: Contents) -> set[tuple[str, str]]:
    """Those whom the sheet Seminarier will name."""
    return {
        (fold(speaker.name), fold(speaker.organisation))
        for activity in had.activities
        if activity.is_seminar and activity.cancelled_at is None
        for speaker in had.speakers.get(activity.id, ())
    }


def _labels(had: Contents) -> Rows:
    order = list(LABEL_KINDS)
    for label in sorted(in_programme_order(had.labels), key=lambda label: order.index(label.kind)):
        yield LABEL_KINDS[label.kind], label.number, label.text


def _works(had: Contents, names: _Names) -> Rows:
    labels = shortest_labels(had.labels)

    def tied(work: Project, kind: LabelKind) -> str:
        tied_to = in_programme_order(had.work_labels[work.id])
        return cells.join(labels[each.id] for each in tied_to if each.kind is kind)

    for work in in_order(had.works, lambda each: each.name):
        included = work.standing is Standing.INCLUDED or work.included_text
        yield (
            work.name,
            work.short_name,
            cells.join(had.work_aliases[work.id]),
            work.description,
            FORMS[work.form],
            STAGES[work.stage],
            cells.join(party.name for party in had.work_parties[work.id]),
            work.scope,
            cells.join(filter(None, (names.of(person.id) for person in had.work_leaders[work.id]))),
            work.commissioner,
            lasting((work.start_text, work.start_on, None)),
            lasting((work.end_text, None, work.end_on)),
            lasting((work.included_text, work.included_on, None)) if included else None,
            work.included_by,
            tied(work, LabelKind.TARGET_GROUP),
            tied(work, LabelKind.GOAL),
            tied(work, LabelKind.BENEFIT_OBJECT),
        )


def _dimensions(had: Contents) -> list[Label]:
    return [each for each in in_programme_order(had.labels) if each.kind is LabelKind.DIMENSION]


def _updates(session: Session, had: Contents, names: _Names, dimensions: Sequence[Label], zone: tzinfo) -> Rows:
    """Every report that still counts, the oldest first."""
    judged: dict[int, dict[int, State]] = defaultdict(dict)
    for row in session.exec(select(StatusDimension)):
        judged[row.update_id][row.label_id] = row.state
    works = {work.id: work for work in had.works}
    blanks = len(sheets.DIMENSIONS) - len(dimensions) if not dimensions else 0
    query = select(StatusUpdate).where(col(StatusUpdate.withdrawn_at).is_(None))
    for update in session.exec(query.order_by(col(StatusUpdate.at), col(StatusUpdate.id))):
        work = works[update.project_id]
        states = judged.get(update.id, {})
        yield (
            work.name,
            _local(update.at, zone),
            STATES[update.state],
            *(STATES[states[label.id]] if label.id in states else None for label in dimensions),
            *[None] * blanks,
            *(getattr(update, column) for column in WORDS.values()),
            names.of(update.reported_by_id),
        )


def _local(at: datetime, zone: tzinfo) -> Written:
    """A moment as Excel holds it, without a zone; midnight is the day. In the hour that comes twice, in words."""
    local = at.astimezone(zone).replace(microsecond=0)
    if local.fold:
        return local.isoformat()
    return local.date() if local.time() == time() else local.replace(tzinfo=None)


def _seminars(had: Contents) -> Rows:
    works = {work.id: work for work in had.works}
    for each in _in_time(each for each in had.activities if each.is_seminar):
        work = works.get(each.project_id or 0)
        yield (
            each.title,
            each.starts_on,
            _hours(each),
            FORMATS[each.format] if each.format else None,
            each.audience,
            cells.join(cells.person(one.name, one.organisation) for one in had.speakers.get(each.id, ())),
            each.place,
            each.seats,
            each.attended,
            work.name if work else None,
            each.comment,
        )


def _hours(each: Activity) -> str | None:
    if each.starts_at is None:
        return None
    return f"{each.starts_at:%H.%M}–{each.ends_at:%H.%M}" if each.ends_at else f"{each.starts_at:%H.%M}"


def _activities(had: Contents) -> Rows:
    for each in _in_time(each for each in had.activities if not each.is_seminar):
        shape = FORMATS[each.format] if each.format else None
        when = lasting((each.when_text, each.starts_on, each.ends_on))
        yield each.title, each.kind, when, shape, each.audience, each.attended, each.comment


def _in_time(activities: Iterable[Activity]) -> list[Activity]:
    """What goes on, by day and title; what has no day last. The cancelled are left out: no column says it."""
    held = [each for each in activities if each.cancelled_at is None]
    return sorted(in_order(held, lambda each: each.title), key=lambda each: each.starts_on or date.max)
