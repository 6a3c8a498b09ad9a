"""What I may do."""

from tests.commands.conftest import Say, fact, text_of


def test_help_shows_what_the_role_may_do(say: Say) -> None:
    assert fact(say("hjälp", "leader"), "rapportera BarnSäkert") == "Berätta hur ett arbete går"
    reader = text_of(say("hjalp", "reader"))
    assert "status BarnSäkert" in reader
    assert "rapportera BarnSäkert" not in reader
    assert "som koordinator" in text_of(say("hjälp", "coordinator"))


def test_help_about_one_command_shows_use_and_examples(say: Say) -> None:
    reply = say("hjälp rapportera", "leader")
    assert "rapportera ARBETE LÄGE TEXT" in text_of(reply)
    assert text_of(say("rapportera?", "leader")) == text_of(reply)
    assert "status ARBETE" in fact(say("status BarnSäkert ?"), "Skriv")


def test_help_about_nothing_known_says_so(say: Say) -> None:
    assert say("hjälp kanelbulle").error
    assert say("hjälp rapportera", "reader").error


def test_use_is_shown_for_the_words_that_were_typed(say: Say) -> None:
    assert "seminarium NUMMER" in text_of(say("seminarium?", "reader"))
