"""Risks: one to five times one to five, the heaviest first, and a matrix."""

import pytest

from tests.commands.conftest import Say, commands_of, fact, filled, form_of, table_of, text_of


@pytest.mark.parametrize(
    "grades", ["3x4", "3 4", "3 × 4", "(3*4)", "sannolikhet 3 konsekvens 4", "konsekvens: 4 sannolikhet: 3"]
)
def test_one_line_grades_a_risk(say: Say, grades: str) -> None:
    reply = say(f"risk BarnSäkert Nyckelperson slutar {grades} åtgärd: Vikarie, i maj ägare: Bo Exempel", "leader")
    assert fact(reply, "Risk") == "Nyckelperson slutar"
    assert fact(reply, "Riskvärde") == "3 × 4 = 12"
    assert (fact(reply, "Åtgärd"), fact(reply, "Ägare")) == ("Vikarie, i maj", "Bo Exempel")


def test_the_grades_may_stand_first(say: Say) -> None:
    assert fact(say("risk BarnSäkert 3x4 Nyckelperson slutar", "leader"), "Risk") == "Nyckelperson slutar"


def test_a_line_without_grades_opens_the_form(say: Say) -> None:
    form = form_of(say("risk BarnSäkert Personal saknas vecka 12", "leader"))
    values = {each.name: each.value for each in form.fields}
    assert (values["what"], values["probability"]) == ("Personal saknas vecka 12", "")
    assert say(form.command, "leader", filled(form, probability="2", consequence="5 – mycket stor")).error is None
    assert table_of(say("risker BarnSäkert")).rows[3][5] == "1"


@pytest.mark.parametrize("grades", ["0x3", "6x3", "3x12"])
def test_a_grade_outside_one_to_five_is_refused(say: Say, grades: str) -> None:
    reply = say(f"risk BarnSäkert Regn {grades}", "leader")
    assert reply.error
    assert "går inte att välja. Välj bland 1 –" in reply.error.message
    assert form_of(reply).fields[0].value == "Regn"


def test_the_heaviest_stand_first_and_the_matrix_counts_the_open_ones(say: Say) -> None:
    for what, grades in (("Liten", "1x2"), ("Tung", "5x4"), ("Lika tung", "5x4"), ("Mellan", "3x3")):
        say(f"risk BarnSäkert {what} {grades}", "leader")
    matrix, listed = (block for block in say("risker BarnSäkert").blocks if block.kind == "table")
    assert [row[1] for row in listed.rows] == ["Tung", "Lika tung", "Mellan", "Liten"]
    assert [len(row) for row in matrix.rows] == [6] * 5
    assert matrix.rows[0][4] == "2"
    assert matrix.rows[4][2] == "1"
    assert sum(int(cell) for row in matrix.rows for cell in row[1:] if cell != "–") == 4
    assert say(f"stäng risk {listed.rows[0][0]}", "leader").error is None
    matrix, listed = (block for block in say("risker BarnSäkert alla").blocks if block.kind == "table")
    assert matrix.rows[0][4] == "1"
    assert listed.rows[-1][1] == "Tung"
    assert listed.rows[-1][5].startswith("Stängd 19 november 2026")
    assert "Tung (5 × 4 = 20)" not in text_of(say("arbete visa BarnSäkert")).replace("Lika tung", "")
    assert "Lika tung (5 × 4 = 20)" in fact(say("arbete visa BarnSäkert"), "Öppna risker")


def test_a_grade_is_changed_in_one_line(say: Say) -> None:
    say("risk BarnSäkert Regn 3x4", "leader")
    id_ = commands_of(say("risker BarnSäkert"))[0].removeprefix("risk ")
    assert fact(say(f"ändra risk {id_} konsekvens 1", "leader"), "Riskvärde") == "3 × 1 = 3"
    assert say(f"ändra risk {id_} konsekvens 9", "leader").error


def test_a_line_with_semicolons_is_read_in_the_order_of_the_form(say: Say) -> None:
    reply = say("risk BarnSäkert Få deltagare; 3; 4; Ring alla; Anna Exempel", "leader")
    assert fact(reply, "Riskvärde") == "3 × 4 = 12"
    assert fact(reply, "Ägare") == "Anna Exempel"
    refused = say("risk BarnSäkert Få deltagare; 9; 4", "leader")
    assert refused.error
    assert "”9” går inte att välja" in refused.error.message
