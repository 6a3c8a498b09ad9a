"""Which deliveries have been answered. The receipt is written in the same transaction as the change."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.inserting import insert_missing
from storage.tables import Receipt, metadata

_RECEIPT = metadata.tables["receipt"]
_MAX_KEY_LENGTH = 255


def claim(session: Session, keys: Sequence[str], now: datetime) -> str | None:
    """Take these delivery ids. None when all were free; otherwise the reply (JSON) that was given before.

    A second transaction that wants the same id waits here until the first has ended: on PostgreSQL at the
    unique key, on SQLite because only one may write.
    """
    insert = insert_missing(session, Receipt).returning(_RECEIPT.c.key)
    for key in _stored(keys):
        taken = session.execute(insert.values(key=key, at=now, reply="")).first()
        if taken is None:
            return session.exec(select(Receipt.reply).where(Receipt.key == key)).one()
    return None


def keep(session: Session, keys: Sequence[str], reply: str) -> None:
    """Remember what was answered, under every id of the delivery."""
    for receipt in session.exec(select(Receipt).where(col(Receipt.key).in_(_stored(keys)))):
        receipt.reply = reply
        session.add(receipt)


def forget(session: Session, before: datetime) -> int:
    """Drop receipts older than this; platforms redeliver within an hour. Returns how many."""
    dropped = session.execute(_RECEIPT.delete().where(_RECEIPT.c.at < before).returning(_RECEIPT.c.key))
    return len(dropped.all())


def _stored(keys: Sequence[str]) -> list[str]:
    """The ids as they are kept: each once, and in one order, so that two deliveries never wait for each other."""
    return sorted({key if len(key) <= _MAX_KEY_LENGTH and key.isprintable() else _digest(key) for key in keys})


def _digest(key: str) -> str:
    """What replaces an id that is too long or that a database refuses: platforms promise nothing about theirs."""
    return hashlib.sha256(key.encode(errors="backslashreplace")).hexdigest()
