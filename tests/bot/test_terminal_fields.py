"""`laget say --field`: the form that a line opens, filled in and submitted."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import labels
from tests.bot.conftest import AT, LEADER, Laget, block, entries

REPORT = ("say", "rapportera BarnSäkert")


def test_fields_submit_the_form_that_the_line_opens(laget: Laget, database_file: Path) -> None:
    ran = laget(*REPORT, "--field", "state=röd", "--field", "done=Allt = bra; nästan", *LEADER, "--at", AT)
    assert ran.code == 0
    assert "BarnSäkert är nu ■ Röd" in ran.out
    (entry,) = entries(database_file)
    assert (entry.state.value, entry.done, entry.source) == ("red", "Allt = bra; nästan", "terminal")


def test_a_field_that_is_not_given_keeps_its_initial_value(laget: Laget, database_file: Path) -> None:
    laget(*REPORT, "--field", "state=röd", "--field", "done=Allt", "--field", "cause=Snö", *LEADER, "--at", AT)
    laget(*REPORT, "--field", "state=gul", *LEADER, "--at", AT)
    latest = entries(database_file)[-1]
    assert (latest.state.value, latest.done, latest.cause) == ("yellow", "Allt", "Snö")
    line = "rapportera BarnSäkert Vi har startat i Ånge"
    laget("say", line, "--field", "state=grön", *LEADER, "--at", AT)
    latest = entries(database_file)[-1]
    assert (latest.state.value, latest.done, latest.cause) == ("green", "Vi har startat i Ånge", "Snö")


def test_a_field_may_be_called_by_its_label_however_it_is_typed(laget: Laget, database_file: Path) -> None:
    ran = laget(*REPORT, "--field", "LAGE=röd", "--field", "Genomfört=Allt", "--field", "nasta steg=Mer", *LEADER)
    assert ran.code == 0
    (entry,) = entries(database_file)
    assert (entry.state.value, entry.done, entry.next_steps) == ("red", "Allt", "Mer")


def test_an_unknown_field_is_named_and_nothing_is_saved(laget: Laget, database_file: Path) -> None:
    ran = laget(*REPORT, "--field", "färg=röd", "--field", "state=röd", "--json", *LEADER)
    assert ran.code == 2
    message = ran.replies[0]["error"]["message"]
    assert "färg" in message
    assert "state" in message
    assert entries(database_file) == []


def test_a_missing_required_field_is_named(laget: Laget, database_file: Path) -> None:
    ran = laget(*REPORT, "--field", "done=Allt", "--json", *LEADER)
    assert ran.code == 2
    assert ran.replies[0]["error"]["message"] == "Fyll i läge."
    mended = {each["name"]: each for each in block(ran, "form")["fields"]}
    assert mended["state"]["error"] == "Fyll i läge."
    assert mended["done"]["value"] == "Allt"
    assert entries(database_file) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("status BarnSäkert", "öppnar inget formulär"),
        ("rapportera BarnSäkert gul Text", "öppnar inget formulär"),
        ("blorpa", "öppnar inget formulär"),
        ("rapportera xyzzy", "Jag hittar inget arbete"),
        ("", "Skriv vad du vill veta"),
    ],
)
def test_fields_where_no_form_opens_are_refused_and_nothing_is_done(
    laget: Laget, database_file: Path, line: str, wrong: str
) -> None:
    ran = laget("say", line, "--field", "state=röd", "--json", *LEADER)
    assert ran.code == 2
    assert wrong in ran.replies[0]["error"]["message"]
    assert ran.replies[0]["error"]["reference"] is None
    assert entries(database_file) == []


def test_fields_for_an_unclear_name_ask_back(laget: Laget, database_file: Path) -> None:
    ran = laget("say", "rapportera barn", "--field", "state=röd", "--field", "done=x", "--json")
    assert ran.code == 2
    assert "Vilket arbete menar du?" in ran.replies[0]["error"]["message"]
    assert len(block(ran, "actions")["items"]) == 2
    assert entries(database_file) == []


def test_a_fault_while_the_form_is_opened_is_a_fault(
    laget: Laget, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hemligheten i undantaget")

    monkeypatch.setattr(labels, "of_kinds", broken)
    ran = laget(*REPORT, "--field", "state=röd", "--json", *LEADER)
    assert ran.code == 3
    assert ran.replies[0]["error"]["reference"]
    assert "hemligheten" not in ran.out + ran.err


def test_field_without_a_value_says_how_it_is_written(laget: Laget, database_file: Path) -> None:
    ran = laget(*REPORT, "--field", "state")
    assert ran.code == 2
    assert ran.error_line == "--field ska vara NAMN=VÄRDE, inte state."
