"""`laget say`: exit codes, JSON, a line at a time, and forms filled in with --field."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal import as_text, ask_line_by_line
from commands.command import Book, Call, command, discover
from commands.message import Field, FieldType, Form, Option, Reply, Table, Text, TextStyle
from tests.bot.conftest import AT, LEADER, Laget, block, entries, environment

REPORT = ("say", "rapportera BarnSäkert")


@command("gå sönder", summary="En bugg", examples=("gå sönder",), topic="Fråga")
def break_down(call: Call) -> Reply:
    raise RuntimeError("hemligheten i undantaget")


@pytest.fixture
def breakable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands as they are, and one that has a bug."""
    broken = Book(iter((*discover().commands, break_down)))
    monkeypatch.setattr("bot.app.discover", lambda: broken)


def test_an_answer_exits_0_and_is_plain_text(laget: Laget, database_file: Path) -> None:
    ran = laget("say", "status BarnSäkert", "--at", AT)
    assert (ran.code, ran.err) == (0, "")
    assert "Läge" in ran.out
    assert "– Ej rapporterat" in ran.out
    assert "  › historik Barnsäkert - en god och nära vård för barn 0-6 år" in ran.out.splitlines()


def test_a_table_does_not_say_its_heading_again() -> None:
    table = Table(("Arbete",), (("A",),), "Dina arbeten")
    shown = as_text(Reply((Text("Dina arbeten", TextStyle.HEADING), table)), lambda _: None)
    assert shown.count("Dina arbeten") == 1
    assert as_text(Reply((table,)), lambda _: None).startswith("Dina arbeten\n")


def test_a_mistake_exits_2_with_a_sentence_and_no_reference(laget: Laget, database_file: Path) -> None:
    ran = laget("say", "status xyzzy", "--json")
    assert ran.code == 2
    assert ran.err == ""
    (reply,) = ran.replies
    assert set(reply) == {"blocks", "error"}
    assert reply["error"]["message"].startswith("Jag hittar inget arbete som heter ”xyzzy”")
    assert reply["error"]["reference"] is None
    refused = laget("say", "status xyzzy")
    assert refused.error_line == "Jag hittar inget arbete som heter ”xyzzy”. Skriv portfölj för att se alla."


def test_a_fault_exits_3_with_a_reference_and_nothing_of_the_exception(
    laget: Laget, database_file: Path, breakable: None
) -> None:
    ran = laget("say", "gå sönder", "--json")
    assert ran.code == 3
    (reply,) = ran.replies
    assert len(reply["error"]["reference"]) == 6
    assert reply["error"]["message"] == f"Något gick fel (ref {reply['error']['reference']}). Ingenting sparades."
    assert json.loads(ran.err)["reference"] == reply["error"]["reference"]
    assert "hemligheten" not in ran.out + ran.err


def test_json_holds_each_kind_of_block_as_promised(laget: Laget, database_file: Path) -> None:
    asked = laget("say", "status BarnSäkert", "--json", *LEADER, "--at", AT)
    assert asked.replies[0]["error"] is None
    assert {"label": "Läge", "value": "– Ej rapporterat"} in block(asked, "facts")["items"]
    first = block(asked, "actions")["items"][0]
    assert first["command"] == "rapportera Barnsäkert - en god och nära vård för barn 0-6 år"
    assert first["label"]
    table = block(laget("say", "portfölj", "--json"), "table")
    assert all(isinstance(cell, str) for cell in table["columns"])
    assert all(len(row) == len(table["columns"]) for row in table["rows"])
    fields = block(laget(*REPORT, "--json", *LEADER), "form")["fields"]
    assert all({"name", "label", "type", "required", "value", "options"} <= set(each) for each in fields)
    state = fields[0]
    assert (state["name"], state["type"], state["required"], state["value"]) == ("state", "choice", True, "")
    assert [set(each) for each in state["options"]] == [{"label", "value"}] * 3
    assert [each["value"] for each in state["options"]] == ["grön", "gul", "röd"]


def test_json_is_one_line_a_reply_in_plain_swedish(laget: Laget, database_file: Path) -> None:
    ran = laget("say", "status BarnSäkert", "--json")
    assert ran.out.count("\n") == 1
    assert "Läge" in ran.out


def test_every_line_is_answered_in_order_blank_ones_too(laget: Laget, database_file: Path) -> None:
    lines = ["status BarnSäkert", "", "   ", "status xyzzy", "\tportfölj\r", "hjälp"]
    ran = laget("say", "-", "--json", stdin="\n".join(lines))
    assert ran.code == 0
    assert len(ran.replies) == len(lines)
    assert [reply["error"] is None for reply in ran.replies] == [True, False, False, False, True, True]
    blank = ran.replies[1]["error"]
    assert blank == {"message": ran.replies[2]["error"]["message"], "reference": None}
    assert laget("say", "-", "--json", stdin="").out == ""


def test_lines_exit_3_only_after_a_fault_and_go_on_after_it(
    laget: Laget, database_file: Path, breakable: None
) -> None:
    ran = laget("say", "-", "--json", stdin="status xyzzy\ngå sönder\nhjälp\n")
    assert ran.code == 3
    assert [reply["error"] is None for reply in ran.replies] == [False, False, True]
    assert ran.replies[1]["error"]["reference"]


def test_what_a_line_did_stands_when_the_next_one_asks(laget: Laget, database_file: Path) -> None:
    said = "rapportera BarnSäkert gul Pilot försenad i Ånge\nstatus BarnSäkert\n"
    ran = laget("say", "-", "--json", *LEADER, "--at", AT, stdin=said)
    facts = [item for each in ran.replies[1]["blocks"] if each["kind"] == "facts" for item in each["items"]]
    assert {"label": "Läge", "value": "▲ Gul – mindre avvikelse eller risk"} in facts
    assert {"label": "Genomfört", "value": "Pilot försenad i Ånge"} in facts


def test_who_speaks_decides_what_may_be_done(laget: Laget, database_file: Path) -> None:
    assert laget("say", "rapportera BarnSäkert gul Hej", "--as", "reader@exempel.se").code == 2
    stranger = laget("say", "hjälp", "--as", "ingen@exempel.se", "--json")
    assert stranger.code == 2
    assert "Jag känner inte ingen@exempel.se" in stranger.replies[0]["error"]["message"]
    operator = laget("say", "rapportera BarnSäkert gul Från driften", "--at", AT)
    assert operator.code == 0
    (entry,) = entries(database_file)
    assert entry.reported_by_id is None


def test_at_sets_the_clock_in_stockholm_unless_a_zone_is_given(laget: Laget, database_file: Path) -> None:
    laget("say", "rapportera BarnSäkert gul Ett", "--at", "2026-07-01T09:00")
    laget("say", "rapportera BarnSäkert gul Två", "--at", "2026-07-01T09:00Z")
    assert [entry.at.isoformat() for entry in entries(database_file)] == [
        "2026-07-01T07:00:00+00:00",
        "2026-07-01T09:00:00+00:00",
    ]
    assert "för 3 dagar sedan" in laget("say", "status BarnSäkert", "--at", "2026-07-04").out


def test_undo_within_a_quarter_of_an_hour_by_the_clock_that_was_given(laget: Laget, database_file: Path) -> None:
    laget("say", "rapportera BarnSäkert gul Ett", *LEADER, "--at", "2026-07-01T09:00")
    assert laget("say", "ångra", *LEADER, "--at", "2026-07-01T09:16").code == 2
    assert laget("say", "ångra", *LEADER, "--at", "2026-07-01T09:15").code == 0


def test_a_person_at_a_terminal_is_asked_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = (Option("● Grön", "grön"), Option("■ Röd", "röd"))
    fields = (
        Field("state", "Läge", FieldType.CHOICE, required=True, options=options),
        Field("done", "Genomfört", FieldType.LONG_TEXT, value="Som förut"),
        Field("cause", "Orsak"),
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO("röd\n\nSnö\n"))
    filled = ask_line_by_line(Form("rapportera x", "Rapportera", fields, hidden=(("version", "3"),)))
    assert filled == {"state": "röd", "done": "Som förut", "cause": "Snö", "version": "3"}
    asked = capsys.readouterr()
    assert "Läge (grön, röd): " in asked.err
    assert "Genomfört [Som förut]: " in asked.err
    assert asked.out == ""


def test_a_process_of_its_own_answers_every_line(database_file: Path) -> None:
    """Once as others run it: a pipe in, JSON out, UTF-8 whatever the locale."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "say", "-", "--json", "--at", AT],
        input="status BarnSäkert\n\nstatus xyzzy\n".encode(),
        capture_output=True,
        check=False,
        cwd=database_file.parent,
        env=environment(LC_ALL="C", LOG_LEVEL="WARNING"),
    )
    assert done.stderr == b""
    assert done.returncode == 0
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["error"] is None for reply in replies] == [True, False, False]


def test_a_line_in_no_known_encoding_is_answered_too(database_file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "say", "-", "--json"],
        input=b"status \xff\xfe\nhj\xe4lp\nstatus BarnS\xc3\xa4kert\n",
        capture_output=True,
        check=False,
        cwd=database_file.parent,
        env=environment(LOG_LEVEL="WARNING"),
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
