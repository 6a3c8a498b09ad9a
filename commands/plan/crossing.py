"""What crosses the border between two parties, and what that costs (direktiv §3.1 and §5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from commands.command import LEADERS, Call, command
from commands.editing import Shown, as_kronor, as_text
from commands.entries.commands import commands_for_one
from commands.entries.kind import LONGEST, EntryKind
from commands.entries.listing import ListQuery, brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.lookup import party_options
from commands.message import Block, Fact, Facts, Field, FieldType, Reply, UserError
from commands.sentences import sentence
from commands.swedish.text import kronor, parse_kronor
from storage import parties, plan
from storage.tables import Crossing, Party

_LINE = re.compile(
    r"(?P<what>.+?)[,;]?\s+från\s+(?P<giver>.+?)[,;]?\s+till\s+(?P<taker>.+?)(?:(?:[,;]\s*|\s+)(?P<cost>\d.*))?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_COST = 60


def _fields(call: Call) -> tuple[Field, ...]:
    parties = party_options(call)
    return (
        Field(
            "what", "Vad", FieldType.LONG_TEXT, required=True, hint=sentence("crossing", "what"), max_length=LONGEST
        ),
        Field("giver", "Från part", FieldType.CHOICE, required=True, options=parties),
        Field("taker", "Till part", FieldType.CHOICE, required=True, options=parties),
        Field("cost", "Kostnad", hint=sentence("crossing", "cost"), max_length=_LONGEST_COST),
    )


def _short(party: Party | None) -> str:
    return (party.short_name or party.name) if party else ""


def _written(call: Call, row: Crossing) -> dict[str, str]:
    names = {party.id: _short(party) for party in parties.parties(call.session)}
    cost = kronor(row.cost) if row.cost is not None else ""
    return {
        "what": row.what,
        "giver": names.get(row.from_party_id, ""),
        "taker": names.get(row.to_party_id, ""),
        "cost": cost,
    }


def _columns(call: Call, submission: Submission, _: Crossing | None) -> dict[str, object]:
    """Two different parties, and kronor however they are typed. UserError for a cost below nothing."""
    ids = {_short(party): party.id for party in parties.parties(call.session)}
    giver, taker = ids[submission.text("giver")], ids[submission.text("taker")]
    if giver == taker:
        raise submission.refused({"taker": sentence("crossing", "same")})
    cost = submission.parsed("cost", _cost)
    return {"what": submission.text("what"), "from_party_id": giver, "to_party_id": taker, "cost": cost}


def _cost(text: str) -> Decimal:
    amount = parse_kronor(text)
    if amount < 0:
        raise UserError(sentence("crossing", "below_nothing"))
    return Decimal(amount)


def _unlabelled(call: Call, main: str) -> Mapping[str, str]:
    """Read "Hembesök från Regionen till Sundsvall 371 kkr" and "Hembesök; Regionen; Sundsvall; 371 kkr".

    Any name of a party will do.
    """
    what, *parts = (part.strip() for part in main.split(";"))
    if len(parts) in (2, 3):
        giver, taker, *cost = parts
        return {
            "what": what,
            "giver": _any_name(call, giver),
            "taker": _any_name(call, taker),
            "cost": "".join(cost),
        }
    found = _LINE.fullmatch(main)
    if not found:
        return {"what": main}
    parties = {name: _any_name(call, found[name]) for name in ("giver", "taker")}
    return {"what": found["what"], **parties, "cost": found["cost"] or ""}


def _any_name(call: Call, name: str) -> str:
    return _short(parties.party_by_name(call.session, name)) or name


def _told(call: Call) -> Mapping[str, tuple[str, Shown]]:
    names = {party.id: _short(party) for party in parties.parties(call.session)}
    ends = {"from_party_id": ("Från part", names.__getitem__), "to_party_id": ("Till part", names.__getitem__)}
    return {"what": ("Vad", as_text), **ends, "cost": ("Kostnad", as_kronor)}


CROSSING = EntryKind(
    table=Crossing,
    word="gränsöverskridande",
    many="gränsöverskridanden",
    the="Gränsöverskridandet",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda _, row: row.what,
    unlabelled=_unlabelled,
    changes=("ändra gränsöverskridande 1 kostnad: 400 kkr",),
    labels={"kostnad:": "cost", "vad:": "what", "fran:": "giver", "till:": "taker"},
    told=_told,
    is_neuter=True,
    after_end=True,
)


@command(
    "gränsöverskridande {told?}",
    "gränsöverskridande nytt",
    summary="Lägg in vad som går över gränsen mellan två parter, och vad det kostar",
    examples=("gränsöverskridande", "gränsöverskridande BarnSäkert Hembesök från Regionen till Sundsvall 371 kkr"),
    roles=LEADERS,
    writes=True,
)
def add_crossing(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form with what it says."""
    return add(call, CROSSING, told)


show_crossing, change_crossing, remove_crossing = commands_for_one(CROSSING)


@command(
    "gränsöverskridanden {words?}",
    summary="Gränsöverskridanden och vad de kostar tillsammans",
    examples=("gränsöverskridanden", "gränsöverskridanden BarnSäkert"),
)
def crossings(call: Call, words: str = "") -> Reply:
    """Each with its cost, and their sum, which is computed (rules 4 and 8)."""
    return listing(call, CROSSING, words, ("Vad", "Från", "Till", "Kostnad"), _cells, _sum)


def total(call: Call, scope: plan.Scope) -> str:
    """What crossings cost together, and how many of them have no cost."""
    amount, without = plan.crossing_cost(call.session, scope)
    return sentence("crossing", "total", amount=amount, without=without)


def _sum(call: Call, query: ListQuery) -> tuple[Block, ...]:
    return (Facts((Fact("Summa", total(call, query.scope)),)),)


def _cells(call: Call, row: Crossing) -> tuple[str, ...]:
    stands = _written(call, row)
    return brief(row.what), stands["giver"], stands["taker"], stands["cost"] or "–"
