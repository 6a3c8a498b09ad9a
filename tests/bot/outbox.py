"""Messages in the outbox, and platforms whose every send ends as the test says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Lock

from sqlmodel import col, select

from bot.answer import Context
from bot.platform import MaybeSent, Platform
from commands.message import REPLY, Address, Reply, Text
from commands.reminders import unreachable
from storage import notices, people
from storage.database import Database
from storage.tables import Notice

Outcome = Callable[[int], str]


class StandIn:
    """A platform whose every send ends as the test says."""

    def __init__(self, name: str = "slack", ends: Outcome = lambda number: f"m{number}") -> None:
        self.name = name
        self.ends = ends
        self.sent: list[tuple[Address, Reply, int]] = []
        self._one_at_a_time = Lock()

    def routes(self) -> list[object]:
        return []

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        with self._one_at_a_time:
            self.sent.append((to, reply, notice_id))
        return self.ends(notice_id)

    @property
    def known_as(self) -> Mapping[str, Platform]:
        return {self.name: self}  # type: ignore[dict-item]


def raising(error: Exception) -> Outcome:
    def end(_: int) -> str:
        raise error

    return end


def plan(
    context: Context, recipient: str, *subjects: str, said: str = "Dags att rapportera", kind: str = "reminder"
) -> None:
    body = REPLY.dump_json(Reply((Text(said),))).decode()
    with context.database.write() as session:
        for subject in subjects or ("project:1",):
            notices.plan(
                session, kind=kind, subject=subject, recipient=recipient, due=context.clock.now(), body=body
            )


def know(context: Context, recipient: str, platform: str) -> None:
    """Let a person be known on one more platform, and seen there last."""
    with context.database.write() as session:
        person = people.get(session, int(recipient.removeprefix("person:")))
        assert person
        people.link(session, person, platform, "T2", "29:1", context.clock.now() + timedelta(minutes=1))


def outbox(database: Database, *kinds: str) -> list[Notice]:
    """What is there of these kinds; of none, all but what coordinators are told about the others."""
    with database.read() as session:
        found = session.exec(select(Notice).order_by(col(Notice.id)))
        return [each for each in found if (each.kind in kinds if kinds else each.kind != unreachable.KIND)]


def only(database: Database) -> Notice:
    (notice,) = outbox(database)
    return notice


class Searched(StandIn):
    """A platform that can be asked what has arrived."""

    def __init__(self, ends: Outcome, arrived: Outcome) -> None:
        super().__init__(ends=ends)
        self.arrived = arrived
        self.searches = 0

    def was_sent(self, notice_id: int, to: Address) -> str | None:
        self.searches += 1
        return self.arrived(notice_id) or None


DOUBT = raising(MaybeSent("timed out"))
