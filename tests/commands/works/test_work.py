"""Registering, showing and changing works."""

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.message import Field, Form
from commands.works._likeness import likeness
from storage.project_changes import Described
from storage.tables import AuditEntry, Label
from storage.words import LabelKind
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, text_of

NEW = {"name": "Trygg hemgång", "form": "pilot", "stage": "planering"}


def register(say: Say, **given: str) -> str:
    reply = say("arbete ny", fields=filled(form_of(say("arbete ny"))) | NEW | given)
    assert reply.error is None, text_of(reply)
    return text_of(reply)


def error_at(form: Form, name: str) -> str:
    field: Field = next(each for each in form.fields if each.name == name)
    return field.error


def test_a_work_is_registered_and_shown_with_everything(say: Say, context: Context) -> None:
    with context.database.write() as session:
        session.add(Label(kind=LabelKind.GOAL, number=2, text="jag har kontinuitet", key="jag har kontinuitet"))
    told = register(
        say,
        short_name="Hemgång",
        aliases="Trygg hem; Hemgångsteamet",
        description="Team som möter upp hemma efter sjukhus.",
        parties="RNS;Ånge kommun",
        scope="Hela länet",
        leaders="Anna Exempel; Ny Exempel, Ånge kommun",
        start="HT 2026",
        end="2028",
        goal="2",
    )
    assert "Hemgång är registrerat. Det följs tills beställaren beslutar att inkludera det" in told
    assert "Ny bland personerna: Ny Exempel." in told
    reply = say("arbete hemgang", "reader")
    assert text_of(reply).startswith("Trygg hemgång\nTeam som möter upp hemma")
    assert fact(reply, "Kallas också") == "Trygg hem och Hemgångsteamet"
    assert fact(reply, "Form") == "Pilot"
    assert fact(reply, "Fas") == "Planering"
    assert fact(reply, "Ställning") == "Följs, inte inkluderat i portföljen"
    assert fact(reply, "Parter") == "Region Norrstrand och Ånge kommun"
    assert fact(reply, "Projektledare") == "Anna Exempel, Region Norrstrand; Ny Exempel, Ånge kommun"
    assert fact(reply, "Omfattning") == "Hela länet"
    assert fact(reply, "Beställare") == "Länsledningen"
    assert fact(reply, "Tid") == "HT 2026 – 2028"
    assert fact(reply, "Delmål") == "jag har kontinuitet"
    assert fact(reply, "Läge") == "– Ej rapporterat"
    assert fact(reply, "Registrerat") == "19 november 2026 av Klara Exempel"


def test_an_included_work_shows_its_decision_and_its_latest_state(say: Say) -> None:
    say("rapportera BarnSäkert röd Stopp", "leader")
    reply = say("arbete visa barnsakert", "reader")
    assert fact(reply, "Ställning") == "Inkluderat 13 februari 2024 av Länsledningen"
    assert fact(reply, "Läge") == "■ Röd – större avvikelse, rapporterat 19 november 2026 (i dag)"


def test_the_line_may_hold_the_name(say: Say) -> None:
    form = form_of(say("arbete ny Trygg hemgång"))
    assert {each.name: each.value for each in form.fields}["name"] == "Trygg hemgång"


def test_only_coordinators_register(say: Say) -> None:
    for who in ("reader", "leader", "leadership"):
        assert say("arbete ny", who).error, who
    assert say("arbete ny", "admin").error is None


@pytest.mark.parametrize(
    ("field", "name"),
    [("name", "barnsakert"), ("short_name", "BarnSäkert 0-6 år"), ("aliases", "Ny; nya samtal")],
)
def test_a_name_that_another_work_bears_is_refused_with_the_name_of_it(say: Say, field: str, name: str) -> None:
    reply = say("arbete ny", fields=filled(form_of(say("arbete ny"))) | NEW | {field: name})
    assert reply.error
    bearer = "Nya samtal" if field == "aliases" else "Barnsäkert - en god och nära vård för barn 0-6 år"
    assert f"heter redan {bearer}" in reply.error.message
    assert error_at(form_of(reply), field) == reply.error.message
    assert commands_of(reply) == [f"arbete visa {bearer}"]


@pytest.mark.parametrize(
    ("field", "typed", "refusal"),
    [
        ("name", "!!!", "går inte att söka på"),
        ("name", " ", "Fyll i namn"),
        ("aliases", "Hemma; …", "går inte att söka på"),
        ("leaders", "Okänd Människa", "Jag känner ingen som heter Okänd Människa"),
        ("leaders", "ingen@exempel.se", "Jag känner ingen med adressen ingen@exempel.se"),
        ("leaders", "Exempel", "Exempel kan vara flera"),
        ("start", "snart", "Jag förstår inte tiden ”snart”"),
        ("end", "2020", "Slutet ligger före starten"),
        ("parties", "Atlantis", "går inte att välja"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(say: Say, field: str, typed: str, refusal: str) -> None:
    fields = filled(form_of(say("arbete ny"))) | NEW | {"start": "2026", field: typed}
    reply = say("arbete ny", fields=fields)
    assert reply.error
    assert refusal in reply.error.message
    assert refusal in error_at(form_of(reply), field)


def test_a_time_without_a_year_is_kept_with_the_year_it_meant(say: Say) -> None:
    register(say, start="oktober", end="15 december")
    assert fact(say("arbete visa Trygg hemgång"), "Tid") == "oktober 2026 – 15 december 2026"


def test_leaders_are_found_by_name_address_and_organisation(say: Say) -> None:
    register(say, leaders="anna; other_leader@exempel.se; Klara Exempel, RNS")
    told = fact(say("arbete visa Trygg hemgång"), "Projektledare")
    assert (
        told
        == "Anna Exempel, Region Norrstrand; Anders Exempel, Örnköpings kommun; Klara Exempel, Region Norrstrand"
    )


def test_a_new_work_that_resembles_one_that_stands_is_told_so(say: Say) -> None:
    """Direktiv §3.1–3.2: double work is seen when it begins."""
    reply = say("arbete ny", fields=filled(form_of(say("arbete ny"))) | NEW | {"name": "Demensteam i Örnköping"})
    assert "Det liknar ”Organisationsöverskridande multidisciplinärt demensarbete”" in text_of(reply)
    assert "arbete visa Organisationsöverskridande multidisciplinärt demensarbete" in commands_of(reply)
    assert "Det liknar" not in register(
        say, name="Ett nytt sätt att boka tid", description="Boka läkartid på nätet"
    )


ABOUT = (
    "Tidigt stöd till familjer på barnavårdscentralen: sjuksköterskan frågar om psykisk hälsa, ekonomi och våld, och "
    "kommunens familjestöd tar vid samma vecka."
)
ALIKE = (
    ("Demensteamet", "", "Multidisciplinärt demensteam", ""),
    ("Barn och unga i Timrå", "", "Barn och unga i Ånge", ""),
    ("Landsbygdsprojekt fas 3", "", "Landsbygdsprojektet fas 2", ""),
    ("Trygg start", "Barnavårdscentralen frågar familjer om ekonomi, våld och psykisk hälsa; kommunens familjestöd hjälper.", "Barnkoll", ABOUT),
    ("Familjestöd på barnavårdscentralen", "", "Barnkoll", ABOUT),
)  # fmt: skip
UNLIKE = (
    ("Barn", "", "Barn och unga i Ånge", "Mer hälsa för barn och unga"),
    ("Barn och trafik", "", "Barn och unga i Ånge", ""),
    ("Nya samtal", "", "Barnkoll", "Nya frågor i alla samtal: " + ABOUT),
    ("Samverkan kring rehabilitering", "", "Samverkan för påverkbar slutenvård", ""),
    ("Digital rond", "Läkare och kommunens sjuksköterska går rond på skärm varje vecka, så att färre åker in.", "Barnkoll", ABOUT),
)  # fmt: skip


@pytest.mark.parametrize(("name", "about", "other", "other_about"), ALIKE)
def test_likeness_sees_the_same_work_in_other_words(name: str, about: str, other: str, other_about: str) -> None:
    assert (
        likeness(Described(1, (name,), about), Described(2, (other,), other_about), ["Timrå kommun", "Ånge"]) >= 72
    )


@pytest.mark.parametrize(("name", "about", "other", "other_about"), UNLIKE)
def test_likeness_lets_different_works_be(name: str, about: str, other: str, other_about: str) -> None:
    assert (
        likeness(Described(1, (name,), about), Described(2, (other,), other_about), ["Timrå kommun", "Ånge"]) < 72
    )


def test_a_change_is_told_column_by_column(say: Say) -> None:
    form = form_of(say("arbete ändra BarnSäkert", "leader"))
    fields = filled(form, stage="införande", leaders="Anna Exempel; Anders Exempel", description="Ny text")
    reply = say("arbete ändra BarnSäkert", "leader", fields)
    assert "Ändrat: beskrivning, fas, projektledare." in text_of(reply)
    shown = say("arbete visa BarnSäkert")
    assert fact(shown, "Fas") == "Införande"
    assert "Anders Exempel" in fact(shown, "Projektledare")


def test_saving_without_a_change_says_so(say: Say) -> None:
    reply = say("arbete ändra BarnSäkert", fields=filled(form_of(say("arbete ändra BarnSäkert"))))
    assert "Inget ändrades" in text_of(reply)
    assert fact(say("arbete visa BarnSäkert"), "Parter") == "Region Norrstrand och Örnköpings kommun"


def test_who_does_not_lead_a_work_cannot_change_it(say: Say) -> None:
    reply = say("arbete ändra BarnSäkert", "other_leader")
    assert reply.error
    assert "Du leder inte BarnSäkert" in reply.error.message
    assert say("arbete ändra BarnSäkert", "reader").error


def test_a_change_that_another_person_has_overtaken_is_refused_with_what_differs(say: Say) -> None:
    mine = filled(form_of(say("arbete ändra BarnSäkert", "leader")), scope="Två kommuner")
    theirs = filled(form_of(say("arbete ändra BarnSäkert")), stage="införande")
    assert say("arbete ändra BarnSäkert", fields=theirs).error is None
    reply = say("arbete ändra BarnSäkert", "leader", mine)
    assert reply.error
    assert reply.error.message.startswith("Klara Exempel ändrade BarnSäkert 19 november 2026 kl. 10.00")
    form = form_of(reply)
    assert error_at(form, "stage") == "Nu står här: införande."
    assert {each.name: each.value for each in form.fields}["scope"] == "Två kommuner"
    assert fact(say("arbete visa BarnSäkert"), "Fas") == "Införande"
    assert say("arbete ändra BarnSäkert", "leader", filled(form, stage="införande")).error is None
    assert fact(say("arbete visa BarnSäkert"), "Omfattning") == "Två kommuner"


def test_a_mistake_in_between_does_not_make_an_old_form_pass_for_a_new_one(say: Say) -> None:
    mine = form_of(say("arbete ändra BarnSäkert", "leader"))
    say(mine.command, fields=filled(form_of(say("arbete ändra BarnSäkert")), scope="Hela länet"))
    mistaken = say(mine.command, "leader", filled(mine, name=" "))
    late = say(mine.command, "leader", filled(form_of(mistaken), name="BarnSäkert"))
    assert late.error
    assert error_at(form_of(late), "scope") == "Nu står här: Hela länet."
    assert fact(say("arbete visa BarnSäkert"), "Omfattning") == "Hela länet"


def test_the_stage_changes_on_one_line(say: Say) -> None:
    assert "Ändrat: fas." in text_of(say("arbete ändra BarnSäkert fas införande", "leader"))
    assert fact(say("arbete visa BarnSäkert"), "Fas") == "Införande"
    assert "Inget ändrades" in text_of(say("arbete ändra BarnSäkert fas inforande", "leader"))
    assert say("arbete ändra BarnSäkert fas planering", "other_leader").error


def test_a_name_with_fas_in_it_is_a_name(say: Say) -> None:
    register(say, name="Landsbygdsprojektet fas 2")
    assert form_of(say("arbete ändra Landsbygdsprojektet fas 2")).title == "Ändra Landsbygdsprojektet fas 2"


def test_an_idea_that_leaves_its_stage_is_followed(say: Say) -> None:
    assert "följs" in text_of(say("arbete ändra Nya samtal fas planering"))
    assert fact(say("arbete visa Nya samtal"), "Ställning") == "Följs, inte inkluderat i portföljen"


def test_an_included_work_keeps_the_region_and_a_municipality(say: Say) -> None:
    """Årsrapport §3 holds after the decision too."""
    form = form_of(say("arbete ändra BarnSäkert"))
    reply = say("arbete ändra BarnSäkert", fields=filled(form, parties="RNS"))
    assert reply.error
    assert "minst en kommun måste vara med" in error_at(form_of(reply), "parties")


def test_every_change_is_on_record(say: Say, context: Context, programme: Known) -> None:
    """Rule 11: who changed what; the leader who left stays in the record."""
    form = form_of(say("arbete ändra BarnSäkert"))
    say("arbete ändra BarnSäkert", fields=filled(form, leaders="Anders Exempel"))
    with context.database.read() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.person_id == programme.people["coordinator"])
        ).all()
    seen = {(entry.table_name, entry.action) for entry in entries}
    assert {("project", "update"), ("project_leader", "insert"), ("project_leader", "delete")} <= seen


def test_buttons_are_what_the_person_may_do(say: Say, clock: FrozenClock) -> None:
    assert not any("ändra" in each or "avsluta" in each for each in commands_of(say("arbete BarnSäkert", "reader")))
    assert "inkludera Nya samtal" in commands_of(say("arbete Nya samtal"))
    for command in commands_of(say("arbete visa Nya samtal")):
        reply = say(command)
        assert reply.error is None or "inkluderas" in reply.error.message, command


def test_a_stage_that_cannot_be_chosen_is_refused_with_those_that_can(say: Say) -> None:
    reply = say("arbete ändra BarnSäkert fas klar", "leader")
    assert reply.error
    assert reply.error.message.startswith("”klar” är ingen fas som går att välja. Välj bland idé, dialog")
    assert all(say(command, "leader").error is None for command in commands_of(reply))
    say("arbete ändra BarnSäkert", fields=filled(form_of(say("arbete ändra BarnSäkert")), name="Landsbygd fas två"))
    assert say("arbete ändra Landsbygd fas två").error is None
