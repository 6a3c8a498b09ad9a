"""Early ideas: everyone may have one, and the list shows what is being thought of where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commands.command import Call, command
from commands.editing import MAX_BUTTONS, PAGE, next_page, page_of
from commands.entries.fields import Name
from commands.form import read
from commands.lookup import button_to_work, called, find_work, leads
from commands.message import (
    MAX_TEXT,
    Action,
    Actions,
    ActionStyle,
    Form,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.register import Fields
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.text import clean, counted, listing
from commands.works import _likeness
from commands.works._form import DESCRIPTION, PARTIES, refuse_names
from storage import project_changes, projects
from storage.project_changes import Ties
from storage.swedish import fold
from storage.tables import Project
from storage.words import Stage, Standing, WorkForm

_MAX_LINE = 100
"""A line that is longer is a description, and the form asks for a title."""
_TITLE = Name("title", "Idén i korthet", hint="En mening räcker, till exempel: Digital rond i hemtjänsten.")
_ABOUT = Fields(
    replace(DESCRIPTION, hint="Vad vill ni pröva, för vem, och varför?"),
    replace(PARTIES, hint="Vilka kan vara med? Lämna tomt om du inte vet än."),
)


@command(
    "idé",
    "idé ny",
    "ny idé",
    summary="Lägg in en tidig idé",
    examples=("idé",),
    writes=True,
)
def idea_form(call: Call) -> Reply:
    """Open the form, or save what was filled in."""
    return _asked(call, "")


@command(
    "idé {text}",
    summary="Lägg in en tidig idé på en rad",
    examples=("idé Digital rond i hemtjänsten",),
    writes=True,
)
def idea_line(call: Call, text: str) -> Reply:
    """Save at once: the line is the title. A long line is a description, and the form asks for a title."""
    title = clean(" ".join(text.split()), MAX_TEXT)
    if len(title) > _MAX_LINE:
        return _asked(call, title)
    refuse_names(call, {"title": [title]})
    return _saved(call, title, "", [])


@command(
    "idé beskriv {work}",
    summary="Beskriv en idé som du har lagt in",
    examples=("idé beskriv Trygg hemgång",),
    writes=True,
)
def describe_idea(call: Call, work: str) -> Reply:
    """The person who had the idea may tell more about it, and so may its leaders and coordinators."""
    found = find_work(call, work)
    _must_be_an_idea_of_mine(call, found)
    if call.fields is not None:
        found = project_changes.locked(call.session, found.id)
    form, submission = _ABOUT.changing(call, f"idé beskriv {found.name}", f"Beskriv {called(found)}", found)
    if submission is None:
        return Reply((form,))
    ties = replace(project_changes.ties(call.session, found.id), **PARTIES.to_columns(call, submission, found))
    project_changes.change(call.session, found, DESCRIPTION.to_columns(call, submission, found), ties)
    described = Text(sentence("idea", "described", idea=called(found)))
    return Reply((described, *_likeness.blocks(call, found), _moves(found)))


@command(
    "idéer",
    "idéer sida {number}",
    "tidiga idéer",
    summary="Tidiga idéer",
    examples=("idéer",),
    topic="Fråga",
)
def ideas(call: Call, number: str = "") -> Reply:
    """A table of the ideas, newest first."""
    page = page_of(number)
    found, total = project_changes.ideas(call.session, PAGE, page * PAGE)
    add = Action("Ny idé", "idé", ActionStyle.PRIMARY)
    if not found:
        return Reply.of(sentence("idea", "no_ideas"), add)
    heading = Text(f"Tidiga idéer: {counted(total, 'idé', 'idéer', 'en')}", TextStyle.HEADING)
    shown = (button_to_work(idea, called(idea)) for idea in found[:MAX_BUTTONS])
    more = next_page("idéer", page, is_more=(page + 1) * PAGE < total)
    return Reply((heading, _table(call, found), Actions((*shown, *more, add))))


def _asked(call: Call, description: str) -> Reply:
    fields = Fields(_TITLE, *_ABOUT).form_fields(call, {"description": description})
    form = Form("idé", "Ny idé", fields, submit="Lägg in idén")
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    title = submission.line("title")
    refuse_names(call, {"title": [title]}, submission)
    chosen = PARTIES.to_columns(call, submission, None)["parties"]
    return _saved(call, title, submission.text("description"), chosen)


def _saved(call: Call, title: str, description: str, parties: list[int]) -> Reply:
    idea = Project(
        name=title,
        key=fold(title),
        description=description,
        form=WorkForm.PROJECT,
        stage=Stage.IDEA,
        standing=Standing.IDEA,
        created_at=call.now,
    )
    project_changes.add(call.session, idea, Ties(parties=parties))
    saved = Text(sentence("idea", "saved", idea=title, is_described=bool(description)))
    return Reply((saved, *_likeness.blocks(call, idea), _moves(idea)))


def _moves(idea: Project) -> Actions:
    describe = Action("Berätta mer", f"idé beskriv {idea.name}")
    return Actions((button_to_work(idea, "Visa idén"), describe, Action("Alla idéer", "idéer")))


def _must_be_an_idea_of_mine(call: Call, work: Project) -> None:
    if work.standing is not Standing.IDEA:
        raise UserError(f"{called(work)} är inte längre en idé.", actions=(button_to_work(work),))
    by = project_changes.registered_by(call.session, work.id)
    is_mine = by is not None and by.id == call.person.id
    if not is_mine and not leads(call, work):
        raise UserError(sentence("idea", "not_yours", idea=called(work), by=by.name if by else ""))


def _table(call: Call, found: Sequence[Project]) -> Table:
    parties = projects.parties(call.session, [idea.id for idea in found])
    rows = tuple(
        (
            idea.name,
            listing([called(party) for party in parties[idea.id]]) or "–",
            long_date(call.day_of(idea.created_at)),
        )
        for idea in found
    )
    return Table(("Idé", "Parter", "Inlagd"), rows, "Tidiga idéer")
