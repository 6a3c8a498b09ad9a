"""Rule 1 (årsrapport 2024, §3): a work is included by a decision, with the region and at least one municipality."""

from datetime import date

import pytest
from sqlmodel import select

from bot.answer import Context
from storage.tables import Project, ProjectParty
from storage.words import Standing
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, text_of


@pytest.fixture
def idea(say: Say, context: Context, programme: Known) -> str:
    """An idea that could be included: the region and a municipality take part."""
    with context.database.write() as session:
        session.add(ProjectParty(project_id=programme.works["Nya"], party_id=programme.parties["Ånge kommun"]))
    return "Nya samtal"


def standing(context: Context, name: str) -> tuple[Standing, date | None, str]:
    with context.database.read() as session:
        work = session.exec(select(Project).where(Project.name == name)).one()
        return work.standing, work.included_on, work.included_by


def test_inclusion_needs_region_and_municipality(say: Say, context: Context) -> None:
    for line in ("inkludera Nya samtal", "inkludera Nya samtal 2026-10-01 Länsledningen"):
        reply = say(line)
        assert reply.error, line
        assert reply.error.message.startswith("Nya samtal kan inte inkluderas än: minst en kommun saknas"), line
        assert commands_of(reply) == ["arbete ändra Nya samtal"]
    assert standing(context, "Nya samtal") == (Standing.IDEA, None, "")


def test_a_municipality_alone_is_not_enough(say: Say, context: Context, programme: Known, idea: str) -> None:
    with context.database.write() as session:
        session.delete(
            session.get_one(ProjectParty, (programme.works["Nya"], programme.parties["Region Norrstrand"]))
        )
    reply = say(f"inkludera {idea} 2026-10-01 Länsledningen")
    assert reply.error
    assert "regionen saknas" in reply.error.message
    assert standing(context, idea)[0] is Standing.IDEA


def test_another_organisation_is_no_municipality(say: Say, context: Context, programme: Known) -> None:
    with context.database.write() as session:
        session.add(ProjectParty(project_id=programme.works["Nya"], party_id=programme.parties["Kommunförbundet"]))
    assert "minst en kommun" in text_of(say("inkludera Nya samtal"))


@pytest.mark.parametrize(("field", "value"), [("date", ""), ("body", ""), ("body", "  "), ("date", "snart")])
def test_inclusion_needs_a_date_and_a_body(say: Say, context: Context, idea: str, field: str, value: str) -> None:
    good = {"date": "2026-10-01", "body": "Länsledningen"}
    reply = say(f"inkludera {idea}", fields=good | {field: value})
    assert reply.error
    assert next(each.error for each in form_of(reply).fields if each.name == field)
    assert standing(context, idea)[0] is Standing.IDEA


def test_a_decision_to_come_is_no_decision(say: Say, context: Context, idea: str) -> None:
    for reply in (
        say(f"inkludera {idea} 2026-12-24 Länsledningen"),
        say(f"inkludera {idea}", fields={"date": "2026-12-24", "body": "Länsledningen"}),
    ):
        assert reply.error
        assert "24 december 2026 har inte varit än" in reply.error.message
    assert standing(context, idea)[0] is Standing.IDEA


def test_the_form_asks_for_the_decision_and_saves_it(say: Say, context: Context, idea: str) -> None:
    form = form_of(say(f"inkludera {idea}"))
    assert {each.name: each.value for each in form.fields} == {"date": "", "body": "Länsledningen"}
    reply = say(form.command, fields=filled(form, date="1 oktober"))
    assert "Nya samtal är inkluderat i portföljen, enligt beslut 1 oktober 2026 av Länsledningen." in text_of(reply)
    assert standing(context, idea) == (Standing.INCLUDED, date(2026, 10, 1), "Länsledningen")
    assert fact(say("arbete visa Nya samtal"), "Ställning") == "Inkluderat 1 oktober 2026 av Länsledningen"


def test_one_line_holds_the_decision(say: Say, context: Context, idea: str) -> None:
    assert say("inkludera nya samtal 13 februari 2026 Länsledning HälSam").error is None
    assert standing(context, idea) == (Standing.INCLUDED, date(2026, 2, 13), "Länsledning HälSam")


def test_a_line_with_the_date_only_asks_for_the_body(say: Say, idea: str) -> None:
    form = form_of(say(f"inkludera {idea} 2026-02-13"))
    assert form.fields[0].value == "2026-02-13"


def test_included_work_is_not_included_twice(say: Say, context: Context) -> None:
    for line in ("inkludera BarnSäkert", "inkludera BarnSäkert 2026-10-01 Styrgruppen"):
        reply = say(line)
        assert reply.error, line
        assert "redan inkluderat, enligt beslut 13 februari 2024 av Länsledningen" in reply.error.message
    name = "Barnsäkert - en god och nära vård för barn 0-6 år"
    assert standing(context, name) == (Standing.INCLUDED, date(2024, 2, 13), "Länsledningen")


def test_a_closed_work_is_not_included(say: Say, idea: str) -> None:
    say(f"avsluta {idea}", fields={"date": "2026-11-01", "ending": "avbrutet", "note": "Blev inget"})
    assert "avslutat, så det kan inte inkluderas" in text_of(say(f"inkludera {idea}"))


def test_only_coordinators_include(say: Say, idea: str) -> None:
    for who in ("reader", "leader", "leadership"):
        assert say(f"inkludera {idea}", who).error, who
