"""Compiling the half-yearly report in chat."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from bot.answer import Context
from commands.clock import FrozenClock
from commands.files import open_file
from commands.message import File, Reply, UserError
from tests.commands.conftest import Known, Say, commands_of, fact, table_of, text_of


def files(reply: Reply) -> dict[str, File]:
    return {block.reference.rpartition(".")[2]: block for block in reply.blocks if isinstance(block, File)}


def test_a_draft_is_compiled_from_what_was_reported(say: Say, context: Context) -> None:
    say("rapportera BarnSäkert gul Vi har startat & <mätt>", "leader")
    reply = say("rapport halvår 2026-2")
    assert reply.error is None
    assert fact(reply, "Period") == "juli–december 2026"
    assert fact(reply, "Version") == "1 (utkast)"
    with context.database.read() as session:
        pdf = open_file(session, files(reply)["pdf"].reference, None)
        word = open_file(session, files(reply)["docx"].reference, None)
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.name == "halvårsrapport-2026-2-v1.pdf"
    document = zipfile.ZipFile(BytesIO(word.content)).read("word/document.xml").decode()
    assert "Vi har startat &amp; &lt;mätt&gt;" in document
    assert "Ej rapporterat" in document


def test_the_same_facts_are_the_same_draft_and_new_ones_a_new_version(say: Say, clock: FrozenClock) -> None:
    first = say("rapport halvår")
    clock.advance(timedelta(days=1))
    assert files(say("rapport halvår")) == files(first)
    say("rapportera BarnSäkert röd Nytt", "leader")
    assert fact(say("rapport halvår"), "Version") == "2 (utkast)"
    assert [row[2] for row in table_of(say("rapporter")).rows] == ["2", "1"]


def test_a_draft_is_the_coordinators_working_material(say: Say, context: Context, programme: Known) -> None:
    reply = say("rapport halvår")
    for role in ("reader", "leader", "leadership"):
        assert say("rapport halvår", role).error
        assert "Ingen rapport är fastställd än" in text_of(say("rapporter", role))
    with context.database.read() as session, pytest.raises(UserError, match="arbetsmaterial"):
        open_file(session, files(reply)["pdf"].reference, programme.people["reader"])


def test_what_is_no_period_and_no_report_is_said(say: Say) -> None:
    assert say("rapport halvår kanelbulle").error
    assert say("rapport 4711").error


def test_a_file_that_does_not_exist_is_not_made(context: Context) -> None:
    with context.database.read() as session:
        for reference in ("report/1.pdf", "report/x.pdf", "elsewhere", "report/1.exe", "../etc/passwd"):
            with pytest.raises(LookupError):
                open_file(session, reference, None)


def test_each_kind_of_report_is_offered_to_those_who_compile(say: Say) -> None:
    offered = commands_of(say("rapporter"))
    assert offered == ["rapport halvår 2026-2", "rapport år", "rapport läge", "rapport utvärdering"]
    assert "rapport år" not in commands_of(say("rapporter", "reader"))
    assert all(say(command, "reader").error is None for command in commands_of(say("rapporter", "reader")))
