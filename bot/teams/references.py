"""Which conversations we are in: kept fresh by every activity, ended when Teams says that we are not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bot.answer import Context
from bot.teams.calls import ENDS, AsyncCaller, create_conversation
from bot.teams.incoming import PERSONAL, Incoming
from bot.worker_threads import WorkerThreads
from storage import conversations
from storage.tables import TeamsConversation

FRESH_FOR = timedelta(minutes=10)
"""How long what an activity says of its conversation is not written again, unless it says something else."""


@dataclass(frozen=True)
class References:
    """The conversations in the database, and the way to a person's own chat."""

    context: Context
    threads: WorkerThreads
    caller: AsyncCaller
    _seen: dict[str, tuple[tuple[str, ...], datetime]] = field(default_factory=dict, init=False)

    async def see(self, incoming: Incoming) -> None:
        """Remember where this came from. Raises Overloaded."""
        if not incoming.conversation or not incoming.service_url:
            return
        now = self.context.clock.now()
        person = incoming.person if incoming.direct else ""
        says = (incoming.tenant, incoming.scope, incoming.service_url, incoming.bot, person)
        before, at = self._seen.get(incoming.conversation, ((), now))
        if before == says and now - at < FRESH_FOR:
            return
        await self._keep(incoming, incoming.conversation, incoming.scope, person)
        self._seen[incoming.conversation] = (says, now)

    async def end(self, conversation: str) -> None:
        """We were removed from there. Raises Overloaded."""
        self._seen.pop(conversation, None)
        await self.threads.run(lambda: end(self.context, conversation))

    async def directly(self, incoming: Incoming, person: str) -> str:
        """The personal chat with a person (Entra's id) who spoke elsewhere; opened when there is none.

        Raises NotSent, MaybeSent.
        """
        known = await self.threads.read(
            self.context.database, lambda session: conversations.personal(session, person) if person else None
        )
        if known:
            return known.conversation
        answer = await self.caller.call(
            create_conversation(incoming.service_url, incoming.bot, person, incoming.tenant)
        )
        opened = str(answer.get("id") or "")
        await self._keep(incoming, opened, PERSONAL, person)
        return opened

    async def _keep(self, incoming: Incoming, conversation: str, kind: str, person: str) -> None:
        seen = TeamsConversation(
            conversation=conversation,
            tenant=incoming.tenant,
            kind=kind,
            service_url=incoming.service_url,
            bot=incoming.bot,
            person=person,
            seen_at=self.context.clock.now(),
        )
        await self.threads.run(lambda: keep(self.context, seen))


def keep(context: Context, seen: TeamsConversation) -> None:
    """Remember a conversation; two processes may see it for the first time at once. Plain code, for a thread."""
    for attempt in range(2):
        try:
            with context.database.write(actor="teams", source="teams") as session:
                conversations.keep(session, TeamsConversation(**seen.model_dump()))
        except IntegrityError:
            if attempt:
                raise
        else:
            return


def end(context: Context, conversation: str) -> None:
    """Nothing can be written there any more. Plain code, for a thread."""
    with context.database.write(actor="teams", source="teams") as session:
        conversations.end(session, conversation, context.clock.now())


def is_over(reason: str) -> bool:
    """Whether a refusal says that nothing can be written there any more."""
    return reason in ENDS
