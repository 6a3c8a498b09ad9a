"""What every platform's folder exports."""

from __future__ import annotations

import asyncio
from importlib import import_module

import pytest

from bot.app import PLATFORMS
from bot.platform import MOST_TRIES, MaybeSent, NotSent, PlatformKind, with_retries
from bot.settings import Settings

EVERY = pytest.mark.parametrize("kind", PLATFORMS, ids=[each.name for each in PLATFORMS])


@EVERY
def test_a_platform_is_a_folder_of_its_name(kind: PlatformKind) -> None:
    assert import_module(f"bot.{kind.name}").PLATFORM is kind


@EVERY
@pytest.mark.usefixtures("bare_environment")
def test_without_credentials_a_platform_is_off_and_trusts_nobody(kind: PlatformKind) -> None:
    missing = kind.missing(Settings())
    assert missing
    assert {each.lower() for each in missing} <= set(kind.credentials) <= set(Settings.model_fields)
    assert not kind.trusts_anyone(Settings())


def test_no_two_have_one_name() -> None:
    assert len({each.name for each in PLATFORMS}) == len(PLATFORMS)


def outcomes(*errors: Exception | None) -> tuple[object, list[float]]:
    """What a call comes to that ends so, one time after another; and how long was waited."""
    left, waited = list(errors), list[float]()

    async def call() -> str:
        if error := left.pop(0):
            raise error
        return "posted"

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    try:
        return asyncio.run(with_retries(call, sleep)), waited
    except (NotSent, MaybeSent) as error:
        return error, waited


def test_a_call_is_put_off_for_as_long_as_is_asked() -> None:
    assert outcomes(NotSent("rate limited", retry_after=7), None) == ("posted", [7])


def test_but_not_for_ever() -> None:
    late = NotSent("rate limited", retry_after=3600)
    assert outcomes(late) == (late, [])
    again = NotSent("rate limited", retry_after=1)
    assert outcomes(*[again] * MOST_TRIES) == (again, [1] * (MOST_TRIES - 1))


def test_nor_when_it_would_not_help() -> None:
    for error in (NotSent("gone", terminal=True), MaybeSent("no answer")):
        assert outcomes(error) == (error, [])
