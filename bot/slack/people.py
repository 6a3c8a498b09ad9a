"""Who a Slack user is: asked of Slack once (by e-mail address), known by the chat identity ever after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.answer import Desk
from bot.crossing import Crossing
from bot.slack.client import NETWORK
from bot.slack.heard import Heard
from bot.slack.installation import Workspace
from commands._message import Text, TextStyle, UserError
from commands._swedish import clean
from storage import people
from storage.swedish import fold
from storage.tables import Person

SEEN_EVERY = timedelta(hours=1)
"""So often it is noted that somebody was here: each note is a row of the audit record."""
TRUSTED_FOR = timedelta(minutes=5)
LONGEST_NAME = 200

log = structlog.get_logger()


class Unreachable(Exception):
    """Slack did not say who this is; asked again, it may."""


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


class People:
    """Finds the person behind a Slack user, and registers whoever Slack vouches for."""

    def __init__(self, desk: Desk, crossing: Crossing, client: AsyncWebClient, *, allow_guests: bool) -> None:
        self._desk = desk
        self._crossing = crossing
        self._client = client
        self._allow_guests = allow_guests
        self._known: dict[tuple[str, str], tuple[Known, datetime]] = {}

    async def who(self, workspace: Workspace, heard: Heard) -> Known:
        """The person. UserError for whoever may not talk to us; raises Unreachable, Overloaded."""
        key, now = (heard.team, heard.user), self._desk.clock.now()
        known, looked_up = self._known.get(key, (None, now))
        if known is None or now - looked_up >= TRUSTED_FOR:
            known = await self._crossing.run(lambda: self._look(*key))
        if known is None:
            profile = await self._profile(workspace, heard)
            self._must_be_welcome(workspace, heard, profile)
            known = await self._crossing.run(lambda: self._register(*key, profile))
        self._remember(key, known)
        return known

    def _remember(self, key: tuple[str, str], known: Known) -> None:
        """Spare the next question a look: what it says is taken as true for a few minutes."""
        now = self._desk.clock.now()
        _, looked_up = self._known.get(key, (known, now))
        fresh = now if now - looked_up >= TRUSTED_FOR else looked_up
        self._known[key] = (replace(known, new=False), fresh)

    def stale(self, known: Known, heard: Heard, conversation: str) -> bool:
        """Whether it is time to note that this person was here, or where they are written to directly."""
        moved = heard.direct and bool(heard.channel) and known.conversation != conversation
        return moved or self._desk.clock.now() - known.seen_at >= SEEN_EVERY

    async def note(self, heard: Heard, conversation: str) -> None:
        """Note that the person was here now, and the direct conversation when this is one."""
        direct = conversation if heard.direct and heard.channel else ""
        key = (heard.team, heard.user)

        def noted() -> Known | None:
            now = self._desk.clock.now()
            with self._desk.database.write(actor="slack", source="slack") as session:
                identity = people.identity(session, "slack", *key)
                if identity is None:
                    return None
                identity.last_seen_at = now
                identity.conversation = direct or identity.conversation
                session.add(identity)
                return Known(identity.person_id, now, identity.conversation)

        known = await self._crossing.run(noted)
        if known:
            self._remember(key, known)

    def _look(self, team: str, user: str) -> Known | None:
        with self._desk.database.read() as session:
            identity = people.identity(session, "slack", team, user)
            return Known(identity.person_id, identity.last_seen_at, identity.conversation) if identity else None

    async def _profile(self, workspace: Workspace, heard: Heard) -> Mapping[str, Any]:
        try:
            answer = await self._client.users_info(user=heard.user, token=workspace.token)
        except NETWORK as error:
            log.warning("slack user not looked up", error=type(error).__name__)
            raise Unreachable from error
        return answer.get("user") or {}

    def _must_be_welcome(self, workspace: Workspace, heard: Heard, user: Mapping[str, Any]) -> None:
        """UserError unless Slack vouches for a member of our own workspace, or organisation."""
        if user.get("is_bot") or user.get("is_app_user") or user.get("is_workflow_bot") or user.get("deleted"):
            raise UserError("Jag pratar bara med människor, så det här svarar jag inte på.")
        own_team = str(user.get("team_id") or heard.user_team)
        enterprise = str((user.get("enterprise_user") or {}).get("enterprise_id") or "")
        same_organisation = bool(workspace.enterprise) and enterprise == workspace.enterprise
        if user.get("is_stranger") or (own_team not in ("", heard.team, workspace.team) and not same_organisation):
            raise UserError(
                "Du hör till en annan arbetsyta i Slack, och Läget är bara till för programmets egen. "
                "Be en koordinator om det du behöver."
            )
        if (user.get("is_restricted") or user.get("is_ultra_restricted")) and not self._allow_guests:
            raise UserError(
                "Du är gäst i den här arbetsytan, och Läget är till för dess medlemmar. "
                "Be en koordinator om det du behöver."
            )
        # Slack leaves the field out of some answers; only its own "no" is a no.
        if not (user.get("profile") or {}).get("email") or user.get("is_email_confirmed") is False:
            raise UserError(
                "Jag vet inte vem du är, för Slack ger mig ingen bekräftad e-postadress till dig. "
                "Bekräfta adressen i Slack, eller be en administratör lägga till dig i programmet."
            )

    def _register(self, team: str, user: str, info: Mapping[str, Any]) -> Known:
        """Link the person with this address, or register a new reader. Two processes at once make one person."""
        try:
            return self._linked(team, user, info)
        except IntegrityError:
            return self._linked(team, user, info)

    def _linked(self, team: str, user: str, info: Mapping[str, Any]) -> Known:
        profile, now = info["profile"], self._desk.clock.now()
        email = str(profile["email"]).strip().lower()
        name = clean(str(profile.get("real_name") or info.get("real_name") or email)[:LONGEST_NAME], LONGEST_NAME)
        with self._desk.database.write(actor="slack", source="slack") as session:
            person = people.by_email(session, email)
            new = person is None
            if person is None:
                person = people.add(session, name, now=now, email=email)
            elif person.name == person.email:
                _named(session, person, name)
            identity = people.link(session, person, "slack", team, user, now)
            return Known(person.id, now, identity.conversation, new)


def _named(session: Session, person: Person, name: str) -> None:
    """Somebody named in the settings is known by an address until they come themselves."""
    person.name, person.key = name, fold(name)
    session.add(person)
