"""A file that came with a line in a chat: fetched only when its command reads one and the sender may say it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.answer import Context, takes_file
from bot.worker_threads import WorkerThreads
from commands.message import LARGEST_FILE, Attachment, Request, UserError

FETCH_SECONDS = 20
"""How long a file may take in all, however slowly it comes."""
NOT_FETCHED = (
    "Jag kunde inte hämta filen, så ingenting är gjort. Skicka raden och filen en gång till, direkt till mig. "
    "Går det inte då heller, be den som sköter Läget att se efter om jag får läsa filer."
)

log = structlog.get_logger()


class NotFetched(Exception):
    """A file that cannot be had; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that a person sent: its name, and where it is; "" where the chat does not say."""

    name: str
    url: str


async def with_file(
    context: Context,
    threads: WorkerThreads,
    request: Request,
    sent: Sent | None,
    fetch: Callable[[str], Awaitable[bytes]],
) -> Request:
    """The request with its file, if that would be read; no other file is fetched.

    `fetch` gets the bytes at an address or raises NotFetched. UserError when they cannot be had; raises Overloaded.
    """
    if sent is None or not await threads.run(lambda: takes_file(context, request)):
        return request
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            content = await fetch(sent.url)
    except (NotFetched, TimeoutError) as error:
        log.warning("file not fetched", platform=request.address.platform, reason=str(error) or "too slow")
        raise UserError(NOT_FETCHED) from error
    return replace(request, attachment=Attachment(sent.name, content))


async def read_capped(chunks: AsyncIterable[bytes]) -> bytes:
    """What comes, but no more than one byte past what a file may have: so it is refused, and fills no memory."""
    read = bytearray()
    async for chunk in chunks:
        read += chunk
        if len(read) > LARGEST_FILE:
            break
    return bytes(read[: LARGEST_FILE + 1])
