"""The parties: the region, the municipalities and others who take part."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.editing import MAX_BUTTONS, no_such, number_of
from commands.entries.fields import Choice, Columns, Name
from commands.form import Submission, read
from commands.lookup import called
from commands.message import MAX_LINE, Action, Actions, ActionStyle, Form, Reply, Table, Text, TextStyle
from commands.register import SHORT_NAME, Derived, Fields, filled, unique_names, wrong_names
from commands.sentences import sentence
from commands.swedish.words import PARTY_KINDS
from storage import parties
from storage.swedish import fold
from storage.tables import Party
from storage.words import PartyKind

_FIELDS = Fields(
    Name("name", "Namn", keywords=("namn",)),
    SHORT_NAME,
    Choice("kind", "Typ", required=True, vocabulary=PARTY_KINDS, keywords=("typ",)),
    Derived("aliases", "Kallas också", max_length=MAX_LINE, keywords=("alias", "kallas"),
        hint="Andra namn som folk använder, med semikolon mellan, till exempel Övik; Ö-vik.",
        show=lambda call, party: "; ".join(each.name for each in parties.aliases(call.session).get(party.id, ())),
        take=lambda _, submission, __: {"aliases": unique_names(submission, "aliases")}),
)  # fmt: skip
_ALL = Action("Alla parter", "parter")


@command("parter", summary="Parterna: regionen, kommunerna och andra", examples=("parter",))
def all_parties(call: Call) -> Reply:
    """A table of the parties with their other names."""
    known, also = parties.every_party(call.session), parties.aliases(call.session)
    may_change = bool(call.person.roles & COORDINATORS)
    new = (Action("Ny part", "part ny", ActionStyle.PRIMARY),) if may_change else ()
    if not known:
        return Reply.of(sentence("programme", "no_parties"), *new)
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
    changes = [Action(f"Ändra {called(each)}", f"part ändra {each.id}") for each in known[:MAX_BUTTONS]]
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
    said = _FIELDS.read_line(text)
    form = Form("part ny", "Ny part", _FIELDS.form_fields(call, said))
    if call.fields is None and not {"name", "kind"} <= said.keys():
        return Reply((form,))
    return _saved(call, read(form, call.fields or {}, call.today), Party(name="", kind=PartyKind.OTHER, key=""))


@command(
    "part ändra {number}",
    "ändra part {number}",
    summary="Ändra en parts namn, typ eller andra namn",
    examples=("part ändra 1",),
    roles=COORDINATORS,
    writes=True,
)
def change_party(call: Call, number: str) -> Reply:
    """Open the form with the current values; or save it, unless another person changed it in the meantime."""
    party = parties.locked(call.session, number_of(number))
    if party is None:
        raise no_such("part", number_of(number), _ALL)
    form, submission = _FIELDS.changing(call, f"part ändra {party.id}", f"Ändra {party.name}", party)
    return _saved(call, submission, party) if submission else Reply((form,))


def _saved(call: Call, submission: Submission, party: Party) -> Reply:
    columns = _FIELDS.to_columns(call, submission, party)
    _refuse_borne(call, submission, party, columns)
    others = columns.pop("aliases")
    is_new = party.id is None
    parties.save(call.session, filled(party, columns), others)
    saved = sentence("programme", "party_saved", name=party.name, kind=PARTY_KINDS[party.kind], is_new=is_new)
    return Reply.of(saved, _ALL, Action("Ändra", f"part ändra {party.id}"), Action("Ny part", "part ny"))


def _refuse_borne(call: Call, submission: Submission, party: Party, columns: Columns) -> None:
    """Refuse a name that another party bears, or that nobody could search for."""
    also = parties.aliases(call.session)
    bearers = {
        fold(name): other.name
        for other in parties.every_party(call.session)
        if other.id != party.id
        for name in (other.name, other.short_name, *(alias.name for alias in also.get(other.id, ())))
        if name
    }
    names = {
        "name": [columns["name"]],
        "short_name": filter(None, [columns["short_name"]]),
        "aliases": columns["aliases"],
    }
    if errors := wrong_names(names, bearers, "programme"):
        raise submission.refused(errors)
