"""Decisions: needed beside made (årsrapport, tabell 5), and how a needed one is settled."""

import pytest

from tests.commands.conftest import Say, fact, filled, form_of, table_of, text_of

NEEDED = "beslut behövs BarnSäkert Pengar till Ånge; HT 2026; Länsledningen; konsekvens: Piloten stannar"


def number(say: Say, line: str = NEEDED, who: str = "leader") -> str:
    return text_of(say(line, who)).partition("nummer ")[2].partition(".")[0]


def test_rule_7_what_is_missing_stands_beside_what_was_made_with_what_its_absence_causes(say: Say) -> None:
    number(say)
    number(
        say, "beslut fattat programmet Programmet införs; 2021-06; Regiondirektören; Start 1 juli", "coordinator"
    )
    number(say, "beslut avslaget BarnSäkert Egen lokal; 2024-02-13; Nämnden")
    missing, made, declined = (block for block in say("beslut", "reader").blocks if block.kind == "table")
    assert missing.columns[4] == "Om det uteblir"
    assert missing.rows[0][1:] == ("Pengar till Ånge", "Länsledningen", "HT 2026", "Piloten stannar", "BarnSäkert")
    assert made.rows[0][1:] == ("Programmet införs", "Regiondirektören", "2021-06", "Start 1 juli", "Programmet")
    assert declined.rows[0][1:4] == ("Egen lokal", "Nämnden", "13 februari 2024")
    assert [block.title for block in (missing, made, declined)] == [
        "Saknas: ett beslut",
        "Fattade: ett beslut",
        "Avslagna: ett beslut",
    ]
    assert "Programmet införs" not in text_of(say("beslut BarnSäkert"))
    assert "Egen lokal" not in text_of(say("beslut programmet"))


def test_rule_7_what_the_absence_causes_is_asked_for(say: Say) -> None:
    form = form_of(say("beslut behövs BarnSäkert Pengar till Ånge", "leader"))
    assert [each.name for each in form.fields if each.required and not each.value] == ["consequence"]
    refused = say(form.command, "leader", filled(form))
    assert refused.error
    assert refused.error.message == "Fyll i konsekvens om det uteblir."


def test_rule_11_a_settled_one_remembers_that_it_was_asked_for(say: Say) -> None:
    id_ = number(say)
    reply = say(f"beslut {id_} fattat 2026-11-18 Nämnden konsekvens: Ånge går med", "leadership")
    assert (fact(reply, "Läge"), fact(reply, "När"), fact(reply, "Instans"), fact(reply, "Konsekvens")) == (
        "Fattat",
        "18 november 2026",
        "Nämnden",
        "Ånge går med",
    )
    rows = table_of(say(f"beslut {id_}", "reader")).rows
    assert rows[0][1] == "Lena Exempel"
    assert "Läge: saknas → fattat; När: HT 2026 → 18 november 2026; Instans: Länsledningen → Nämnden" in rows[0][2]
    assert "Läge: saknas" in rows[1][2]
    again = say(f"beslut {id_} avslaget 2026-11-19", "leadership")
    assert again.error
    assert again.error.message == "Beslutet är redan fattat: 18 november 2026."


def test_a_line_without_a_day_opens_the_form(say: Say) -> None:
    id_ = number(say)
    form = form_of(say(f"beslut {id_} avslaget", "coordinator"))
    assert {each.name: each.value for each in form.fields} == {
        "when": "2026-11-19",
        "body": "Länsledningen",
        "consequence": "",
    }
    assert say(form.command, "coordinator", filled(form)).error is None
    assert fact(say(f"beslut {id_}"), "Läge") == "Avslaget"


def test_nothing_is_decided_in_the_future(say: Say) -> None:
    id_ = number(say)
    for line in (
        f"beslut {id_} fattat 2026-11-20",
        f"beslut fattat {id_} 2026-11-20",
        "beslut fattat BarnSäkert Lokal; 2026-11-20; Nämnden",
    ):
        refused = say(line, "leadership")
        assert refused.error
        assert "20 november 2026 har inte varit än" in refused.error.message


def test_who_may_settle_and_who_may_ask(say: Say) -> None:
    id_ = number(say)
    for somebody in ("reader", "other_leader"):
        assert say(f"beslut {id_} fattat 2026-11-18", somebody).error
    assert say(NEEDED, "leadership").error
    assert say(f"ändra beslut {id_}", "leadership").error
    assert say("beslut fattat demens: Lokal; 2026-11-18; Nämnden", "leadership").error is None
    assert say(f"beslut {id_} fattat 2026-11-18", "leader").error is None


def test_two_who_settle_at_once_do_not_overwrite(say: Say) -> None:
    id_ = number(say)
    form = form_of(say(f"beslut {id_} fattat", "leadership"))
    say(f"ändra beslut {id_} instans: Nämnden", "leader")
    refused = say(form.command, "leadership", filled(form, consequence="Bra"))
    assert refused.error
    mended = form_of(refused)
    assert {each.name: each.error for each in mended.fields}["body"] == "Nu står här: Nämnden."
    assert say(mended.command, "leadership", filled(mended)).error is None


def test_status_shows_what_is_missing(say: Say) -> None:
    id_ = number(say)
    say("hållpunkt BarnSäkert Start, Anna Exempel, 2027-01-01", "leader")
    status = say("status BarnSäkert")
    assert fact(status, "Beslut saknas") == "Pengar till Ånge (Länsledningen, senast HT 2026)"
    assert fact(status, "Nästa hållpunkt") == "Start (1 januari 2027, Anna Exempel)"
    say(f"beslut {id_} fattat 2026-11-18", "leadership")
    with pytest.raises(AssertionError):
        fact(say("status BarnSäkert"), "Beslut saknas")


def test_a_recurring_decision_can_be_written_in(say: Say) -> None:
    id_ = number(say, "beslut fattat programmet Godkänna årsrapporter; årligen; Länsledningen", "coordinator")
    assert fact(say(f"beslut {id_}"), "När") == "årligen"
    assert say(f"ändra beslut {id_} konsekvens: Uppdraget ses över", "coordinator").error is None
