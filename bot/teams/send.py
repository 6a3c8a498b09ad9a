"""Messages that nobody has just asked for: to our conversations, to people who have us installed. Plain code."""

from __future__ import annotations

from sqlmodel import Session

from bot.answer import Context
from bot.pace import Limit, Pace
from bot.platform import MaybeSent, NotSent
from bot.teams.calls import GONE, Caller, create_conversation, post_activity
from bot.teams.incoming import PERSONAL
from bot.teams.references import end, is_over, keep
from bot.teams.render import activities, as_activity
from commands.message import Address, Reply
from storage import conversations, people
from storage.tables import TeamsConversation

PER_CONVERSATION = (Limit(7, 1.0), Limit(60, 30.0))
PER_TENANT = (Limit(30, 1.0),)
"""What Teams takes of a bot; one tenant or several, we keep to what one allows."""
DEFAULT_SERVICE = "https://smba.trafficmanager.net/teams"
"""Teams' own address for a tenant that has not written to us yet (Microsoft Learn, proactive messages)."""


class Sender:
    """Sends notices to channels and people."""

    def __init__(self, context: Context, caller: Caller, app_id: str, pace: Pace) -> None:
        self._context = context
        self._caller = caller
        self._bot = f"28:{app_id}"
        self._pace = pace

    def send(self, to: Address, reply: Reply) -> str:
        """Send; returns the id of the message. Raises NotSent or MaybeSent."""
        there = self._reference(to.conversation)
        place = f"{there.conversation};messageid={to.thread}" if to.thread else there.conversation
        first = ""
        for number, outgoing in enumerate(activities(reply, lambda _: None)):
            if number:  # for the first one, the deliverer has waited
                self._pace.wait(to.conversation)
            try:
                answer = self._caller.call(post_activity(there.service_url, place, as_activity(outgoing)))
            except NotSent as error:
                if is_over(str(error)):
                    end(self._context, there.conversation)
                if number:
                    raise MaybeSent(f"the first part only ({error})") from error
                raise
            first = first or str(answer.get("id") or "")
        return first

    def _reference(self, conversation: str) -> TeamsConversation:
        """Where this conversation is served; for a person's Entra id, their personal chat. Raises NotSent."""
        with self._context.database.read() as session:
            known = conversations.find(session, conversation) or conversations.personal(session, conversation)
            tenant = "" if known else people.tenant_of(session, "teams", conversation)
            service = _service(session, tenant)
        if known and known.ended_at:
            raise NotSent(GONE, terminal=True)
        return known or self._opened(conversation, tenant, service)

    def _opened(self, person: str, tenant: str, service_url: str) -> TeamsConversation:
        """Open the personal chat with a person who has never written to us, but has us installed."""
        if not tenant:
            raise NotSent(GONE, terminal=True)
        answer = self._caller.call(create_conversation(service_url, self._bot, person, tenant))
        opened = TeamsConversation(
            conversation=str(answer.get("id") or ""),
            tenant=tenant,
            kind=PERSONAL,
            service_url=service_url,
            bot=self._bot,
            person=person,
            seen_at=self._context.clock.now(),
        )
        keep(self._context, opened)
        return opened


def _service(session: Session, tenant: str) -> str:
    nearest = conversations.nearest(session, tenant) if tenant else None
    return nearest.service_url if nearest else DEFAULT_SERVICE
