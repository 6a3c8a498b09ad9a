"""Which answers have been posted: a request that posts leaves a receipt, and a redelivery posts nothing anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from bot.answer import Context
from bot.worker_threads import WorkerThreads
from storage import receipts
from storage.tables import Receipt

CLAIM_TIMEOUT = timedelta(seconds=45)
"""How long another process may take to post. Slack delivers again at once, after one minute and after five; Teams
after about fifteen seconds."""
Result = TypeVar("Result")


class Claim(StrEnum):
    """Whose turn it is to post an answer."""

    OURS = "ours"
    DONE = "done"  # it has been posted
    THEIRS = "theirs"  # another process, or an earlier delivery here, is posting it now
    UNSURE = "unsure"  # the process that began never said what happened: look before posting


@dataclass(frozen=True)
class PostClaims:
    """Takes turns through the receipts, a transaction each. What has no key ("") never comes again: it is ours."""

    context: Context
    threads: WorkerThreads
    platform: str

    async def take(self, key: str) -> Claim:
        """Take the turn to post the answer that `key` names."""
        now = self.context.clock.now()

        def claim(session: Session) -> Claim:
            posted = receipts.claim(session, [_named(key)], now)
            if posted is None:
                return Claim.OURS
            if posted:
                return Claim.DONE
            receipt = session.get(Receipt, _named(key))
            if receipt is None or now - receipt.at < CLAIM_TIMEOUT:
                return Claim.THEIRS
            receipt.at = now
            session.add(receipt)
            return Claim.UNSURE

        return await self._write(claim) if key else Claim.OURS

    async def done(self, key: str, message: str = "") -> None:
        """It has been posted, as `message`."""
        if key:
            await self._write(lambda session: receipts.keep(session, [_named(key)], message or "posted"))

    async def release(self, key: str) -> None:
        """It was certainly not posted: the next delivery may post it."""

        def forget(session: Session) -> None:
            receipt = session.get(Receipt, _named(key))
            if receipt:
                session.delete(receipt)

        if key:
            await self._write(forget)

    async def _write(self, change: Callable[[Session], Result]) -> Result:
        return await self.threads.write(self.context.database, self.platform, change)


def _named(key: str) -> str:
    return f"posted:{key}"[:255]
