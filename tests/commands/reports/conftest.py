"""A half-yearly report with plainly invented content, of any size, with any text in every field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import cycle, islice

import pytest

from commands._message import Fact
from commands._swedish import clean
from commands.reports import FORMATS
from commands.reports.context import (
    STATES_SHOWN,
    Brief,
    Count,
    Deviation,
    Earlier,
    Entry,
    Front,
    Glance,
    History,
    HistoryRow,
    Light,
    LightRow,
    Rating,
    ReportContext,
    ReportTable,
    Work,
    light,
)
from storage.database import Database
from storage.words import State
from tests.commands.reports.portfolio import Portfolio

Sample = Callable[..., ReportContext]
Rendered = Callable[[str, int], bytes]

NAMES = (
    "BarnSäkert",
    "Samverkan för påverkbar slutenvård",
    "Barn som lever med föräldrar som dör",
    "Organisationsöverskridande multidisciplinärt demensarbete",
    "Barn och Unga i Ånge",
    "Landsbygdsprojektet fas 2",
)
DIMENSIONS = ("Tid", "Ekonomi", "Resurser", "Omfattning", "Risk", "Nytta")
MONTHS = tuple(
    f"{month} {year}"
    for year, months in (("2025", "jul aug sep okt nov dec"), ("2026", "jan feb mar apr maj jun"))
    for month in months.split()
)
STATES = (State.GREEN, State.YELLOW, State.GREEN, State.RED, None, State.GREEN)


def _lights(number: int, shift: int) -> tuple[Light, ...]:
    pattern = cycle((State.GREEN, State.GREEN, State.YELLOW, State.GREEN, None, State.RED, State.YELLOW))
    return tuple(light(state) for state in islice(pattern, shift, shift + number))


def _work(number: int, name: str, text: Callable[[str], str]) -> Work:
    state = STATES[number % len(STATES)]
    missing = state is None
    return Work(
        name=name,
        description=text(
            "Ett påhittat arbete som prövar ett nytt arbetssätt i samverkan mellan region och kommun."
        ),
        facts=(
            Fact("Projektledare", text("Anna Exempel, Region Exempel och Bo Exempel, Exempelby kommun")),
            Fact("Parter", text("Region Exempel, Exempelby kommun")),
            Fact("Form och fas", text("projekt, genomförande")),
            Fact("Start–slut", text("HT 2024–2027")),
        ),
        light=light(state),
        change=text("" if missing else "Försämrat: var grön"),
        reported=text(
            "Inget rapporterades under perioden. Senast 12 december 2025: ● Grön."
            if missing
            else "Rapporterat 12 juni 2026 av Anna Exempel, 18 dagar före periodens slut"
        ),
        missing=missing,
        ratings=() if missing else tuple(map(Rating, map(text, DIMENSIONS), _lights(len(DIMENSIONS), number))),
        done=text(
            ""
            if missing
            else "Två av tre piloter är igång och det gemensamma arbetssättet är beskrivet.\n\n"
            "Utbildning är hållen för 48 medarbetare i tre kommuner."
        ),
        next=text("" if missing else "Den tredje piloten startar i september. Nollmätningen följs upp i oktober."),
        deviations=(
            Deviation(
                text("Den tredje piloten startar fyra månader senare än planerat."),
                text("Nyckelpersoner har bytt uppdrag under våren."),
                text("Ersättare är utsedda och introduceras under augusti."),
            ),
        )
        if state in (State.YELLOW, State.RED)
        else (),
        decisions=(text("Beslut om fortsatt finansiering av samordnare under 2027."),)
        if state is State.RED
        else (),
        earlier=()
        if missing
        else (
            Earlier(
                text("9 februari"),
                light(State.GREEN),
                text("Styrgruppen är utsedd och den första piloten är igång."),
            ),
        ),
        trend=tuple(
            map(
                Entry,
                map(text, ("12 jan.", "9 feb.", "10 mars", "14 apr.", "12 maj", "12 juni")),
                _lights(6, number),
            )
        ),
    )


def _count(label: str, state: Light | None, now: int, before: int) -> Count:
    return Count(
        label, state, str(now), str(before), f"{now - before:+d}".replace("-", "−") if now != before else "0"
    )


def _glance(works: tuple[Work, ...], text: Callable[[str], str]) -> Glance:
    per_state = [sum(work.light == light(state) for work in works) for state in STATES_SHOWN]
    unrated = tuple(light(None) for _ in DIMENSIONS)
    return Glance(
        text=text("Portföljen omfattar sex utvecklingsarbeten. Fem av dem rapporterade under perioden."),
        counts=tuple(
            _count(light(state).name, light(state), now, 1)
            for state, now in zip(STATES_SHOWN, per_state, strict=True)
        ),
        total=_count("Summa", None, len(works), 4),
        dimensions=tuple(map(text, DIMENSIONS)),
        rows=tuple(
            LightRow(
                work.name,
                work.light,
                text("var grön" if work.deviations else ""),
                tuple(rating.light for rating in work.ratings) or unrated,
            )
            for work in works
        ),
        changes=tuple(
            text(f"{work.name} har gått från grön till {work.light.name.lower()}.")
            for work in works
            if work.deviations
        ),
    )


def _tables(works: tuple[Work, ...], text: Callable[[str], str]) -> dict[str, ReportTable]:
    seminars = tuple(
        tuple(map(text, row))
        for row in (
            (
                "2 feb.",
                "Exempel på gemensam familjehemsorganisation",
                "Digitalt",
                "Kommun och region",
                "Cecilia Exempel, Exempelförbundet",
                "86",
            ),
            (
                "22 mars",
                "Tre påhittade piloter",
                "Digitalt",
                "Kommun och region",
                "Anna Exempel, Region Exempel\nDavid Exempel, Exempelby kommun",
                "43",
            ),
            (
                "24 apr.",
                "Temakonferens Exempel",
                "Fysiskt",
                "Kommun, region, privata vårdgivare, intresse- och brukarorganisationer",
                "",
                "1 275",
            ),
            ("Löpande", "Metod- och kunskapsstöd", "Hybrid", "Kommun och region", "", ""),
        )
    )
    return {
        "seminars": ReportTable(
            text("Seminarier och aktiviteter januari–juni 2026"),
            ("Datum", "Titel", "Format", "Målgrupp", "Föreläsare", "Deltagare"),
            seminars if works else (),
            "Inga seminarier eller aktiviteter är registrerade för perioden.",
        ),
        "portfolio": ReportTable(
            text("Utvecklingsportföljen 30 juni 2026"),
            ("Arbete", "Beskrivning", "Samverkansparter", "Projektledare"),
            tuple((w.name, w.description, w.facts[1].value, w.facts[0].value) for w in works),
            "Inga arbeten ingår i portföljen.",
        ),
        "recommendations": ReportTable(
            text("Beslut som arbetena behöver"),
            ("Arbete", "Beslut som behövs", "Läge"),
            tuple((w.name, text, w.light.name) for w in works for text in w.decisions),
            "Inget arbete har begärt beslut under perioden.",
        ),
        "sources": ReportTable(
            text("Uppgifternas ursprung"),
            ("Uppgift", "Källa"),
            (
                (text("Läge och dimensioner"), text("Arbetets senaste statusuppdatering 1 januari–30 juni 2026")),
                (text("Antal efter läge"), text("Räknat på 6 arbeten och 31 statusuppdateringar")),
            ),
            "",
        ),
    }


def _history(works: tuple[Work, ...], text: Callable[[str], str]) -> History:
    return History(
        title=text("Läget månad för månad"),
        months=MONTHS,
        rows=tuple(HistoryRow(work.name, _lights(12, number)) for number, work in enumerate(works)),
        alt=text("Diagram över läget per månad, juli 2025–juni 2026. Samma uppgifter står som tabell i bilagan."),
    )


@pytest.fixture(scope="session")
def sample() -> Sample:
    """Return a function that makes a report of `number` works; `text` may replace every written word."""

    def make(number: int = 6, text: Callable[[str], str] = str) -> ReportContext:
        names = [NAMES[n] if n < len(NAMES) else f"Exempelarbete {n + 1}" for n in range(number)]
        works = tuple(_work(n, text(name), text) for n, name in enumerate(names))
        return ReportContext(
            created="2026-06-30T09:00:00+02:00",
            front=Front(
                programme=text("Programmet Exempel i Västernorrland"),
                title=text("Halvårsrapport januari–juni\u00a02026"),
                status=text("Utkast"),
                facts=(
                    Fact("Beställare", text("Länsledning Exempel")),
                    Fact("Period", text("1 januari–30 juni 2026")),
                    Fact("Version", text("Version 1, 30 juni 2026")),
                    Fact("Diarienummer", text("EX 2026/123")),
                ),
            ),
            summary=(
                text(
                    "Tre av sex arbeten går enligt plan. Ett har en större avvikelse och ett har inte rapporterat."
                ),
                text("Under perioden hölls två seminarier och en temakonferens med sammanlagt 1 404 deltagare."),
            ),
            glance=_glance(works, text),
            history=_history(works, text),
            works=works,
            followed=(_work(1, text("Ett arbete som följs"), text),),
            ideas=(Brief(text("En tidig idé"), "", (Fact("Från", text("Eva Exempel, Region Exempel")),)),),
            **_tables(works, text),
        )

    return make


@pytest.fixture(scope="session")
def rendered(sample: Sample) -> Rendered:
    """Return a function that renders the sample of so many works in a format, each once in the whole run."""
    return cache(lambda word, number: FORMATS[word].render(sample(number)))


@pytest.fixture
def portfolio(database: Database) -> Iterator[Portfolio]:
    with database.write(actor="test", source="test") as session:
        yield Portfolio(session)


HOSTILE = (
    "Stöd & råd <b> \"mål\" 'x' ]]> {{ 7*7 }} {% raw %} {_{ }_} {_% %_} {# å #} #eval(1) $x^2$ "
    "\\ @ref *b* _i_ [c] = ~ "
    "−1\u00a0% … 🎉 👩\u200d⚕️ 中文 ไทย \u2028ny\x0brad\x00\x1b\ufffe\r\nslut §"
)


def _squeezed(text: str) -> str:
    """Text less what layout adds: white space, soft hyphens, joiners, direction marks."""
    dropped = {*"\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff", *map(chr, range(0x202A, 0x202F))}
    return "".join(char for char in text if not char.isspace() and char not in dropped)


@pytest.fixture(scope="session")
def squeezed() -> Callable[[str], str]:
    """Return `_squeezed`: tests cannot import from here."""
    return _squeezed


@pytest.fixture(scope="session")
def hostile(sample: Sample) -> tuple[ReportContext, list[str]]:
    """A report with a different hostile text in every field, and those texts squeezed."""
    typed: list[str] = []

    def text(words: str) -> str:
        if not words:
            return ""
        typed.append(f"fält{len(typed):04} {HOSTILE}")
        return typed[-1]

    context = sample(4, text)
    return context, [_squeezed(clean(words, 10_000)) for words in typed]
