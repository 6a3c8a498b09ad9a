"""Telling others what a person did: a reply for each of them in the outbox, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from commands.command import Call
from commands.message import REPLY, Reply
from storage import notices
from storage.notices import Message


def tell(call: Call, person_ids: Iterable[int], kind: str, subject: str, reply: Reply) -> int:
    """Plan `reply` for each of these persons, at once; returns how many of them had not got it already.

    `kind` is what happened ("seminar_cancelled"), `subject` to what ("activity:12").
    """
    body = REPLY.dump_json(reply).decode()
    messages = [Message(kind, subject, f"person:{person_id}", call.now, body) for person_id in person_ids]
    return notices.plan_all(call.session, messages)
