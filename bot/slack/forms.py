"""Modals: opened while Slack's trigger lasts (three seconds), and what a submission means."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.picking import PICK
from bot.platform import MaybeSent, NotSent
from bot.slack import limits
from bot.slack.blocks import WARNING, Run, rich
from bot.slack.client import NETWORK, outcome
from bot.slack.incoming import Incoming
from bot.slack.modal import (
    TOO_MUCH,
    Carry,
    carry_of,
    errors_of,
    modal,
    next_carry,
    previous_carry,
    steps,
    values_of,
)
from commands.message import Failure, Form, Reply, UserError
from commands.swedish.personnummer import holds_personal_number

OPEN_SECONDS = 0.9
"""How long a form may take to open beside the budget for the answer: Slack waits three seconds in all."""
View = Mapping[str, Any]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submitted modal: what was filled in, where it was opened, how many steps the form has."""

    carry: Carry
    values: Mapping[str, str]
    response_url: str
    steps: int
    view: View

    @property
    def is_pick(self) -> bool:
        """Whether it only said which work is meant."""
        return PICK in self.carry.hidden

    @property
    def is_last(self) -> bool:
        """Whether nothing more is asked."""
        return self.carry.step + 1 >= self.steps

    @property
    def deliveries(self) -> tuple[str, ...]:
        """The ids under which the same submission may come again: of the view, and of the form."""
        nonce = (f"form:{self.carry.nonce}",) if self.carry.nonce else ()
        return (f"slack:view:{self.view.get('id', '')}", *nonce)


def submitted(view: View) -> Submitted:
    """What a submitted view says."""
    ours, _, forms = str(view.get("private_metadata") or "").partition("\n")
    about, bare = json.loads(ours), {**view, "private_metadata": forms}
    return Submitted(carry_of(bare), values_of(bare), about["response_url"], about["steps"], bare)


def view_of(form: Form, carry: Carry, response_url: str = "") -> dict[str, Any]:
    """The view of a form, which also takes along where to answer. UserError when it does not fit Slack."""
    view = modal(form, carry=carry)
    for address in (response_url, ""):  # where to answer can be done without
        ours = json.dumps({"response_url": address, "steps": len(steps(form))})
        packed = f"{ours}\n{view['private_metadata']}"
        if len(packed) <= limits.PRIVATE_METADATA:
            return {**view, "private_metadata": packed}
    raise UserError(TOO_MUCH)


def next_view(sent: Submitted, form: Form) -> dict[str, Any]:
    """The step after this one. UserError when what was filled in is too much to take along."""
    return view_of(form, next_carry(sent.view), sent.response_url)


def previous_view(sent: Submitted, form: Form) -> dict[str, Any]:
    """The step before this one; what was filled in here is kept. UserError as for next_view()."""
    return view_of(form, previous_carry(sent.view), sent.response_url)


def refused(sent: Submitted, reply: Reply) -> dict[str, Any]:
    """The response to a submission that was refused: the modal stays open and says what is wrong, and where."""
    form = next((block for block in reply.blocks if isinstance(block, Form)), None)
    for step in range(len(steps(form)) if form else 0):
        if form and (wrong := errors_of(form, step)):
            if step == sent.carry.step:
                return {"response_action": "errors", "errors": wrong}
            carry = replace(sent.carry, step=step, values=dict(sent.values))
            try:
                return {"response_action": "update", "view": view_of(form, carry, sent.response_url)}
            except UserError:
                said = "; ".join(f"{each.label}: {each.error}" for each in form.fields if each.name in wrong)
                return {"response_action": "errors", "errors": {_blamed(sent): said}}
    message = reply.error.message if reply.error else ""
    return {"response_action": "errors", "errors": {_blamed(sent): message}}


def _blamed(sent: Submitted) -> str:
    """The input that an error without a field is shown at: the one with the personal number, else the first."""
    inputs = [block["block_id"] for block in sent.view.get("blocks") or [] if block.get("type") == "input"]
    holding = [name for name in inputs if holds_personal_number(sent.values.get(name.partition("#")[0], ""))]
    return str((holding or inputs or ["form"])[0])


def not_picked(sent: Submitted, reply: Reply) -> dict[str, Any]:
    """The picked work cannot be reported; say why, at the field."""
    message = reply.error.message if reply.error else "Välj ett av arbetena i listan."
    return refused(sent, Reply(error=Failure(message)))


def again(view: View, message: str) -> dict[str, Any]:
    """A view that was submitted, as it was filled in, with what was wrong above it."""
    state = (view.get("state") or {}).get("values") or {}
    blocks = [_filled(block, state) for block in view["blocks"]]
    kept = {name: view[name] for name in ("type", "callback_id", "title", "submit", "close", "private_metadata")}
    return {**kept, "blocks": [*rich([Run(message, bold=True)], first=WARNING), *blocks][: limits.VIEW_BLOCKS]}


_INITIAL = (
    ("value", "initial_value"),
    ("selected_option", "initial_option"),
    ("selected_options", "initial_options"),
)


def _filled(block: dict[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    """An input block with what was put in it."""
    if block.get("type") != "input":
        return block
    element = block["element"]
    entered = (state.get(block["block_id"]) or {}).get(element["action_id"]) or {}
    empty = {name: value for name, value in element.items() if not name.startswith("initial_")}
    filled = {initial: entered[name] for name, initial in _INITIAL if entered.get(name)}
    return {**block, "element": {**empty, **filled}}


@dataclass(frozen=True)
class Modals:
    """Opens and changes modals."""

    client: AsyncWebClient

    async def open(self, incoming: Incoming, form: Form, spare: float = 0) -> bool:
        """Whether the form was opened. A trigger that is too old opens nothing: then a button must.

        `spare` is how many seconds are left of the budget. UserError when the form does not fit Slack.
        """
        if not incoming.trigger:
            return False
        where = Carry(incoming.channel, incoming.thread)
        view = view_of(form, where, "" if incoming.thread else incoming.response_url)
        try:
            async with asyncio.timeout(OPEN_SECONDS + max(spare, 0)):
                await self._call("views.open", incoming, trigger_id=incoming.trigger, view=view)
        except (NotSent, MaybeSent, TimeoutError) as error:
            log.info("slack form not opened", reason=str(error) or "too slow")
            # Only we use our triggers: one that was used has opened this very form, for an earlier delivery.
            return str(error) == "exchanged_trigger_id"
        return True

    async def change(self, incoming: Incoming, view_id: str, view: dict[str, Any]) -> None:
        """Replace an open view by another. Raises NotSent or MaybeSent."""
        await self._call("views.update", incoming, view_id=view_id, view=view)

    async def publish(self, incoming: Incoming, view: dict[str, Any]) -> None:
        """Show a person the app's page. Raises NotSent or MaybeSent."""
        await self._call("views.publish", incoming, user_id=incoming.user, view=view)

    async def _call(self, method: str, incoming: Incoming, **content: Any) -> None:
        try:
            await self.client.api_call(method, json={"token": incoming.workspace.token, **content})
        except NETWORK as error:
            raise outcome(error) from error
