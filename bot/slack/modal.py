"""Form → modal, and what was filled in back to the fields of a request. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any

from bot.chat.layout import cut
from bot.slack import limits
from bot.slack.blocks import Block, button, header, plain
from bot.slack.inputs import filled_in, inputs, name_option
from commands.message import Field, Form, UserError

CALLBACK = "form"
"""The callback_id of every form's view."""
BACK = "back"
"""The action_id of the button that leads to the step before."""


@dataclass(frozen=True, slots=True)
class Carry:
    """What a view takes along in its private_metadata. The caller gives the first four; modal() the rest.

    `step` counts from 0; `values` are what earlier steps were filled in with.
    """

    channel: str = ""
    thread: str = ""
    step: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    nonce: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)


def steps(form: Form) -> list[Form]:
    """The form in parts that fit a view each; nearly always one, itself.

    Nothing is kept on the server between steps: what was filled in goes along in the next view, up to 3,000
    characters. So fields of short answers come first, and long texts in the last step.
    """
    total = sum(len(inputs(each)) for each in form.fields)
    fields = form.fields if total < limits.VIEW_BLOCKS else sorted(form.fields, key=lambda each: each.max_length)
    parts: list[Form] = []
    left = 0
    for each in fields:
        needed = len(inputs(each))
        if needed > left:
            # One block is for the whole title, when it is long, and in later steps one for the way back.
            left = limits.VIEW_BLOCKS - (2 if parts else 1)
            parts.append(replace(form, fields=()))
        parts[-1] = replace(parts[-1], fields=(*parts[-1].fields, each))
        left -= needed
    return parts or [form]


def modal(form: Form, *, carry: Carry) -> dict[str, Any]:
    """The view of the step that `carry` names, of the whole form. Ready for views.open, or response_action update.

    What was put in the fields of this step before, as `carry` has it, is filled in again.

    UserError when what must be taken along does not fit Slack.
    """
    parts = steps(form)
    shown = parts[carry.step]
    is_last = carry.step == len(parts) - 1
    taken = replace(carry, command=form.command, nonce=form.nonce, hidden=dict(form.hidden))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(cut(_title(form), limits.VIEW_TITLE)),
        "submit": plain(cut(form.submit.strip() or _SAVE, limits.VIEW_BUTTON) if is_last else _NEXT),
        "close": plain(_CLOSE),
        "private_metadata": _packed(taken),
        "blocks": [
            *_whole_title(form),
            *(_way_back() if carry.step else ()),
            *(block for each in shown.fields for block in inputs(_filled(each, carry))),
        ],
    }


def _filled(each: Field, carry: Carry) -> Field:
    return replace(each, value=carry.values.get(each.name, each.value))


def _way_back() -> list[Block]:
    return [{"type": "actions", "elements": [button(_BACK, BACK)]}]


_BACK = "Tillbaka"
_SAVE, _NEXT, _CLOSE = "Spara", "Nästa", "Avbryt"
_UNTITLED = "Formulär"


def _title(form: Form) -> str:
    return " ".join(form.title.split()) or _UNTITLED


def _whole_title(form: Form) -> list[Block]:
    """The title again when the bar above has no room for it."""
    title = _title(form)
    return header(title)[:1] if len(title) > limits.VIEW_TITLE else []


def carry_of(view: Mapping[str, Any]) -> Carry:
    """What a submitted view took along."""
    return Carry(**json.loads(view["private_metadata"]))


def next_carry(view: Mapping[str, Any]) -> Carry:
    """What the step after a submitted view takes along: one step on, with what was filled in so far."""
    carry = carry_of(view)
    return replace(carry, step=carry.step + 1, values={**carry.values, **filled_in(view)})


def previous_carry(view: Mapping[str, Any]) -> Carry:
    """What the step before takes along: what was filled in there, and in this one for when one comes back to it."""
    carry = carry_of(view)
    return replace(carry, step=carry.step - 1, values={**carry.values, **filled_in(view)})


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """All that was filled in, as Request.fields wants it: this step, the earlier ones, and `hidden`.

    What was left empty is ""; several choices are joined with ";".
    """
    carry = carry_of(view)
    return {**carry.values, **filled_in(view), **carry.hidden}


def errors_of(form: Form, step: int = 0) -> dict[str, str]:
    """block_id → what is wrong, for response_action errors. Slack takes only fields of the step that is shown."""
    return {each.name: each.error for each in steps(form)[step].fields if each.error}


def options(labels_and_values: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The answer to a block_suggestion: as many names as Slack takes."""
    names = islice(
        ((label, value) for label, value in labels_and_values if label.strip() and value.strip()), limits.OPTIONS
    )
    return {"options": [name_option(label, value) for label, value in names]}


def _packed(carry: Carry) -> str:
    packed = json.dumps(asdict(carry), ensure_ascii=False, separators=(",", ":"))
    if len(packed) > limits.PRIVATE_METADATA:
        raise UserError(TOO_MUCH)
    return packed


TOO_MUCH = "Det där blir för mycket för ett formulär i Slack. Fyll i mindre åt gången, så ändrar du resten efteråt."
