"""Which conversations we are in: kept fresh by every activity, ended when Teams says that we are not there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bot.answer import Desk
from bot.teams.calls import ENDS, AsyncCaller, opening
from bot.teams.incoming import PERSONAL, Heard
from bot.worker_threads import Crossing
from storage import conversations
from storage.tables import TeamsConversation

FRESH_FOR = timedelta(minutes=10)
"""So long what an activity says of its conversation is not written again, unless it says something else."""


class References:
    """The conversations in the database, and the way to the personal chat with somebody."""

    def __init__(self, desk: Desk, crossing: Crossing, caller: AsyncCaller) -> None:
        self._desk = desk
        self._crossing = crossing
        self._caller = caller
        self._seen: dict[str, tuple[tuple[str, ...], datetime]] = {}

    async def see(self, heard: Heard) -> None:
        """Remember where this came from. Raises Overloaded."""
        if not heard.conversation or not heard.service_url:
            return
        now = self._desk.clock.now()
        person = heard.person if heard.direct else ""
        says = (heard.tenant, heard.scope, heard.service_url, heard.bot, person)
        before, at = self._seen.get(heard.conversation, ((), now))
        if before == says and now - at < FRESH_FOR:
            return
        await self._crossing.run(lambda: self._keep(heard.conversation, *says))
        self._seen[heard.conversation] = (says, now)

    async def end(self, conversation: str) -> None:
        """We were removed from there. Raises Overloaded."""
        self._seen.pop(conversation, None)
        await self._crossing.run(lambda: end(self._desk, conversation))

    async def directly(self, heard: Heard, person: str) -> str:
        """The personal chat with somebody (Entra's id) who spoke elsewhere; opened when there is none.

        Raises NotSent, PerhapsSent.
        """
        known = await self._crossing.run(lambda: find_personal(self._desk, person))
        if known:
            return known.conversation
        answer = await self._caller.call(opening(heard.service_url, heard.bot, person, heard.tenant))
        opened = str(answer.get("id") or "")
        says = (heard.tenant, PERSONAL, heard.service_url, heard.bot, person)
        await self._crossing.run(lambda: self._keep(opened, *says))
        return opened

    def _keep(self, conversation: str, tenant: str, kind: str, service_url: str, bot: str, person: str) -> None:
        seen = TeamsConversation(
            conversation=conversation,
            tenant=tenant,
            kind=kind,
            service_url=service_url,
            bot=bot,
            person=person,
            seen_at=self._desk.clock.now(),
        )
        keep(self._desk, seen)


def keep(desk: Desk, seen: TeamsConversation) -> None:
    """Remember a conversation; two processes may see it for the first time at once. Plain code, for a thread."""
    for attempt in range(2):
        try:
            with desk.database.write(actor="teams", source="teams") as session:
                conversations.keep(session, TeamsConversation(**seen.model_dump()))
        except IntegrityError:
            if attempt:
                raise
        else:
            return


def end(desk: Desk, conversation: str) -> None:
    """Nothing can be written there any more. Plain code, for a thread."""
    with desk.database.write(actor="teams", source="teams") as session:
        conversations.end(session, conversation, desk.clock.now())


def find_personal(desk: Desk, person: str) -> TeamsConversation | None:
    """The personal chat with somebody, by Entra's id. Plain code, for a thread."""
    with desk.database.read() as session:
        return conversations.personal(session, person) if person else None


def is_over(reason: str) -> bool:
    """Whether a refusal says that nothing can be written there any more."""
    return reason in ENDS
