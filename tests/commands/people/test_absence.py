"""Being away, with a deputy."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from storage import absences
from storage.tables import Absence, Notice
from tests.commands.conftest import Known, Say, commands_of, filled, form_of, table_of, text_of


def stored(context: Context) -> Absence | None:
    with context.database.read() as session:
        return session.exec(select(Absence)).first()


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("frånvarande till 1 december ersättare Anders Exempel", "2026-11-19", "2026-12-01"),
        ("franvarande till fredag ersattare other_leader@exempel.se", "2026-11-19", "2026-11-20"),
        ("frånvarande 23–27 nov ersättare Anders", "2026-11-23", "2026-11-27"),
        ("frånvarande t.o.m. 27 nov ersättare Anders Exempel, Örnköpings kommun", "2026-11-19", "2026-11-27"),
    ],
)
def test_one_line_says_when_and_who(
    say: Say, context: Context, programme: Known, line: str, first: str, last: str
) -> None:
    reply = say(line, "leader")
    assert reply.error is None, reply.error
    assert "Anders Exempel får dina påminnelser" in text_of(reply)
    row = stored(context)
    assert row
    assert (row.starts_on.isoformat(), row.ends_on.isoformat()) == (first, last)
    assert row.deputy_id == programme.people["other_leader"]
    with context.database.read() as session:
        [told] = session.exec(select(Notice)).all()
    assert told.recipient == f"person:{programme.people['other_leader']}"
    assert "har angett dig som ersättare" in told.body


def test_the_deputy_may_report_while_it_lasts(say: Say, clock: FrozenClock) -> None:
    line = "rapportera BarnSäkert gul Ersättaren berättar"
    refused = say(line, "other_leader")
    assert refused.error
    assert say("frånvarande till 20 nov ersättare Anders Exempel", "leader").error is None
    assert say(line, "other_leader").error is None
    clock.advance(timedelta(days=2))
    assert say(line, "other_leader").error


def test_a_deputy_needs_no_role_and_has_one_only_while_it_lasts(say: Say, clock: FrozenClock) -> None:
    line = "rapportera BarnSäkert gul Ersättaren berättar"
    assert say(line, "reader").error
    told = text_of(say("frånvarande till 20 nov ersättare Rolf Exempel", "leader"))
    assert "Rolf Exempel får dina påminnelser" in told
    assert commands_of(say("rapportera", "reader"))[0].startswith("rapportera Barnsäkert")
    mine = say("mina", "reader")
    assert table_of(mine).rows == (("BarnSäkert (du ersätter Anna Exempel)", "– Ej rapporterat", "aldrig", "Ja"),)
    assert "Kvar att rapportera i omgång 2026-2" in text_of(mine)
    assert say("rapportera demens gul Det är inte min sak", "reader").error
    assert say("senare", "reader").error is None
    assert say(line, "reader").error is None
    clock.advance(timedelta(days=2))
    assert say(line, "reader").error
    assert "Inget väntar på dig" in text_of(say("mina", "reader"))


def test_who_leads_and_stands_in_sees_each_work_once(say: Say) -> None:
    assert say("frånvarande till 20 nov ersättare Anders Exempel", "leader").error is None
    rows = table_of(say("mina", "other_leader")).rows
    assert [row[0] for row in rows] == [
        "BarnSäkert (du ersätter Anna Exempel)",
        "Organisationsöverskridande multidisciplinärt demensarbete",
    ]
    assert len(commands_of(say("rapportera", "other_leader"))) == 2


def test_nobody_but_the_deputy_may_report_in_place_of_the_leader(say: Say) -> None:
    assert say("frånvarande till 1 dec ersättare Klara Exempel", "leader").error is None
    assert say("rapportera BarnSäkert gul Det är inte min sak", "other_leader").error


def test_before_it_begins_the_deputy_may_not(say: Say) -> None:
    assert say("frånvarande 23–27 nov ersättare Anders Exempel", "leader").error is None
    assert say("rapportera BarnSäkert gul För tidigt", "other_leader").error


def test_without_a_deputy_nobody_stands_in(say: Say) -> None:
    assert "ingen ersätter dig" in text_of(say("frånvarande till 1 dec", "leader"))


def test_coordinators_see_who_is_away(say: Say) -> None:
    say("frånvarande till 1 dec", "leader")
    assert "Anna Exempel (borta t.o.m. 1 december)" in [row[1] for row in table_of(say("omgång")).rows]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("frånvarande till 31 feb", "31 februari"),
        ("frånvarande till i går", "ha varit redan"),
        ("frånvarande till 1 dec ersättare Anna Exempel", "ersätta dig själv"),
        ("frånvarande till 1 dec ersättare Xyzzy", "Xyzzy"),
    ],
)
def test_what_cannot_be_is_refused(say: Say, context: Context, line: str, said: str) -> None:
    refused = say(line, "leader")
    assert refused.error
    assert said in refused.error.message
    assert stored(context) is None


def test_two_cannot_stand_in_for_each_other(say: Say) -> None:
    assert say("frånvarande 1–4 dec", "other_leader").error is None
    refused = say("frånvarande till 3 dec ersättare Anders Exempel", "leader")
    assert refused.error
    assert "Anders Exempel är också borta, till och med fredag 4 december 2026" in refused.error.message
    assert say("frånvarande till 30 nov ersättare Anders Exempel", "leader").error is None


def test_several_of_that_name_are_asked_about(say: Say) -> None:
    reply = say("frånvarande till 1 dec ersättare Exempel", "leader")
    buttons = commands_of(reply)
    assert "frånvarande till 1 dec ersättare other_leader@exempel.se" in buttons
    assert say("frånvarande till 1 dec ersättare other_leader@exempel.se", "leader").error is None


def test_the_form_is_filled_in_with_the_latest_absence(say: Say, context: Context) -> None:
    form = form_of(say("frånvarande", "leader"))
    assert [each.value for each in form.fields] == ["2026-11-19", "", ""]
    assert say(form.command, "leader", filled(form, last="1 dec", deputy="Anders Exempel")).error is None
    again = form_of(say("frånvarande", "leader"))
    assert [each.value for each in again.fields] == ["2026-11-19", "2026-12-01", "other_leader@exempel.se"]
    for wrong in (
        {"last": ""},
        {"last": "2026-11-01"},
        {"deputy": "Xyzzy"},
        {"deputy": "Exempel"},
        {"deputy": "Anna Exempel"},
    ):
        refused = say(again.command, "leader", filled(again, **wrong))
        assert refused.error, wrong
        assert [each.name for each in form_of(refused).fields if each.error] == list(wrong)


def test_coming_back(say: Say, context: Context, programme: Known) -> None:
    assert "inte markerad som frånvarande" in text_of(say("frånvarande av", "leader"))
    say("frånvarande till 1 dec ersättare Anders Exempel", "leader")
    assert "Välkommen tillbaka" in text_of(say("jag är tillbaka", "leader"))
    assert stored(context) is None
    with context.database.read() as session:
        stands = absences.is_deputy(
            session, programme.works["Barnsäkert"], programme.people["other_leader"], context.clock.now().date()
        )
    assert not stands


def test_readers_are_never_away(say: Say) -> None:
    assert say("frånvarande till 1 dec", "reader").error


def test_a_deputy_whom_nobody_knows_is_refused_without_a_button_that_is(say: Say) -> None:
    reply = say("frånvarande till 1 juli ersättare Kalle Okänd", "leader")
    assert reply.error
    assert commands_of(reply) == []
