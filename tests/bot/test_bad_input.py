"""Whatever is said or filled in gets a sentence; what must not be kept is neither saved, logged nor echoed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.answer import LONGEST_LINE, Context
from commands.message import FieldType, Reply
from storage.tables import Project, StatusUpdate
from tests.bot.conftest import kept, receipts
from tests.commands.conftest import Known, Say, filled, form_of, text_of

Logged = Callable[[], str]

PERSONAL = (  # from Skatteverket's published test numbers, and co-ordination numbers made to pass the checksum
    "19121212-1212",
    "191212121212",
    "121212+1212",
    "700370-2391",
    "197010632391",
    "tolv: １９１２１２１２－１２１２!",
)
HOSTILE = (
    "{{7*7}} {% raw %} ${7*7} %s %(x)s {0}",
    "<!channel> <@U1> @here <script>alert(1)</script>",
    "'; DROP TABLE project; --",
    '" OR 1=1 \\ ` $(id) | & ;',
    "🙂🏳️‍🌈👨‍👩‍👧",
    "مرحبا بالعالم \u202eomvänt\u202c \u200f",
    "a\0b",
    "\ud83d halvt",
    "\ufeff\u200b\u00ad",
    "%" * 50,
    "_" * 50,
)
LINES = ("status {}", "rapportera {} gul Text", "rapportera BarnSäkert gul {}", "hjälp {}", "historik {}", "{}")


@pytest.mark.parametrize("line", ["", " ", "\n\t \r\n", "\u200b\u00ad\0", "\u3000", " \ud800 "])
def test_nothing_said_gets_a_sentence(say: Say, line: str) -> None:
    reply = say(line)
    assert reply.error
    assert reply.error.reference is None
    assert reply.error.message.startswith("Skriv vad du vill veta eller göra")


def test_too_much_said_gets_a_sentence_and_is_not_saved(say: Say, context: Context) -> None:
    for line in ("x" * 40_000, "rapportera BarnSäkert gul " + "å" * 40_000, "status " * 10_000, "?" * 40_000):
        reply = say(line)
        assert reply.error
        assert reply.error.reference is None
        assert "tecken lång" in reply.error.message
        assert len(text_of(reply)) < 400
    assert kept(context) == []


def test_the_longest_line_and_one_more(say: Say, context: Context) -> None:
    start = "rapportera BarnSäkert gul "
    said = start + "x" * (LONGEST_LINE - len(start) - 1000)
    assert say(said).error is None
    assert len(kept(context)[0]) == len(said) - len(start)
    assert say("x" * (LONGEST_LINE + 1)).error


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_a_line_is_only_text(say: Say, context: Context, programme: Known, hostile: str) -> None:
    for line in LINES:
        reply = say(line.format(hostile))
        assert reply.error is None or reply.error.reference is None, line
        assert text_of(reply).strip()
        assert "49" not in text_of(reply)
    with context.database.read() as session:
        assert len(session.exec(select(Project)).all()) == len(programme.works)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_any_field_is_only_text(say: Say, context: Context, hostile: str) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    for each in form.fields:
        reply = say(form.command, "leader", filled(form, **{"state": "gul", "done": "Allt", each.name: hostile}))
        assert reply.error is None or reply.error.reference is None
        if each.type is FieldType.CHOICE and hostile.strip("\ufeff\u200b\u00ad"):
            assert reply.error
            assert each.label in reply.error.message
    with context.database.read() as session:
        told = session.exec(select(StatusUpdate.cause).where(StatusUpdate.cause != "")).all()
    assert all("\0" not in text and "\ud83d" not in text for text in told)


def test_what_is_saved_is_what_was_typed(say: Say, context: Context) -> None:
    for hostile in HOSTILE[:5]:
        say(f"rapportera BarnSäkert gul {hostile}", "leader")
    assert kept(context) == list(HOSTILE[:5])


def test_too_long_a_field_names_itself(say: Say, context: Context) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    for each in form.fields:
        long = filled(form, **{"state": "gul", "done": "Allt", each.name: "å" * 40_000})
        reply = say(form.command, "leader", long)
        assert reply.error
        assert reply.error.reference is None
        assert reply.error.message.startswith(each.label)
        assert len(text_of(reply)) < 10_000
    assert kept(context) == []


def test_fields_that_the_form_does_not_have_are_ignored(say: Say, context: Context) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    extra = filled(form, state="gul", done="Allt") | {
        "__class__": "x",
        "id": "1",
        "": "y",
        "dimension_999999": "röd",
    }
    assert say(form.command, "leader", extra).error is None
    assert kept(context) == ["Allt"]


@pytest.mark.parametrize("number", PERSONAL)
def test_a_personal_number_in_a_line_is_refused_and_forgotten(
    say: Say, context: Context, logged: Logged, number: str
) -> None:
    for line in (*LINES, "rapportera BarnSäkert gul Anna ({}) mår bra", "x" * 39_000 + " {}"):
        reply = say(line.format(number), "leader", deliveries=("local:1",))
        _assert_refused(reply, number)
    assert kept(context) == []
    assert receipts(context) == 0
    _assert_forgotten(_without_times(logged()), number)


@pytest.mark.parametrize("number", PERSONAL)
def test_a_personal_number_in_any_field_is_refused_and_forgotten(
    say: Say, context: Context, logged: Logged, number: str
) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    for name in [each.name for each in form.fields] + ["okänt fält"]:
        fields = filled(form, state="gul", done="Allt") | {name: f"Text {number} text"}
        _assert_refused(say(form.command, "leader", fields, deliveries=("form:1",)), number)
    assert kept(context) == []
    assert receipts(context) == 0
    _assert_forgotten(_without_times(logged()), number)


def _assert_refused(reply: Reply, number: str) -> None:
    assert reply.error
    assert reply.error.reference is None
    assert "personnummer" in reply.error.message
    _assert_forgotten(text_of(reply), number)


def _without_times(log: str) -> str:
    """The log without what is made of digits anyway."""
    lines = [json.loads(line) for line in log.splitlines()]
    assert lines
    return json.dumps([{name: line[name] for name in line.keys() - {"timestamp", "ms"}} for line in lines])


def _assert_forgotten(text: str, number: str) -> None:
    assert "1212" not in text
    assert "2391" not in text
    assert number not in text


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=120)
OPENINGS = (
    "status ",
    "rapportera ",
    "rapportera barn gul ",
    "hjälp ",
    "portfölj ",
    "historik ",
    "läget ",
    "ny ",
    "?",
)
SAID = st.one_of(
    ANYTHING, st.builds(str.__add__, st.sampled_from(OPENINGS), ANYTHING), st.text("barnsäkertgulöd 0-6?åÄ ", max_size=80)
)  # fmt: skip
FIELDS = st.dictionaries(
    st.sampled_from(("state", "done", "cause", "measure", "", "version")), ANYTHING, max_size=4
)


@given(text=SAID, fields=st.none() | FIELDS)
def test_whatever_is_said_is_no_fault(say: Say, text: str, fields: Mapping[str, str] | None) -> None:
    reply = say(text, "leader", fields)
    assert reply.error is None or reply.error.reference is None
    assert text_of(reply).strip()


@given(fields=FIELDS)
def test_whatever_is_filled_in_is_no_fault(say: Say, fields: Mapping[str, str]) -> None:
    reply = say("rapportera BarnSäkert", "leader", fields)
    assert reply.error is None or reply.error.reference is None
