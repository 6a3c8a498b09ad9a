"""Which answers have been posted: a request that posts leaves a receipt, and a redelivery posts nothing anew."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from bot.answer import Context
from storage import receipts
from storage.tables import Receipt

PATIENCE = timedelta(seconds=45)
"""So long another process may take to post. Slack delivers again at once, after one minute and after five; Teams
after about fifteen seconds."""


class Claim(StrEnum):
    """Whose turn it is to post an answer."""

    OURS = "ours"
    DONE = "done"  # it stands there already
    THEIRS = "theirs"  # another process, or an earlier delivery here, is posting it now
    UNSURE = "unsure"  # whoever began never said what happened: look before posting


class PostClaims:
    """Takes turns through the receipts; plain code, each method a transaction of its own."""

    def __init__(self, context: Context, platform: str) -> None:
        self._database = context.database
        self._platform = platform
        self._now = context.clock.now

    def take(self, key: str) -> Claim:
        """Take the turn to post the answer that `key` names."""
        now = self._now()
        with self._database.write(actor=self._platform, source=self._platform) as session:
            posted = receipts.claim(session, [_named(key)], now)
            if posted is None:
                return Claim.OURS
            if posted:
                return Claim.DONE
            receipt = session.get(Receipt, _named(key))
            if receipt is None or now - receipt.at < PATIENCE:
                return Claim.THEIRS
            receipt.at = now
            session.add(receipt)
            return Claim.UNSURE

    def done(self, key: str, message: str) -> None:
        """It stands there, as `message`."""
        with self._database.write(actor=self._platform, source=self._platform) as session:
            receipts.keep(session, [_named(key)], message)

    def release(self, key: str) -> None:
        """It surely does not stand there: the next delivery may post it."""
        with self._database.write(actor=self._platform, source=self._platform) as session:
            receipt = session.get(Receipt, _named(key))
            if receipt:
                session.delete(receipt)


def _named(key: str) -> str:
    return f"posted:{key}"[:255]
