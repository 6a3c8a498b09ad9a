"""Telling others what somebody did: a reply for each of them in the outbox, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from commands._command import Call
from commands._message import REPLY, Reply
from storage import notices


def tell(call: Call, person_ids: Iterable[int], kind: str, subject: str, reply: Reply) -> int:
    """Plan `reply` for each of these persons, at once; returns how many of them had not been told it already.

    `kind` is what happened ("seminar_cancelled"), `subject` to what ("activity:12").
    """
    body = REPLY.dump_json(reply).decode()
    planned = [
        notices.plan(
            call.session, kind=kind, subject=subject, recipient=f"person:{person_id}", due=call.now, body=body
        )
        for person_id in person_ids
    ]
    return sum(planned)
