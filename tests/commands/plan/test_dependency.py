"""Dependencies on other works and on outside assignments (direktiv §3.1–3.2)."""

from tests.commands.conftest import Say, commands_of, fact, filled, form_of, table_of, text_of

LINE = "beroende BarnSäkert på Barn och Unga i Ånge; samma familjer"


def test_rule_5_a_dependency_is_seen_from_both_works(say: Say) -> None:
    assert say(LINE, "leader").error is None
    for work in ("BarnSäkert", "Barn och Unga i Ånge"):
        assert table_of(say(f"beroenden {work}", "reader")).rows[0][1:] == (
            "BarnSäkert",
            "Barn och Unga i Ånge",
            "samma familjer",
        )
    assert fact(say("arbete visa BarnSäkert"), "Beror på") == "Barn och Unga i Ånge"
    assert fact(say("arbete visa Barn och Unga i Ånge"), "Andra beror på det") == "BarnSäkert"
    assert "BarnSäkert beror på Barn och Unga i Ånge" in text_of(say("historik Barn och Unga i Ånge"))


def test_rule_5_an_outside_assignment_bears_its_name(say: Say) -> None:
    reply = say("beroende BarnSäkert på uppdraget Ny journal; uppgifterna ska dit", "leader")
    assert (fact(reply, "Uppdrag utanför programmet"), fact(reply, "Hur")) == ("Ny journal", "uppgifterna ska dit")
    assert fact(say("arbete visa BarnSäkert"), "Beror på") == "Ny journal (utanför programmet)"
    assert "Ny journal (utanför programmet)" in text_of(say("beroenden"))
    assert say("beroende BarnSäkert på Xyzzyprojektet i Norge", "leader").error is None


def test_rule_5_what_resembles_a_work_is_asked_about(say: Say) -> None:
    reply = say("beroende BarnSäkert på demens; samma team", "leader")
    assert reply.error is None
    as_work, outside = commands_of(reply)
    assert fact(say(as_work, "leader"), "Beror på arbetet").startswith("Organisationsöverskridande")
    assert fact(say(outside, "leader"), "Uppdrag utanför programmet") == "demens"


def test_the_form_takes_one_of_the_two(say: Say) -> None:
    form = form_of(say("beroende BarnSäkert", "leader"))
    for changes in ({}, {"other": "Nya samtal", "outside": "Ny journal"}):
        refused = say(form.command, "leader", filled(form, **changes))
        assert refused.error
        assert "antingen ett arbete eller ett uppdrag" in refused.error.message
    assert say(form.command, "leader", filled(form, other="nya samtal", how="Rum")).error is None


def test_itself_the_same_again_and_no_work_are_refused(say: Say) -> None:
    say(LINE, "leader")
    again = say(LINE, "leader")
    assert again.error
    assert "Det beroendet finns redan" in again.error.message
    itself = say("beroende BarnSäkert på BarnSäkert", "leader")
    assert itself.error
    assert "bero på sig självt" in itself.error.message
    nobody = say("beroende programmet på Nya samtal", "coordinator")
    assert nobody.error
    assert "hör till ett arbete" in nobody.error.message
    id_ = table_of(say("beroenden BarnSäkert")).rows[0][0]
    assert fact(say(f"ändra beroende {id_} hur: samma team", "leader"), "Hur") == "samma team"
    missing = say("beroende 99999")
    assert missing.error
    assert missing.error.message.startswith("Det finns inget beroende med nummer 99999")


def test_a_work_alone_opens_the_form(say: Say) -> None:
    reply = say("beroende BarnSäkert", "leader")
    assert reply.error is None
    assert form_of(reply)
