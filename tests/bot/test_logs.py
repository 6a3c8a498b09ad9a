"""Logs: one line an event, and nothing in it of what people write or are called."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import Callable

import pytest
import structlog

from bot.answer import Context, answer
from bot.deliver import deliver
from bot.logs import set_up
from commands.message import REPLY, Address, Identity, Reply, Request, Text
from storage import notices
from storage.database import Database
from storage.errors import DatabaseMissing
from tests.bot.conftest import Laget
from tests.commands.conftest import Known, filled, form_of

SECRETS = (
    "Förtroligt",
    "Anna",
    "BarnSäkert",
    "leader@exempel.se",
    "exempel.se",
    "xoxb-hemlig",
    "19121212",
    "Ev0-hemlig",
)
Log = Callable[[], str]


@pytest.fixture(params=["json", "console"])
def log(request: pytest.FixtureRequest, own_logging: None, monkeypatch: pytest.MonkeyPatch) -> Log:
    """Everything is logged, in one of the two formats; call it for what has been."""
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        set_up("DEBUG", request.param)
    return stream.getvalue


def assert_discreet(log: Log) -> None:
    written = log()
    assert written
    assert [secret for secret in SECRETS if secret.lower() in written.lower()] == []
    assert "Traceback" not in written


def test_nothing_that_is_said_is_logged(context: Context, programme: Known, log: Log) -> None:
    leader = Identity("slack", "U-xoxb-hemlig", "T1", email="leader@exempel.se", name="Anna Exempel")

    def say(text: str, fields: dict[str, str] | None = None) -> Reply:
        keys = ("slack:Ev0-hemlig",) if "gul" in text else ()
        return answer(context, Request(text, leader, Address("slack", "D-xoxb-hemlig"), fields, keys))

    say("rapportera BarnSäkert gul Förtroligt xoxb-hemlig")
    say("rapportera BarnSäkert gul Förtroligt xoxb-hemlig")
    say("status Förtroligt")
    say("Förtroligt")
    say("19121212-1212")
    form = form_of(say("rapportera BarnSäkert"))
    say(form.command, filled(form, state="Förtroligt", done="Förtroligt"))
    unknown = Identity("slack", "U2", "T1", email="fortroligt@exempel.se")
    answer(context, Request("hjälp Förtroligt", unknown, Address("slack", "D1")))
    assert_discreet(log)


def test_nothing_that_is_sent_is_logged(context: Context, programme: Known, log: Log) -> None:
    class Broken:
        name = "local"

        def routes(self) -> list[None]:
            return []

        def send(self, to: Address, reply: Reply, notice_id: int) -> str:
            raise ValueError(f"Förtroligt {to.conversation} {reply}")

    body = REPLY.dump_json(Reply((Text("Förtroligt till Anna"),))).decode()
    with context.database.write() as session:
        notices.plan(
            session, kind="reminder", subject="project:1", recipient=f"person:{programme.people['leader']}",
            due=context.clock.now(), body=body,
        )  # fmt: skip
    assert deliver(context, {}) == 0
    structlog.get_logger().info("begun")
    try:
        deliver(context, {"local": Broken()})  # type: ignore[dict-item]
    except ValueError:
        structlog.get_logger().exception("tick failed")
    assert_discreet(log)


def test_a_fault_is_logged_with_its_place_and_kind_alone(log: Log) -> None:
    try:
        raise LookupError("Förtroligt om Anna")
    except LookupError:
        structlog.get_logger("bot.x").exception("fault", reference="ABC123")
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    assert_discreet(log)
    assert log().count("LookupError") == 2
    assert "ABC123" in log()
    assert "test_logs.py" in log()


def test_an_error_that_was_raised_from_another_shows_neither_text(log: Log) -> None:
    try:
        try:
            raise KeyError("Förtroligt")
        except KeyError as error:
            raise RuntimeError("Anna") from error
    except RuntimeError as error:
        structlog.get_logger().error("fault", exc_info=error)
        logging.getLogger("asyncio").critical("Task exception was never retrieved", exc_info=error)
    assert_discreet(log)


def test_what_libraries_say_while_they_are_searched_for_faults_is_not_logged(log: Log) -> None:
    for name in (
        "slack_sdk.web",
        "slack_bolt.App",
        "msal",
        "python_multipart",
        "sqlalchemy.engine",
        "httpx",
        "asyncio",
    ):
        logging.getLogger(name).debug("Förtroligt Authorization: Bearer xoxb-hemlig")
    structlog.get_logger("bot.x").debug("begun")
    assert_discreet(log)


def test_statements_are_not_logged_with_what_they_hold(context: Context, programme: Known, log: Log) -> None:
    with context.database.write() as session:
        notices.plan(
            session, kind="reminder", subject="Förtroligt", recipient="person:1", due=context.clock.now(), body="{}"
        )
    structlog.get_logger().info("begun")
    assert_discreet(log)


def test_json_is_one_line_an_event(own_logging: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        set_up("INFO", "json")
    structlog.get_logger("bot.x").info("begun", what="å\n")
    structlog.get_logger("bot.x").debug("hidden")
    logging.getLogger("elsewhere").warning("careful\nnow")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["event"], first["what"], first["level"]) == ("begun", "å\n", "info")
    assert (second["event"], second["level"]) == ("careful\nnow", "warning")
    assert first["timestamp"].endswith("Z")


def test_trouble_with_the_database_is_logged_by_kind(log: Log) -> None:
    from bot.web.health import Health
    from bot.worker_threads import WorkerThreads

    health = Health(Database("sqlite:////finns/inte/Förtroligt.db"), WorkerThreads(1, 1))
    assert asyncio.run(health._trouble()) == "database"
    assert DatabaseMissing.__name__ in log()
    assert_discreet(log)


def test_a_run_of_the_command_line_logs_no_words(
    laget: Laget, monkeypatch: pytest.MonkeyPatch, database_file: object
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    ran = laget("say", "rapportera BarnSäkert gul Förtroligt", "--as", "leader@exempel.se")
    assert ran.code == 0
    assert_discreet(lambda: ran.err)
