"""What I may do."""

from commands.command import Book
from commands.help.help import FIRST
from commands.message import Facts
from tests.commands.conftest import Say, commands_of, fact, text_of


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


def test_help_can_be_scanned_and_leads_to_the_rest(say: Say) -> None:
    for who in ("reader", "leader", "coordinator", "admin"):
        reply = say("hjälp", who)
        rows = [fact for block in reply.blocks if isinstance(block, Facts) for fact in block.items]
        assert len(rows) <= 20, f"{who} has {len(rows)} rows to read"
        for command in commands_of(reply):
            assert say(command, who).error is None
    assert "påminn" in text_of(say("hjälp", "coordinator"))
    assert "påminn" not in text_of(say("hjälp", "reader"))


def test_a_heading_of_the_help_shows_all_that_stands_under_it(say: Say) -> None:
    assert fact(say("hjälp rapporter"), "rapport halvår").startswith("Sammanställ")
    assert "rapport halvår" not in text_of(say("hjälp rapporter", "reader"))
    assert "ta bort risk 1" in fact(say("hjälp vad arbetena består av", "leader"), "ta bort …")


def test_what_most_people_come_for_is_there(book: Book) -> None:
    assert set(FIRST) <= {each.examples[0] for each in book.commands if each.examples}
