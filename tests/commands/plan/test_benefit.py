"""Benefits: the effect, who takes it home, and how it went, also after the end of the work."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.answer import Context
from storage.swedish import fold
from storage.tables import Benefit, Label
from storage.words import LabelKind
from tests.commands.conftest import Known, Say, fact, filled, form_of, table_of, text_of

LINE = "nytta BarnSäkert Fler får stöd tidigt; Lena Exempel; HT 2028; nyttoobjekt: 1"


@pytest.fixture(autouse=True)
def label(context: Context, programme: Known) -> None:
    with context.database.write() as session:
        text = "Vård och omsorg samverkar"
        session.add(Label(kind=LabelKind.BENEFIT_OBJECT, number=1, text=text, key=fold(text)))


def test_one_line_tells_a_benefit(say: Say, context: Context) -> None:
    reply = say(LINE, "leader")
    assert fact(reply, "Effekthemtagningsansvarig") == "Lena Exempel"
    assert (fact(reply, "Nyttoobjekt"), fact(reply, "Uppföljning")) == ("Vård och omsorg samverkar", "HT 2028")
    with context.database.read() as session:
        [row] = session.exec(select(Benefit).order_by(col(Benefit.id))).all()
        assert (row.follow_up_text, row.follow_up_on) == ("HT 2028", date(2028, 12, 31))
    assert fact(say("arbete visa BarnSäkert"), "Nyttor") == "Fler får stöd tidigt (HT 2028)"


def test_who_takes_it_home_is_asked_for_and_an_unknown_object_refused(say: Say) -> None:
    form = form_of(say("nytta BarnSäkert Fler får stöd tidigt", "leader"))
    assert [each.name for each in form.fields if each.required and not each.value] == ["responsible"]
    refused = say(LINE.replace("objekt: 1", "objekt: 9"), "leader")
    assert refused.error
    assert "Nyttoobjekt: ”9” går inte att välja" in refused.error.message


def test_it_is_followed_up_after_the_end_of_the_work(say: Say) -> None:
    say("rapportera BarnSäkert grön Klart", "leader")
    form = form_of(say("avsluta BarnSäkert", "leader"))
    say(form.command, "leader", filled(form, ending="avslutat", note="Införs"))
    assert say(LINE, "leader").error is None
    id_ = table_of(say("nyttor BarnSäkert")).rows[0][0]
    assert say(f"ändra nytta {id_} utfall: Väntetiden är halverad", "leader").error is None
    assert "är hemtagen 1 november 2026" in text_of(say(f"nytta klar {id_} 2026-11-01", "leader"))
    assert table_of(say("nyttor BarnSäkert alla")).rows[0][5] == (
        "Hemtagen 1 november 2026. Väntetiden är halverad"
    )
    assert "Utfall: ingenting → Väntetiden är halverad" in text_of(say(f"nytta {id_}"))
