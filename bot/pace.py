"""How fast a platform takes messages, and keeping to it. Spacing is by the machine's clock, pauses by ours."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import NamedTuple

_MOST_REMEMBERED = 1000


class Limit(NamedTuple):
    """At most `most` messages in `seconds`."""

    most: int
    seconds: float


class Pace:
    """Keeps the limits of one platform within this process, for any number of threads.

    Several processes at once may go beyond them together: then the platform says so (429, Retry-After), and
    `pause` holds back the conversation, or the whole platform when it has said so in two conversations at once.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        *,
        conversation: Sequence[Limit] = (),
        platform: Sequence[Limit] = (),
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._limits = tuple(conversation)
        self._platform_limits = tuple(platform)
        self._taken: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_longest(self._limits)))
        self._all_taken: deque[float] = deque(maxlen=_longest(self._platform_limits))
        self._paused: dict[str, datetime] = {}
        self._lock = Lock()

    def wait(self, conversation: str) -> None:
        """Wait until this conversation may get another message, and count it as sent."""
        with self._lock:
            now = self._monotonic()
            taken = self._taken[conversation]
            at = max(now, _free(self._limits, taken), _free(self._platform_limits, self._all_taken))
            taken.append(at)
            self._all_taken.append(at)
            if len(self._taken) > _MOST_REMEMBERED:
                self._forget(now)
        if at > now:
            self._sleep(at - now)

    def pause(self, conversation: str, until: datetime) -> None:
        """The platform asked us to wait so long with this conversation."""
        with self._lock:
            self._paused[conversation] = max(until, self._paused.get(conversation, until))

    def held_until(self, conversation: str, now: datetime) -> datetime | None:
        """Until when nothing is to be sent there; None when it may be."""
        with self._lock:
            self._paused = {each: until for each, until in self._paused.items() if until > now}
            if len(self._paused) > 1:
                return max(self._paused.values())
            return self._paused.get(conversation)

    def _forget(self, now: float) -> None:
        longest = max((limit.seconds for limit in self._limits), default=0)
        for each in [each for each, taken in self._taken.items() if taken[-1] + longest <= now]:
            del self._taken[each]


def _longest(limits: Sequence[Limit]) -> int:
    return max((limit.most for limit in limits), default=1)


def _free(limits: Sequence[Limit], taken: Sequence[float]) -> float:
    """The first moment at which one more is within all limits."""
    times = (taken[-limit.most] + limit.seconds for limit in limits if len(taken) >= limit.most)
    return max(times, default=float("-inf"))
