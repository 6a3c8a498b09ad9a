"""Labels on works: set in the form or in one line, and filtered by in the portfolio."""

import pytest

from bot.answer import Context
from storage.swedish import fold
from storage.tables import Label
from storage.words import LabelKind
from tests.commands.conftest import Known, Say, fact, filled, form_of, table_of, text_of

LABELS = (
    (LabelKind.GOAL, 1, "Vård när jag behöver den"),
    (LabelKind.GOAL, 2, "Jag är med och bestämmer"),
    (LabelKind.TARGET_GROUP, None, "barn och unga"),
    (LabelKind.TARGET_GROUP, None, "äldre"),
    (LabelKind.DIRECTION, None, "nära team"),
)


@pytest.fixture(autouse=True)
def labels(context: Context, programme: Known) -> None:
    with context.database.write() as session:
        session.add_all(Label(kind=kind, number=n, text=text, key=fold(text)) for kind, n, text in LABELS)


def test_a_line_ties_a_work_to_labels_by_number_or_text(say: Say) -> None:
    assert say("arbete ändra BarnSäkert delmål 1 2", "leader").error is None
    assert say("arbete andra barnsakert malgrupp barn", "leader").error is None
    assert say("arbete ändra BarnSäkert inriktning nära team", "leader").error is None
    shown = say("arbete visa BarnSäkert")
    assert fact(shown, "Delmål") == "Vård när jag behöver den; Jag är med och bestämmer"
    assert (fact(shown, "Målgrupp"), fact(shown, "Inriktning")) == ("barn och unga", "nära team")
    assert "inga etiketter för delmål" in text_of(say("arbete ändra BarnSäkert delmål inga", "leader"))
    assert fact(say("arbete visa BarnSäkert"), "Målgrupp") == "barn och unga"


def test_the_form_of_a_work_asks_for_all_four_kinds(say: Say) -> None:
    form = form_of(say("arbete ändra BarnSäkert", "leader"))
    assert say(form.command, "leader", filled(form, direction="nära team", goal="2")).error is None
    assert fact(say("arbete visa BarnSäkert"), "Inriktning") == "nära team"


def test_the_portfolio_is_filtered_by_kind_and_text(say: Say) -> None:
    say("arbete ändra BarnSäkert målgrupp barn och unga", "leader")
    say("arbete ändra BarnSäkert inriktning nära team", "leader")
    say("arbete ändra Multidisciplinärt demensteam målgrupp äldre", "other_leader")
    for words in (
        "målgrupp barn",
        "malgrupp barn och unga",
        "inriktning nära team",
        "nära team",
        "ej rapporterat inriktning nära",
    ):
        assert [row[1] for row in table_of(say(f"portfölj {words}")).rows] == ["BarnSäkert"], words
    assert len(table_of(say("portfölj målgrupp äldre")).rows) == 1


def test_an_unknown_label_and_the_work_of_another_are_refused(say: Say) -> None:
    refused = say("arbete ändra BarnSäkert delmål 7", "leader")
    assert refused.error
    assert "Välj bland 1: Vård när jag behöver den och 2: Jag är med och bestämmer" in refused.error.message
    assert say("arbete ändra BarnSäkert nyttoobjekt 1", "leader").error
    assert say("arbete ändra BarnSäkert delmål 1", "other_leader").error
