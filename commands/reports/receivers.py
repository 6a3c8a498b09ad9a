"""The list that reports are delivered to (programme directive, sections 4 and 8)."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.form import Submission, read
from commands.lookup import person_named
from commands.message import Action, Actions, Field, FieldType, Form, Reply, Table, Text, UserError
from commands.sentences import sentence
from commands.swedish.words import DELIVERY_KINDS, options
from storage import reports
from storage.tables import Receiver
from storage.words import DeliveryKind

COLUMNS = ("Nr", "Mottagare", "Slag", "Hur den nås")
LONGEST = 200


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
        return Reply((Text(sentence("receivers", "nobody")), Actions((new,))))
    rows = tuple((str(each.id), each.name, DELIVERY_KINDS[each.kind], reached(each)) for each in listed)
    off = tuple(Action(f"Ta bort {each.name}", f"mottagare bort {each.id}") for each in listed[:5])
    return Reply((Table(COLUMNS, rows, title=sentence("receivers", "title"), naming=1), Actions((new, *off))))


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
    name, kind, address = ([part.strip() for part in text.split(",", 2)] + ["", "", ""])[:3]
    form = Form(
        "mottagare ny",
        "Ny mottagare",
        (
            Field("name", "Mottagare", required=True, value=name, max_length=LONGEST),
            Field("kind", "Slag", FieldType.CHOICE, required=True, value=kind, options=options(DELIVERY_KINDS)),
            Field(
                "address", "Adress", value=address, hint=sentence("receivers", "address_hint"), max_length=LONGEST
            ),
            Field("person", "Person i chatten", FieldType.PERSON, hint=sentence("receivers", "person_hint")),
        ),
        submit="Lägg till",
    )  # fmt: skip
    if call.fields is None and not kind:
        return Reply((form,))
    return _saved(call, read(form, call.fields or {}, call.today))


def _saved(call: Call, submission: Submission) -> Reply:
    position = max((each.position for each in reports.receivers(call.session)), default=0) + 1
    receiver = Receiver(
        kind=submission.word("kind", DELIVERY_KINDS) or DeliveryKind.OTHER,
        name=submission.text("name"),
        address=submission.text("address"),
        person_id=_person(call, submission),
        position=position,
        created_at=call.now,
    )
    call.session.add(receiver)
    call.session.flush()
    told = sentence("receivers", "added", name=receiver.name, how=reached(receiver))
    return Reply((Text(told), Actions((Action("Alla mottagare", "mottagare"),))))


def _person(call: Call, submission: Submission) -> int | None:
    name = submission.text("person")
    found = person_named(call, name) if name else []
    if len(found) > 1:
        raise submission.refused({"person": f"Flera personer kan heta så: ”{name[:60]}”. Skriv hela namnet."})
    if name and not found:
        raise submission.refused(
            {"person": f"Jag hittar ingen som heter ”{name[:60]}”. Lämna tomt och ange en adress."}
        )
    return found[0].id if found else None


@command(
    "mottagare bort {number}",
    "ta bort mottagare {number}",
    summary="Ta bort en mottagare från listan",
    examples=("mottagare bort 1",),
    roles=COORDINATORS,
    writes=True,
)
def remove(call: Call, number: str) -> Reply:
    """What was sent stays on record."""
    receiver = reports.receiver(call.session, int(number.lstrip("#")))
    if receiver is None or receiver.ended_at is not None:
        raise UserError(
            f"Det finns ingen mottagare med nummer {number}.", actions=(Action("Alla mottagare", "mottagare"),)
        )
    receiver.ended_at = call.now
    call.session.add(receiver)
    call.session.flush()
    return Reply(
        (
            Text(sentence("receivers", "removed", name=receiver.name)),
            Actions((Action("Alla mottagare", "mottagare"),)),
        )
    )
