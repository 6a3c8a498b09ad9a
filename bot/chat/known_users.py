"""Who has been met on a platform: known by the chat identity, registered by an address that it vouches for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.answer import Context
from bot.worker_threads import WorkerThreads
from commands.message import Text, TextStyle
from commands.swedish.text import clean
from storage import people
from storage.swedish import fold

LAST_SEEN_INTERVAL = timedelta(hours=1)
"""How often it is noted that a person was here: each note is a row of the audit record."""
CACHE_TTL = timedelta(minutes=5)
LONGEST_NAME = 200
GUEST = "Gäst"
"""Who has neither a name nor an address."""
WELCOME = (
    "Välkommen till Läget! Jag kände dig inte sedan tidigare, så du är nu läsare i programmet. "
    "Skriv hjälp för att se vad du kan göra, och säg till en koordinator om du ska kunna mer."
)

Key = tuple[str, str]
"""A tenant (a Slack workspace, an Entra tenant) and a person's id there."""
Incoming_contra = TypeVar("Incoming_contra", contravariant=True)
"""One thing that was said, as the platform reads it."""


class Unreachable(Exception):
    """The platform did not say who this is; asked again, it may."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person of ours: when they were last noted to be here, where they are written to directly."""

    id: int
    key: Key
    seen_at: datetime
    conversation: str = ""
    new: bool = False

    @property
    def welcome(self) -> tuple[Text, ...]:
        """What is said once, to a person who is new."""
        return (Text(WELCOME, TextStyle.NOTE),) if self.new else ()


@dataclass(frozen=True)
class KnownUsers(ABC, Generic[Incoming_contra]):
    """Finds, registers and notes the people of one platform; what is found is trusted for a few minutes."""

    platform: ClassVar[str]
    context: Context
    threads: WorkerThreads
    _known: dict[Key, tuple[Known, datetime]] = field(default_factory=dict, init=False)

    @abstractmethod
    async def who(self, incoming: Incoming_contra) -> Known:
        """The person. UserError for one who may not talk to us; raises Unreachable, Overloaded."""

    async def find(self, key: Key) -> Known | None:
        """The person whom the platform knows by this; None for nobody yet. Raises Overloaded."""
        now = self.context.clock.now()
        known, looked_up = self._known.get(key, (None, now))
        if known is None or now - looked_up >= CACHE_TTL:
            known = await self.threads.read(self.context.database, lambda session: self._look(session, key))
        return known and self._remember(known)

    async def register(self, key: Key, email: str, name: str) -> Known:
        """Link the person with this address, or register a new reader. Two processes at once make one person."""

        def link(session: Session) -> Known:
            return self._linked(session, key, email.strip().lower(), name)

        try:
            known = await self.threads.write(self.context.database, self.platform, link)
        except IntegrityError:
            known = await self.threads.write(self.context.database, self.platform, link)
        self._remember(known)
        return known

    def stale(self, known: Known, direct: str) -> bool:
        """Whether to note that this person was here, or where they are written to directly ("" says nothing)."""
        moved = bool(direct) and known.conversation != direct
        return moved or self.context.clock.now() - known.seen_at >= LAST_SEEN_INTERVAL

    async def note(self, key: Key, direct: str) -> None:
        """Note that the person was here now, and the direct conversation when this is one."""
        now = self.context.clock.now()

        def noted(session: Session) -> Known | None:
            identity = people.identity(session, self.platform, *key)
            if identity is None:
                return None
            identity.last_seen_at = now
            identity.conversation = direct or identity.conversation
            session.add(identity)
            return Known(identity.person_id, key, now, identity.conversation)

        if known := await self.threads.write(self.context.database, self.platform, noted):
            self._remember(known)

    def _remember(self, known: Known) -> Known:
        now = self.context.clock.now()
        _, looked_up = self._known.get(known.key, (known, now))
        fresh = now if now - looked_up >= CACHE_TTL else looked_up
        self._known[known.key] = (replace(known, new=False), fresh)
        return known

    def _look(self, session: Session, key: Key) -> Known | None:
        identity = people.identity(session, self.platform, *key)
        return Known(identity.person_id, key, identity.last_seen_at, identity.conversation) if identity else None

    def _linked(self, session: Session, key: Key, email: str, name: str) -> Known:
        now, name = self.context.clock.now(), clean((name or email or GUEST)[:LONGEST_NAME], LONGEST_NAME)
        person = people.by_email(session, email) if email else None
        new = person is None
        if person is None:
            person = people.add(session, name, now=now, email=email or None)
        elif person.name == person.email:
            # A person named in the settings is known by an address until they come themselves.
            person.name, person.key = name, fold(name)
            session.add(person)
        identity = people.link(session, person, self.platform, *key, now)
        return Known(person.id, key, now, identity.conversation, new)
