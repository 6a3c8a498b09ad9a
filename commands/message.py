"""What people say to the bot and what it says back: frozen, plain, the same on every platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Tagged
from pydantic import TypeAdapter

from storage.words import Role

MAX_SHORT, MAX_NAME, MAX_LINE, MAX_TEXT = 60, 200, 500, 3000
"""The longest short name or time, name or title, other line, and text of several lines, in characters."""


class UserError(Exception):
    """A person's mistake: one Swedish sentence that says what was wrong and what would work.

    `actions` are near matches to offer as buttons; `form` is the form to mend, with what was typed and what was
    wrong with each field.
    """

    def __init__(self, message: str, *, actions: tuple[Action, ...] = (), form: Form | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.actions = actions
        self.form = form


class Unclear(Exception):
    """A name that several things answer to: not a mistake, but a question back with the candidates as buttons."""

    def __init__(self, question: str, actions: tuple[Action, ...]) -> None:
        super().__init__(question)
        self.question = question
        self.actions = actions


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `id` is None for the operator at the terminal, who has no row of their own."""

    id: int | None
    name: str
    roles: frozenset[Role]
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request came from, and where an answer or a later message can be sent.

    `is_channel` says that several people read there.
    """

    platform: str
    conversation: str = ""
    thread: str | None = None
    is_channel: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """How a platform knows the sender: a chat id within a tenant, and an e-mail address when it vouches for one."""

    platform: str
    external_id: str = ""
    tenant: str = ""
    email: str | None = None
    name: str | None = None


LARGEST_FILE = 20_000_000
"""Bytes that an attached file may be."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a request. Platforms read one byte more than allowed, so that it is refused."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that a person said, whichever way it came: typed line, button, form, mention.

    `fields` is None unless a form was submitted. `deliveries` are the ids that this delivery may come under
    again (an event id, a channel and time, a form's nonce): any of them again gets the same answer again.
    """

    text: str
    sender: Identity
    address: Address
    fields: Mapping[str, str] | None = None
    deliveries: tuple[str, ...] = ()
    attachment: Attachment | None = None


class TextStyle(StrEnum):
    """How a text block is meant; the renderer decides how that looks."""

    PLAIN = "plain"
    HEADING = "heading"
    QUOTE = "quote"  # a person's own words: shown literally
    NOTE = "note"  # small print


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, a paragraph, a heading. Plain text: no markup of any platform."""

    text: str
    style: TextStyle = TextStyle.PLAIN
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says, for example "Läge": "■ Röd – större avvikelse"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values, read top to bottom."""

    items: tuple[Fact, ...]
    kind: Literal["facts"] = "facts"

    @classmethod
    def known(cls, pairs: Iterable[tuple[str, str]]) -> Facts:
        """Those of these labels and values that say something."""
        return cls(tuple(Fact(label, value) for label, value in pairs if value))


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of plain strings; `title` is read out before the table.

    `naming` is the column that says what a row is about: where a table cannot be shown, a row begins with its cells
    up to that one, and the others follow behind their headings.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    naming: int = 0
    kind: Literal["table"] = "table"


class FieldType(StrEnum):
    """What a form field takes. PROJECT and PERSON are looked up by name as in a typed line."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"  # several; the value is joined with ";"
    DATE = "date"  # as Swedes write it, or ISO
    NUMBER = "number"
    PROJECT = "project"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the word that is shown and the value that is sent."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `value` is its initial value, `error` what was wrong with the last try."""

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    error: str = ""
    max_length: int = MAX_TEXT


@dataclass(frozen=True, slots=True)
class Form:
    """Fields to fill in. Submitting sends `command` with the fields and `hidden`, which nobody sees.

    `nonce` is set by answer(), so that a form that is submitted twice is one change.
    """

    command: str
    title: str
    fields: tuple[Field, ...]
    submit: str = "Spara"
    hidden: tuple[tuple[str, str], ...] = ()
    nonce: str = ""
    kind: Literal["form"] = "form"


class ActionStyle(StrEnum):
    """How much a button asks for attention."""

    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Action:
    """A button: its label, and the command text that pressing it says. `confirm` is asked before it is sent."""

    label: str
    command: str
    style: ActionStyle = ActionStyle.DEFAULT
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons in a row."""

    items: tuple[Action, ...]
    kind: Literal["actions"] = "actions"


@dataclass(frozen=True, slots=True)
class File:
    """A file to fetch. `reference` says which ("report/7.pdf"); its bytes are made when it is fetched."""

    name: str
    title: str
    media_type: str
    reference: str
    kind: Literal["file"] = "file"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to fetch like a file; `alt` says in words what it shows."""

    name: str
    alt: str
    reference: str
    kind: Literal["picture"] = "picture"


Block = Annotated[Text | Facts | Table | Form | Actions | File | Picture, Tagged(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing was done. `reference` is None for a person's mistake, a short code for a bug."""

    message: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says: blocks in order, and `error` when nothing was done.

    `private` says that only the sender may see it, also where others listen: who has not reported, for one.
    """

    blocks: tuple[Block, ...] = field(default=())
    error: Failure | None = None
    private: bool = False

    @classmethod
    def of(cls, text: str, *actions: Action) -> Reply:
        """A sentence, with buttons under it where there are any."""
        return cls((Text(text), Actions(actions))) if actions else cls((Text(text),))

    @property
    def is_private(self) -> bool:
        """Whether it goes to the sender alone; a mistake is nobody else's business."""
        return self.private or self.error is not None


REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
"""Turns a reply into JSON and back: receipts and the outbox keep replies."""
