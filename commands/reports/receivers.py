"""The list that reports are delivered to (programme directive, sections 4 and 8)."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.editing import MAX_BUTTONS, no_such, number_of
from commands.entries.fields import Choice, Columns, EntryField
from commands.form import Submission, read
from commands.lookup import person_named
from commands.message import MAX_NAME, Action, Actions, FieldType, Form, Reply, Table
from commands.register import Derived, Fields
from commands.sentences import sentence
from commands.swedish.words import DELIVERY_KINDS
from storage import reports
from storage.tables import Receiver


def _take_person(call: Call, submission: Submission, _receiver: None) -> Columns:
    name = submission.text("person")
    found = person_named(call, name) if name else []
    if len(found) > 1:
        raise submission.refused({"person": f"Flera personer kan heta så: ”{name[:60]}”. Skriv hela namnet."})
    if name and not found:
        nobody = f"Jag hittar ingen som heter ”{name[:60]}”. Lämna tomt och ange en adress."
        raise submission.refused({"person": nobody})
    return {"person_id": found[0].id if found else None}


_FIELDS = Fields(
    EntryField("name", "Mottagare", required=True, max_length=MAX_NAME),
    Choice("kind", "Slag", required=True, vocabulary=DELIVERY_KINDS),
    EntryField("address", "Adress", max_length=MAX_NAME, hint="En e-postadress, eller hur rapporten lämnas"),
    Derived("person", "Person i chatten", type=FieldType.PERSON, take=_take_person,
        hint="Om rapporten ska skickas till någon här i chatten"),
)  # fmt: skip
_ALL = Action("Alla mottagare", "mottagare")


@command(
    "mottagare",
    "leveranslista",
    summary="Vilka som rapporterna levereras till",
    examples=("mottagare",),
    roles=COORDINATORS,
)
def receivers(call: Call) -> Reply:
    """The list, in the order in which reports are sent."""
    listed = reports.receivers(call.session)
    new = Action("Ny mottagare", "mottagare ny")
    if not listed:
        return Reply.of(sentence("receivers", "nobody"), new)
    rows = tuple((str(each.id), each.name, DELIVERY_KINDS[each.kind], reached(each)) for each in listed)
    off = (Action(f"Ta bort {each.name}", f"mottagare bort {each.id}") for each in listed[:MAX_BUTTONS])
    table = Table(("Nr", "Mottagare", "Slag", "Hur den nås"), rows, "Mottagare av rapporter", naming=1)
    return Reply((table, Actions((new, *off))))


def reached(receiver: Receiver) -> str:
    """How a report gets to this receiver: through the chat, by an address, or as the coordinator says."""
    return "i chatten" if receiver.person_id else receiver.address or "anges vid leveransen"


@command(
    "mottagare ny",
    "mottagare ny {text}",
    "ny mottagare",
    "ny mottagare {text}",
    summary="Lägg till en mottagare av rapporter",
    examples=("mottagare ny Länsledningen, beställare, registrator@exempel.se", "mottagare ny"),
    roles=COORDINATORS,
    writes=True,
)
def new_receiver(call: Call, text: str = "") -> Reply:
    """Name, what they are to the programme, and an address or a person who is in the chat."""
    said = dict(zip(("name", "kind", "address"), (part.strip() for part in text.split(",", 2)), strict=False))
    form = Form("mottagare ny", "Ny mottagare", _FIELDS.form_fields(call, said), submit="Lägg till")
    if call.fields is None and not said.get("kind"):
        return Reply((form,))
    columns = _FIELDS.to_columns(call, read(form, call.fields or {}, call.today), None)
    position = max((each.position for each in reports.receivers(call.session)), default=0) + 1
    receiver = Receiver(**columns, position=position, created_at=call.now)
    call.session.add(receiver)
    call.session.flush()
    return Reply.of(sentence("receivers", "added", name=receiver.name, how=reached(receiver)), _ALL)


@command(
    "mottagare bort {number}",
    "ta bort mottagare {number}",
    summary="Ta bort en mottagare från listan",
    examples=("mottagare bort 1",),
    roles=COORDINATORS,
    writes=True,
)
def remove(call: Call, number: str) -> Reply:
    """Take a receiver off the list; what has been sent stays on record."""
    receiver = reports.receiver(call.session, number_of(number))
    if receiver is None or receiver.ended_at is not None:
        raise no_such("mottagare", number_of(number), _ALL)
    receiver.ended_at = call.now
    call.session.add(receiver)
    call.session.flush()
    return Reply.of(sentence("receivers", "removed", name=receiver.name), _ALL)
