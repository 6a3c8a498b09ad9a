"""The programme itself, its parties and its labels in chat."""

from __future__ import annotations

from tests.commands.conftest import Say, fact, filled, form_of, table_of, text_of


def test_the_programme_changes_in_a_form_or_on_a_line(say: Say) -> None:
    form = form_of(say("program ändra"))
    reply = say(
        form.command, fields=filled(form, strategic_goal="En vård att lita på", start="1 juli 2021", end="2027")
    )
    assert "är ändrade" in text_of(reply)
    shown = say("program", "reader")
    assert (fact(shown, "Strategiskt mål"), fact(shown, "Tid")) == ("En vård att lita på", "1 juli 2021 – 2027")
    late = say(form.command, fields=filled(form, short_name="NV"))
    assert late.error
    assert "Nu står här: En vård att lita på" in text_of(late)
    say("program ändra kortnamn NV beställare Styrgruppen", "admin")
    assert (fact(say("program"), "Kortnamn"), fact(say("program"), "Beställare")) == ("NV", "Styrgruppen")
    backwards = say("program ändra start 2028")
    assert backwards.error
    assert "Slutet ligger före starten." in backwards.error.message
    assert say("program ändra kortnamn X", "leader").error


def test_parties_are_added_and_changed_and_no_name_means_two(say: Say) -> None:
    reply = say("part ny Nybo kommun typ kommun kortnamn Nybo alias Nyby; N-bo")
    assert "Nybo kommun finns nu bland parterna, som kommun." in text_of(reply)
    row = next(row for row in table_of(say("parter", "reader")).rows if row[1] == "Nybo kommun")
    assert row[2:] == ("Nybo", "kommun", "Nyby, N-bo")
    form = form_of(say(f"part ändra {row[0]}"))
    say(form.command, fields=filled(form, aliases="N-bo"))
    assert say(form.command, fields=filled(form, short_name="NB")).error, (
        "another person changed it in the meantime"
    )
    for line in ("part ny Öpping typ kommun", "part ny Annat typ övrig alias Regionen"):
        taken = say(line)
        assert taken.error
        assert "är redan ett namn på" in taken.error.message
    assert {each.name for each in form_of(say("part ny Nytt")).fields if each.value} == {"name"}
    assert say("part ny X typ kommun", "leader").error
    assert say("part ändra 999").error


def test_labels_are_added_and_changed(say: Say) -> None:
    say("etikett ny delmål 2 Jag är med")
    say("etikett ny målgrupp: äldre")
    again = say("etikett ny Målgrupp ÄLDRE")
    assert again.error
    assert "”äldre” finns redan som målgrupp." in again.error.message
    assert form_of(say("etikett ny Någonting")).fields[-1].value == "Någonting"
    number = table_of(say("etiketter", "reader")).rows[0][0]
    form = form_of(say(f"etikett ändra {number}"))
    say(form.command, fields=filled(form, text="Jag är med och bestämmer"))
    assert say(form.command, fields=filled(form, text="Jag")).error, "another person changed it in the meantime"
    assert table_of(say("etiketter")).rows[0][1:] == ("2", "Jag är med och bestämmer")
    assert say("etikett ny delmål 3 X", "leader").error
