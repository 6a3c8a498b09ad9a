"""A kind of the programme's own figures, and its commands: "trend ändra 1" and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from commands.command import COORDINATORS, Call, Command, command
from commands.editing import changes, entry_by_number
from commands.entries.kind import EntryKind, Row, Values
from commands.entries.writing import change, remove, save
from commands.form import read
from commands.message import Action, Actions, Block, Form, Reply, Text, TextStyle
from commands.sentences import sentence
from storage.words import Role


@dataclass(frozen=True, kw_only=True)
class FigureKind(EntryKind[Row]):
    """Its sentences (saved, changed, removed, history) are those of `template`, and may be given more `facts`.

    `noun` names one that cannot be found, `one` one in the help, where `also` are further words for changing one;
    `all` lists them, `back` leads from a history. `title` is that of the form that changes one, `after` follows
    every answer. Where they are found by name, `named` finds one; `must_own` refuses those who may not write it.
    """

    template: str
    noun: str
    one: str
    all: Action
    back: Callable[[Row], Action]
    after: Callable[[Call, Row], tuple[Block, ...]]
    title: Callable[[Call, Row], str] | None = None
    facts: Callable[[Call, Row, str], dict[str, Any]] = lambda _, __, ___: {}
    named: Callable[[Call, str], Row] | None = None
    must_own: Callable[[Call, Row], None] = lambda _, __: None
    then: Callable[[Call, Row, list[str]], None] = lambda _, __, ___: None
    writers: frozenset[Role] = COORDINATORS
    verb: str = "Ändra"
    among: str = ""
    also: tuple[str, ...] = ()
    example: str = "1"

    def find(self, call: Call, number: str) -> Row:
        """The entry with this number or name; one that was taken away too, where the command writes nothing."""
        writes = call.match.command.writes
        row = (
            self.named(call, number)
            if self.named
            else entry_by_number(call, self.table, number, self.noun, self.all, withdrawn=not writes)
        )
        if writes:
            self.must_own(call, row)
        return row

    def change_command(self, row: Row) -> str:
        """As it is typed: "trend ändra 1", "mått ändra #1"."""
        return f"{self.word} ändra {'#' if self.named else ''}{row.id}"

    def change_title(self, call: Call, row: Row) -> str:
        """The same words, unless the kind says others."""
        return self.title(call, row) if self.title else f"Ändra {self.noun} {row.id}"

    def read_change(self, call: Call, text: str) -> Values:
        """As a line that adds one is read."""
        return self.read_line(call, text)

    def say(self, call: Call, row: Row, deed: str, **more: object) -> str:
        """The sentence for what became of one."""
        return sentence(self.template, deed, row=row, **self.facts(call, row, deed), **more)

    def changed(self, call: Call, row: Row, columns: list[str]) -> tuple[Block, ...]:
        """Which of its fields changed, those that the history leaves out last, and what it comes to."""
        self.then(call, row, columns)
        named = [label for label in map(self.history(call).get, columns) if label]
        what = [label.lower() for label, shown in sorted(named, key=lambda pair: pair[1] is None)]
        return Text(self.say(call, row, "changed", what=what)), *self.after(call, row)

    def removed(self, call: Call, row: Row) -> tuple[Block, ...]:
        """That it is gone, and what there is now."""
        return Text(self.say(call, row, "removed")), *self.after(call, row)


def new_command(
    kind: FigureKind[Any],
    is_whole: Callable[[Values], bool],
    *patterns: str,
    note: str = "",
    summary: str,
    examples: tuple[str, ...],
) -> Command:
    """What adds one: opens the form with what the line said; or saves it, at once when the line says the whole."""
    new = "Nytt" if kind.is_neuter else "Ny"
    openings = (f"{kind.word} ny", f"{new.lower()} {kind.noun}")
    both = (each for opening in openings for each in (opening, f"{opening} {{text}}"))

    @command(*(patterns or both), summary=summary, examples=examples, roles=kind.writers, writes=True)
    def new_one(call: Call, text: str = "") -> Reply:
        said = kind.read_line(call, text) if text else {}
        form = Form((patterns or openings)[0], f"{new} {kind.noun}", kind.form_fields(call, said))
        if call.fields is None and not is_whole(said):
            return Reply((Text(note, TextStyle.NOTE), form) if note else (form,))
        row = save(call, kind, kind.to_columns(call, read(form, call.fields or {}, call.today), None))
        return Reply((Text(kind.say(call, row, "saved")), *kind.after(call, row)))

    return replace(new_one, name=f"new_{kind.table.__tablename__}")


def commands_for_one(kind: FigureKind[Any]) -> tuple[Command, ...]:
    """Change one, take it away, and what became of it."""
    return tuple(replace(each, name=f"{each.name}_{kind.table.__tablename__}") for each in _for_one(kind))


def _for_one(kind: FigureKind[Any]) -> Iterator[Command]:
    slot, example = "{text}" if kind.named else "{number}", kind.example

    @command(
        f"{kind.word} ändra {slot}",
        *kind.also,
        summary=f"{kind.verb} {kind.one}{kind.among}",
        examples=(f"{kind.word} ändra {example}", *kind.examples),
        roles=kind.writers,
        writes=True,
    )
    def change_one(call: Call, number: str = "", text: str = "") -> Reply:
        if not number:  # a name; with its number first, the rest is what is to change
            first, _, rest = text.partition(" ")
            number, text = (first, rest) if first.startswith("#") and rest.strip() else (text, "")
        return change(call, kind, number, text)

    @command(
        f"{kind.word} ta bort {slot}",
        summary=f"Ta bort {kind.one}{kind.among}",
        examples=(f"{kind.word} ta bort {example}",),
        roles=kind.writers,
        writes=True,
    )
    def remove_one(call: Call, number: str = "", text: str = "") -> Reply:
        return remove(call, kind, number or text)

    @command(
        f"{kind.word} historik {slot}",
        summary=f"Vad som har ändrats i {kind.one}, när och av vem",
        examples=(f"{kind.word} historik {example}",),
    )
    def history_of_one(call: Call, number: str = "", text: str = "") -> Reply:
        row = kind.find(call, number or text)
        title = kind.say(call, row, "history")
        became = changes(call, row, kind.history(call), title)
        return Reply((Text(title, TextStyle.HEADING), became, Actions((kind.back(row),))))

    yield from (change_one, remove_one, history_of_one)
