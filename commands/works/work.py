"""Development works: registered, shown, changed."""

from __future__ import annotations

import re

from commands.command import COORDINATORS, LEADERS, Call, command
from commands.form import read
from commands.lookup import button_to_work, called, find_work, leads, work_to_change
from commands.message import (
    MAX_NAME,
    Action,
    Actions,
    ActionStyle,
    Block,
    Facts,
    Form,
    Reply,
    Text,
    TextStyle,
    UserError,
)
from commands.plan.parts import parts
from commands.sentences import sentence
from commands.swedish.dates import ago, long_date, shown_span, shown_when
from commands.swedish.text import clean, listing, short
from commands.swedish.words import FORMS, LABEL_KINDS, STAGES, choose, state_phrase
from commands.works import _likeness
from commands.works._form import (
    CLOSED_STAGES,
    Draft,
    changed_labels,
    draft,
    fields_of,
    new_fields,
    standing_for,
)
from commands.works.leaders import written_name
from storage import project_changes, projects
from storage.tables import Project
from storage.words import LabelKind, Stage, Standing

_STAGE_NAMED = re.compile(r"(?P<work>.+?)\s+fas:?\s+(?P<stage>[^\W\d]\w*)", re.IGNORECASE)


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
    name = clean(" ".join(text.split()), MAX_NAME)
    form = Form("arbete ny", "Nytt arbete", new_fields(call, name), submit="Registrera")
    if call.fields is None:
        note = "Fyll i det du vet. Resten kan du lägga till senare."
        return Reply((Text(note, TextStyle.NOTE), form))
    filled = draft(call, read(form, call.fields, call.today), None)
    work = project_changes.add(call.session, Project(**filled.values, created_at=call.now), filled.ties)
    saved = Text(sentence("project", "saved", work=called(work), standing=work.standing.value))
    return Reply((saved, *_new_people(filled), *_likeness.blocks(call, work), _moves(call, work)))


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
    return Reply((heading, *about, _facts(call, found), *parts(call, found), _moves(call, found, is_shown=True)))


@command(
    "arbete ändra {work}",
    "ändra arbete {work}",
    summary="Ändra ett arbete",
    examples=("arbete ändra BarnSäkert",),
    roles=LEADERS,
    writes=True,
)
def change_work(call: Call, work: str) -> Reply:
    """Open the form with the current values; or save it, unless another person changed the work in the meantime."""
    if call.fields is None:
        _refuse_unknown_stage(call, work)
    found = work_to_change(call, work, lock=call.fields is not None)
    line, title = f"arbete ändra {found.name}", f"Ändra {called(found)}"
    form, submission = fields_of(found).changing(call, line, title, found)
    return _changed(call, found, form, draft(call, submission, found)) if submission else Reply((form,))


@command(
    "arbete ändra {work} fas {stage}",
    summary="Ändra fas på en rad",
    examples=("arbete ändra BarnSäkert fas införande",),
    roles=LEADERS,
    writes=True,
)
def change_stage(call: Call, work: str, stage: str) -> Reply:
    """Move a work to another stage at once; it closes by `avsluta` only."""
    found = work_to_change(call, work)
    to = choose(STAGES, stage, "Fas")
    what = [] if to is found.stage else ["fas"]
    consequences = _consequences(found, to) if what else ()
    if what:
        project_changes.change(call.session, found, _stage_values(found, to))
    changed = Text(sentence("project", "changed", work=called(found), what=what))
    return Reply((changed, *consequences, _moves(call, found)))


def _refuse_unknown_stage(call: Call, line: str) -> None:
    """Raise UserError when a line names a stage that cannot be chosen; "Landsbygdsprojektet fas 2" is a name."""
    found = _STAGE_NAMED.fullmatch(line)
    if not found or projects.by_name(call.session, line):
        return
    work = work_to_change(call, found["work"], lock=False)
    stages = [word for stage, word in STAGES.items() if stage not in CLOSED_STAGES]
    buttons = [Action(word.capitalize(), f"arbete ändra {work.name} fas {word}") for word in stages]
    raise UserError(
        sentence("project", "no_stage", typed=short(found["stage"]), stages=stages),
        actions=(*buttons, Action("Avsluta arbetet", f"avsluta {work.name}")),
    )


def standing_phrase(work: Project) -> str:
    """The standing of a work towards the portfolio: the decision, or that there is none."""
    if work.standing is Standing.INCLUDED:
        return sentence("project", "included", text=shown_when(work.included_text), by=work.included_by)
    return sentence("project", work.standing.value)


def _changed(call: Call, work: Project, before: Form, filled: Draft) -> Reply:
    stage, had = filled.values["stage"], work.name
    consequences = _consequences(work, stage)
    project_changes.change(call.session, work, {**filled.values, **_stage_values(work, stage)}, filled.ties)
    what = changed_labels(before, fields_of(work).form_values(call, work))
    changed = sentence("project", "changed", work=called(work) if work.name == had else work.name, what=what)
    return Reply((Text(changed), *consequences, *_new_people(filled), _moves(call, work)))


def _stage_values(work: Project, stage: Stage) -> dict[str, object]:
    """The columns that follow from a stage: a closed work that is moved to an open stage opens again."""
    values: dict[str, object] = {"stage": stage, "standing": standing_for(stage, work)}
    return values | ({"closed_at": None, "closing_note": ""} if _opens(work, stage) else {})


def _consequences(work: Project, stage: Stage) -> tuple[Text, ...]:
    """What follows from a change of stage, in words; to be asked before the change."""
    reopened = [sentence("project", "reopened", work=called(work))] if _opens(work, stage) else []
    is_followed = work.standing is Standing.IDEA and standing_for(stage, work) is Standing.FOLLOWED
    followed = [sentence("project", "now_followed")] if is_followed else []
    return tuple(Text(each) for each in (*reopened, *followed))


def _opens(work: Project, stage: Stage) -> bool:
    """Whether a closed work opens when it gets this stage."""
    return work.closed_at is not None and stage not in CLOSED_STAGES


def _new_people(filled: Draft) -> tuple[Block, ...]:
    names = filled.new_people
    return (Text(sentence("project", "new_people", names=names), TextStyle.NOTE),) if names else ()


def _facts(call: Call, work: Project) -> Facts:
    parties = [party.name for party in projects.parties(call.session, [work.id])[work.id]]
    leaders = [written_name(person) for person in projects.leaders(call.session, [work.id])[work.id]]
    return Facts.known(
        [
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
        ]
    )


def _labels(call: Call, work: Project) -> list[tuple[str, str]]:
    tied = projects.labels(call.session, [work.id])[work.id]
    by_kind = {kind: [label.text for label in tied if label.kind is kind] for kind in LabelKind}
    return [(LABEL_KINDS[kind].capitalize(), "; ".join(texts)) for kind, texts in by_kind.items()]


def _state(call: Call, work: Project) -> str:
    phrase = state_phrase(work.latest_state)
    if work.latest_at is None:
        return phrase
    on = call.day_of(work.latest_at)
    return sentence("project", "state_age", state=phrase, date=long_date(on), age=ago(on, call.today))


def _closed(call: Call, work: Project) -> str:
    if work.closed_at is None:
        return ""
    word, on = STAGES[work.stage].capitalize(), long_date(call.day_of(work.closed_at))
    return sentence("project", "closed_on", word=word, date=on, note=work.closing_note)


def _registered(call: Call, work: Project) -> str:
    by = project_changes.registered_by(call.session, work.id)
    return long_date(call.day_of(work.created_at)) + (f" av {by.name}" if by else "")


def _moves(call: Call, work: Project, *, is_shown: bool = False) -> Actions:
    """The natural next moves: everyone may look, leaders may change, coordinators may include."""
    moves = [Action("Ändra", f"arbete ändra {work.name}", ActionStyle.PRIMARY)] if leads(call, work) else []
    if is_shown:
        moves += [Action("Visa läget", f"status {work.name}"), Action("Historik", f"historik {work.name}")]
    else:
        moves.append(button_to_work(work))
    if work.closed_at is None and work.standing is not Standing.INCLUDED and call.person.roles & COORDINATORS:
        moves.append(Action("Inkludera", f"inkludera {work.name}"))
    if work.closed_at is None and leads(call, work):
        moves.append(Action("Avsluta", f"avsluta {work.name}"))
    return Actions(tuple(moves))
