"""Whom we have met on a platform: known by the chat identity, registered by an address it vouches for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.answer import Context
from bot.worker_threads import WorkerThreads
from commands.message import Text, TextStyle
from commands.swedish.text import clean
from storage import people
from storage.swedish import fold
from storage.tables import Person

SEEN_EVERY = timedelta(hours=1)
"""So often it is noted that somebody was here: each note is a row of the audit record."""
TRUSTED_FOR = timedelta(minutes=5)
LONGEST_NAME = 200


class Unreachable(Exception):
    """The platform did not say who this is; asked again, it may."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person of ours: when they were last noted to be here, where they are written to directly."""

    id: int
    seen_at: datetime
    conversation: str = ""
    new: bool = False

    @property
    def welcome(self) -> tuple[Text, ...]:
        """What is said once, to whoever is new."""
        return (Text(WELCOME, TextStyle.NOTE),) if self.new else ()


WELCOME = (
    "Välkommen till Läget! Jag kände inte dig sedan tidigare, så du är nu läsare i programmet. "
    "Skriv hjälp för att se vad du kan göra, och säg till en koordinator om du ska kunna mer."
)

Key = tuple[str, str]
"""A tenant (a Slack workspace, an Entra tenant) and somebody's id there."""


class KnownUsers:
    """Finds, registers and notes the people of one platform; what is found is taken as true for a few minutes."""

    def __init__(self, context: Context, threads: WorkerThreads, platform: str) -> None:
        self._context = context
        self._threads = threads
        self._platform = platform
        self._known: dict[Key, tuple[Known, datetime]] = {}

    async def find(self, key: Key) -> Known | None:
        """The person whom the platform knows by this; None for nobody yet. Raises Overloaded."""
        now = self._context.clock.now()
        known, looked_up = self._known.get(key, (None, now))
        if known is None or now - looked_up >= TRUSTED_FOR:
            known = await self._threads.run(lambda: self._look(key))
        if known:
            self._remember(key, known)
        return known

    async def register(self, key: Key, email: str, name: str) -> Known:
        """Link the person with this address, or register a new reader. Two processes at once make one person."""

        def registered() -> Known:
            try:
                return self._linked(key, email, name)
            except IntegrityError:
                return self._linked(key, email, name)

        known = await self._threads.run(registered)
        self._remember(key, known)
        return known

    def stale(self, known: Known, direct: str) -> bool:
        """Whether to note that this person was here, or where they are written to directly ("" says nothing)."""
        moved = bool(direct) and known.conversation != direct
        return moved or self._context.clock.now() - known.seen_at >= SEEN_EVERY

    async def note(self, key: Key, direct: str) -> None:
        """Note that the person was here now, and the direct conversation when this is one."""

        def noted() -> Known | None:
            now = self._context.clock.now()
            with self._context.database.write(actor=self._platform, source=self._platform) as session:
                identity = people.identity(session, self._platform, *key)
                if identity is None:
                    return None
                identity.last_seen_at = now
                identity.conversation = direct or identity.conversation
                session.add(identity)
                return Known(identity.person_id, now, identity.conversation)

        known = await self._threads.run(noted)
        if known:
            self._remember(key, known)

    def _remember(self, key: Key, known: Known) -> None:
        now = self._context.clock.now()
        _, looked_up = self._known.get(key, (known, now))
        fresh = now if now - looked_up >= TRUSTED_FOR else looked_up
        self._known[key] = (replace(known, new=False), fresh)

    def _look(self, key: Key) -> Known | None:
        with self._context.database.read() as session:
            identity = people.identity(session, self._platform, *key)
            return Known(identity.person_id, identity.last_seen_at, identity.conversation) if identity else None

    def _linked(self, key: Key, email: str, name: str) -> Known:
        now, email = self._context.clock.now(), email.strip().lower()
        name = clean((name or email)[:LONGEST_NAME], LONGEST_NAME)
        with self._context.database.write(actor=self._platform, source=self._platform) as session:
            person = people.by_email(session, email)
            new = person is None
            if person is None:
                person = people.add(session, name, now=now, email=email)
            elif person.name == person.email:
                _named(session, person, name)
            identity = people.link(session, person, self._platform, *key, now)
            return Known(person.id, now, identity.conversation, new)


def _named(session: Session, person: Person, name: str) -> None:
    """Somebody named in the settings is known by an address until they come themselves."""
    person.name, person.key = name, fold(name)
    session.add(person)
