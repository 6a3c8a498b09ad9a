"""What must be known now and not in June: a significant deviation goes out the moment it is saved (direktiv §7)."""

from __future__ import annotations

from commands.command import Call
from commands.lookup import called
from commands.message import Action, Actions, ActionStyle, Fact, Facts, Reply, Text, TextStyle
from commands.notify import tell
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.words import state_phrase, state_word
from storage import people
from storage.tables import Deviation, Project, StatusUpdate
from storage.words import Role, State

DEVIATION = "deviation"
_RECIPIENT_ROLES = (Role.LEADERSHIP, Role.COORDINATOR)


def alert_of_report(call: Call, work: Project, update: StatusUpdate, before: State | None) -> int:
    """Alert leadership and coordinators to an entry that is red or states a deviation; returns how many.

    In the transaction of the entry itself. The outbox is the record of who was alerted when. The author of the
    entry is not alerted.
    """
    if update.state is not State.RED and not update.deviation:
        return 0
    return tell(call, _recipients(call), DEVIATION, f"update:{update.id}", _written(call, work, update, before))


def alert_of_deviation(call: Call, deviation: Deviation, work: Project | None) -> int:
    """Alert the same people to a deviation by itself; returns how many. `work` is None for the programme's."""
    stated = (
        ("Avvikelse", deviation.what),
        ("Orsak", deviation.cause),
        ("Åtgärd", deviation.action),
        ("Datum", long_date(deviation.happened_on)),
    )
    facts = Facts(tuple(Fact(label, text) for label, text in stated if text))
    look = Action("Visa avvikelsen", f"avvikelse {deviation.id}", ActionStyle.PRIMARY)
    moves = Actions((look, Action("Visa läget", f"status {work.name}"))) if work else Actions((look,))
    about = called(work) if work else "programmet"
    return tell(call, _recipients(call), DEVIATION, alert_subject(deviation), _alert(call, about, facts, moves))


def alert_subject(deviation: Deviation) -> str:
    """What the messages about a deviation are about, in the outbox."""
    return f"deviation:{deviation.id}"


def _recipients(call: Call) -> list[int]:
    persons = people.with_roles(call.session, _RECIPIENT_ROLES)
    return [each.id for each in persons if each.anonymised_at is None and each.id != call.person.id]


def _written(call: Call, work: Project, update: StatusUpdate, before: State | None) -> Reply:
    stated = (
        ("Läge", state_phrase(update.state)),
        ("Förut", state_word(before) if before is not update.state else ""),
        ("Avvikelse", update.deviation),
        ("Orsak", update.cause),
        ("Åtgärd", update.measure),
        ("Beslut behövs", update.decision_needed),
        ("Genomfört", "" if update.deviation else update.done),
    )
    facts = Facts(tuple(Fact(label, text) for label, text in stated if text))
    moves = (
        Action("Visa läget", f"status {work.name}", ActionStyle.PRIMARY),
        Action("Vem leder arbetet?", f"vem {work.name}"),
    )
    return _alert(call, called(work), facts, Actions(moves))


def _alert(call: Call, about: str, facts: Facts, moves: Actions) -> Reply:
    by = call.person.name if call.person.id is not None else ""
    heading = Text(sentence("reminders", "deviation_heading", work=about), TextStyle.HEADING)
    return Reply((heading, facts, Text(sentence("reminders", "deviation", by=by), TextStyle.NOTE), moves))
