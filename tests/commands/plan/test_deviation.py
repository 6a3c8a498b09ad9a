"""A deviation is told at once (direktiv §7), and who was told when is on record."""

from datetime import timedelta

from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.message import REPLY
from commands.reminders.planning import read_again
from storage import notices
from storage.tables import Deviation, Notice
from storage.words import NoticeState
from tests.commands.conftest import STOCKHOLM, Known, Say, commands_of, fact, filled, form_of, table_of, text_of

LINE = "avvikelse BarnSäkert Starten blir sen. Orsak: ingen lokal Åtgärd: vi lånar en"


def planned(context: Context) -> list[Notice]:
    with context.database.read() as session:
        return list(session.exec(select(Notice).where(Notice.kind == "deviation").order_by(col(Notice.id))))


def test_rule_3_a_deviation_goes_out_the_moment_it_is_saved(say: Say, context: Context, programme: Known) -> None:
    reply = say(LINE, "leader")
    assert (fact(reply, "Orsak"), fact(reply, "Åtgärd"), fact(reply, "Datum")) == (
        "ingen lokal",
        "vi lånar en",
        "19 november 2026",
    )
    assert "2 personer i ledning och samordning får veta det nu" in text_of(reply)
    told = planned(context)
    assert {each.recipient for each in told} == {
        f"person:{programme.people[name]}" for name in ("leadership", "coordinator")
    }
    assert all(each.due == each.next_at == context.clock.now() for each in told)
    letter = REPLY.validate_json(told[0].body)
    assert "Avvikelse i BarnSäkert" in text_of(letter)
    assert fact(letter, "Avvikelse") == "Starten blir sen."
    assert all(say(line, "leadership").error is None for line in commands_of(letter))


def test_rule_3_who_was_told_when_is_on_record(say: Say, context: Context, clock: FrozenClock) -> None:
    say(LINE, "leader")
    id_ = planned(context)[0].subject.partition(":")[2]
    assert fact(say(f"avvikelse {id_}"), "Meddelat") == "Klara Exempel (på väg); Lena Exempel (på väg)"
    with context.database.write() as session:
        for notice in session.exec(select(Notice).order_by(col(Notice.id))):
            notice.state, notice.sent_at = NoticeState.SENT, clock.now() + timedelta(minutes=2)
            session.add(notice)
    assert "Lena Exempel (19 november 2026 kl. 10.02)" in fact(say(f"avvikelse {id_}"), "Meddelat")


def test_one_that_was_taken_back_is_not_sent_any_more(say: Say, context: Context, clock: FrozenClock) -> None:
    say(LINE, "leader")
    with context.database.read() as session:
        [notice, _] = notices.due(session, clock.now(), 9)
        assert read_again(session, notice, clock.now(), STOCKHOLM).reply is not None
    assert say("ångra", "leader").error is None
    with context.database.read() as session:
        assert read_again(session, notice, clock.now(), STOCKHOLM).reply is None


def test_a_refused_one_tells_nobody(say: Say, context: Context) -> None:
    assert say(LINE, "other_leader").error
    future = say(f"{LINE} datum: 2026-12-24", "leader")
    assert future.error
    assert "24 december 2026 har inte varit än" in future.error.message
    form = form_of(say("avvikelse BarnSäkert", "leader"))
    assert say(form.command, "leader", filled(form, what="")).error
    assert planned(context) == []


def test_one_of_the_programme_is_told_too(say: Say, context: Context, programme: Known) -> None:
    assert say("avvikelse programmet Två vakanser", "coordinator").error is None
    [one] = planned(context)
    assert one.recipient == f"person:{programme.people['leadership']}"
    assert "Avvikelse i programmet" in text_of(REPLY.validate_json(one.body))


def test_a_change_alarms_nobody_again_and_it_can_be_mended(say: Say, context: Context) -> None:
    say(LINE, "leader")
    id_ = table_of(say("avvikelser BarnSäkert")).rows[0][0]
    say(f"ändra avvikelse {id_} åtgärd: vi bygger en", "leader")
    assert len(planned(context)) == 2
    assert say(f"avvikelse klar {id_}", "leader").error is None
    assert "Här finns inga öppna avvikelser" in text_of(say("avvikelser BarnSäkert"))
    with context.database.read() as session:
        [row] = session.exec(select(Deviation).order_by(col(Deviation.id))).all()
        assert (row.action, row.closed_on) == ("vi bygger en", context.clock.now().date())


def test_status_shows_open_ones_beside_the_update_but_not_twice(say: Say) -> None:
    say(LINE, "leader")
    say("avvikelse BarnSäkert Pengarna är slut", "leader")
    assert fact(say("status BarnSäkert"), "Öppna avvikelser") == (
        "Starten blir sen (sedan 19 november 2026); Pengarna är slut (sedan 19 november 2026)"
    )
    form = form_of(say("rapportera BarnSäkert", "leader"))
    say(form.command, "leader", filled(form, state="gul", done="x", deviation="Det är så att pengarna är slut nu"))
    status = say("status BarnSäkert")
    assert fact(status, "Öppna avvikelser") == "Starten blir sen (sedan 19 november 2026)"
    assert text_of(status).lower().count("pengarna är slut") == 1


def test_an_emoji_after_the_name_belongs_to_the_text(say: Say) -> None:
    assert fact(say("avvikelse BarnSäkert 🔥 Lokalen brann", "leader"), "Avvikelse") == "🔥 Lokalen brann"


def test_where_a_name_may_be_several_only_what_one_leads_is_offered(say: Say) -> None:
    offered = commands_of(say("avvikelse barn Lokalen kall", "leader"))
    assert offered == ["avvikelse Barnsäkert - en god och nära vård för barn 0-6 år Lokalen kall"]
    assert len(commands_of(say("avvikelse barn Lokalen kall"))) == 2
