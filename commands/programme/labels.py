"""The programme's labels: goals, benefit objects, target groups, directions, and the dimensions that are judged."""

from __future__ import annotations

import re

from commands.command import COORDINATORS, Call, command
from commands.editing import no_such, number_of
from commands.entries.fields import Choice, Name
from commands.entries.numbers import Number
from commands.form import Submission, read, whole_number
from commands.message import Action, Actions, ActionStyle, Block, FieldType, Form, Reply, Table, Text
from commands.register import Fields, filled
from commands.sentences import sentence
from commands.swedish.words import LABEL_KINDS, meant
from storage import labels
from storage.tables import Label
from storage.words import LabelKind

_KIND = Choice("kind", "Typ", required=True, vocabulary=LABEL_KINDS)
_NUMBER = Number("number", "Nummer", type=FieldType.NUMBER, parse=whole_number, typed=str, max_length=6,
    hint="Numret, om den har något")  # fmt: skip
_FIELDS = Fields(_NUMBER, Name("text", "Text"))
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
    blocks: list[Block] = [] if known else [Text(sentence("programme", "no_labels"))]
    for kind, word in LABEL_KINDS.items():
        rows = tuple(
            (str(each.id), "–" if each.number is None else str(each.number), each.text)
            for each in known
            if each.kind is kind
        )
        if rows:
            blocks.append(Table(("Nr", "Nummer", word.capitalize()), rows, word.capitalize(), naming=2))
    if call.person.roles & COORDINATORS:
        blocks.append(Actions((Action("Ny etikett", "etikett ny", ActionStyle.PRIMARY),)))
    return Reply(tuple(blocks))


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
    form = Form("etikett ny", "Ny etikett", Fields(_KIND, *_FIELDS).form_fields(call, said))
    if call.fields is None and "kind" not in said:
        return Reply((form,))
    submission = read(form, call.fields or {}, call.today)
    return _saved(call, submission, Label(**_KIND.to_columns(call, submission, None), text="", key=""))


@command(
    "etikett ändra {number}",
    "ändra etikett {number}",
    summary="Ändra en etiketts nummer eller text",
    examples=("etikett ändra 1",),
    roles=COORDINATORS,
    writes=True,
)
def change_label(call: Call, number: str) -> Reply:
    """Open the form with the current values; or save it. What is tied to the label stays tied."""
    label = labels.locked(call.session, number_of(number))
    if label is None:
        raise no_such("etikett", number_of(number), _ALL)
    title = f"Ändra {LABEL_KINDS[label.kind]}"
    form, submission = _FIELDS.changing(call, f"etikett ändra {label.id}", title, label)
    return _saved(call, submission, label) if submission else Reply((form,))


def _read_line(text: str) -> dict[str, str]:
    """Read "delmål 1 Jag får vård när jag behöver den"; a line without a kind is a text."""
    found = _LINE.fullmatch(text)
    kind = meant(LABEL_KINDS, found["kind"]) if found else None
    if found is None or kind is None:
        return {"text": text} if text else {}
    return {"kind": LABEL_KINDS[kind], "number": found["number"] or "", "text": found["text"]}


def _saved(call: Call, submission: Submission, label: Label) -> Reply:
    columns, word = _FIELDS.to_columns(call, submission, label), LABEL_KINDS[label.kind]
    other = labels.by_text(call.session, label.kind, columns["text"])
    if other is not None and other.id != label.id:
        raise submission.refused({"text": sentence("programme", "label_exists", kind=word, text=other.text)})
    is_new = label.id is None
    labels.save(call.session, filled(label, columns))
    saved = sentence("programme", "label_saved", kind=word, text=label.text, is_new=is_new)
    return Reply.of(saved, _ALL, Action("Ny etikett", "etikett ny"))
