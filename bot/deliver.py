"""Outbox → platform: claim, begin, send, mark. What may have arrived is looked for, and never resent blindly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.answer import Context
from bot.pace import Pace
from bot.platform import MaybeSent, NotSent, Paced, Platform, Searchable
from commands.message import Address, Reply
from commands.reminders import unreachable
from commands.reminders.planning import read_again
from storage import notices, reachability
from storage.reachability import Reach
from storage.tables import Notice
from storage.words import NoticeState

LEASE = timedelta(seconds=180)
SETTLE = timedelta(seconds=90)
"""How long after a send that ended in doubt the message is looked for: it may still be on its way."""
RETRY_AFTER = timedelta(minutes=5)
"""How long after the first refusal it is tried again; twice as long after each that follows, up to LONGEST_WAIT."""
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 20
"""With the waits between them: two days and a half."""
BATCH = 50
MOST_BATCHES = 20
"""Then the clock has its turn: what falls due meanwhile is to be planned."""
NOWHERE = "no platform reaches the recipient"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take; only the chaos run has other times than these.

    `margin` before its lease ends nothing new is begun: a platform's own time-out must fit into it.
    """

    lease: timedelta = LEASE
    settle: timedelta = SETTLE
    retry: timedelta = RETRY_AFTER
    margin: timedelta = timedelta(seconds=60)


USUAL = Timing()


def deliver(
    context: Context,
    platforms: Mapping[str, Platform],
    *,
    timing: Timing = USUAL,
    threads: int = 1,
    ends: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due on these platforms. Returns how many messages were sent.

    Without a platform nothing is claimed: what was planned waits until one is on. `threads` conversations are
    served at once, each of them in order. When `ends` says so, nothing more is begun.
    """
    if not platforms:
        return 0
    round_ = _Round(context, platforms, timing, ends)
    if threads == 1:
        return round_.run(lambda work: [each() for each in work])
    with ThreadPoolExecutor(threads, thread_name_prefix="deliver") as pool:
        return round_.run(lambda work: pool.map(lambda each: each(), work))


@dataclass(frozen=True, slots=True)
class _Route:
    """Where a message goes: the best address, and those that are left if it is refused there.

    `may_wait`: the recipient is known on a platform that is off as well.
    """

    address: Address | None
    others: Sequence[Address]
    may_wait: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a message; `again` is how long until it is looked at again, None for never."""

    word: str  # sent, unsure, retry, refused (for good, at this address), dropped (not to be said any more), lost
    trouble: str = ""
    message_id: str = ""
    again: timedelta | None = None


@dataclass(frozen=True)
class _Round:
    """One look at the outbox."""

    context: Context
    platforms: Mapping[str, Platform]
    timing: Timing
    ends: Callable[[], bool]

    def run(self, together: Callable[[Sequence[Callable[[], int]]], Iterable[int]]) -> int:
        """Claim and send until nothing is due, or it has been enough for once."""
        sent = 0
        for _ in range(MOST_BATCHES):
            if self.ends():
                break
            with self._writing() as session:
                claimed = notices.claim(session, self.context.clock.now(), self.timing.lease, BATCH)
                routes = _routes(session, claimed, self.platforms)
            if not claimed:
                break
            conversations: dict[Address | None, list[Notice]] = defaultdict(list)
            for notice in claimed:
                conversations[routes[notice.id].address].append(notice)
            sent += sum(together([self._serving(some, routes) for some in conversations.values()]))
        return sent

    def _serving(self, several: Sequence[Notice], routes: Mapping[int, _Route]) -> Callable[[], int]:
        return lambda: sum(self._delivered(notice, routes[notice.id]) for notice in several)

    def _delivered(self, notice: Notice, route: _Route) -> bool:
        """Send one message and mark what became of it."""
        address, now = route.address, self.context.clock.now()
        held = self._held_until(address, now)
        late = notice.lease_until is not None and now > notice.lease_until - self.timing.margin
        if late or self.ends():
            held = held or now
        if held:
            with self._writing() as session:
                notices.put_back(session, notice.id, notice.token, until=held)
            return False
        outcome = self._nowhere(notice, route) if address is None else self._tried(notice, address)
        self._mark(notice, route, outcome)
        log.info("notice", kind=notice.kind, outcome=outcome.word, attempt=notice.attempts)
        return outcome.word == "sent"

    def _held_until(self, address: Address | None, now: datetime) -> datetime | None:
        pace = _pace_of(self.platforms[address.platform]) if address else None
        return pace.held_until(address.conversation, now) if address and pace else None

    def _nowhere(self, notice: Notice, route: _Route) -> _Outcome:
        """No platform that is on reaches the recipient; one that is off may come back."""
        if notice.state is NoticeState.UNSURE:
            # Planned anew, it would be sent without being looked for.
            return _Outcome("unsure", NOWHERE, again=self._wait(notice, 1))
        again = self._wait(notice)
        if not route.may_wait or again is None:
            return _Outcome("refused", NOWHERE)
        with self.context.database.read() as session:
            still = read_again(session, notice, self.context.clock.now(), self.context.zone)
        return _Outcome("retry", NOWHERE, again=again) if still.reply else _Outcome("dropped", still.trouble)

    def _tried(self, notice: Notice, address: Address) -> _Outcome:
        """Send, unless it may have arrived before: then look for it first, where that can be done."""
        platform = self.platforms[address.platform]
        pace = _pace_of(platform)
        if pace:
            pace.wait(address.conversation)
        if notice.state is NoticeState.UNSURE:
            found = self._looked_for(platform, notice, address)
            if found:
                return found
        reply = self._begun(notice, address)
        if isinstance(reply, _Outcome):
            return reply
        try:
            return _Outcome("sent", message_id=platform.send(address, reply, notice.id))
        except NotSent as error:
            return self._not_sent(notice, address, error, pace)
        except MaybeSent as error:
            return _Outcome("unsure", str(error), again=self._look_after(platform, notice))
        except Exception:
            # A bug with one message is not to leave the rest of the batch in doubt.
            log.error("fault while sending", kind=notice.kind, platform=platform.name, exc_info=True)
            return _Outcome("unsure", "a fault while sending", again=self._look_after(platform, notice))

    def _begun(self, notice: Notice, address: Address) -> Reply | _Outcome:
        """Read again what it says by now: what is already done is not said. From here on it may arrive."""
        now, to = self.context.clock.now(), _written(address)
        with self._writing() as session:
            again = read_again(session, notice, now, self.context.zone)
            if again.reply is None:
                return _Outcome("dropped", again.trouble)
            mine = notices.begin(session, notice.id, notice.token, at=now, lease=self.timing.lease, address=to)
        return again.reply if mine else _Outcome("lost")

    def _not_sent(self, notice: Notice, address: Address, error: NotSent, pace: Pace | None) -> _Outcome:
        if error.terminal:
            return _Outcome("refused", str(error))
        if error.retry_after is None:
            return _Outcome("retry", str(error), again=self._wait(notice))
        wait = timedelta(seconds=error.retry_after)
        if pace:
            pace.pause(address.conversation, self.context.clock.now() + wait)
        return _Outcome("retry", str(error), again=wait if notice.attempts < MOST_ATTEMPTS else None)

    def _looked_for(self, platform: Platform, notice: Notice, address: Address) -> _Outcome | None:
        """What a search for a doubtful message says; None when it surely is not there, and may be sent."""
        if not isinstance(platform, Searchable):
            return _Outcome("unsure", "it may have been sent before")
        try:
            message_id = platform.was_sent(notice.id, address)
        except (NotSent, MaybeSent) as error:
            # Who cannot look, may not send either.
            gone = isinstance(error, NotSent) and error.terminal
            return _Outcome("unsure", f"cannot look for it: {error}", again=None if gone else self._wait(notice, 1))
        return None if message_id is None else _Outcome("sent", message_id=message_id)

    def _look_after(self, platform: Platform, notice: Notice) -> timedelta | None:
        """When to look for a message in doubt; None where that cannot be done, or has been done often enough."""
        may = isinstance(platform, Searchable) and notice.attempts < MOST_ATTEMPTS
        return self.timing.settle if may else None

    def _wait(self, notice: Notice, sends: int = 0) -> timedelta | None:
        """How long until it is tried again: longer each time, None when it has been tried often enough.

        `sends` of the attempts before this one were of another kind.
        """
        if notice.attempts >= MOST_ATTEMPTS:
            return None
        longer: int = 2 ** max(0, notice.attempts - 1 - sends)
        return min(self.timing.retry * longer, LONGEST_WAIT)

    def _mark(self, notice: Notice, route: _Route, outcome: _Outcome) -> None:
        """Note what became of it; of what failed for good, or stays in doubt, coordinators are notified."""
        if outcome.word == "lost":
            return
        now = self.context.clock.now()
        again = None if outcome.again is None else now + outcome.again
        id_, token, trouble = notice.id, notice.token, outcome.trouble
        with self._writing() as session:
            if outcome.word == "sent":
                notices.mark_sent(session, id_, token, at=now, message_id=outcome.message_id)
                return
            if outcome.word == "unsure":
                held = notices.mark_unsure(session, id_, token, trouble=trouble, at=now, look_at=again)
            else:
                refused = _written(route.address) if route.address and outcome.word == "refused" else ""
                if refused and (route.others or route.may_wait):
                    again = now if route.others else now + self.timing.retry
                held = notices.mark_failed(
                    session, id_, token, trouble=trouble, at=now, retry_at=again, refused=refused
                )
            if held and again is None and outcome.word != "dropped":
                unreachable.plan(session, notice, now, self.context.zone)

    def _writing(self) -> AbstractContextManager[Session]:
        return self.context.database.write(actor="clock", source="clock")


def _pace_of(platform: Platform) -> Pace | None:
    return platform.pace if isinstance(platform, Paced) else None


def _written(address: Address) -> str:
    return f"{address.platform}:{address.conversation}"


def _routes(session: Session, claimed: Sequence[Notice], platforms: Mapping[str, Platform]) -> Mapping[int, _Route]:
    """Where each of these goes, on the platforms that are on: a handful of queries for all of them."""
    persons = {int(each.recipient.removeprefix("person:")) for each in claimed if _is_to_person(each)}
    reaches = reachability.of(session, persons)
    return {each.id: _route(each, reaches, platforms) for each in claimed}


def _is_to_person(notice: Notice) -> bool:
    return notice.recipient.startswith("person:")


def _route(notice: Notice, reaches: Mapping[int, Reach], platforms: Mapping[str, Platform]) -> _Route:
    known = [_read(notice.recipient)]
    if notice.state is NoticeState.UNSURE and notice.address:
        known = [_read(notice.address)]  # it is looked for where it was sent
    elif _is_to_person(notice):
        reach = reaches.get(int(notice.recipient.removeprefix("person:")))
        known = [Address(*way) for way in reach.ways] if reach else []
        if reach and reach.email:
            known.append(Address("local", reach.email))  # the local chat knows people by their address alone
    refused = set(notice.refused.split("\n"))
    left = [each for each in known if _written(each) not in refused]
    on = [each for each in left if each.platform in platforms]
    is_off = any(each.platform not in platforms and each.platform != "local" for each in left)
    return _Route(on[0] if on else None, on[1:], is_off)


def _read(written: str) -> Address:
    platform, _, conversation = written.partition(":")
    return Address(platform, conversation)
