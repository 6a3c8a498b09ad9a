"""Giving an answer, once: in place of a promise, files uploaded, what is private to the sender only."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.chat.dispatcher import Answer, Dispatcher
from bot.platform import MaybeSent, NotSent
from bot.slack.incoming import Incoming
from bot.slack.render import Outgoing
from bot.slack.responder import Posted, Responder
from commands.message import Failure, UserError

COMPILING = "Jag sammanställer rapporten …"
ONLY_YOU = "Svaret är bara till dig som frågade, så jag har gett det enskilt."

log = structlog.get_logger()


@dataclass(frozen=True)
class Publisher:
    """Gives answers."""

    dispatcher: Dispatcher[Incoming, Outgoing]
    responder: Responder

    async def publish(self, to: Incoming, key: str, answered: Answer, promise: Posted | None = None) -> None:
        """Post the answer to what was said, or replace the promise by it. Raises UnderWay, NotSent, MaybeSent."""
        to = to.meant_for(answered.reply)
        if promise and to.private:  # others have seen the promise
            await self.responder.update(to, promise, Outgoing(ONLY_YOU, []))
            await self.publish(to, f"{key}:private", answered)
            await self.responder.claims.done(key, promise.id)
            return
        if not (promise or answered.files):
            await self.responder.once(to, key, self.dispatcher.shown(answered))
            return
        if to.private:
            to = to.directly()  # Slack has no ephemeral files
        if promise is None:
            if not await self.responder.begin(to, key):
                return
            promise = await self.responder.progress(to, COMPILING, key)
        first, *rest = self.dispatcher.shown(await self._uploaded(to, promise.channel, answered))
        await self.responder.update(to, promise, first)
        await self.responder.post(to, rest)
        await self.responder.claims.done(key, promise.id)

    async def _uploaded(self, to: Incoming, channel: str, answered: Answer) -> Answer:
        """The answer without its files, which are uploaded; or with them as links when Slack takes no files."""
        if not answered.files:
            return answered
        try:
            opened = [await self.dispatcher.opened(each.reference, answered.known) for each in answered.files]
            titles = [each.title for each in answered.files]
            await self.responder.upload(to, channel, list(zip(titles, opened, strict=True)))
        except UserError as error:
            return replace(answered, reply=replace(answered.reply, error=Failure(error.message)))
        except (NotSent, MaybeSent) as error:
            log.warning("slack files not uploaded", reason=str(error))
            return answered
        return answered.without_files()
