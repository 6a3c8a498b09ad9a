"""Development works: registered, shown, changed."""

from __future__ import annotations

import re
from datetime import date, datetime

from commands.command import COORDINATORS, LEADERS, Call, command
from commands.form import read
from commands.lookup import called, find_work, leads, must_lead
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Form,
    Reply,
    Text,
    TextStyle,
    UserError,
)
from commands.plan.parts import parts
from commands.sentences import sentence
from commands.swedish.dates import ago, local, long_date, shown_span, shown_when
from commands.swedish.text import clean, listing, short
from commands.swedish.words import FORMS, LABEL_KINDS, STAGES, choose, state_phrase
from commands.works import _likeness
from commands.works._form import (
    CLOSED_STAGES,
    LONGEST_NAME,
    Draft,
    changed_labels,
    draft,
    fields,
    refuse_if_moved,
    standing_for,
    versioned,
)
from commands.works.leaders import written_name
from storage import project_changes, projects
from storage.tables import Project
from storage.words import LabelKind, Stage, Standing


@command(
    "arbete ny",
    "arbete ny {text}",
    "nytt arbete",
    summary="Registrera ett utvecklingsarbete",
    examples=("arbete ny", "arbete ny Nattsköterska på distans"),
    roles=COORDINATORS,
    writes=True,
)
def new_work(call: Call, text: str = "") -> Reply:
    """Open the form, with the name if it was typed; or register what was filled in."""
    name = clean(" ".join(text.split()), LONGEST_NAME)
    form = Form("arbete ny", "Nytt arbete", fields(call, name=name), submit="Registrera")
    if call.fields is None:
        return Reply((Text(sentence("project", "new"), TextStyle.NOTE), form))
    filled = draft(call, read(form, call.fields, call.today), None)
    work = project_changes.add(call.session, Project(**filled.values, created_at=call.now), filled.ties)
    told = Text(sentence("project", "saved", work=called(work), standing=work.standing.value))
    return Reply((told, *_new_people(filled), *_likeness.blocks(call, work), _moves(call, work)))


@command(
    "arbete visa {work}",
    "arbete {work}",
    "om {work}",
    summary="Allt om ett arbete",
    examples=("arbete visa BarnSäkert", "arbete BarnSäkert"),
)
def show_work(call: Call, work: str) -> Reply:
    """Names, form, stage, standing, who takes part and leads, times, labels, latest state, what it consists of."""
    found = find_work(call, work)
    heading = Text(found.name, TextStyle.HEADING)
    about = (Text(found.description),) if found.description else ()
    return Reply(
        (heading, *about, Facts(_facts(call, found)), *parts(call, found), _moves(call, found, is_shown=True))
    )


@command(
    "arbete ändra {work}",
    "ändra arbete {work}",
    summary="Ändra ett arbete",
    examples=("arbete ändra BarnSäkert",),
    roles=LEADERS,
    writes=True,
)
def change_work(call: Call, work: str) -> Reply:
    """Open the form with what stands; or save it, unless somebody else changed the work in the meantime."""
    if call.fields is None:
        _refuse_unknown_stage(call, work)
    found = find_work(call, work)
    must_lead(call, found)
    if call.fields is not None:
        found = project_changes.locked(call.session, found.id)
    title = f"Ändra {called(found)}"
    form = Form(f"arbete ändra {found.name}", title, fields(call, found), hidden=versioned(found))
    if call.fields is None:
        return Reply((form,))
    entry = read(form, call.fields, call.today)
    refuse_if_moved(call, entry, found)
    return _changed(call, found, form, draft(call, entry, found))


@command(
    "arbete ändra {work} fas {stage}",
    summary="Ändra fas på en rad",
    examples=("arbete ändra BarnSäkert fas införande",),
    roles=LEADERS,
    writes=True,
)
def change_stage(call: Call, work: str, stage: str) -> Reply:
    """Move a work to another stage at once; it closes by `avsluta` only."""
    found = find_work(call, work)
    must_lead(call, found)
    found = project_changes.locked(call.session, found.id)
    to = choose(STAGES, stage, "Fas")
    if to is found.stage:
        return Reply((Text(sentence("project", "changed", work=called(found), what=[])), _moves(call, found)))
    blocks = _stage_told(found, to)
    project_changes.change(call.session, found, _stage_values(found, to))
    told = Text(sentence("project", "changed", work=called(found), what=["fas"]))
    return Reply((told, *blocks, _moves(call, found)))


def _refuse_unknown_stage(call: Call, said: str) -> None:
    """Raise UserError when a line names a stage that cannot be chosen; "Landsbygdsprojektet fas 2" is a name."""
    found = _STAGE_SAID.fullmatch(said)
    if not found or projects.by_name(call.session, said):
        return
    work = find_work(call, found["work"])
    must_lead(call, work)
    stages = [
        (STAGES[stage], f"arbete ändra {work.name} fas {STAGES[stage]}")
        for stage in STAGES
        if stage not in CLOSED_STAGES
    ]
    buttons = [Action(word.capitalize(), line) for word, line in stages]
    raise UserError(
        sentence("project", "no_stage", typed=short(found["stage"]), stages=[word for word, _ in stages]),
        actions=(*buttons, Action("Avsluta arbetet", f"avsluta {work.name}")),
    )


_STAGE_SAID = re.compile(r"(?P<work>.+?)\s+fas:?\s+(?P<stage>[^\W\d]\w*)", re.IGNORECASE)


def standing_phrase(work: Project) -> str:
    """Where a work stands towards the portfolio: the decision, or that there is none."""
    if work.standing is Standing.INCLUDED:
        return sentence("project", "included", text=shown_when(work.included_text), by=work.included_by)
    return sentence("project", work.standing.value)


def _changed(call: Call, work: Project, before: Form, filled: Draft) -> Reply:
    stage: Stage = filled.values["stage"]
    blocks = _stage_told(work, stage)
    values = {**filled.values, **_stage_values(work, stage)}
    had = work.name
    project_changes.change(call.session, work, values, filled.ties)
    what = changed_labels(before, fields(call, work))
    told = sentence("project", "changed", work=called(work) if work.name == had else work.name, what=what)
    return Reply((Text(told), *blocks, *_new_people(filled), _moves(call, work)))


def _stage_values(work: Project, stage: Stage) -> dict[str, object]:
    """The columns that follow from a stage: a closed work that is moved to an open stage opens again."""
    values: dict[str, object] = {"stage": stage, "standing": standing_for(stage, work)}
    if work.closed_at is not None and stage not in CLOSED_STAGES:
        values |= {"closed_at": None, "closing_note": ""}
    return values


def _stage_told(work: Project, stage: Stage) -> tuple[Text, ...]:
    """What follows from a change of stage, in words; asked before the change."""
    told = []
    if work.closed_at is not None and stage not in CLOSED_STAGES:
        told.append(Text(sentence("project", "reopened", work=called(work))))
    if work.standing is Standing.IDEA and standing_for(stage, work) is Standing.FOLLOWED:
        told.append(Text(sentence("project", "now_followed")))
    return tuple(told)


def _new_people(filled: Draft) -> tuple[Block, ...]:
    names = filled.new_people
    return (Text(sentence("project", "new_people", names=names), TextStyle.NOTE),) if names else ()


def _facts(call: Call, work: Project) -> tuple[Fact, ...]:
    parties = [party.name for party in projects.parties(call.session, [work.id])[work.id]]
    leaders = [written_name(person) for person in projects.leaders(call.session, [work.id])[work.id]]
    told = (
        ("Kortnamn", work.short_name),
        ("Kallas också", listing(projects.aliases(call.session, [work.id])[work.id])),
        ("Form", "" if work.standing is Standing.IDEA else FORMS[work.form].capitalize()),
        ("Fas", STAGES[work.stage].capitalize()),
        ("Ställning", standing_phrase(work)),
        ("Läge", _state(call, work)),
        ("Parter", listing(parties)),
        ("Projektledare", "; ".join(leaders) or "ingen än"),
        ("Omfattning", work.scope),
        ("Beställare", work.commissioner),
        ("Tid", shown_span(work.start_text, work.end_text)),
        *_labels(call, work),
        ("Avslutat", _closed(call, work)),
        ("Registrerat", _registered(call, work)),
    )
    return tuple(Fact(label, text) for label, text in told if text)


def _labels(call: Call, work: Project) -> list[tuple[str, str]]:
    tied = projects.labels(call.session, [work.id])[work.id]
    by_kind = {kind: [label.text for label in tied if label.kind is kind] for kind in LabelKind}
    return [(LABEL_KINDS[kind].capitalize(), "; ".join(texts)) for kind, texts in by_kind.items()]


def _state(call: Call, work: Project) -> str:
    phrase = state_phrase(work.latest_state)
    if work.latest_at is None:
        return phrase
    on = _day(call, work.latest_at)
    return sentence("project", "state_age", state=phrase, date=long_date(on), age=ago(on, call.today))


def _closed(call: Call, work: Project) -> str:
    if work.closed_at is None:
        return ""
    word = STAGES[work.stage].capitalize()
    return sentence(
        "project", "closed_on", word=word, date=long_date(_day(call, work.closed_at)), note=work.closing_note
    )


def _registered(call: Call, work: Project) -> str:
    by = project_changes.registered_by(call.session, work.id)
    return long_date(_day(call, work.created_at)) + (f" av {by.name}" if by else "")


def _day(call: Call, at: datetime) -> date:
    return local(at, call.zone).date()


def _moves(call: Call, work: Project, *, is_shown: bool = False) -> Actions:
    """The natural next moves: everyone may look, leaders change, coordinators include."""
    look = "Visa läget" if is_shown else "Om arbetet"
    moves = [Action(look, f"{'status' if is_shown else 'arbete visa'} {work.name}")]
    if is_shown:
        moves.append(Action("Historik", f"historik {work.name}"))
    if leads(call, work):
        moves.insert(0, Action("Ändra", f"arbete ändra {work.name}", ActionStyle.PRIMARY))
    if work.closed_at is None and work.standing is not Standing.INCLUDED and call.person.roles & COORDINATORS:
        moves.append(Action("Inkludera", f"inkludera {work.name}"))
    if work.closed_at is None and leads(call, work):
        moves.append(Action("Avsluta", f"avsluta {work.name}"))
    return Actions(tuple(moves))
