"""Reporting how a work goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commands.command import LEADERS, Call, command
from commands.form import read
from commands.lookup import called, find_work, mine_of, must_lead
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Field,
    FieldType,
    Form,
    Reply,
    Text,
    TextStyle,
    Unclear,
    UserError,
)
from commands.place import named_first
from commands.reminders.alerts import alert_of_report
from commands.sentences import sentence
from commands.swedish.text import clean, short
from commands.swedish.words import STATES, choose, meant, state_options, state_phrase, state_word
from storage import absences, labels, projects, statuses
from storage.swedish import fold
from storage.tables import Label, Project, StatusUpdate
from storage.words import LabelKind, State

MAX_LENGTH = 3000
_OTHER_COLOURS = frozenset(("lila", "rosa", "bla", "svart", "vit", "orange", "brun", "gra", "turkos", "violett"))


@command(
    "rapportera {work}",
    "rapportera {work} {state}",
    summary="Berätta hur ett arbete går",
    examples=("rapportera BarnSäkert",),
    roles=LEADERS,
    writes=True,
    topic="Rapportera",
)
def report_status(call: Call, work: str, state: str = "") -> Reply:
    """Open the form, prefilled from the last entry; or save it when it has been filled in."""
    return _report(call, _understood(call, work, state, ""))


@command(
    "rapportera {work} {state} {text}",
    summary="Berätta hur ett arbete går, på en rad",
    examples=("rapportera barnsäkert gul Pilot försenad i Ånge",),
    roles=LEADERS,
    writes=True,
    topic="Rapportera",
)
def report_line(call: Call, work: str, state: str, text: str) -> Reply:
    """Save at once: the text is what was done, as typed. Dimensions are not rated in one line."""
    return _report(call, _understood(call, work, state, text))


@command(
    "rapportera",
    summary="Välj bland dina arbeten och rapportera",
    examples=("rapportera",),
    roles=LEADERS,
    topic="Rapportera",
)
def report_which(call: Call) -> Reply:
    """A button for each work that the person leads, or is deputy for today."""
    mine: list[Project] = []
    if (me := call.person.id) is not None:
        instead = [work for work, _ in absences.covered_by(call.session, me, call.today).values()]
        led = {work.id: work for work in (*projects.led_by(call.session, me), *instead)}
        mine = [work for work in led.values() if work.closed_at is None]
    if not mine:
        raise UserError(
            "Du leder inget pågående arbete. Skriv rapportera och arbetets namn, om du är koordinator.",
            actions=(Action("Portföljen", "portfölj"), Action("Omgången", "omgång")),
        )
    buttons = tuple(Action(f"Rapportera {called(work)}", f"rapportera {work.name}") for work in mine)
    return Reply((Text(sentence("update", "which")), Actions(buttons)))


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line says: which work, and perhaps its state and what was done."""

    work: Project
    state: State | None
    done: str


def _understood(call: Call, work: str, state: str, text: str) -> _Line:
    """A line may begin with an exact name, whatever words are in it ("Röda tråden"); else `work` is looked up."""
    named = named_first(call, call.text[call.match.spans["work"][0] :])
    if named:
        first, _, after = named[1].partition(" ")
        chosen = meant(STATES, first)
        if chosen is None and _is_no_state(first):
            raise _refused(call, named[0], first, after)
        return _Line(named[0], chosen, after.strip() if chosen else named[1])
    words = [] if state else work.split()
    if wrong := next((at for at, word in enumerate(words) if at and _is_no_state(word)), 0):
        meant_work = find_work(call, " ".join(words[:wrong]))
        raise _refused(call, meant_work, words[wrong], " ".join(words[wrong + 1 :]))
    return _Line(_find_mine(call, work), meant(STATES, state), text)


def _find_mine(call: Call, name: str) -> Project:
    """As `find_work`; where it may be several, only those that the person may report are left."""
    try:
        return find_work(call, name)
    except Unclear as unclear:
        raise mine_of(call, unclear) from unclear


def _is_no_state(word: str) -> bool:
    """Whether a word is a colour that no state has."""
    return fold(word) in _OTHER_COLOURS


def _refused(call: Call, work: Project, typed: str, done: str) -> UserError:
    """Which states may be chosen instead of the unknown word; the form holds the rest of the line."""
    must_lead(call, work)
    _must_be_open(work)
    error = f"”{short(typed)}” är inget läge. Välj bland {', '.join(STATES.values())}."
    form = _form(call, work, state=None, done=done)
    fields = tuple(replace(each, value="", error=error) if each.name == "state" else each for each in form.fields)
    return UserError(error, form=replace(form, fields=fields))


def _report(call: Call, line: _Line) -> Reply:
    must_lead(call, line.work)
    _must_be_open(line.work)
    if call.fields is None and line.state and line.done:
        update = _update(call, line.work, line.state, {"done": clean(line.done, MAX_LENGTH)})
        return _saved(call, line.work, update, {})
    form = _form(call, line.work, state=line.state, done=line.done)
    if call.fields is None:
        return Reply((Text(sentence("update", "intro", work=called(line.work)), TextStyle.NOTE), form))
    entry = read(form, call.fields, call.today)
    overall = choose(STATES, entry.text("state"), "Läge")
    update = _update(call, line.work, overall, {name: entry.text(name) for name in statuses.WORDS})
    ratings = {
        label.id: state
        for label in labels.of_kinds(call.session, LabelKind.DIMENSION)
        if (state := entry.word(_field_name(label), STATES))
    }
    return _saved(call, line.work, update, ratings)


def _must_be_open(work: Project) -> None:
    if work.closed_at is not None:
        raise UserError(f"{called(work)} är avslutat, så det går inte att rapportera längre.")


def _update(call: Call, work: Project, state: State, words: Mapping[str, str]) -> StatusUpdate:
    update = StatusUpdate(
        project_id=work.id,
        at=call.now,
        state=state,
        created_at=call.now,
        reported_by_id=call.person.id,
        source=call.address.platform,
    )
    for column, text in words.items():
        setattr(update, column, text)
    return update


def _saved(call: Call, work: Project, update: StatusUpdate, ratings: dict[int, State]) -> Reply:
    before = work.latest_state
    statuses.record(call.session, update, ratings)
    alert_of_report(call, work, update, before)
    changed = state_word(before) if before and before is not update.state else ""
    text = sentence("update", "saved", work=called(work), state=state_phrase(update.state), before=changed)
    blocks = [Text(text)]
    if update.state is not State.GREEN and not update.deviation:
        blocks.append(Text(sentence("update", "tell_more"), TextStyle.NOTE))
    buttons = (
        Action("Visa läget", f"status {work.name}", ActionStyle.PRIMARY),
        Action("Fyll i mer", f"rapportera {work.name}"),
        Action("Ångra", "ångra"),
    )
    return Reply((*blocks, Actions(buttons)))


def _form(call: Call, work: Project, *, state: State | None, done: str) -> Form:
    last = next(iter(statuses.newest(call.session, work.id, 1)), None)
    fields = [*_states(call, work, state or (last.state if last else None)), *_texts(last, done)]
    return Form(f"rapportera {work.name}", f"Rapportera {called(work)}", tuple(fields), submit="Spara rapporten")


def _states(call: Call, work: Project, overall: State | None) -> list[Field]:
    last = statuses.latest_rated(call.session, work.id)
    ratings = statuses.dimensions(call.session, [last.id]).get(last.id, {}) if last else {}
    value = STATES[overall] if overall else ""
    hint = sentence("update", "states")
    fields = [
        Field("state", "Läge", FieldType.CHOICE, required=True, value=value, options=state_options(), hint=hint)
    ]
    for label in labels.of_kinds(call.session, LabelKind.DIMENSION):
        name, value = _field_name(label), STATES[ratings[label.id]] if label.id in ratings else ""
        fields.append(Field(name, label.text.capitalize(), FieldType.CHOICE, value=value, options=state_options()))
    return fields


def _field_name(label: Label) -> str:
    """The field of a dimension, the same in every installation that rates it: "dimension_tid"."""
    return f"dimension_{label.key.replace(' ', '_')}"


def _texts(last: StatusUpdate | None, done: str) -> list[Field]:
    fields = []
    for name, label, hint in _QUESTIONS:
        value = getattr(last, name) if last else ""
        if name == "done" and done:
            value = done
        fields.append(
            Field(name, label, FieldType.LONG_TEXT, name == "done", value, hint=hint, max_length=MAX_LENGTH)
        )
    return fields


_QUESTIONS = (
    ("done", "Genomfört", "Vad har hänt sedan sist?"),
    ("next_steps", "Nästa steg", "Vad ska hända härnäst?"),
    ("deviation", "Avvikelse", "Vad går inte enligt plan?"),
    ("cause", "Orsak", "Varför blev det så?"),
    ("measure", "Åtgärd", "Vad gör ni åt det?"),
    ("decision_needed", "Beslut behövs", "Vad behöver beslutas, av vem och när?"),
)
