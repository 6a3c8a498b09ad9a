"""Files of an answer: uploaded where the answer goes, with a word while they are made; else as signed links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.dispatcher import Answer
from bot.platform import NotSent, PerhapsSent
from bot.slack.client import NETWORK, outcome
from bot.slack.dispatcher import Dispatcher
from bot.slack.responder import Destination, Responder
from commands.files import OpenedFile
from commands.message import Failure, File, UserError

COMPILING = "Jag sammanställer rapporten …"
SENT_DIRECTLY = "Filerna kommer i ett direktmeddelande från mig."

log = structlog.get_logger()


class FileAnswers:
    """Posts answers that have files."""

    def __init__(self, dispatcher: Dispatcher, responder: Responder, client: AsyncWebClient) -> None:
        self._dispatcher = dispatcher
        self._responder = responder
        self._client = client

    async def give(self, place: Destination, key: str, answered: Answer, at: tuple[str, str] | None = None) -> None:
        """Say that it is under way (unless `at` says so already), upload, replace that message by the answer.

        What only one person is to see goes to that person directly: Slack has no ephemeral files.
        """
        target = place.directly() if place.private else place
        if at is None:
            if not await self._responder.begin(target, key):
                return
            at = await self._responder.progress(target, COMPILING, key)
        shown = self._dispatcher.shown(await self._with_files(target, at, answered))
        await self._responder.update(target, at, shown[0])
        if shown[1:]:
            await self._responder.post(target, shown[1:])
        await self._responder.claims.done(key, at[1])

    async def _with_files(self, place: Destination, at: tuple[str, str], answered: Answer) -> Answer:
        """Upload; returns the answer without its files, or with them as links when Slack takes no files."""
        if answered.known is None:
            return answered
        try:
            opened = [await self._dispatcher.opened(each.reference, answered.known) for each in answered.files]
            await self._upload(place, at[0], answered.files, opened)
        except UserError as error:
            return replace(answered, reply=replace(answered.reply, error=Failure(error.message)))
        except (NotSent, PerhapsSent) as error:
            log.warning("slack files not uploaded", reason=str(error))
            return answered
        return answered.without_files()

    async def _upload(
        self, place: Destination, channel: str, files: Sequence[File], opened: Sequence[OpenedFile]
    ) -> None:
        uploads = [
            {"filename": each.name, "title": file.title, "content": each.content}
            for file, each in zip(files, opened, strict=True)
        ]
        try:
            await self._client.files_upload_v2(
                file_uploads=uploads,
                channel=channel,
                thread_ts=place.thread or None,
                token=place.workspace.token,
            )
        except NETWORK as error:
            raise outcome(error) from error
