"""`laget say`: one message, or one a line, through the bot. What other programs and checks use."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, assert_never

from bot.answer import Context, answer, fault, preview
from bot.chat.layout import Link, headings
from bot.chat.links import FileLinks
from commands.message import (
    REPLY,
    Actions,
    Address,
    Attachment,
    Block,
    Facts,
    Failure,
    File,
    Form,
    Identity,
    Picture,
    Reply,
    Request,
    Table,
    Text,
    TextStyle,
    Unclear,
    UserError,
)
from storage import people
from storage.swedish import fold

ANSWERED, MISTAKE, FAULT = 0, 2, 3
"""Exit codes of `laget say`."""


class Terminal:
    """Says lines to the bot as one person, and prints what it answers."""

    def __init__(self, context: Context, *, email: str | None, as_json: bool, links: FileLinks) -> None:
        self._context = context
        self._sender = Identity("terminal", email=email)
        self._as_json = as_json
        self._show = as_json_line if as_json else as_text
        self._url = _addresses(context, links, email)

    def say(self, text: str, fields: Sequence[tuple[str, str]] = (), attachment: Attachment | None = None) -> int:
        """One message; with fields, the form that it opens is submitted. Returns the exit code."""
        said = replace(self._request(text), attachment=attachment)
        reply = self._submitted(text, fields) if fields else answer(self._context, said)
        self._print(reply)
        form = next((block for block in reply.blocks if isinstance(block, Form)), None)
        if form and not self._as_json and not fields and sys.stdin.isatty():
            reply = answer(self._context, self._request(form.command, ask_line_by_line(form)))
            self._print(reply)
        return exit_code(reply)

    def say_all(self, lines: Iterable[str]) -> int:
        """One message a line, blank ones too. Returns FAULT if there was a fault, else ANSWERED."""
        codes = [self.say(line.rstrip("\r\n")) for line in lines]
        return FAULT if FAULT in codes else ANSWERED

    def _request(self, text: str, fields: Mapping[str, str] | None = None) -> Request:
        return Request(text, self._sender, Address("terminal"), fields)

    def _submitted(self, text: str, given: Sequence[tuple[str, str]]) -> Reply:
        """Submit the form that a line opens: what was not given keeps its initial value, as on a screen."""
        try:
            form = preview(self._context, self._request(text))
            if form is None:
                raise UserError("Den raden öppnar inget formulär, så --field går inte att använda här.")
            fields = _named(form, given)
        except UserError as error:
            return Reply(error=Failure(error.message))
        except Unclear as unclear:
            return Reply((Actions(unclear.actions),), Failure(unclear.question))
        except Exception:
            return fault("preview")
        return answer(self._context, self._request(form.command, fields))

    def _print(self, reply: Reply) -> None:
        if reply.error and not self._as_json:
            print(reply.error.message, file=sys.stderr, flush=True)  # noqa: T201
        if shown := self._show(reply, self._url):
            print(shown, flush=True)  # noqa: T201


def attached(path: Path | None) -> Attachment | None:
    """The file that goes with a line. UserError when it cannot be read."""
    if path is None:
        return None
    try:
        return Attachment(path.name, path.read_bytes())
    except OSError as error:
        raise UserError(f"Filen {path} går inte att läsa.") from error


def pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    """NAME=VALUE, as typed after --field. UserError for one without "="."""
    wrong = [each for each in given if "=" not in each]
    if wrong:
        raise UserError(f"--field ska vara NAMN=VÄRDE, inte {wrong[0][:60]}.")
    return [(name.strip(), value) for name, _, value in (each.partition("=") for each in given)]


def _addresses(context: Context, links: FileLinks, email: str | None) -> Link:
    """The address of a file, signed for the person who speaks and nobody else: it opens with their rights."""
    person_id = None
    if email is not None:
        with context.database.read() as session:
            person = people.by_email(session, email)
        if person is None:
            return lambda _: None
        person_id = person.id
    return lambda reference: links.url(reference, person_id)


def exit_code(reply: Reply) -> int:
    """0 answered, 2 a person's mistake, 3 a fault."""
    if reply.error is None:
        return ANSWERED
    return FAULT if reply.error.reference else MISTAKE


def _named(form: Form, given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Given values by field name; a field may be called by its label too, and given several times for several."""
    names = {fold(label): each.name for each in form.fields for label in (each.label, each.name)}
    fields = {each.name: each.value for each in form.fields} | dict(form.hidden)
    seen: dict[str, list[str]] = {}
    for name, value in given:
        if fold(name) not in names:
            known = ", ".join(each.name for each in form.fields)
            raise UserError(f"Formuläret har inget fält som heter {name}. Fälten är {known}.")
        seen.setdefault(names[fold(name)], []).append(value)
    return fields | {name: ";".join(values) for name, values in seen.items()}


def as_json_line(reply: Reply, url: Link) -> str:
    """The reply as one line of JSON, with the address of each file where links can be made."""
    shown: dict[str, Any] = json.loads(REPLY.dump_json(reply, exclude={"private"}))
    for block in shown["blocks"]:
        if block["kind"] in ("file", "picture"):
            block["url"] = url(block["reference"])
    return json.dumps(shown, ensure_ascii=False)


def as_text(reply: Reply, url: Link) -> str:
    """The blocks of a reply as plain lines for a terminal; an error goes to standard error."""
    titles = headings(reply)
    parts = [
        _block(replace(block, title="") if isinstance(block, Table) and block.title in titles else block, url)
        for block in reply.blocks
    ]
    return "\n\n".join(part for part in parts if part)


def _block(block: Block, url: Link) -> str:
    match block:
        case Text(text=text, style=TextStyle.HEADING):
            return f"{text}\n{'=' * len(text)}"
        case Text(text=text):
            return text
        case Facts(items=items):
            width = max((len(fact.label) for fact in items), default=0)
            return "\n".join(f"{fact.label:<{width}}  {_indented(fact.value, width + 2)}" for fact in items)
        case Table():
            return _table(block)
        case Form():
            return _form(block)
        case Actions(items=items):
            return "\n".join(f"  › {action.command}" for action in items)
        case File(name=name, title=title, reference=reference) | Picture(name=name, alt=title, reference=reference):
            return f"{title}: {url(reference) or name + ' (ingen länk: LAGET_SECRET saknas)'}"
        case _:
            assert_never(block)


def _indented(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width)


def _table(table: Table) -> str:
    rows = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    lines = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([table.title, *lines] if table.title else lines)


def _form(form: Form) -> str:
    lines = [form.title]
    for each in form.fields:
        note = " (krävs)" if each.required else ""
        choices = f" [{', '.join(option.value for option in each.options)}]" if each.options else ""
        lines.append(f"  --field {each.name}=…  {each.label}{note}{choices}")
        if each.value:
            lines.append(_indented(f"      nu: {each.value}", 10))
        if each.error:
            lines.append(f"      ! {each.error}")
    return "\n".join(lines)


def ask_line_by_line(form: Form) -> dict[str, str]:
    """Fill in a form at a terminal: one question a field, Enter keeps the value that is there."""
    fields = dict(form.hidden)
    for each in form.fields:
        choices = f" ({', '.join(option.value for option in each.options)})" if each.options else ""
        current = f" [{each.value}]" if each.value else ""
        print(f"{each.label}{choices}{current}: ", end="", file=sys.stderr, flush=True)  # noqa: T201
        typed = sys.stdin.readline().rstrip("\n")
        fields[each.name] = typed or each.value
    return fields
