"""What must be known now and not in June: a significant deviation goes out the moment it is saved (direktiv §7)."""

from __future__ import annotations

from commands._command import Call
from commands._lookup import called
from commands._message import Action, Actions, ActionStyle, Fact, Facts, Reply, Text, TextStyle
from commands._notices import tell
from commands._sentences import say
from commands._words import state_phrase, state_word
from storage import people
from storage.tables import Project, StatusUpdate
from storage.words import Role, State

DEVIATION = "deviation"
_TOLD = (Role.LEADERSHIP, Role.COORDINATOR)


def tell_at_once(call: Call, work: Project, update: StatusUpdate, before: State | None) -> int:
    """Tell leadership and coordinators of an entry that is red or tells of a deviation; returns how many.

    In the transaction of the entry itself. The outbox is the record of who was told when. Whoever wrote the entry
    is not told of it.
    """
    if update.state is not State.RED and not update.deviation:
        return 0
    persons = people.with_roles(call.session, _TOLD)
    told = [each.id for each in persons if each.anonymised_at is None and each.id != call.person.id]
    return tell(call, told, DEVIATION, f"update:{update.id}", _written(call, work, update, before))


def _written(call: Call, work: Project, update: StatusUpdate, before: State | None) -> Reply:
    told = (
        ("Läge", state_phrase(update.state)),
        ("Förut", state_word(before) if before is not update.state else ""),
        ("Avvikelse", update.deviation),
        ("Orsak", update.cause),
        ("Åtgärd", update.measure),
        ("Beslut behövs", update.decision_needed),
        ("Genomfört", "" if update.deviation else update.done),
    )
    facts = Facts(tuple(Fact(label, text) for label, text in told if text))
    by = call.person.name if call.person.id is not None else ""
    moves = (
        Action("Visa läget", f"status {work.name}", ActionStyle.PRIMARY),
        Action("Vem leder arbetet?", f"vem {work.name}"),
    )
    return Reply(
        (
            Text(say("reminders", "deviation_heading", work=called(work)), TextStyle.HEADING),
            facts,
            Text(say("reminders", "deviation", by=by), TextStyle.NOTE),
            Actions(moves),
        )
    )
