"""Early ideas."""

from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from storage.tables import Project
from storage.words import Stage, Standing
from tests.commands.conftest import Say, commands_of, fact, filled, form_of, table_of, text_of


def test_everyone_may_have_an_idea_on_one_line(say: Say, context: Context) -> None:
    reply = say("idé Digital rond i hemtjänsten", "reader")
    assert "Tack! ”Digital rond i hemtjänsten” ligger nu bland de tidiga idéerna. Berätta gärna mer" in text_of(
        reply
    )
    with context.database.read() as session:
        idea = session.exec(select(Project).where(Project.name == "Digital rond i hemtjänsten")).one()
    assert (idea.standing, idea.stage) == (Standing.IDEA, Stage.IDEA)
    assert fact(say("arbete visa digital rond"), "Ställning") == "Tidig idé, inte inkluderat i portföljen"


def test_the_form_asks_for_title_description_and_parties(say: Say) -> None:
    form = form_of(say("ide", "reader"))
    say(form.command, "reader", filled(form, title="Digital rond", description="Rond på skärm", parties="RNS"))
    shown = say("arbete visa digital rond", "reader")
    assert "Rond på skärm" in text_of(shown)
    assert fact(shown, "Parter") == "Region Norrstrand"


def test_an_idea_without_a_title_is_asked_for_one(say: Say) -> None:
    reply = say("idé", "reader", {"title": " "})
    assert reply.error
    assert form_of(reply).fields[0].error == "Fyll i idén i korthet."


def test_a_long_line_is_a_description_that_needs_a_title(say: Say) -> None:
    told = "Läkare och sjuksköterska går rond på skärm " * 4
    form = form_of(say(f"idé {told}", "reader"))
    assert {each.name: each.value for each in form.fields}["description"] == told.strip()


def test_an_idea_that_resembles_a_work_is_told_so(say: Say) -> None:
    """Direktiv §3.1–3.2."""
    reply = say("idé Demensteam i Ånge", "reader")
    assert "Det liknar ”Organisationsöverskridande multidisciplinärt demensarbete”" in text_of(reply)
    say("idé Digital rond i hemtjänsten", "reader")
    again = say("idé Digitala ronder inom hemtjänst", "reader")
    assert "arbete visa Digital rond i hemtjänsten" in commands_of(again)
    assert "Det liknar" not in text_of(say("idé Boka läkartid på nätet", "reader"))


def test_a_name_that_is_taken_is_refused(say: Say) -> None:
    for reply in (say("idé nya SAMTAL", "reader"), say("idé", "reader", {"title": "Nya samtal"})):
        assert reply.error
        assert "heter redan Nya samtal" in reply.error.message
        assert commands_of(reply) == ["arbete visa Nya samtal"]


def test_the_person_with_the_idea_describes_it(say: Say) -> None:
    say("idé Digital rond", "reader")
    form = form_of(say("idé beskriv Digital rond", "reader"))
    assert "sparad" in text_of(say(form.command, "reader", filled(form, description="Rond på skärm")))
    assert "Rond på skärm" in text_of(say("arbete visa Digital rond"))
    assert say("idé beskriv Digital rond", "leadership").error
    assert say("idé beskriv Digital rond", "coordinator").error is None
    assert say("idé beskriv BarnSäkert", "coordinator").error


def test_a_description_does_not_overwrite_another(say: Say) -> None:
    say("idé Digital rond", "reader")
    form = form_of(say("idé beskriv Digital rond", "reader"))
    say(
        "idé beskriv Digital rond",
        fields=filled(form_of(say("idé beskriv Digital rond")), description="Från Klara"),
    )
    reply = say(form.command, "reader", filled(form, description="Från Rolf"))
    assert reply.error
    assert "Nu står här: Från Klara" in text_of(reply)
    assert "Från Klara" in text_of(say("arbete visa Digital rond"))


def test_ideas_are_listed_newest_first_a_page_at_a_time(say: Say, clock: FrozenClock) -> None:
    for number in range(20):
        say(f"idé Ny tanke {number}", "reader")
    reply = say("idéer", "reader")
    assert "Tidiga idéer: 21 idéer" in text_of(reply)
    rows = table_of(reply).rows
    assert len(rows) == 20
    assert rows[0] == ("Ny tanke 19", "–", "19 november 2026")
    assert "idéer sida 2" in commands_of(reply)
    assert [row[0] for row in table_of(say("idéer sida 2")).rows] == ["Nya samtal"]


def test_a_closed_idea_is_no_longer_listed(say: Say) -> None:
    say("avsluta Nya samtal", fields={"ending": "avbrutet", "note": "Inte nu"})
    assert "inga tidiga idéer" in text_of(say("idéer"))
