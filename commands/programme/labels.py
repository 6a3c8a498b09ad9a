"""The programme's labels: goals, benefit objects, target groups, directions, and the dimensions that are judged."""

from __future__ import annotations

import re
from dataclasses import replace

from commands.command import COORDINATORS, Call, command
from commands.form import Submission, read
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Field,
    FieldType,
    Form,
    Reply,
    Table,
    Text,
    UserError,
)
from commands.sentences import sentence
from commands.swedish.text import short
from commands.swedish.words import LABEL_KINDS, meant, options
from storage import labels
from storage.swedish import fold
from storage.tables import Label
from storage.words import LabelKind

_ALL = Action("Alla etiketter", "etiketter")
_LINE = re.compile(r"(?P<kind>\S+?):?\s+(?:(?P<number>\d{1,6})[.:)]?\s+)?(?P<text>\S.*)", re.DOTALL)


@command(
    "etiketter",
    summary="Delmål, nyttoobjekt, målgrupper, inriktningar och dimensioner",
    examples=("etiketter",),
)
def list_labels(call: Call) -> Reply:
    """A table for each kind that the programme has any of."""
    known = labels.of_kinds(call.session, *LabelKind)
    may_change = bool(call.person.roles & COORDINATORS)
    new = (Action("Ny etikett", "etikett ny", ActionStyle.PRIMARY),) if may_change else ()
    blocks: list[Block] = [] if known else [Text(sentence("programme", "no_labels"))]
    for kind, word in LABEL_KINDS.items():
        rows = tuple(
            (str(each.id), "–" if each.number is None else str(each.number), each.text)
            for each in known
            if each.kind is kind
        )
        if rows:
            blocks.append(Table(("Nr", "Nummer", word.capitalize()), rows, word.capitalize(), naming=2))
    return Reply((*blocks, Actions(new))) if new else Reply(tuple(blocks))


@command(
    "etikett ny",
    "etikett ny {text}",
    "ny etikett",
    "ny etikett {text}",
    summary="Lägg till ett delmål, nyttoobjekt, en målgrupp, inriktning eller dimension",
    examples=("etikett ny delmål 7 Jag får hjälp hemma", "etikett ny"),
    roles=COORDINATORS,
    writes=True,
)
def new_label(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line has a kind and a text."""
    said = _read_line(text)
    form = _form("etikett ny", "Ny etikett", said)
    if call.fields is None and "kind" not in said:
        return Reply((form,))
    submission = read(form, call.fields or {}, call.today)
    kind = submission.word("kind", LABEL_KINDS) or LabelKind.GOAL
    return _saved(call, submission, Label(kind=kind, text="", key=""), is_new=True)


@command(
    "etikett ändra {number}",
    "ändra etikett {number}",
    summary="Ändra en etiketts nummer eller text",
    examples=("etikett ändra 1",),
    roles=COORDINATORS,
    writes=True,
)
def change_label(call: Call, number: str) -> Reply:
    """Open the form with what stands; or save it. What is tied to the label stays tied."""
    label = labels.locked(call.session, int(number.removeprefix("#")))
    if label is None:
        raise UserError(sentence("programme", "no_label", number=number.removeprefix("#")), actions=(_ALL,))
    stands = {"number": "" if label.number is None else str(label.number), "text": label.text}
    form = _form(f"etikett ändra {label.id}", f"Ändra {LABEL_KINDS[label.kind]}", stands, is_new=False)
    seen = "\n".join(stands.values())
    form = replace(form, hidden=(("seen", (call.fields or {}).get("seen", seen)),))
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    if submission.text("seen") != seen:
        raise moved(replace(submission, form=replace(form, hidden=(("seen", seen),))), stands)
    return _saved(call, submission, label, is_new=False)


def moved(submission: Submission, stands: dict[str, str]) -> UserError:
    """What to raise when somebody else changed what `submission` changes: what differs is marked in the form."""
    differs = {
        name: sentence("project", "stands_now", value=short(value))
        for name, value in stands.items()
        if value != submission.text(name)
    }
    return UserError(sentence("programme", "moved"), form=submission.refused(differs).form)


def _read_line(text: str) -> dict[str, str]:
    """Read "delmål 1 Jag får vård när jag behöver den"; a line without a kind is a text."""
    found = _LINE.fullmatch(text)
    kind = meant(LABEL_KINDS, found["kind"]) if found else None
    if found is None or kind is None:
        return {"text": text} if text else {}
    return {"kind": LABEL_KINDS[kind], "number": found["number"] or "", "text": found["text"]}


def _form(command: str, title: str, values: dict[str, str], *, is_new: bool = True) -> Form:
    kind = Field("kind", "Typ", FieldType.CHOICE, required=True, options=options(LABEL_KINDS))
    fields = (
        *((kind,) if is_new else ()),
        Field("number", "Nummer", FieldType.NUMBER, hint=sentence("programme", "label_number"), max_length=6),
        Field("text", "Text", required=True, max_length=200),
    )
    return Form(command, title, tuple(replace(each, value=values.get(each.name, "")) for each in fields))


def _saved(call: Call, submission: Submission, label: Label, *, is_new: bool) -> Reply:
    text, word = " ".join(submission.text("text").split()), LABEL_KINDS[label.kind]
    if not fold(text):
        raise submission.refused({"text": sentence("project", "no_letters", name=short(text))})
    other = labels.by_text(call.session, label.kind, text)
    if other is not None and other.id != label.id:
        raise submission.refused({"text": sentence("programme", "label_stands", kind=word, text=other.text)})
    label.number, label.text = submission.number("number"), text
    labels.save(call.session, label)
    told = sentence("programme", "label_saved", kind=word, text=label.text, is_new=is_new)
    return Reply((Text(told), Actions((_ALL, Action("Ny etikett", "etikett ny")))))
