"""A file that came with a line: fetched only where it would be read, no longer and no more than it may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.answer import Context, takes_file
from bot.chat import attached
from bot.chat.attached import NOT_FETCHED, NotFetched, Sent, read_capped, with_file
from bot.worker_threads import WorkerThreads
from commands.message import Address, Attachment, Identity, Request, UserError
from tests.commands.conftest import Known

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TEMPLATE = "rapport mall halvår"
FILE = Sent("mall.docx", "https://chatt.exempel.se/1")


def said(text: str, who: str = "coordinator") -> Request:
    return Request(text, Identity("local", email=f"{who}@exempel.se"), Address("local"))


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "who", "is_read"),
    [
        (TEMPLATE, "coordinator", True),
        ("  Rapport SKRIV 1 ", "admin", True),
        (TEMPLATE, "leader", False),
        (TEMPLATE, "leadership", False),
        (TEMPLATE, "nobody", False),
        ("rapport mall halvår bort", "coordinator", False),
        ("rapport skriv?", "coordinator", False),
        ("status BarnSäkert", "coordinator", False),
        ("kanelbulle", "coordinator", False),
        ("", "coordinator", False),
        ("rapport skriv 19811218-9876", "coordinator", False),
    ],
)
def test_a_file_is_read_by_few_commands_and_from_coordinators_only(
    context: Context, programme: Known, text: str, who: str, is_read: bool
) -> None:
    assert takes_file(context, said(text, who)) is is_read


def completed(
    context: Context, request: Request, sent: Sent | None = FILE, *, fails: str = ""
) -> tuple[Request, list[str]]:
    """The request with its file, and the addresses that were asked."""
    asked: list[str] = []

    async def fetch(url: str) -> bytes:
        asked.append(url)
        if fails == "slow":
            await asyncio.Event().wait()
        if fails:
            raise NotFetched(fails)
        return b"PK"

    async def run() -> Request:
        return await with_file(context, WorkerThreads(1, 1), request, sent, fetch)

    return asyncio.run(run()), asked


@ON_SQLITE
def test_the_file_goes_along_and_nobody_elses_is_fetched(context: Context, programme: Known) -> None:
    with_it, asked = completed(context, said(TEMPLATE))
    assert (with_it.attachment, asked) == (Attachment("mall.docx", b"PK"), [FILE.url])
    assert completed(context, said(TEMPLATE, "leader")) == (said(TEMPLATE, "leader"), [])
    assert completed(context, said(TEMPLATE), None) == (said(TEMPLATE), [])


@ON_SQLITE
@pytest.mark.parametrize("fails", ["the chat answered 404", "slow"])
def test_a_file_that_does_not_come_is_told_of(
    context: Context, programme: Known, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    monkeypatch.setattr(attached, "FETCH_SECONDS", 0 if fails == "slow" else attached.FETCH_SECONDS)
    with pytest.raises(UserError, match="kunde inte hämta filen") as refused:
        completed(context, said(TEMPLATE), fails=fails)
    assert refused.value.message == NOT_FETCHED


def test_no_more_is_read_than_shows_that_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "LARGEST_FILE", 5)
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b"abc"

    assert asyncio.run(read_capped(endless())) == b"abcabc"
    assert given == 2
