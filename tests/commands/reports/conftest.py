"""Reports of a whole programme with plainly invented content, of any size, with any text in every field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from bot.answer import Context
from commands.files import open_file
from commands.message import File, Reply
from commands.reports import FORMATS
from commands.reports.facts.context import ReportContext, as_data
from commands.swedish.text import clean
from storage.database import Database
from storage.words import ReportKind
from tests.commands.conftest import Say, text_of
from tests.commands.reports.portfolio import Portfolio
from tests.commands.reports.sample import compiled

Sample = Callable[..., ReportContext]
Rendered = Callable[..., bytes]
Squeeze = Callable[[str], str]


@pytest.fixture(scope="session")
def sample() -> Sample:
    """Return a function that compiles a report of a kind with so many works, each once in the whole run."""
    return cache(compiled)


@pytest.fixture(scope="session")
def rendered(sample: Sample) -> Rendered:
    """Return a function that renders such a report in a format, each once in the whole run."""

    @cache
    def render(word: str, kind: ReportKind = ReportKind.HALF_YEAR, works: int = 6) -> bytes:
        return FORMATS[word].render(sample(kind, works))

    return render


@pytest.fixture
def portfolio(database: Database) -> Iterator[Portfolio]:
    with database.write(actor="test", source="test") as session:
        yield Portfolio(session)


HOSTILE = (
    "Stöd & råd <b> \"mål\" 'x' ]]> {{ 7*7 }} {% raw %} {_{ }_} {_% %_} {# å #} #eval(1) $x^2$ "
    "\\ @ref *b* _i_ [c] = ~ =1+1 "
    "−1\u00a0% … 🎉 👩\u200d⚕️ 中文 ไทย \u2028ny\x0brad\x00\x1b\ufffe\r\nslut §"
)
LONG = ("ord " * 750, "x" * 3000, "🎉" * 500, "rad\n" * 200, "å\n\n\n\nä", "y" * 3000)


def _squeezed(text: str) -> str:
    """Text less what layout adds: white space, soft hyphens, joiners, direction marks."""
    dropped = {*"\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff", *map(chr, range(0x202A, 0x202F))}
    return "".join(char for char in text if not char.isspace() and char not in dropped)


@pytest.fixture(scope="session")
def squeezed() -> Squeeze:
    """Return `_squeezed`: tests cannot import from here."""
    return _squeezed


@pytest.fixture(scope="session")
def typed() -> list[tuple[str, str]]:
    """What was typed in the fields of the hostile report: the usual words, and those instead, stored and squeezed."""
    return []


@pytest.fixture(scope="session")
def hostile(typed: list[tuple[str, str]]) -> ReportContext:
    """A report with a different hostile text in every field, and a long one in some."""
    lengths = iter(LONG)

    def text(words: str) -> str:
        if not words:
            return ""
        is_long = words.startswith("Ett påhittat arbete")
        whole = f"fält{len(typed):04} {next(lengths, 'kort') if is_long else HOSTILE}"
        typed.append((words, _squeezed(clean(whole, 10_000))))
        return whole

    return compiled(ReportKind.HALF_YEAR, 6, text)


@pytest.fixture(scope="session")
def hostile_file(hostile: ReportContext) -> Callable[[str], bytes]:
    """Return a function that renders the hostile report in a format, once in the whole run."""
    return cache(lambda word: FORMATS[word].render(hostile))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "data":  # of a picture: what it draws is in a table too
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@pytest.fixture(scope="session")
def texts_of(hostile: ReportContext) -> Callable[[bool], list[str]]:
    """Return a function: every text of the hostile report, squeezed; of its slides only, when asked."""

    def strings(slides: bool) -> list[str]:
        data = as_data(hostile)
        if slides:
            data["chapters"] = [each for each in data["chapters"] if each["slides"]]
        return [_squeezed(text) for text in _strings(data) if "ält0" in text]

    return strings


@pytest.fixture
def draft(say: Say) -> str:
    say("rapportera BarnSäkert gul Vi har startat", "leader")
    say("rapportera Barn och Unga i Ånge grön Vi träffas", "coordinator")
    return number(say("rapport halvår 2026-2"))


def number(reply: Reply) -> str:
    """The number of the report whose files are in a reply."""
    references = [block.reference for block in reply.blocks if isinstance(block, File)]
    assert references, text_of(reply)
    return references[0].removeprefix("report/").partition(".")[0]


def settled(say: Say, wanted: str, registry: str = "") -> Reply:
    return say(f"rapport fastställ {wanted}", fields={"registry_number": registry, "sure": "ja"})


def content(context: Context, wanted: str, word: str = "docx") -> bytes:
    with context.database.read() as session:
        return open_file(session, f"report/{wanted}.{word}", None).content
