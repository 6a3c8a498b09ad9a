"""How a line is matched to a command."""

import pytest

from commands.command import EVERYONE, Book, Call, Command, command
from commands.message import Reply
from commands.pattern import Pattern


def _declared(*patterns: str, name: str = "one") -> Command:
    def run(call: Call, **slots: str) -> Reply:
        return Reply()

    run.__name__ = name
    return command(*patterns, summary="Ett", examples=("ett",))(run)


def test_words_match_in_any_case_with_or_without_marks() -> None:
    book = Book(iter([_declared("ångra allt")]))
    for line in ("ångra allt", "ANGRA  Allt", "Ångra\tallt "):
        assert book.match(line), line
    assert book.match("ångra") is None


def test_the_more_fixed_letters_the_better() -> None:
    book = Book(iter([_declared("arbete {work}", name="show"), _declared("arbete ny", name="new")]))
    assert (match := book.match("arbete ny")) is not None
    assert match.command.name == "new"
    assert (match := book.match("arbete nytt")) is not None
    assert match.slots == {"work": "nytt"}


def test_a_closed_slot_tells_more_than_an_open_one() -> None:
    book = Book(
        iter(
            [
                _declared("rapportera {work}", name="form"),
                _declared("rapportera {work} {state} {text}", name="line"),
            ]
        )
    )
    assert (match := book.match("rapportera Barn i Ånge gul Pilot röd tråd")) is not None
    assert match.command.name == "line"
    assert match.slots == {"work": "Barn i Ånge", "state": "gul", "text": "Pilot röd tråd"}


def test_an_optional_slot_may_be_left_out_but_no_letters_are_eaten() -> None:
    book = Book(iter([_declared("portfölj {words?}")]))
    assert (match := book.match("portfölj")) is not None
    assert match.slots == {"words": ""}
    assert book.match("portföljröd") is None


def test_two_commands_with_the_same_words_fail_at_start() -> None:
    with pytest.raises(ValueError, match="both answer"):
        Book(iter([_declared("status {work}", name="one"), _declared("STATUS {text}", name="two")]))


def test_an_unknown_slot_fails_at_import() -> None:
    with pytest.raises(ValueError, match="unknown slot"):
        Pattern.parse("status {nonsense}")


def test_usage_is_made_of_the_pattern() -> None:
    assert Pattern.parse("rapportera {work} {state} {text?}").usage == "rapportera ARBETE LÄGE [TEXT]"


def test_a_question_mark_asks_for_use_only_after_a_command() -> None:
    book = Book(iter([_declared("status {work}")]))
    assert book.asked_about("status?")
    assert book.asked_about("status BarnSäkert ?")
    assert not book.asked_about("status BarnSäkert?")
    assert not book.asked_about("vad är status")


def test_spaces_without_end_are_no_trouble() -> None:
    book = Book(iter([_declared("rapportera {work} {state} {text}"), _declared("hur går det med {work}")]))
    assert book.match("rapportera x" + " " * 3900 + "y") is None
    assert book.match("rapportera " + "gul " * 900) is not None


def test_a_colon_after_a_command_is_a_space() -> None:
    book = Book(iter([_declared("status {work}")]))
    for line in ("status: BarnSäkert", "status:BarnSäkert"):
        assert (match := book.match(line)) is not None
        assert match.slots == {"work": "BarnSäkert"}
        assert line[slice(*match.spans["work"])] == "BarnSäkert"
    assert book.match("läge: BarnSäkert") is None


def test_what_a_line_begins_with_is_told_by_its_words() -> None:
    book = Book(iter([_declared("arbete", name="all"), _declared("arbete ny {text}", name="new")]))
    assert (begun := book.begun("Arbete ny", EVERYONE)) is not None
    assert begun[0].usage == "arbete ny TEXT"
    assert book.begun("arbeten", EVERYONE) is None
