"""What crosses the border between region and municipality is visible and costed (direktiv §3.1, §5.1)."""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from bot.answer import Context
from commands.message import Reply
from commands.swedish.text import NO_BREAK
from storage.swedish import plain
from storage.tables import Crossing
from tests.commands.conftest import Known, Say, fact, filled, form_of, table_of, text_of


def costs(context: Context) -> list[Decimal | None]:
    with context.database.read() as session:
        return [row.cost for row in session.exec(select(Crossing).order_by(col(Crossing.id)))]


def summed(reply: Reply) -> str:
    return fact(reply, "Summa").replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("typed", "kronor"), [("371 kkr", 371_000), ("371 000 kr", 371_000), ("1,5 mnkr", 1_500_000), ("90", 90)]
)
def test_rule_4_a_crossing_is_visible_and_costed(
    say: Say, context: Context, programme: Known, typed: str, kronor: int
) -> None:
    reply = say(f"gränsöverskridande BarnSäkert Hembesök från Regionen till Öpping {typed}", "leader")
    assert (fact(reply, "Från part"), fact(reply, "Till part")) == ("Region Norrstrand", "Örnköpings kommun")
    assert costs(context) == [kronor]
    with context.database.read() as session:
        [row] = session.exec(select(Crossing).order_by(col(Crossing.id))).all()
        assert row.from_party_id == programme.parties["Region Norrstrand"]
        assert row.to_party_id == programme.parties["Örnköpings kommun"]


def test_rule_8_the_sum_is_computed(say: Say) -> None:
    for cost in ("371 kkr", "29 000 kr", ""):
        say(f"gränsöverskridande BarnSäkert Hembesök från RNS till Ånge {cost}".strip(), "leader")
    say("gränsöverskridande demens: Sköterska från Ånge till RNS 100 kkr", "other_leader")
    assert summed(say("gränsöverskridanden BarnSäkert")) == "400 000 kr. En rad har ingen kostnad än."
    assert summed(say("gränsöverskridanden")).startswith("500 000 kr")
    told = fact(say("arbete visa BarnSäkert"), "Gränsöverskridanden")
    assert told.replace(NO_BREAK, " ").startswith("3, sammanlagt 400 000 kr")
    id_ = table_of(say("gränsöverskridanden BarnSäkert")).rows[0][0]
    assert say(f"ändra gränsöverskridande {id_} kostnad: 71 kkr", "leader").error is None
    assert "Kostnad: 371 000 kr → 71 000 kr" in text_of(say(f"gränsöverskridande {id_}")).replace(NO_BREAK, " ")
    say(f"ta bort gränsöverskridande {id_}", "leader")
    assert summed(say("gränsöverskridanden BarnSäkert")).startswith("29 000 kr")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("från RNS till Regionen 5 kr", "Det är samma part"),
        ("från Månen till Regionen 5 kr", "”Månen” går inte att välja"),
        ("från RNS till Ånge 5 äpplen", "Jag förstår inte beloppet"),
        ("från RNS till Ånge 0,5 kr", "Beloppet har ören"),
    ],
)
def test_what_cannot_be_is_refused_with_the_form(say: Say, context: Context, line: str, said: str) -> None:
    reply = say(f"gränsöverskridande BarnSäkert Hembesök {line}", "leader")
    assert reply.error
    assert said in reply.error.message
    assert form_of(reply).fields[0].value == "Hembesök"
    assert costs(context) == []


def test_a_cost_below_nothing_is_refused(say: Say, context: Context) -> None:
    form = form_of(say("gränsöverskridande BarnSäkert Hembesök från RNS till Ånge kostnad: −5 kr", "leader"))
    assert form.fields[3].error == "En kostnad är noll eller mer. Byt part om det är den andra som betalar."
    assert say(form.command, "leader", filled(form, cost="5 kr")).error is None
    assert costs(context) == [5]


def test_a_line_with_semicolons_is_read_in_the_order_of_the_form(say: Say) -> None:
    reply = say("gränsöverskridande BarnSäkert Hembesök; Regionen; Öpping; 4,48 mnkr", "leader")
    assert fact(reply, "Till part") == "Örnköpings kommun"
    assert plain(fact(reply, "Kostnad")) == "4 480 000 kr"
    refused = say("gränsöverskridande BarnSäkert Hembesök; Regionen; Atlantis", "leader")
    assert refused.error
    assert "Örnköpings kommun" in refused.error.message, "names of parties are written as they are"
