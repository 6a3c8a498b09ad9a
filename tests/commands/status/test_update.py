"""Telling how a work goes, and taking it back."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from storage import plan, projects, statuses
from storage.swedish import fold
from storage.tables import AuditEntry
from storage.words import State
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, text_of


def test_one_line_is_saved_as_typed(say: Say, context: Context, programme: Known) -> None:
    reply = say("rapportera barnsakert gul Pilot försenad i Ånge: {{7*7}} <!channel>", "leader")
    assert reply.error is None
    assert "BarnSäkert är nu ▲ Gul – mindre avvikelse eller risk" in text_of(reply)
    with context.database.read() as session:
        entry = statuses.newest(session, programme.works["Barnsäkert"], 1)[0]
    assert entry.done == "Pilot försenad i Ånge: {{7*7}} <!channel>"
    assert (entry.state, entry.reported_by_id, entry.source) == (State.YELLOW, programme.people["leader"], "local")


def test_the_form_is_prefilled_from_the_last_entry(say: Say, programme: Known) -> None:
    tid = "dimension_tid"
    first = form_of(say("rapportera BarnSäkert", "leader"))
    assert all(each.value == "" for each in first.fields)
    words = filled(first, state="röd", done="Allt", decision_needed="Pengar", **{tid: "gul"})
    assert say(first.command, "leader", words).error is None
    again = {each.name: each.value for each in form_of(say("rapportera BarnSäkert", "leader")).fields}
    assert (again["state"], again["done"], again["decision_needed"], again[tid]) == ("röd", "Allt", "Pengar", "gul")
    reply = say("status BarnSäkert")
    assert fact(reply, "Tid") == "▲ Gul"
    assert fact(reply, "Ekonomi") == "– Ej bedömt"
    assert fact(reply, "Beslut behövs") == "Pengar"


def test_one_line_leaves_the_last_judgement_standing_with_its_date(say: Say, clock: FrozenClock) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    say(form.command, "leader", filled(form, state="grön", done="Bra", dimension_tid="gul"))
    clock.advance(timedelta(days=4))
    say("rapportera BarnSäkert röd Nu gick det sönder", "leader")
    assert fact(say("status BarnSäkert"), "Tid") == "▲ Gul (19 november 2026)"
    again = {each.name: each.value for each in form_of(say("rapportera BarnSäkert", "leader")).fields}
    assert (again["state"], again["dimension_tid"]) == ("röd", "gul")


def test_a_line_without_a_state_keeps_its_words_in_the_form(say: Say) -> None:
    form = form_of(say("rapportera BarnSäkert Vi har startat i Ånge", "leader"))
    assert {each.name: each.value for each in form.fields}["done"] == "Vi har startat i Ånge"


def test_a_name_with_a_state_in_it_is_still_a_name(say: Say, context: Context, programme: Known) -> None:
    with context.database.write() as session:
        work = projects.get(session, programme.works["Nya"])
        assert work
        work.name, work.key = "Den röda tråden", fold("Den röda tråden")
        session.add(work)
    assert form_of(say("rapportera Den röda tråden")).command == "rapportera Den röda tråden"
    assert "Den röda tråden är nu ▲ Gul" in text_of(say("rapportera den roda traden gul Allt är uppskjutet"))


def test_a_state_alone_opens_the_form_with_it(say: Say) -> None:
    form = form_of(say("rapportera BarnSäkert rött", "leader"))
    assert form.fields[0].value == "röd"


def test_a_missing_field_is_named_and_what_was_typed_stays(say: Say) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    reply = say(form.command, "leader", filled(form, state="", done="Mycket hände", cause="Snö"))
    assert reply.error
    mended = {each.name: each for each in form_of(reply).fields}
    assert mended["state"].error == "Fyll i läge."
    assert (mended["done"].value, mended["cause"].value) == ("Mycket hände", "Snö")
    assert fact(say("status BarnSäkert"), "Läge") == "– Ej rapporterat"


def test_a_choice_that_does_not_exist_is_refused(say: Say) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    reply = say(form.command, "leader", filled(form, state="lila", done="x"))
    assert reply.error
    assert "Välj bland grön, gul, röd" in reply.error.message


def test_only_its_leaders_and_coordinators_report(say: Say) -> None:
    for who in ("reader", "leadership"):
        assert say("rapportera BarnSäkert gul Hej", who).error
    refused = say("rapportera BarnSäkert gul Hej", "other_leader")
    assert refused.error
    assert "Det kan Anna Exempel eller en koordinator" in refused.error.message
    assert say("rapportera BarnSäkert gul Hej", "coordinator").error is None
    assert fact(say("status BarnSäkert"), "Läge").startswith("▲ Gul")


def test_undo_within_a_quarter_of_an_hour_keeps_both_in_the_history(say: Say, clock: FrozenClock) -> None:
    say("rapportera BarnSäkert grön Bra", "leader")
    clock.advance(timedelta(minutes=1))
    say("rapportera BarnSäkert röd Fel knapp", "leader")
    clock.advance(timedelta(minutes=15))
    undone = say("angra", "leader")
    assert "BarnSäkert står nu som ● Grön" in text_of(undone)
    history = text_of(say("historik BarnSäkert"))
    assert "■ Röd (tillbakatagen)" in history
    assert "● Grön" in history


def test_undo_after_that_or_of_what_others_wrote_is_refused(say: Say, clock: FrozenClock) -> None:
    say("rapportera BarnSäkert röd Oj", "leader")
    assert say("ångra", "coordinator").error
    clock.advance(timedelta(minutes=16))
    assert say("ångra", "leader").error
    assert fact(say("status BarnSäkert"), "Läge").startswith("■ Röd")


def test_report_alone_offers_the_works_one_leads(say: Say) -> None:
    assert commands_of(say("rapportera", "leader")) == [
        "rapportera Barnsäkert - en god och nära vård för barn 0-6 år"
    ]
    assert say("rapportera", "coordinator").error


def test_the_same_delivery_twice_is_one_entry(say: Say, context: Context, programme: Known) -> None:
    first = say("rapportera BarnSäkert gul En gång", "leader", deliveries=("local:1",))
    again = say("rapportera BarnSäkert gul En gång", "leader", deliveries=("local:1", "local:other-id"))
    assert again == first
    with context.database.read() as session:
        assert len(plan.history(session, programme.works["Barnsäkert"], 10)) == 1


def test_who_changed_what_is_on_record(say: Say, context: Context, programme: Known) -> None:
    say("rapportera BarnSäkert gul Spår", "leader")
    with context.database.read() as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.table_name == "status_update").order_by(col(AuditEntry.id))
        ).all()
    assert [(row.person_id, row.source, row.action) for row in rows] == [
        (programme.people["leader"], "local", "insert")
    ]


@pytest.mark.parametrize(
    "typed", ["rapportera BarnSäkert lila Lokalen är klar", "rapportera bansäkert lila Lokalen är klar"]
)
def test_a_colour_that_is_no_state_is_refused_with_those_that_are(say: Say, typed: str) -> None:
    reply = say(typed, "leader")
    assert reply.error
    assert reply.error.message == "”lila” är inget läge. Välj bland grön, gul, röd."
    fields = {each.name: each for each in form_of(reply).fields}
    assert fields["state"].error
    assert fields["done"].value == "Lokalen är klar"
    assert say("rapportera demens lila x", "leader").error


def test_where_a_name_may_be_several_only_what_one_may_report_is_offered(say: Say) -> None:
    assert commands_of(say("rapportera barn gul Väntar", "leader")) == [
        "rapportera Barnsäkert - en god och nära vård för barn 0-6 år gul Väntar"
    ]
    assert len(commands_of(say("rapportera barn gul Väntar"))) == 2


def test_a_refusal_for_somebody_else_s_work_leads_on(say: Say) -> None:
    reply = say("rapportera BarnSäkert gul Hej", "other_leader")
    assert "Så här skriver du" not in text_of(reply)
    assert all(say(command, "other_leader").error is None for command in commands_of(reply))
