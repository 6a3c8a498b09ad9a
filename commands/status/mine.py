"""What is one's own: works led and whether they are reported, seminars signed up for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commands.command import Call, command
from commands.lookup import called, must_be_known
from commands.message import Action, Actions, ActionStyle, Block, Reply, Table, Text, TextStyle
from commands.reminders.dates import current_round, opening
from commands.reminders.ladder import Dates
from commands.sentences import sentence
from commands.swedish.dates import ago, local, weekday_date
from commands.swedish.text import in_order
from commands.swedish.words import state_word
from storage import absences, activities, projects
from storage.tables import Activity, Project, Signup
from storage.words import SignupState, Standing


@command(
    "mina",
    "mina arbeten",
    "mitt",
    summary="Dina arbeten och seminarier, och vad som väntar på dig",
    examples=("mina",),
    private=True,
)
def mine(call: Call) -> Reply:
    """What the person leads or is deputy for, with what is owed, and the seminars they are signed up for."""
    me = must_be_known(call)
    dates = current_round(call.session, call.today, call.zone)
    led = {work.id: work for work in projects.led_by(call.session, me) if work.closed_at is None}
    instead = {
        id_: found for id_, found in absences.covered_by(call.session, me, call.today).items() if id_ not in led
    }
    works = in_order([*led.values(), *(work for work, _ in instead.values())], lambda work: work.name)
    absent = {id_: name for id_, (_, name) in instead.items()}
    owed = [work for work in works if _is_owed(call, work, dates)]
    seminars = _coming(call, me)
    blocks: list[Block] = []
    if works:
        owing = sentence(
            "mine",
            "owing",
            is_open=dates.is_open(call.today),
            round=dates.period.label,
            opens=weekday_date(dates.opens),
            deadline=weekday_date(dates.deadline),
            owed=[called(work) for work in owed],
        )
        blocks += [Text("Dina arbeten", TextStyle.HEADING), Text(owing), _works(call, works, owed, absent)]
    if seminars:
        blocks += [Text("Dina seminarier", TextStyle.HEADING), _seminars(seminars)]
    if not blocks:
        blocks.append(Text(sentence("mine", "nothing")))
    return Reply((*blocks, _moves(works, owed, seminars)))


def _is_owed(call: Call, work: Project, dates: Dates) -> bool:
    """Whether an open round waits for this work: it is included and has no report since the round opened.

    The same as `omgång` shows coordinators (reports are due in June and December, direktiv §7).
    """
    if not dates.is_open(call.today) or work.standing is not Standing.INCLUDED:
        return False
    return work.latest_at is None or work.latest_at < opening(dates, call.zone)


def _works(call: Call, works: Sequence[Project], owed: Sequence[Project], absent: Mapping[int, str]) -> Table:
    """Each work, how it goes, and whose it is where the person is only a deputy."""
    rows = tuple(
        (
            sentence("reminders", "on_behalf_of", work=called(work), name=absent[work.id])
            if work.id in absent
            else called(work),
            state_word(work.latest_state),
            ago(local(work.latest_at, call.zone).date(), call.today) if work.latest_at else "aldrig",
            "Ja" if work in owed else "Nej",
        )
        for work in works
    )
    return Table(("Arbete", "Läge", "Senast", "Väntar på rapport"), rows, "Dina arbeten")


def _coming(call: Call, person_id: int) -> list[tuple[Activity, Signup]]:
    """What the person has a seat at, or waits for, from today on."""
    return [
        (activity, signup)
        for activity, signup in activities.signed_up_by(call.session, person_id)
        if activity.cancelled_at is None and (last := activity.ends_on or activity.starts_on) and last >= call.today
    ]


def _seminars(coming: Sequence[tuple[Activity, Signup]]) -> Table:
    rows = tuple(
        (
            str(activity.id),
            activity.title,
            weekday_date(activity.starts_on) if activity.starts_on else activity.when_text,
            "I väntelistan" if signup.state is SignupState.WAITING else "Anmäld",
        )
        for activity, signup in coming
    )
    return Table(("Nr", "Seminarium", "När", "Plats"), rows, "Dina seminarier", naming=1)


def _moves(works: Sequence[Project], owed: Sequence[Project], coming: Sequence[tuple[Activity, Signup]]) -> Actions:
    urge = [
        Action(f"Rapportera {called(work)}", f"rapportera {work.name}", ActionStyle.PRIMARY) for work in owed[:5]
    ]
    look = [Action(f"Läget: {called(work)}", f"status {work.name}") for work in works if work not in owed][:5]
    leave = [Action(f"Avanmäl {activity.id}", f"avanmäl {activity.id}") for activity, _ in coming[:3]]
    seminars = Action("Seminarier", "seminarier")
    return Actions((*urge, *look, *leave, seminars, *(() if works else (Action("Portföljen", "portfölj"),))))
