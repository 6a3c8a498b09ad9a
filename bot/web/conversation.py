"""The conversations of the local chat: in memory, one for each person, the newest entries only."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from commands.message import Failure, Form, Reply

LONGEST = 200
"""How many entries of a conversation are kept."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a conversation: `text` by the person, or `reply` by the bot.

    `revision` says when it last changed; `submitted` says that the form in it has been sent.
    """

    number: int
    revision: int
    at: datetime
    text: str = ""
    reply: Reply | None = None
    submitted: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new since a mark, and the mark for next time. `whole`: what the page shows is out of date."""

    entries: tuple[ChatLine, ...]
    mark: str
    whole: bool


@dataclass(slots=True)
class _Conversation:
    entries: deque[ChatLine] = field(default_factory=lambda: deque(maxlen=LONGEST))
    revision: int = 0


class Conversations:
    """All conversations, by e-mail address. Written by the web and by the thread that delivers."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._by_email: dict[str, _Conversation] = {}
        self._lock = Lock()
        self._start = secrets.token_hex(4)  # distinguishes a page from before a restart

    def say(self, email: str, text: str) -> ChatLine:
        """Append what the person said."""
        return self._append(email, text=text)

    def answer(self, email: str, reply: Reply) -> ChatLine:
        """Append what the bot said."""
        return self._append(email, reply=reply)

    def since(self, email: str, mark: str = "") -> Changes:
        """The entries that are new or changed since `mark`; all of them when the mark is from elsewhere."""
        with self._lock:
            conversation = self._of(email)
            known = self._revision(email, mark)
            entries = tuple(each for each in conversation.entries if known is None or each.revision > known)
            return Changes(entries, f"{self._prefix(email)}{conversation.revision}", known is None)

    def form(self, email: str, nonce: str) -> Form | None:
        """The form with this nonce, if the conversation still shows it."""
        with self._lock:
            return next((form for _, form in self._forms(email) if form.nonce == nonce), None)

    def settle(self, email: str, nonce: str) -> None:
        """Remember that the form has been sent: it is not shown again."""
        with self._lock:
            for entry, form in self._forms(email):
                if form.nonce == nonce:
                    self._change(email, replace(entry, submitted=True))

    def mend(self, email: str, nonce: str, form: Form, failure: Failure) -> ChatLine | None:
        """Show another form and what was wrong in place of the form with this nonce. None when it is not there."""
        with self._lock:
            for entry, old in self._forms(email):
                if old.nonce == nonce and entry.reply is not None:
                    blocks = tuple(form if block is old else block for block in entry.reply.blocks)
                    return self._change(email, replace(entry, reply=Reply(blocks, failure)))
        return None

    def _append(self, email: str, *, text: str = "", reply: Reply | None = None) -> ChatLine:
        with self._lock:
            conversation = self._of(email)
            conversation.revision += 1
            entry = ChatLine(conversation.revision, conversation.revision, self._now(), text, reply)
            conversation.entries.append(entry)
            return entry

    def _change(self, email: str, changed: ChatLine) -> ChatLine:
        conversation = self._of(email)
        conversation.revision += 1
        changed = replace(changed, revision=conversation.revision)
        numbers = [each.number for each in conversation.entries]
        conversation.entries[numbers.index(changed.number)] = changed
        return changed

    def _forms(self, email: str) -> list[tuple[ChatLine, Form]]:
        shown = [(entry, entry.reply) for entry in self._of(email).entries if entry.reply and not entry.submitted]
        return [(entry, block) for entry, reply in shown for block in reply.blocks if isinstance(block, Form)]

    def _of(self, email: str) -> _Conversation:
        return self._by_email.setdefault(email.lower(), _Conversation())

    def _prefix(self, email: str) -> str:
        return f"{self._start}.{email.lower()}."

    def _revision(self, email: str, mark: str) -> int | None:
        known = mark.removeprefix(self._prefix(email))
        return int(known) if known != mark and known.isascii() and known.isdigit() else None
