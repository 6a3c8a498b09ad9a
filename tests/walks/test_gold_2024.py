"""A whole real year, entered in chat and asked for in chat again.

The facts lie in a file beside this one, with invented people. Where the organisation's own file is at hand (the
environment variable LAGET_GOLD names it, or it lies in ../shared/gold beside the repository) that is used instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from sqlmodel import col, select

from bot.answer import Context, answer
from commands.clock import FrozenClock
from commands.message import Address, Identity, Reply, Request, Table
from commands.reports.facts.blocks import Table as ReportTable
from commands.reports.facts.context import ReportContext, from_json
from commands.swedish.dates import short_date
from commands.swedish.text import listing
from commands.swedish.words import FORMATS, meant
from storage import people
from storage.tables import Report
from storage.words import Role
from tests.commands.conftest import commands_of, fact, table_of, text_of
from tests.walks.gold import Gold, Say, comment_of, enter

ROOT = Path(__file__).parents[2]
OWN = ROOT.parent / "shared" / "gold" / "naravard-2024.yaml"
COPY = Path(__file__).parent / "gold_2024.yaml"


@pytest.fixture
def clock() -> FrozenClock:
    """The year is over but for its last days."""
    return FrozenClock(datetime(2024, 12, 20, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm")))


@pytest.fixture
def gold() -> Gold:
    named = os.environ.get("LAGET_GOLD")
    file = Path(named) if named else OWN if OWN.is_file() else COPY
    facts: Gold = yaml.safe_load(file.read_text(encoding="utf-8"))
    return facts


@pytest.fixture
def say(context: Context) -> Say:
    """Say something as a coordinator, in a database where nobody else is; a mistake fails the test."""
    with context.database.write() as session:
        roles = [Role.COORDINATOR, Role.ADMINISTRATOR]
        people.add(session, "Klara Koordinator Exempel", now=context.clock.now(), email="k@exempel.se", roles=roles)

    def send(text: str, fields: Mapping[str, str] | None = None) -> Reply:
        reply = answer(
            context, Request(text, Identity("local", email="k@exempel.se"), Address("local", "k"), fields)
        )
        assert reply.error is None, f"{text}\n{text_of(reply)}"
        return reply

    return send


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def rows(reply: Reply) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table_of(reply).rows]


def all_rows(say: Say, text: str) -> list[list[str]]:
    """The rows of every page."""
    reply = say(text)
    found = rows(reply)
    while more := [command for command in commands_of(reply) if re.search(r" sida \d+$", command)]:
        reply = say(more[0])
        found += rows(reply)
    return found


def kronor(amount: int) -> str:
    return f"{amount:,} kr".replace(",", " ")


def test_a_whole_year_goes_in_and_can_be_asked_for(say: Say, context: Context, gold: Gold) -> None:
    enter(say, gold)
    look_at_works(say, gold)
    look_at_events(say, gold)
    look_at_resources(say, gold)
    look_at_budget(say, gold)
    look_at_decisions(say, gold)
    look_at_the_rest(say, gold)
    look_at_the_report(say, context, gold)


def look_at_works(say: Say, gold: Gold) -> None:
    assert len(gold["portfolio"]) == 6
    shown = text_of(say("portfölj"))
    names = {each["short"]: each["name"] for each in gold["parties"]}
    for each in gold["portfolio"]:
        assert each["name"] in shown or each.get("short", "–") in shown
        card = say(f"arbete visa {each['name']}")
        assert fact(card, "Ställning").startswith(f"Inkluderat {each.get('included', '2024')}")
        assert set(re.split(", | och ", fact(card, "Parter"))) == {names[short] for short in each["parties"]}
        assert fact(card, "Projektledare").split("; ") == each["leaders"]
        assert each["description"] in text_of(card)
        for label, key in (
            ("Målgrupp", "target_group"),
            ("Omfattning", "scope_note"),
            ("Beställare", "commissioner"),
        ):
            assert key not in each or fact(card, label) == each[key]
        assert all(each[key] in fact(card, "Tid") for key in ("start", "end") if key in each)
        for alias in each.get("aliases", ()):
            assert each["name"] in text_of(say(f"arbete visa {alias}"))


def look_at_events(say: Say, gold: Gold) -> None:
    """Rule 8 asks for it: nine seminars with their speakers, thirteen other activities (table 1)."""
    listed = {row[2]: row for row in all_rows(say, "aktiviteter 2024")}
    assert len(gold["seminars"]) == 9
    assert len(gold["activities"]) == 13
    assert len(listed) == 9 + 13
    for each in gold["seminars"]:
        card = say(f"seminarium {listed[each['title']][0]}")
        named = [f"{name} ({place})" for name, _, place in (one.partition(", ") for one in each["speakers"])]
        assert fact(card, "Föreläsare") == listing(named)
        assert str(each["date"].day) in fact(card, "När")
    for each in gold["activities"]:
        row = listed[each["title"]]
        when = each["when"]
        assert str(when.day) in row[1].split() if isinstance(when, date) else row[1].startswith(when)
        assert row[5] == each["audience"]
        assert row[6] == str(each.get("participants", ""))


def look_at_resources(say: Say, gold: Gold) -> None:
    """Table 3."""
    shown = rows(say("resurser 2024"))
    assert shown[-1][1:5] == ["Summa", "10", "470 %", "4"]
    for each, row in zip(gold["resources"], shown, strict=False):
        count, vacancies = (str(each.get(key, "–")) for key in ("count", "vacancies"))
        assert row[1:5] == [each["role"], count, f"{each['percent']} %", vacancies]


def look_at_budget(say: Say, gold: Gold) -> None:
    """Table 4; rule 8: the sums are computed, parts are not counted twice, the source's own sums are compared."""
    shown, text = rows(say("budget 2024")), plain(text_of(say("budget 2024")))
    assert shown[-1][1:5] == ["Summa", "5 800 000 kr", "4 700 000 kr", "1 100 000 kr"]
    for each, row in zip(gold["budget_2024"], shown, strict=False):
        name = f"– varav {each['line']}" if "parent" in each else each["line"]
        assert row[1:4] == [name, kronor(each["budget"]), kronor(each["outcome"])]
        assert row[5] == comment_of(each)
    assert "”Summa (avrundat)” stämmer: 5 800 000 kr i budget." in text
    assert "”Summa (avrundat)” stämmer: 4 700 000 kr i utfall." in text
    assert "”Summa” är 4 687 000 kr i utfall, men raderna blir 4 700 000 kr." in text
    assert "”Totalt” är 14 286 000 kr i budget, men raderna blir 14 284 000 kr." in plain(
        text_of(say("budget 2020"))
    )


def look_at_decisions(say: Say, gold: Gold) -> None:
    """Table 5; rule 7: what is missing stands beside what was made, with what its absence causes."""
    missing, made = (block for block in say("beslut programmet").blocks if isinstance(block, Table))
    assert (len(made.rows), len(missing.rows)) == (7, 5)
    for table, key in ((made, "decisions_made"), (missing, "decisions_missing")):
        shown = "\n".join(" ".join(row) for row in table.rows)
        for each in gold[key]:
            assert each["title"][:60] in shown
            assert each["consequence"][:40] in shown


def look_at_the_rest(say: Say, gold: Gold) -> None:
    """Checkpoints (rule 6), measures, the programme itself."""
    checkpoints = "\n".join(" ".join(row) for row in all_rows(say, "hållpunkter programmet"))
    assert len(gold["plan_checkpoints"]) == 10
    for each in gold["plan_checkpoints"]:
        assert each["what"][:60] in checkpoints
    measures = rows(say("mått"))
    assert {(row[0], row[1]) for row in measures} == {
        (each["measure"], each["perspective"]) for each in gold["measure_perspectives"]
    }
    it = say("program")
    assert fact(it, "Strategiskt mål") == gold["programme"]["strategic_goal"]
    assert fact(it, "Tid") == "1 juli 2021 – 6 december 2024"
    assert len(rows(say("parter"))) == len(gold["parties"])


def look_at_the_report(say: Say, context: Context, gold: Gold) -> None:
    """The annual report's tables 1-5 hold what the source holds, and its check page names what contradicts itself."""
    say("rapport år 2024")
    with context.database.read() as session:
        report = session.exec(select(Report).order_by(col(Report.id).desc())).first()
        assert report
        tables = {each.key: _cells(each) for each in _tables(from_json(report.content))}
    _look_at_table_1(tables["activities"], gold)
    _look_at_table_2(tables["portfolio"], gold)
    roles = [
        [each["role"], str(each.get("count", "")), f"{each['percent']} %", str(each.get("vacancies", ""))]
        for each in gold["resources"]
    ]
    assert tables["resources"] == [*roles, ["Summa", "10", "470 %", "4"]]
    lines = [
        [
            f"varav {each['line']}" if "parent" in each else each["line"],
            *(_amount(amount) for amount in (each["budget"], each["outcome"], each["budget"] - each["outcome"])),
            comment_of(each),
        ]
        for each in gold["budget_2024"]
    ]
    assert tables["budget-2024"] == [*lines, ["Summa", "5 800 000", "4 700 000", "1 100 000", ""]]
    for key, text in (("made", "decisions_made"), ("missing", "decisions_missing")):
        shown = {(row[0], row[-1]) for row in tables[key]}
        assert shown == {(each["title"], each["consequence"]) for each in gold[text]}
    assert (len(tables["made"]), len(tables["missing"])) == (7, 5)
    checked = plain(text_of(say(f"rapport kontrollera {report.id}")))
    assert "26 oktober" in checked
    assert "4 687 000" in checked


def _look_at_table_1(shown: list[list[str]], gold: Gold) -> None:
    expected = [
        [_day(each["date"]), each["title"], "Digitalt", "", "\n".join(each["speakers"]), ""]
        for each in gold["seminars"]
    ]
    assert shown[:9] == expected
    others = {row[1]: row for row in shown[9:]}
    assert len(others) == 13
    for each in gold["activities"]:
        when, form = each["when"], meant(FORMATS, each["format"])
        assert form
        assert others[each["title"]] == [
            _day(when) if isinstance(when, date) else when[:1].upper() + when[1:],
            each["title"],
            FORMATS[form].capitalize(),
            each["audience"],
            each.get("comment") or each.get("note") or "",
            str(each.get("participants", "")),
        ]


def _look_at_table_2(shown: list[list[str]], gold: Gold) -> None:
    works = {row[0]: row for row in shown}
    assert works.keys() == {each["name"] for each in gold["portfolio"]}
    for each in gold["portfolio"]:
        _, described, parties, leaders = works[each["name"]]
        times = ((label, each.get(key)) for label, key in (("Start", "start"), ("Avslut", "end")))
        text = [each["description"], *(f"{label} {time}." for label, time in times if time)]
        assert described == " ".join(text)
        assert set(parties.split("\n")) == set(each["parties"])
        assert leaders.split("\n") == each["leaders"]


def _tables(report: ReportContext) -> Iterator[ReportTable]:
    for chapter in report.chapters:
        for blocks in (chapter.blocks, *(section.blocks for section in chapter.sections)):
            yield from (block for block in blocks if isinstance(block, ReportTable))


def _cells(table: ReportTable) -> list[list[str]]:
    return [[plain(cell.text) for cell in row] for row in table.rows]


def _day(day: date) -> str:
    return plain(short_date(day))


def _amount(amount: int) -> str:
    return f"{amount:,}".replace(",", " ").replace("-", "−")
