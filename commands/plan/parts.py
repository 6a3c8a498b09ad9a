"""What a work consists of, as facts where the work itself is shown: each with a button to the whole list."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import Call
from commands.entries.plan_kind import PlanRow
from commands.lookup import called
from commands.message import Action, Actions, Block, Fact, Facts
from commands.plan.crossing import CROSSING, total
from commands.plan.dependency import DEPENDENCY, marked
from commands.plan.risk import weight
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from storage import plan, projects
from storage.plan import Scope
from storage.tables import Benefit, Crossing, Dependency, Milestone, Project, Risk

_SHOWN = 3


def parts(call: Call, work: Project) -> tuple[Block, ...]:
    """Dependencies in both directions (rule 5), crossings and their cost (rule 4), benefits, risks, plan."""
    scope = Scope(work.id, everywhere=False)
    stated = (
        ("Beror på", _depended_on(call, work, scope), DEPENDENCY.plural),
        ("Andra beror på det", _depending(call, work, scope), DEPENDENCY.plural),
        ("Gränsöverskridanden", _crossings(call, scope), CROSSING.plural),
        ("Nyttor", _benefits(call, scope), "nyttor"),
        ("Öppna risker", _risks(call, scope), "risker"),
        ("Hållpunkter framåt", _milestones(call, scope), "hållpunkter"),
    )
    facts = tuple(Fact(label, text) for label, text, _ in stated if text)
    lists = dict.fromkeys(many for _, text, many in stated if text)
    buttons = tuple(Action(many.capitalize(), f"{many} {work.name}") for many in lists)
    return (Facts(facts), Actions(buttons)) if facts else ()


def _few(texts: Sequence[str], number: int) -> str:
    return sentence("plan", "few", texts=list(texts[:_SHOWN]), more=number - min(len(texts), _SHOWN))


def _dependencies(call: Call, scope: Scope) -> Sequence[Dependency]:
    return plan.listed(call.session, Dependency, scope, 50)


def _depended_on(call: Call, work: Project, scope: Scope) -> str:
    rows = [row for row in _dependencies(call, scope) if row.project_id == work.id]
    return _few([marked(call, row) for row in rows], len(rows))


def _depending(call: Call, work: Project, scope: Scope) -> str:
    ids = [row.project_id for row in _dependencies(call, scope) if row.other_id == work.id and row.project_id]
    names = [called(each) for each in projects.several(call.session, ids)]
    return _few(names, len(ids))


def _crossings(call: Call, scope: Scope) -> str:
    number = plan.number_of(call.session, Crossing, scope)
    return sentence("plan", "summed", number=number, total=total(call, scope)) if number else ""


def _benefits(call: Call, scope: Scope) -> str:
    rows, number = _page(call, Benefit, scope)
    effects = (
        f"{row.effect} ({shown_when(row.follow_up_text)})" if row.follow_up_text else row.effect for row in rows
    )
    return _few(list(effects), number)


def _risks(call: Call, scope: Scope) -> str:
    rows, number = _page(call, Risk, scope)
    return _few([f"{row.what} ({weight(row)})" for row in rows], number)


def _milestones(call: Call, scope: Scope) -> str:
    rows, number = _page(call, Milestone, scope)
    return _few([f"{row.what} ({shown_when(row.when_text)})" for row in rows], number)


def _page(call: Call, table: type[PlanRow], scope: Scope) -> tuple[Sequence[PlanRow], int]:
    rows = plan.listed(call.session, table, scope, _SHOWN + 1)
    return rows, len(rows) if len(rows) <= _SHOWN else plan.number_of(call.session, table, scope)
