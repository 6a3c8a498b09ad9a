"""Who a person in Teams is: looked up through the connector once, known by tenant and Entra's id ever after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.chat.known_users import Key, Known, KnownUsers, Unreachable
from bot.platform import MaybeSent, NotSent
from bot.teams.calls import BLOCKED, GONE, Answer, AsyncCaller, get_member
from bot.teams.incoming import CHANNEL, Incoming
from commands.message import UserError
from storage import people

_OUTSIDER = "#ext#"
"""In a user principal name: an account of another organisation, let in as a guest."""

log = structlog.get_logger()


@dataclass(frozen=True)
class People(KnownUsers[Incoming]):
    """Finds the person behind an account in Teams, and registers those whom Teams vouches for."""

    platform = "teams"
    caller: AsyncCaller
    allows: Callable[[str], bool]
    allow_guests: bool
    _keys: dict[tuple[str, str], Key] = field(default_factory=dict, init=False)

    async def who(self, incoming: Incoming) -> Known:
        """The person. UserError for one who may not talk to us; raises Unreachable, Overloaded."""
        key = self._key(incoming)
        known = await self.find(key) if key else None
        if known is None:
            member = await self._member(incoming)
            self._must_be_welcome(member)
            key = key or self._learned(incoming, member)
            known = await self.find(key) or await self.register(key, _email(member), _name(member))
        return known

    async def meet(self, incoming: Incoming) -> None:
        """A person has us in a chat of their own: one whom we know by address can be written to from now on."""
        try:
            member = await self._member(incoming)
            self._must_be_welcome(member)
        except (UserError, Unreachable):
            return
        email = _email(member)
        if not email:
            return
        if await self.threads.read(self.context.database, lambda session: people.by_email(session, email)):
            key = self._key(incoming) or self._learned(incoming, member)
            await self.register(key, email, _name(member))
            await self.note(key, incoming.conversation)

    def _key(self, incoming: Incoming) -> Key | None:
        """Tenant and Entra's id, as the activity says them or as we learned them before."""
        if incoming.person:
            return (incoming.tenant, incoming.person)
        return self._keys.get((incoming.tenant, incoming.user))

    def _learned(self, incoming: Incoming, member: Answer) -> Key:
        """The same, as the connector says them. Without Entra's id nobody can be known again."""
        person = str(member.get("aadObjectId") or member.get("objectId") or "")
        if not person:
            raise UserError(UNKNOWN_ID)
        key = (incoming.tenant, person)
        self._keys[(incoming.tenant, incoming.user)] = key
        return key

    async def _member(self, incoming: Incoming) -> Answer:
        # The members of a channel are those of its team; a thread has none.
        place = incoming.team if incoming.scope == CHANNEL and incoming.team else incoming.conversation
        user = incoming.user or incoming.person
        if not place or not user:
            raise UserError(UNKNOWN_ID)
        try:
            return await self.caller.call(get_member(incoming.service_url, place, user))
        except (NotSent, MaybeSent) as error:
            if str(error) in (GONE, BLOCKED):
                raise UserError(UNKNOWN_ID) from error
            log.warning("teams member not looked up", reason=str(error))
            raise Unreachable from error

    def _must_be_welcome(self, member: Answer) -> None:
        """UserError unless Teams vouches for a member of an organisation that is let in."""
        role, tenant = str(member.get("userRole") or "").lower(), str(member.get("tenantId") or "")
        if (tenant and not self.allows(tenant)) or role == "anonymous":
            raise UserError(
                "Du hör till en organisation som inte är med i programmet, och Läget är bara till för de egna. "
                "Be en koordinator om det du behöver."
            )
        if _is_guest(member) and not self.allow_guests:
            raise UserError(
                "Du är gäst här, och Läget är till för organisationens egna. Be en koordinator om det du behöver."
            )
        if not _email(member) and not _is_guest(member):
            raise UserError(
                "Jag vet inte vem du är, för Teams ger mig ingen e-postadress till dig. "
                "Be en administratör lägga till dig i programmet."
            )


UNKNOWN_ID = "Jag vet inte vem du är, för Teams känner inte igen dig här. Prova i en egen chatt med mig."


def _email(member: Answer) -> str:
    """The sign-in name of a member, whose domain the organisation has proved to own; "" for a guest.

    The mail address of an account is whatever an administrator there wrote: it says nothing of who it is.
    """
    principal = _principal(member)
    return principal if "@" in principal and not _is_guest(member) else ""


def _is_guest(member: Answer) -> bool:
    return str(member.get("userRole") or "").lower() == "guest" or _OUTSIDER in _principal(member)


def _principal(member: Answer) -> str:
    return str(member.get("userPrincipalName") or "").lower()


def _name(member: Answer) -> str:
    return str(member.get("name") or f"{member.get('givenName') or ''} {member.get('surname') or ''}").strip()
