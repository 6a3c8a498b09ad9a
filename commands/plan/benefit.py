"""Benefits (nyttor): an effect, who takes it home, and how it went, also after the end of the work."""

from __future__ import annotations

from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.editing import as_text
from commands.entries.commands import commands_for_one
from commands.entries.kind import LONGEST, LONGEST_LINE, LONGEST_WHEN, EntryKind, as_when, is_when, times
from commands.entries.listing import brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.lookup import label_value
from commands.message import Field, FieldType, Option, Reply
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from storage import labels
from storage.tables import Benefit, Label
from storage.words import LabelKind

_FOLLOW_UP = ("follow_up_text", "", "follow_up_on")


def _labels(call: Call) -> Mapping[str, Label]:
    known = labels.labels_in_order(call.session, [LabelKind.BENEFIT_OBJECT])
    return {label_value(label): label for label in known}


def _fields(call: Call) -> tuple[Field, ...]:
    objects = tuple(Option(label.text, value) for value, label in _labels(call).items())
    asked = (Field("label", "Nyttoobjekt", FieldType.CHOICE, options=objects),) if objects else ()
    whose = sentence("benefit", "responsible")
    return (
        Field(
            "effect",
            "Effekt",
            FieldType.LONG_TEXT,
            required=True,
            hint=sentence("benefit", "effect"),
            max_length=LONGEST,
        ),
        Field("responsible", "Effekthemtagningsansvarig", required=True, hint=whose, max_length=LONGEST_LINE),
        *asked,
        Field("follow_up", "Uppföljning", hint=sentence("benefit", "follow_up"), max_length=LONGEST_WHEN),
        Field("outcome", "Utfall", FieldType.LONG_TEXT, hint=sentence("benefit", "outcome"), max_length=LONGEST),
    )


def _written(call: Call, row: Benefit) -> dict[str, str]:
    label = next((value for value, label in _labels(call).items() if label.id == row.label_id), "")
    told = {"effect": row.effect, "responsible": row.responsible, "outcome": row.outcome}
    return {**told, "label": label, "follow_up": row.follow_up_text}


def _columns(call: Call, submission: Submission, row: Benefit | None) -> dict[str, object]:
    told = {name: submission.text(name) for name in ("effect", "responsible", "outcome")}
    label = _labels(call).get(submission.text("label"))
    return {**told, "label_id": label.id if label else None, **times(submission, row, "follow_up", _FOLLOW_UP)}


def _unlabelled(call: Call, main: str) -> Mapping[str, str]:
    """Read "Färre väntar länge; Lena Exempel; HT 2028": effect, who takes it home, when it is followed up."""
    effect, *parts = (part.strip() for part in main.split(";"))
    values = {"effect": effect}
    for part in filter(None, parts):
        follows_up = "follow_up" not in values and is_when(call, part)
        values.setdefault(
            "follow_up" if follows_up else "responsible" if "responsible" not in values else "outcome", part
        )
    return values


BENEFIT = EntryKind(
    table=Benefit,
    word="nytta",
    many="nyttor",
    the="Nyttan",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda _, row: row.effect,
    unlabelled=_unlabelled,
    changes=("ändra nytta 1 utfall: Väntetiden är halverad",),
    labels={
        "utfall:": "outcome",
        "ansvarig:": "responsible",
        "effekthemtagningsansvarig:": "responsible",
        "nyttoobjekt:": "label",
        "uppfoljning:": "follow_up",
        "effekt:": "effect",
    },
    told=lambda call: {
        "label_id": ("Nyttoobjekt", {label.id: label.text for label in _labels(call).values()}.__getitem__),
        "effect": ("Effekt", as_text),
        "responsible": ("Effekthemtagningsansvarig", as_text),
        "follow_up_text": ("Uppföljning", as_when),
        "outcome": ("Utfall", as_text),
        "realised_on": ("Hemtagen", as_when),
    },
    after_end=True,
    closed="Hemtagen",
    closed_many="hemtagna",
)


@command(
    "nytta {told?}",
    "nytta ny",
    summary="Lägg in en nytta: effekt, vem som tar hem den och när den följs upp",
    examples=("nytta", "nytta BarnSäkert Fler får stöd tidigt; Lena Exempel; HT 2030; nyttoobjekt: 1"),
    roles=LEADERS,
    writes=True,
)
def add_benefit(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form with what it says."""
    return add(call, BENEFIT, told)


show_benefit, change_benefit, remove_benefit, close_benefit = commands_for_one(BENEFIT)


@command(
    "nyttor {words?}",
    summary="Nyttor och hur det går med dem, även efter arbetets slut",
    examples=("nyttor", "nyttor BarnSäkert"),
)
def benefits(call: Call, words: str = "") -> Reply:
    """Those that wait to be followed up first."""
    columns = ("Effekt", "Nyttoobjekt", "Ansvarig", "Uppföljning", "Utfall")
    return listing(call, BENEFIT, words, columns, _cells)


def _cells(call: Call, row: Benefit) -> tuple[str, ...]:
    label = next((label.text for label in _labels(call).values() if label.id == row.label_id), "–")
    home = f"{sentence('benefit', 'home', date=row.realised_on)} " if row.realised_on else ""
    follow_up = shown_when(row.follow_up_text) or "–"
    return brief(row.effect), label, row.responsible or "–", follow_up, f"{home}{brief(row.outcome)}".strip() or "–"
