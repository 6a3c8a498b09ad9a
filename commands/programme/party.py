"""The parties: the region, the municipalities and others who take part."""

from __future__ import annotations

from dataclasses import replace

from commands.command import COORDINATORS, Call, command
from commands.editing import OFFERED
from commands.form import Submission, read
from commands.line import keyed
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Field,
    FieldType,
    Form,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.programme.labels import moved
from commands.sentences import sentence
from commands.swedish.text import short
from commands.swedish.words import PARTY_KINDS, options
from storage import parties
from storage.swedish import fold
from storage.tables import Party
from storage.words import PartyKind

_WORDS = {"kortnamn": "short_name", "typ": "kind", "alias": "aliases", "kallas": "aliases", "namn": "name"}
_ALL = Action("Alla parter", "parter")


@command("parter", summary="Parterna: regionen, kommunerna och andra", examples=("parter",))
def all_parties(call: Call) -> Reply:
    """A table of the parties with their other names."""
    known, also = parties.every_party(call.session), parties.aliases(call.session)
    may_change = bool(call.person.roles & COORDINATORS)
    new = (Action("Ny part", "part ny", ActionStyle.PRIMARY),) if may_change else ()
    if not known:
        return Reply((Text(sentence("programme", "no_parties")), *((Actions(new),) if new else ())))
    rows = tuple(
        (
            str(each.id),
            each.name,
            each.short_name or "–",
            PARTY_KINDS[each.kind],
            ", ".join(alias.name for alias in also.get(each.id, ())) or "–",
        )
        for each in known
    )
    heading = Text(sentence("programme", "parties", count=len(known)), TextStyle.HEADING)
    table = Table(("Nr", "Namn", "Kortnamn", "Typ", "Kallas också"), rows, "Parter", naming=1)
    changes = [Action(f"Ändra {each.short_name or each.name}", f"part ändra {each.id}") for each in known[:OFFERED]]
    return Reply((heading, table, Actions((*new, *changes)))) if may_change else Reply((heading, table))


@command(
    "part ny",
    "part ny {text}",
    "ny part",
    "ny part {text}",
    summary="Lägg till en part",
    examples=("part ny Exempelstads kommun typ kommun kortnamn Exempelstad alias E-stad", "part ny"),
    roles=COORDINATORS,
    writes=True,
)
def new_party(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line has a name and a kind."""
    name, said = keyed(text, _WORDS)
    said |= {"name": name} if name else {}
    form = _form("part ny", "Ny part", said)
    if call.fields is None and not {"name", "kind"} <= said.keys():
        return Reply((form,))
    party = Party(name="", kind=PartyKind.OTHER, key="")
    return _saved(call, read(form, call.fields or {}, call.today), party, is_new=True)


@command(
    "part ändra {number}",
    "ändra part {number}",
    summary="Ändra en parts namn, typ eller andra namn",
    examples=("part ändra 1",),
    roles=COORDINATORS,
    writes=True,
)
def change_party(call: Call, number: str) -> Reply:
    """Open the form with what stands; or save it, unless somebody else changed it in the meantime."""
    party = parties.locked(call.session, int(number.removeprefix("#")))
    if party is None:
        raise UserError(sentence("programme", "no_party", number=number.removeprefix("#")), actions=(_ALL,))
    stands = {
        "name": party.name,
        "short_name": party.short_name,
        "kind": PARTY_KINDS[party.kind],
        "aliases": "; ".join(alias.name for alias in parties.aliases(call.session).get(party.id, ())),
    }
    seen = "\n".join(stands.values())
    form = _form(f"part ändra {party.id}", f"Ändra {party.name}", stands)
    form = replace(form, hidden=(("seen", (call.fields or {}).get("seen", seen)),))
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    if submission.text("seen") != seen:
        raise moved(replace(submission, form=replace(form, hidden=(("seen", seen),))), stands)
    return _saved(call, submission, party, is_new=False)


def _form(command: str, title: str, values: dict[str, str]) -> Form:
    fields = (
        Field("name", "Namn", required=True, max_length=200),
        Field("short_name", "Kortnamn", max_length=60),
        Field("kind", "Typ", FieldType.CHOICE, required=True, options=options(PARTY_KINDS)),
        Field("aliases", "Kallas också", hint=sentence("programme", "aliases"), max_length=500),
    )
    return Form(command, title, tuple(replace(each, value=values.get(each.name, "")) for each in fields))


def _saved(call: Call, submission: Submission, party: Party, *, is_new: bool) -> Reply:
    name, short_name = (" ".join(submission.text(field).split()) for field in ("name", "short_name"))
    others = list({fold(each): " ".join(each.split()) for each in submission.several("aliases")}.values())
    _refuse_borne(call, submission, party, {"name": [name], "short_name": [short_name], "aliases": others})
    party.name, party.short_name = name, short_name
    party.kind = submission.word("kind", PARTY_KINDS) or PartyKind.OTHER
    parties.save(call.session, party, others)
    told = sentence("programme", "party_saved", name=party.name, kind=PARTY_KINDS[party.kind], is_new=is_new)
    return Reply(
        (Text(told), Actions((_ALL, Action("Ändra", f"part ändra {party.id}"), Action("Ny part", "part ny"))))
    )


def _refuse_borne(call: Call, submission: Submission, party: Party, named: dict[str, list[str]]) -> None:
    """Refuse a name that another party bears, or that nobody could search for."""
    also = parties.aliases(call.session)
    bearers = {
        fold(name): other.name
        for other in parties.every_party(call.session)
        if other.id != party.id
        for name in (other.name, other.short_name, *(alias.name for alias in also.get(other.id, ())))
        if name
    }
    for field, names in named.items():
        for name in names:
            if name and not fold(name):
                raise submission.refused({field: sentence("project", "no_letters", name=short(name))})
            if fold(name) in bearers:
                raise submission.refused(
                    {field: sentence("programme", "name_taken", name=name, party=bearers[fold(name)])}
                )
