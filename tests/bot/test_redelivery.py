"""What is delivered twice is done once: receipts, forms, and a crowd at the door."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.answer import Context
from bot.clock import tick
from bot.worker_threads import Overloaded, WorkerThreads
from commands.clock import FrozenClock
from commands.message import Reply
from tests.bot.conftest import kept, receipts
from tests.commands.conftest import Say, filled, form_of, text_of


def test_a_hundred_redeliveries_at_once_are_one_change(say: Say, context: Context) -> None:
    together = Barrier(100)

    def deliver(number: int) -> Reply:
        together.wait()
        keys = ("slack:Ev1", f"slack:other-{number % 2}")
        return say("rapportera BarnSäkert gul En gång", "leader", deliveries=keys)

    with ThreadPoolExecutor(100) as threads:
        replies = list(threads.map(deliver, range(100)))
    assert kept(context) == ["En gång"]
    assert replies[0].error is None
    assert all(reply == replies[0] for reply in replies)


def test_either_of_two_ids_is_enough(say: Say, context: Context) -> None:
    first = say("rapportera BarnSäkert gul En gång", "leader", deliveries=("slack:Ev1", "slack:C1:1.0"))
    for keys in (("slack:Ev1",), ("slack:C1:1.0",), ("slack:Ev2", "slack:C1:1.0"), ("slack:C1:1.0", "slack:Ev3")):
        assert say("rapportera BarnSäkert gul En gång", "leader", deliveries=keys) == first
    assert kept(context) == ["En gång"]
    assert receipts(context) == 2


@pytest.mark.parametrize("odd", ["teams:" + "19:x" * 200, "teams:\0", "teams:\ud83d", "", "teams:å 🙂"])
def test_a_delivery_id_may_be_anything(say: Say, context: Context, odd: str) -> None:
    for _ in range(2):
        said = say("rapportera BarnSäkert gul En gång", "leader", deliveries=(f"{odd}1", f"{odd}1"))
        assert said.error is None
    assert say("rapportera BarnSäkert gul En till", "leader", deliveries=(f"{odd}2",)).error is None
    assert kept(context) == ["En gång", "En till"]


def test_two_deliveries_with_the_same_ids_in_another_order_wait_in_line(say: Say, context: Context) -> None:
    together = Barrier(20)

    def deliver(number: int) -> Reply:
        together.wait()
        keys = ("slack:Ev1", "slack:C1:1.0", "slack:C1:2.0")
        return say("rapportera BarnSäkert gul En gång", "leader", deliveries=keys if number % 2 else keys[::-1])

    with ThreadPoolExecutor(20) as threads:
        assert len({text_of(reply) for reply in threads.map(deliver, range(20))}) == 1
    assert kept(context) == ["En gång"]


def test_a_form_that_is_submitted_twice_is_one_change(say: Say, context: Context) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    assert form.nonce
    assert form.nonce != form_of(say("rapportera BarnSäkert", "leader")).nonce
    for _ in range(2):
        fields = filled(form, state="gul", done="En gång")
        assert say(form.command, "leader", fields, deliveries=(f"form:{form.nonce}",)).error is None
    assert kept(context) == ["En gång"]


def test_a_refused_form_may_be_submitted_again(say: Say, context: Context) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    keys = (f"form:{form.nonce}",)
    assert say(form.command, "leader", filled(form, done="Allt"), keys).error
    assert say(form.command, "leader", filled(form, state="gul", done="Allt"), keys).error is None
    assert kept(context) == ["Allt"]


def test_asking_leaves_no_receipt_and_no_trace(say: Say, context: Context) -> None:
    say("status BarnSäkert", deliveries=("local:1",))
    say("rapportera", "leader", deliveries=("local:2",))
    assert receipts(context) == 0


def test_a_receipt_outlives_the_hour_in_which_platforms_redeliver(
    say: Say, context: Context, clock: FrozenClock
) -> None:
    for hours in (0, 1, 24):
        clock.advance(timedelta(hours=hours))
        tick(context, {})
        say("rapportera BarnSäkert gul En gång", "leader", deliveries=("slack:Ev1",))
    assert kept(context) == ["En gång"]
    clock.advance(timedelta(days=2))
    tick(context, {})
    assert receipts(context) == 0


def test_of_those_who_ask_at_one_moment_as_many_are_let_in_as_there_is_room_for() -> None:
    threads = WorkerThreads(threads=2, queue=3)

    async def ask() -> str:
        try:
            return await threads.run(lambda: "answered")
        except Overloaded:
            return "again"

    async def crowd() -> list[str]:
        return await asyncio.gather(*(ask() for _ in range(9)))

    for _ in range(2):  # and when they have gone, there is room anew
        assert asyncio.run(crowd()) == ["answered"] * 5 + ["again"] * 4
