"""Waiting as long as a platform says, when it says "too many": nothing was posted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.platform import NotSent

LONGEST_WAIT_SECONDS = 30
MOST_TRIES = 3
Result = TypeVar("Result")


async def patiently(call: Callable[[], Awaitable[Result]], sleep: Callable[[float], Awaitable[None]]) -> Result:
    """The result of a call that raises NotSent or PerhapsSent, called again after the wait that was asked for."""
    for _ in range(MOST_TRIES - 1):
        try:
            return await call()
        except NotSent as refused:
            if refused.retry_after is None or refused.retry_after > LONGEST_WAIT_SECONDS:
                raise
            await sleep(refused.retry_after)
    return await call()
