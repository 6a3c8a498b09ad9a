"""What is kept of a person, and how a person is forgotten."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from storage.swedish import fold
from storage.tables import (
    Absence,
    AuditEntry,
    ChatIdentity,
    ChosenPlatform,
    Follow,
    Notice,
    Person,
    PersonRole,
    Project,
    Receipt,
    Signup,
    Snooze,
    Speaker,
    StatusUpdate,
    WeeklyLetter,
)
from storage.words import NoticeState

REMOVED = "Borttagen person"
HIDDEN = "***"
_PERSONAL = {
    "person": ("name", "key", "email", "organisation", "party_id"),
    "chat_identity": ("external_id", "conversation", "tenant"),
    "speaker": ("name", "organisation"),
}
"""The audited columns that identify a person."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a person beside their own row and what they lead."""

    identities: Sequence[ChatIdentity]
    follows: Sequence[str]
    letter: bool
    absence: Absence | None
    deputy: str
    stands_in_for: Sequence[str]
    snoozed_until: date | None
    chosen_platform: str
    entries: int
    signups: int
    speeches: int
    changes: int


def kept(session: Session, person_id: int) -> Kept:
    """What is kept of a person, to show it to them."""

    def count(column: object, table: type) -> int:
        return session.exec(select(func.count()).select_from(table).where(column == person_id)).one()

    identities = session.exec(select(ChatIdentity).where(ChatIdentity.person_id == person_id)).all()
    follows = select(Project.name).join(Follow, col(Follow.project_id) == col(Project.id))
    absent = select(Person.name).join(Absence, col(Absence.person_id) == col(Person.id))
    letter, absence = session.get(WeeklyLetter, person_id), session.get(Absence, person_id)
    snooze, chosen = session.get(Snooze, person_id), session.get(ChosenPlatform, person_id)
    deputy = session.get(Person, absence.deputy_id) if absence and absence.deputy_id is not None else None
    return Kept(
        identities,
        follows=session.exec(follows.where(Follow.person_id == person_id).order_by(col(Project.key))).all(),
        letter=letter is not None and letter.is_on,
        absence=absence,
        deputy=deputy.name if deputy else "",
        stands_in_for=session.exec(absent.where(Absence.deputy_id == person_id).order_by(col(Person.key))).all(),
        snoozed_until=snooze.until_on if snooze else None,
        chosen_platform=chosen.platform if chosen else "",
        entries=count(StatusUpdate.reported_by_id, StatusUpdate),
        signups=count(Signup.person_id, Signup),
        speeches=count(Speaker.person_id, Speaker),
        changes=count(AuditEntry.person_id, AuditEntry),
    )


def forget(session: Session, person: Person, now: datetime) -> None:
    """Remove the identity of a person. What they did stays, done by a removed person.

    Names in running text, in files and in final reports are not found here: those are documents of their own.
    """
    traces = [trace for trace in (person.name, person.email) if trace]
    identities = session.exec(select(ChatIdentity).where(ChatIdentity.person_id == person.id)).all()
    given = session.exec(select(PersonRole).where(PersonRole.person_id == person.id)).all()
    own = (Follow, WeeklyLetter, Absence, Snooze, ChosenPlatform)
    wishes = [row for table in own for row in session.exec(select(table).where(table.person_id == person.id))]
    for row in (*identities, *given, *wishes):
        session.delete(row)
    for away in session.exec(select(Absence).where(Absence.deputy_id == person.id)):
        away.deputy_id = None
        session.add(away)
    for speaker in session.exec(select(Speaker).where(Speaker.person_id == person.id)):
        speaker.name, speaker.organisation = REMOVED, ""
        session.add(speaker)
    person.name, person.key, person.email = REMOVED, fold(REMOVED), None
    person.organisation, person.party_id, person.anonymised_at = "", None, now
    session.add(person)
    session.flush()  # the record of these very changes must be there before it is cleaned
    _clean_record(session, person.id)
    _clean_messages(session, person.id, traces)
    session.flush()


def _clean_record(session: Session, person_id: int) -> None:
    """Blank who the person was in the record of changes: that something changed, when and by whom stays."""
    owned = or_(
        *(
            col(AuditEntry.changes).contains(text, autoescape=True)
            for text in (f'"person_id": [null, {person_id}]', f'"person_id": [{person_id}, null]')
        )
    )
    tables = ("chat_identity", "speaker")
    theirs = select(AuditEntry).where(col(AuditEntry.table_name).in_(tables), owned)
    rows = {(entry.table_name, entry.row_id) for entry in session.exec(theirs)} | {("person", str(person_id))}
    of_tables = select(AuditEntry).where(
        col(AuditEntry.table_name).in_({table for table, _ in rows}),
        col(AuditEntry.row_id).in_({row_id for _, row_id in rows}),
    )
    for entry in session.exec(of_tables):
        if (entry.table_name, entry.row_id) in rows:
            entry.changes = _blanked(entry.changes, _PERSONAL[entry.table_name])
            session.add(entry)


def _blanked(changes: str, columns: Collection[str]) -> str:
    recorded = json.loads(changes)
    for column in recorded.keys() & set(columns):
        recorded[column] = [None if value in (None, "") else HIDDEN for value in recorded[column]]
    return json.dumps(recorded, ensure_ascii=False)


def _clean_messages(session: Session, person_id: int, traces: Collection[str]) -> None:
    """Drop what was on its way to the person, empty what was sent, and blank name and address in kept replies."""
    for notice in session.exec(select(Notice).where(Notice.recipient == f"person:{person_id}")):
        if notice.state is NoticeState.PLANNED:
            session.delete(notice)
        else:
            notice.body = '{"blocks": [], "error": null}'
            notice.address = notice.refused = ""  # where they were written to says who they were
            session.add(notice)
    for trace in traces:
        written = json.dumps(trace, ensure_ascii=False)[1:-1]
        whole = re.compile(rf"(?<!\w){re.escape(written)}(?!\w)")
        for receipt in session.exec(select(Receipt).where(col(Receipt.reply).contains(written, autoescape=True))):
            receipt.reply = whole.sub(REMOVED, receipt.reply)
            session.add(receipt)
