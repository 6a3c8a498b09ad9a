"""Checkpoints; and with them what every kind of entry has in common: form, line, change, close, remove, history."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.answer import Context
from storage.tables import Milestone
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, table_of, text_of

LINE = "hållpunkt BarnSäkert Utvärdering, steg 1, Anna Exempel, oktober 2027"


def told(context: Context) -> list[Milestone]:
    with context.database.read() as session:
        return list(session.exec(select(Milestone).order_by(col(Milestone.id))))


def number(reply_text: str) -> str:
    return reply_text.partition("nummer ")[2].partition(".")[0]


def test_rule_6_a_checkpoint_has_what_who_and_when(say: Say, context: Context, programme: Known) -> None:
    reply = say(LINE, "leader")
    assert (fact(reply, "Vad"), fact(reply, "Vem"), fact(reply, "När")) == (
        "Utvärdering, steg 1",
        "Anna Exempel",
        "oktober 2027",
    )
    [row] = told(context)
    assert (row.project_id, row.person_id) == (programme.works["Barnsäkert"], programme.people["leader"])
    assert (row.starts_on, row.ends_on) == (date(2027, 10, 1), date(2027, 10, 31))
    form = form_of(say("hållpunkt BarnSäkert Bara vad", "leader"))
    assert [each.name for each in form.fields if each.required and not each.value] == ["who", "when"]
    assert say(form.command, "leader", filled(form, who="Projektgruppen")).error
    assert len(told(context)) == 1


@pytest.mark.parametrize(
    ("when", "ends"),
    [("2027-01-25", "2027-01-25"), ("HT 2026", "2026-12-31"), ("löpande", None), ("25 januari", "2027-01-25")],
)
def test_when_is_kept_as_written_beside_what_it_means(
    say: Say, context: Context, when: str, ends: str | None
) -> None:
    assert say(f"hållpunkt BarnSäkert Avstämning, RD, {when}", "leader").error is None
    [row] = told(context)
    assert (row.ends_on.isoformat() if row.ends_on else None) == ends
    assert row.when_text == ("2027-01-25" if ends == "2027-01-25" else when)


def test_the_form_does_what_the_line_does(say: Say, context: Context) -> None:
    form = form_of(say("hållpunkt", "coordinator"))
    words = filled(form, work="barnsakert", what="Start", who="Bo", when="HT 2027")
    assert say(form.command, "coordinator", words).error is None
    [row] = told(context)
    assert (row.what, row.who, row.when_text, row.project_id is None) == ("Start", "Bo", "HT 2027", False)


def test_one_of_the_programme_is_written_by_coordinators(say: Say, context: Context) -> None:
    line = "hållpunkt programmet Programplanen godkänd, RD, 2027-02-01"
    refused = say(line, "leader")
    assert refused.error
    assert "skriver koordinatorer" in refused.error.message
    assert say(line, "coordinator").error is None
    assert [row.project_id for row in told(context)] == [None]
    assert "Programplanen godkänd" in text_of(say("hållpunkter programmet", "reader"))
    assert "Programplanen" not in text_of(say("hållpunkter BarnSäkert", "reader"))
    form = form_of(say("hållpunkt", "coordinator"))
    empty = filled(form, work="", what="Avstämning", who="RD", when="löpande")
    assert say(form.command, "coordinator", empty).error is None
    assert say(form.command, "leader", empty).error


def test_only_its_leaders_and_coordinators_write(say: Say, context: Context) -> None:
    for somebody in ("other_leader", "reader", "leadership"):
        assert say(LINE, somebody).error, somebody
    assert told(context) == []
    id_ = number(text_of(say(LINE, "leader")))
    for line in (f"ändra hållpunkt {id_}", f"hållpunkt klar {id_}", f"ta bort hållpunkt {id_}"):
        refused = say(line, "other_leader")
        assert refused.error
        assert "Du leder inte BarnSäkert" in refused.error.message


def test_it_is_done_late_or_ahead(say: Say) -> None:
    for when in ("2026-10-01", "HT 2027", "löpande"):
        say(f"hållpunkt BarnSäkert Möte {when}, RD, {when}", "leader")
    rows = table_of(say("hållpunkter barnsakert")).rows
    assert [row[4] for row in rows] == ["Försenad", "Kommande", "Kommande"]
    late = rows[0][0]
    assert "är klar 1 oktober 2026" in text_of(say(f"hållpunkt klar {late} 2026-10-01", "leader"))
    again = say(f"hållpunkt {late} klar", "leader")
    assert again.error
    assert "redan klar sedan 1 oktober 2026" in again.error.message
    assert [row[0] for row in table_of(say("hållpunkter barnsakert")).rows] == [row[0] for row in rows[1:]]
    assert table_of(say("hållpunkter barnsakert alla")).rows[-1][4] == "Klar 1 oktober 2026"
    assert say(f"hållpunkt klar {rows[1][0]} 2027-01-01", "leader").error


def test_rule_11_a_change_keeps_what_was(say: Say) -> None:
    id_ = number(text_of(say(LINE, "leader")))
    assert fact(say(f"ändra hållpunkt {id_} när: HT 2028 vem: Klara Exempel", "leader"), "När") == "HT 2028"
    form = form_of(say(f"ändra hållpunkt {id_}", "leader"))
    say(form.command, "leader", filled(form, what="Utvärdering", closed="2026-11-01"))
    rows = table_of(say(f"hållpunkt {id_}", "reader")).rows
    assert [row[1] for row in rows] == ["Anna Exempel"] * 3
    assert "Vad: Utvärdering, steg 1 → Utvärdering" in rows[0][2]
    assert "Klar: ingenting → 1 november 2026" in rows[0][2]
    assert "När: oktober 2027 → HT 2028" in rows[1][2]
    assert "När: oktober 2027" in rows[2][2]


def test_a_change_that_names_no_field_is_refused(say: Say) -> None:
    id_ = number(text_of(say(LINE, "leader")))
    refused = say(f"ändra hållpunkt {id_} HT 2028", "leader")
    assert refused.error
    assert "Jag vet inte vad ”HT 2028” ska ändra" in refused.error.message
    assert "ändra hållpunkt 1 när: HT 2030" in refused.error.message
    assert say(f"ändra hållpunkt {id_} när: någon gång", "leader").error


def test_a_form_that_somebody_was_faster_than_shows_what_stands(say: Say, context: Context) -> None:
    id_ = number(text_of(say(LINE, "leader")))
    form = form_of(say(f"ändra hållpunkt {id_}", "leader"))
    say(f"ändra hållpunkt {id_} vem: Klara Exempel", "coordinator")
    refused = say(form.command, "leader", filled(form, what="Annat"))
    assert refused.error
    mended = form_of(refused)
    errors = {each.name: each.error for each in mended.fields}
    assert errors["who"] == "Nu står här: Klara Exempel."
    assert {each.name: each.value for each in mended.fields}["what"] == "Annat"
    assert told(context)[0].what == "Utvärdering, steg 1"
    assert say(mended.command, "leader", filled(mended)).error is None
    assert told(context)[0].what == "Annat"


def test_what_is_removed_is_gone_but_remembered(say: Say) -> None:
    id_ = number(text_of(say(LINE, "leader")))
    assert say(f"ta bort hållpunkt {id_}", "leader").error is None
    assert "Här finns inga öppna hållpunkter" in text_of(say("hållpunkter BarnSäkert"))
    assert "Borttagen" in text_of(say(f"hållpunkt {id_}"))
    for line in (f"ändra hållpunkt {id_}", f"hållpunkt klar {id_}", f"ta bort hållpunkt {id_}", "hållpunkt 99999"):
        refused = say(line, "leader")
        assert refused.error
        assert "Det finns ingen hållpunkt med nummer" in refused.error.message
    assert f"Hållpunkt {id_} (tillbakatagen)" in text_of(say("historik BarnSäkert"))


def test_a_closed_work_gets_no_more(say: Say) -> None:
    form = form_of(say("avsluta BarnSäkert", "leader"))
    say(form.command, "leader", filled(form, ending="avslutat", note="Klart"))
    refused = say(LINE, "leader")
    assert refused.error
    assert "BarnSäkert är avslutat, så det går inte att lägga till hållpunkter längre" in refused.error.message


def test_a_beginning_that_only_hints_at_a_work_is_asked_about(say: Say, context: Context) -> None:
    reply = say("hållpunkt demens Möte, RD, HT 2027", "coordinator")
    assert "Jag tror att du menar Organisationsöverskridande" in text_of(reply)
    assert told(context) == []
    form = form_of(reply)
    assert say(form.command, "coordinator", filled(form)).error is None
    assert [row.what for row in told(context)] == ["Möte"]
    several = say("hållpunkt barn Möte, RD, HT 2027", "coordinator")
    assert "hållpunkt Barn och Unga i Ånge Möte, RD, HT 2027" in commands_of(several)
    assert say("hållpunkt barnsakrt Möte, RD, HT 2027", "coordinator").error is None
    assert say("hållpunkt demens: Annat möte, RD, HT 2027", "coordinator").error is None
    assert [row.what for row in told(context)] == ["Möte", "Möte", "Annat möte"]


def test_a_leader_of_one_work_is_offered_it(say: Say) -> None:
    form = form_of(say("hållpunkt", "leader"))
    work = form.fields[0]
    assert (work.name, work.required, work.value[:10]) == ("work", True, "Barnsäkert")
    assert say(form.command, "leader", filled(form, work="barn", what="x", who="y", when="HT 2027")).error
    assert say(form.command, "leader", filled(form, work="xyzzy", what="x", who="y", when="HT 2027")).error


def test_a_personal_identity_number_is_refused(say: Say, context: Context) -> None:
    for line in ("hållpunkt BarnSäkert Möte med 19811218-9876, RD, HT 2027", "risk BarnSäkert 811218-9876 3x4"):
        refused = say(line, "leader")
        assert refused.error
        assert "personnummer" in refused.error.message
        assert "9876" not in text_of(refused)
    form = form_of(say("hållpunkt BarnSäkert", "leader"))
    assert say(form.command, "leader", filled(form, what="811218-9876", who="x", when="HT 2027")).error
    assert told(context) == []


def test_a_long_list_is_paged(say: Say, context: Context, programme: Known) -> None:
    with context.database.write() as session:
        session.add_all(
            Milestone(project_id=programme.works["Barnsäkert"], created_at=context.clock.now(), what=f"Möte {n}")
            for n in range(25)
        )
    first = say("hållpunkter")
    assert len(table_of(first).rows) == 20
    more = next(line for line in commands_of(first) if "sida" in line)
    assert len(table_of(say(more)).rows) == 5


def test_a_milestone_that_is_done_is_asked_for_by_number(say: Say) -> None:
    say("hållpunkt BarnSäkert Möte; Anna Exempel; HT 2030", "leader")
    asked = say("hållpunkt klar", "leader")
    assert asked.error
    assert "Skriv numret" in asked.error.message
    assert all(say(command, "leader").error is None for command in commands_of(asked))
    [[number, *_]] = table_of(say("hållpunkter")).rows
    assert "är klar" in text_of(say(f"hållpunkt klar {number} i går", "leader"))
    assert table_of(say("hållpunkter klara")).rows


def test_a_day_that_is_none_is_said_at_its_field(say: Say) -> None:
    reply = say("hållpunkt BarnSäkert Möte; Anna Exempel; 31/2", "leader")
    assert reply.error
    assert "31 februari finns inte" in reply.error.message
    when = next(
        each.value
        for each in form_of(say("hållpunkt BarnSäkert Möte 31/2", "leader")).fields
        if each.name == "when"
    )
    assert when == "31/2"


def test_a_long_milestone_is_cut_where_the_work_s_state_is_told(say: Say) -> None:
    say(f"hållpunkt BarnSäkert {'Möte med alla. ' * 100}; Anna Exempel; HT 2030", "leader")
    assert len(fact(say("status BarnSäkert"), "Nästa hållpunkt")) < 200
