"""What messages are called, and what they are about, for the person who looks after them. Never what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from commands.lookup import called
from commands.sentences import sentence
from commands.swedish.dates import short_date
from storage import activities, entries, people
from storage.tables import Deviation, Notice, StatusUpdate

_KINDS: Mapping[str, str] = {
    "reminder": "Påminnelse",
    "nudge": "Påminnelse av koordinator",
    "weekly_letter": "Veckobrev",
    "seminar_speaker": "Till föreläsare",
    "seminar_tomorrow": "Inför seminarium",
    "seminar_soon": "Strax före seminarium",
    "seminar_afterwards": "Efter seminarium",
    "seminar_moved": "Flyttat seminarium",
    "seminar_cancelled": "Inställt seminarium",
    "seat_given": "Plats på seminarium",
    "deviation": "Avvikelse",
    "deputy": "Till ersättare",
    "undeliverable": "Om det som inte gick fram",
}


def kind_word(kind: str) -> str:
    """What a kind of message is called."""
    return _KINDS.get(kind, kind.replace("_", " ").capitalize())


def subjects(session: Session, notices: Sequence[Notice]) -> Mapping[str, str]:
    """What these are about, by their subjects; a handful of queries for all of them."""
    ids: dict[str, set[int]] = {"activity": set(), "update": set(), "deviation": set(), "person": set()}
    for notice in notices:
        about, _, number = notice.subject.partition(":")
        if about in ids and number.isdecimal():
            ids[about].add(int(number))
    named = {f"activity:{id_}": title for id_, title in activities.titles(session, ids["activity"]).items()}
    for about, table in (("update", StatusUpdate), ("deviation", Deviation)):
        works = entries.works_of(session, table, ids[about])
        named |= {f"{about}:{id_}": called(work) for id_, work in works.items()}
    named |= {f"person:{id_}": name for id_, name in people.names(session, ids["person"]).items()}
    return {each.subject: named.get(each.subject) or _other(each.subject) for each in notices}


def _other(subject: str) -> str:
    """A day, a week; of the rest, nothing."""
    about, _, which = subject.partition(":")
    if about == "day":
        return short_date(date.fromisoformat(which))
    if about == "week":
        return sentence("deliveries", "week", number=int(which.partition("-")[2]))
    return ""
