"""Files in a personal chat: offered with Teams' own card, put in the person's OneDrive when they say yes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

from bot.chat.dispatcher import Answer, Dispatcher
from bot.chat.known_users import Unreachable
from bot.chat.payload import part, string
from bot.platform import MaybeSent, NotSent
from bot.teams.calls import AsyncCaller
from bot.teams.hosts import Hosts
from bot.teams.incoming import Incoming
from bot.teams.render import Outgoing, plain
from bot.teams.responder import Destination, Responder
from bot.worker_threads import Overloaded
from commands.files import OpenedFile
from commands.message import File, UserError

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
DECLINED = "Okej, jag skickade inte filen. Be om den igen när du vill ha den."
FAILED = "Filen gick inte att lägga i Teams. Be om den igen, så försöker jag en gång till."

log = structlog.get_logger()


@dataclass(frozen=True)
class Consents:
    """Offers files, and hands over those that are wanted."""

    dispatcher: Dispatcher[Incoming, Outgoing]
    responder: Responder
    caller: AsyncCaller
    hosts: Hosts

    async def offer(self, place: Destination, answered: Answer) -> None:
        """Ask for each file of the answer whether it is wanted. Raises NotSent, MaybeSent."""
        for file in answered.files:
            try:
                opened = await self.dispatcher.opened(file.reference, answered.known)
            except (UserError, LookupError, Overloaded) as error:
                log.warning("teams file not offered", error=type(error).__name__)
                continue
            await self.responder.raw(place, _offer(file, opened))

    async def decide(self, incoming: Incoming) -> None:
        """What a person said to the offer: hand the file over, or leave it. The card is replaced either way."""
        place = Destination(incoming.service_url, incoming.place)
        context = part(incoming.value, "context")
        key = f"teams:consent:{context.get('nonce', '')}"
        if not await self.responder.begin(key):
            return
        accepted = incoming.value.get("action") == "accept"
        try:
            activity = await self._handed_over(incoming, context) if accepted else plain(DECLINED)
        except (UserError, LookupError) as error:
            activity = plain(error.message if isinstance(error, UserError) else FAILED)
        except (NotSent, MaybeSent, Overloaded, Unreachable) as error:
            log.warning("teams file not handed over", reason=str(error))
            activity = plain(FAILED)
        try:
            await self._replace(place, incoming, activity)
        except (NotSent, MaybeSent) as error:
            log.warning("teams offer not answered", reason=str(error))
        await self.responder.claims.done(key)

    async def _handed_over(self, incoming: Incoming, context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Put the file where Teams says, for the person who said yes: what they may have is looked up again."""
        upload = part(incoming.value, "uploadInfo")
        known = await self.dispatcher.who(incoming)
        opened = await self.dispatcher.opened(string(context, "reference"), known)
        await self._put(string(upload, "uploadUrl"), opened)
        info = {
            "contentType": INFO,
            "contentUrl": string(upload, "contentUrl"),
            "name": string(upload, "name") or opened.name,
            "content": {
                "uniqueId": string(upload, "uniqueId"),
                "fileType": str(upload.get("fileType") or opened.name.rpartition(".")[2]),
            },
        }
        return {"type": "message", "summary": opened.name, "attachments": [info]}

    async def _put(self, url: str, file: OpenedFile) -> None:
        """The bytes, in one piece. Without our token: the address itself is the right to put them there."""
        if not self.hosts.is_upload(url):
            raise NotSent("not a place of Teams", terminal=True)
        size = len(file.content)
        headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Type": "application/octet-stream"}
        try:
            response = await self.caller.client.put(url, content=file.content, headers=headers)
        except httpx.HTTPError as error:
            raise MaybeSent(f"no answer ({type(error).__name__})") from error
        if not response.is_success:
            raise NotSent(f"the upload answered {response.status_code}")

    async def _replace(self, place: Destination, incoming: Incoming, activity: Mapping[str, Any]) -> None:
        """Replace the offer by the outcome; where the offer has no id, or is gone, post it."""
        if incoming.reply_to:
            try:
                await self.responder.put(place, incoming.reply_to, activity)
            except NotSent as error:
                log.info("teams offer not replaced", reason=str(error))
            else:
                return
        await self.responder.raw(place, activity)


def _offer(file: File, opened: OpenedFile) -> dict[str, Any]:
    """The card that asks. What it takes along is no right: it is looked up again for the person who says yes."""
    context = {"reference": file.reference, "nonce": secrets.token_urlsafe(12)}
    content = {
        "description": file.title,
        "sizeInBytes": len(opened.content),
        "acceptContext": context,
        "declineContext": context,
    }
    card = {"contentType": CONSENT, "name": opened.name, "content": content}
    return {"type": "message", "summary": opened.name, "attachments": [card]}
