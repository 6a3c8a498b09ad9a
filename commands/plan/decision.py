"""Decisions: needed, made, declined; the missing ones with what their absence causes (årsrapport, tabell 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commands.command import COORDINATORS, Call, Command, command
from commands.editing import PAGE, changing, next_page
from commands.entries.commands import add_command, commands_for_one
from commands.entries.fields import parted
from commands.entries.listing import ListQuery, brief, list_query, may_add, table_of
from commands.entries.plan_kind import PlanKind, is_when, work_of
from commands.lookup import called
from commands.message import Action, Actions, ActionStyle, Block, Form, Reply, Table, Text, TextStyle, UserError
from commands.plan._decision import BODY, DECISION, DECLINED, EFFECT, MADE, NEEDED, WHEN_SETTLED, settled
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from commands.swedish.text import counted
from commands.swedish.words import DECISION_STATES
from storage import entries, plan
from storage.tables import Decision
from storage.words import DecisionState

_MOST_WORDS_OF_WHEN = 3


need_decision = add_command(
    NEEDED,
    summary="Be om ett beslut, med vad som händer om det uteblir",
    examples=(
        "beslut behövs",
        "beslut behövs BarnSäkert Pengar till en ort till; HT 2030; Länsledningen; konsekvens: Piloten stannar",
    ),
)
made_decision = add_command(
    MADE,
    summary="Skriv in ett beslut som är fattat",
    examples=("beslut fattat", "beslut fattat BarnSäkert Fler orter får vara med; 2024-02-13; Länsledningen"),
)
declined_decision = add_command(
    DECLINED,
    summary="Skriv in ett beslut som är avslaget",
    examples=("beslut avslaget BarnSäkert Egen lokal; 2024-02-13; Länsledningen",),
)


def _settle_command(kind: PlanKind[Decision], state: DecisionState, verb: str) -> Command:
    """What settles a needed decision in the same row: its history shows that it was asked for."""
    word = DECISION_STATES[state]

    @command(
        f"beslut {{number}} {word} {{text?}}",
        f"beslut {word} {{number}} {{text?}}",
        f"{verb} beslut {{number}} {{text?}}",
        summary=f"Säg att ett beslut som behövdes är {word}",
        examples=(f"beslut 1 {word}", f"beslut 1 {word} 2024-02-13{' Länsledningen' * (kind is MADE)}"),
        roles=kind.writers,
        writes=True,
    )
    def settle_decision(call: Call, number: str, text: str = "") -> Reply:
        return _settle(call, kind, state, number, text)

    return replace(settle_decision, name=f"settle_{state.value}")


def _settle(call: Call, kind: PlanKind[Decision], state: DecisionState, number: str, text: str) -> Reply:
    row = kind.find(call, number)
    work = work_of(call, row)
    look = Action("Visa beslutet", f"beslut {row.id}")
    word = DECISION_STATES[state]
    if row.state is not DecisionState.REQUESTED:
        already = sentence("decision", "settled", word=DECISION_STATES[row.state], when=shown_when(row.when_text))
        raise UserError(already, actions=(look,))
    form = _settling_form(call, row, f"beslut {row.id} {word}", text)
    is_whole = text and all(each.value for each in form.fields if each.required)
    form, entry = changing(call, form, row, {"body": row.body}, given={} if is_whole else None)
    if entry is None:
        return Reply((Text(sentence("decision", "settle", title=row.title), TextStyle.NOTE), form))
    words = {name: entry.text(name) for name in ("body", "consequence")}
    entries.change(call.session, row, {"state": state, **words, **settled(call, entry, None)})
    about = called(work) if work else "programmet"
    settled_now = sentence("decision", "is_settled", title=row.title, word=word, about=about)
    return Reply((Text(settled_now), DECISION.facts(call, row), Actions((look, Action("Alla beslut", "beslut")))))


def _settling_form(call: Call, row: Decision, said: str, text: str) -> Form:
    """When, by whom and to what effect; from the line "2026-11-20 Länsledningen" as far as it says so."""
    main, labelled = parted(DECISION.fields, text)
    day, by = _day_first(call, main)
    values = {"when": day or call.today.isoformat(), "body": by or row.body, "consequence": ""} | labelled
    if text and not day and "when" not in labelled:
        values["when"] = ""
    shown = replace(DECISION, fields=(replace(WHEN_SETTLED, required=True), BODY, EFFECT))
    return Form(said, f"Beslut {row.id}", shown.form_fields(call, values))


def _day_first(call: Call, main: str) -> tuple[str, str]:
    """When it was, which a line begins with, and what comes after it."""
    words = main.split()
    for count in range(min(_MOST_WORDS_OF_WHEN, len(words)), 0, -1):
        when = " ".join(words[:count]).rstrip(",;")
        if is_when(call, when):
            return when, " ".join(words[count:]).lstrip(" ,;")
    return "", main


make_decision = _settle_command(MADE, DecisionState.MADE, "fatta")
decline_decision = _settle_command(DECLINED, DecisionState.DECLINED, "avslå")
show_decision, change_decision, remove_decision = commands_for_one(DECISION)


@command(
    "beslut {words?}",
    summary="Beslut som saknas, bredvid dem som är fattade och avslagna",
    examples=("beslut", "beslut BarnSäkert", "beslut programmet"),
)
def decisions(call: Call, words: str = "") -> Reply:
    """The missing ones with what their absence causes, beside those that were made or declined (rule 7)."""
    query = list_query(call, words)
    blocks: list[Block] = []
    most, ids = 0, list[int]()
    for state in DecisionState:
        rows, total = plan.decisions(call.session, query.scope, state, PAGE, query.skip)
        most = max(most, total)
        ids += [row.id for row in rows]
        blocks += [_of_state(call, query, state, rows, total)] if rows else []
    if not blocks:
        blocks.append(Text(sentence("plan", "nothing", many="beslut", is_open=False)))
    return Reply((query.heading("beslut"), *blocks, _moves(call, query, most, ids[:3])))


def _of_state(call: Call, query: ListQuery, state: DecisionState, rows: Sequence[Decision], total: int) -> Table:
    is_needed = state is DecisionState.REQUESTED
    when, then = ("Behövs senast", "Om det uteblir") if is_needed else ("När", "Följd")
    cells = [
        (row, (brief(row.title), row.body or "–", shown_when(row.when_text) or "–", brief(row.consequence) or "–"))
        for row in rows
    ]
    title = sentence("decision", "of_state", state=state.value, count=counted(total, "beslut", "beslut"))
    return table_of(call, query, ("Beslut", "Instans", when, then), cells, title)


def _moves(call: Call, query: ListQuery, most: int, ids: Sequence[int]) -> Actions:
    said = f"beslut {query.whose}".strip()
    moves = [Action(f"Beslut {id_}", f"beslut {id_}") for id_ in ids]
    moves += next_page(said, query.page - 1, is_more=query.page * PAGE < most)
    if may_add(call, NEEDED, query):
        moves.append(Action("Be om ett beslut", f"beslut behövs {query.whose}".strip(), ActionStyle.PRIMARY))
    if may_add(call, MADE, query) or call.person.roles & COORDINATORS:
        moves.append(Action("Skriv in ett fattat beslut", f"beslut fattat {query.whose}".strip()))
    return Actions(tuple(moves))
