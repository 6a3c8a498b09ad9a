"""Early ideas: anybody may have one, and the list shows what is thought of where."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import Call, command
from commands.form import read
from commands.lookup import called, find_work, leads, party_options
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Field,
    FieldType,
    Form,
    Option,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.sentences import sentence
from commands.swedish.dates import local, long_date
from commands.swedish.text import clean, counted, listing
from commands.works import _likeness
from commands.works._form import (
    LONGEST,
    LONGEST_NAME,
    party_ids,
    refuse_if_moved,
    standing_parties,
    versioned,
    wrong_names,
)
from storage import project_changes, projects
from storage.project_changes import Ties
from storage.swedish import fold
from storage.tables import Project
from storage.words import Stage, Standing, WorkForm

PAGE = 20
LONGEST_TITLE = 100
"""A line that is longer is a description, and the form asks for a title."""


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
    title = clean(" ".join(text.split()), LONGEST)
    if len(title) > LONGEST_TITLE:
        return _asked(call, title)
    errors, bearers = wrong_names(call, {"title": [title]})
    if errors:
        raise UserError(errors["title"], actions=bearers)
    return _saved(call, title, "", [])


@command(
    "idé beskriv {work}",
    summary="Beskriv en idé som du har lagt in",
    examples=("idé beskriv Trygg hemgång",),
    writes=True,
)
def describe_idea(call: Call, work: str) -> Reply:
    """Whoever had the idea may tell more about it, and so may its leaders and coordinators."""
    found = find_work(call, work)
    _must_be_an_idea_of_mine(call, found)
    if call.fields is not None:
        found = project_changes.locked(call.session, found.id)
    about = _about(found.description, standing_parties(call, found), party_options(call))
    form = Form(f"idé beskriv {found.name}", f"Beskriv {called(found)}", about, hidden=versioned(found))
    if call.fields is None:
        return Reply((form,))
    entry = read(form, call.fields, call.today)
    refuse_if_moved(call, entry, found)
    ties = project_changes.ties(call.session, found.id)
    chosen = Ties(ties.aliases, party_ids(call, entry), ties.leaders, ties.labels)
    project_changes.change(call.session, found, {"description": entry.text("description")}, chosen)
    return Reply(
        (Text(sentence("idea", "described", idea=called(found))), *_likeness.blocks(call, found), _moves(found))
    )


@command(
    "idéer",
    "idéer sida {number}",
    "tidiga idéer",
    summary="Tidiga idéer",
    examples=("idéer",),
    topic="Fråga",
)
def ideas(call: Call, number: str = "1") -> Reply:
    """A table of the ideas, newest first."""
    page = max(int(number.lstrip("#")), 1)
    found, total = project_changes.ideas(call.session, PAGE, (page - 1) * PAGE)
    add = Action("Ny idé", "idé", ActionStyle.PRIMARY)
    if not found:
        return Reply((Text(sentence("idea", "no_ideas")), Actions((add,))))
    heading = Text(f"Tidiga idéer: {counted(total, 'idé', 'idéer', 'en')}", TextStyle.HEADING)
    moves = [Action(called(idea), f"arbete visa {idea.name}") for idea in found[:5]]
    if page * PAGE < total:
        moves.append(Action("Visa fler", f"idéer sida {page + 1}"))
    return Reply((heading, _table(call, found), Actions((*moves, add))))


def _asked(call: Call, description: str) -> Reply:
    about = _about(description, "", party_options(call))
    title = Field("title", "Idén i korthet", required=True, hint=sentence("idea", "title"), max_length=LONGEST_NAME)
    form = Form("idé", "Ny idé", (title, *about), submit="Lägg in idén")
    if call.fields is None:
        return Reply((form,))
    entry = read(form, call.fields, call.today)
    name = " ".join(entry.text("title").split())
    errors, bearers = wrong_names(call, {"title": [name]})
    if errors:
        refusal = entry.refused(errors)
        refusal.actions = bearers
        raise refusal
    return _saved(call, name, entry.text("description"), party_ids(call, entry))


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
    told = Text(sentence("idea", "saved", idea=title, is_described=bool(description)))
    return Reply((told, *_likeness.blocks(call, idea), _moves(idea)))


def _moves(idea: Project) -> Actions:
    return Actions(
        (
            Action("Visa idén", f"arbete visa {idea.name}"),
            Action("Berätta mer", f"idé beskriv {idea.name}"),
            Action("Alla idéer", "idéer"),
        )
    )


def _about(description: str, parties: str, choices: tuple[Option, ...]) -> tuple[Field, ...]:
    told = sentence("idea", "description")
    return (
        Field("description", "Beskrivning", FieldType.LONG_TEXT, value=description, hint=told, max_length=LONGEST),
        Field(
            "parties", "Parter", FieldType.CHOICES, value=parties, options=choices, hint=sentence("idea", "parties")
        ),
    )


def _must_be_an_idea_of_mine(call: Call, work: Project) -> None:
    by = project_changes.registered_by(call.session, work.id)
    is_mine = by is not None and by.id == call.person.id
    if work.standing is not Standing.IDEA:
        look = Action("Om arbetet", f"arbete visa {work.name}")
        raise UserError(f"{called(work)} är inte längre en idé.", actions=(look,))
    if not is_mine and not leads(call, work):
        raise UserError(sentence("idea", "not_yours", idea=called(work), by=by.name if by else ""))


def _table(call: Call, found: Sequence[Project]) -> Table:
    parties = projects.parties(call.session, [idea.id for idea in found])
    rows = tuple(
        (
            idea.name,
            listing([party.short_name or party.name for party in parties[idea.id]]) or "–",
            long_date(local(idea.created_at, call.zone).date()),
        )
        for idea in found
    )
    return Table(("Idé", "Parter", "Inlagd"), rows, "Tidiga idéer")
