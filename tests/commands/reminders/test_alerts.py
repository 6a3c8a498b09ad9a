"""A significant deviation is told at once (direktiv §7)."""

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.message import REPLY
from storage import people
from storage.tables import Notice
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, text_of


def alerts(context: Context) -> list[Notice]:
    with context.database.read() as session:
        return list(session.exec(select(Notice).where(Notice.kind == "deviation")))


def recipients(context: Context, programme: Known) -> set[str]:
    names = {f"person:{id_}": name for name, id_ in programme.people.items()}
    return {names[each.recipient] for each in alerts(context)}


def test_a_red_entry_goes_to_leadership_and_coordinators_now(say: Say, context: Context, programme: Known) -> None:
    assert say("rapportera BarnSäkert röd Allt står stilla", "leader").error is None
    assert recipients(context, programme) == {"leadership", "coordinator"}
    one, _ = alerts(context)
    assert one.due == one.next_at == context.clock.now()
    reply = REPLY.validate_json(one.body)
    assert "Avvikelse i BarnSäkert" in text_of(reply)
    assert "av Anna Exempel" in text_of(reply)
    assert fact(reply, "Läge") == "■ Röd – större avvikelse"
    assert fact(reply, "Förut") == "– Ej rapporterat"
    assert fact(reply, "Genomfört") == "Allt står stilla"
    assert all(say(each, "leadership").error is None for each in commands_of(reply))


@pytest.mark.parametrize("state", ["grön", "gul", "röd"])
def test_a_deviation_is_told_whatever_the_colour(say: Say, context: Context, state: str) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    words = filled(
        form, state=state, done="Allt annat", deviation="Pengarna är slut", cause="Priserna", measure="Paus"
    )
    assert say(form.command, "leader", words).error is None
    one, _ = alerts(context)
    reply = REPLY.validate_json(one.body)
    assert (fact(reply, "Avvikelse"), fact(reply, "Orsak"), fact(reply, "Åtgärd")) == (
        "Pengarna är slut",
        "Priserna",
        "Paus",
    )
    assert "Allt annat" not in text_of(reply)


def test_what_goes_as_planned_disturbs_nobody(say: Say, context: Context) -> None:
    for state in ("grön", "gul"):
        assert say(f"rapportera BarnSäkert {state} Rullar", "leader").error is None
    assert alerts(context) == []


def test_whoever_wrote_it_and_whoever_was_removed_are_not_told(
    say: Say, context: Context, programme: Known
) -> None:
    with context.database.write() as session:
        lena = people.get(session, programme.people["leadership"])
        assert lena
        lena.anonymised_at = context.clock.now()
        session.add(lena)
    assert say("rapportera BarnSäkert röd Stopp", "coordinator").error is None
    assert alerts(context) == []


def test_an_entry_that_is_refused_tells_nobody(say: Say, context: Context) -> None:
    assert say("rapportera BarnSäkert röd Stopp", "other_leader").error
    form = form_of(say("rapportera BarnSäkert", "leader"))
    assert say(form.command, "leader", filled(form, state="röd", done="")).error
    assert alerts(context) == []


def test_each_entry_is_told_once(say: Say, context: Context) -> None:
    for _ in range(2):
        assert say("rapportera BarnSäkert röd Stopp", "leader", deliveries=("slack:Ev1",)).error is None
    assert len(alerts(context)) == 2
    assert say("rapportera BarnSäkert röd Stopp igen", "leader").error is None
    assert len(alerts(context)) == 4
