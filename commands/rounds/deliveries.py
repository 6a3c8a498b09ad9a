"""What was sent to whom, what waits, what failed and why; sending again. Never what the messages say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from commands.command import COORDINATORS, Call, command
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.reminders.ladder import DAY, OPENS, at, may_send, next_sending_day
from commands.reminders.planning import CLOCK_KINDS, COLLECTED, of_day, read_again
from commands.reminders.troubles import trouble_word
from commands.reminders.unreachable import recipient_word
from commands.rounds._notice_words import kind_word, subjects
from commands.sentences import sentence
from commands.swedish.dates import local, short_date
from commands.swedish.text import number as written
from storage import deliveries, notices
from storage.deliveries import Fate
from storage.swedish import fold
from storage.tables import Notice

PAGE = 20
LISTED_FOR = timedelta(days=30)
"""How far back messages that were sent, failed or missed are listed."""
_FATES: Mapping[str, Fate] = {
    "skickade": Fate.SENT,
    "väntar": Fate.WAITING,
    "misslyckade": Fate.FAILED,
    "osäkra": Fate.UNSURE,
    "missade": Fate.MISSED,
}
_WORDS = {
    Fate.SENT: "Skickat",
    Fate.WAITING: "Väntar",
    Fate.FAILED: "Gick inte fram",
    Fate.UNSURE: "Osäkert",
    Fate.MISSED: "För sent, skickades inte",
}
_TROUBLED = (Fate.FAILED, Fate.UNSURE, Fate.MISSED)
"""What needs attention, and may be sent again."""


@command(
    "leveranser",
    "leveranser {kind}",
    "leveranser {kind} sida {count}",
    "leveranser sida {count}",
    summary="Vad som har skickats, vad som väntar och vad som inte gick fram",
    examples=("leveranser", "leveranser misslyckade", "leveranser osäkra"),
    roles=COORDINATORS,
)
def show_deliveries(call: Call, kind: str = "", count: str = "1") -> Reply:
    """How many of each, and what needs attention; or all of one kind."""
    chosen = _chosen(kind) if kind else None
    page, since = max(1, int(count)), call.now - LISTED_FOR
    fates = (chosen,) if chosen else _TROUBLED
    found = deliveries.listed(call.session, fates, since, skip=(page - 1) * PAGE, limit=PAGE + 1)
    heading = sentence("deliveries", "heading", fate=_WORDS[chosen].lower() if chosen else "")
    blocks: list[Block] = [Text(heading, TextStyle.HEADING)]
    if not chosen:
        blocks.append(_counts(call, since))
    shown = found[:PAGE]
    if shown:
        blocks.append(_table(call, shown))
    else:
        blocks.append(Text(sentence("deliveries", "empty" if chosen else "all_well")))
    buttons = _moves(shown)
    if len(found) > PAGE:
        buttons.append(Action("Visa fler", f"leveranser{f' {kind}' if kind else ''} sida {page + 1}"))
    others = [word for word, fate in _FATES.items() if fate is not chosen]
    buttons += [Action(word.capitalize(), f"leveranser {word}") for word in others]
    return Reply((*blocks, Text(sentence("deliveries", "kept"), TextStyle.NOTE), Actions(tuple(buttons))))


def _chosen(kind: str) -> Fate:
    for word, fate in _FATES.items():
        if fold(word) == fold(kind):
            return fate
    choices = tuple(Action(word.capitalize(), f"leveranser {word}") for word in _FATES)
    raise UserError(sentence("deliveries", "which"), actions=choices)


def _counts(call: Call, since: datetime) -> Facts:
    counts = deliveries.counts(call.session, since)
    return Facts(tuple(Fact(_WORDS[each], written(counts[each])) for each in _FATES.values()))


def _table(call: Call, shown: Sequence[Notice]) -> Table:
    names, about = deliveries.names(call.session, shown), subjects(call.session, shown)
    rows = tuple(
        (
            str(each.id),
            _when(call, each.due),
            names.get(each.recipient) or recipient_word(each.recipient),
            ": ".join(part for part in (kind_word(each.kind), about[each.subject]) if part),
            _fate(call, each),
        )
        for each in shown
    )
    return Table(("Nr", "Dags", "Till", "Vad", "Hur det gick"), rows, sentence("deliveries", "messages"), naming=2)


def _when(call: Call, moment: datetime) -> str:
    here = local(moment, call.zone)
    return f"{short_date(here.date())} {here:%H.%M}"


def _fate(call: Call, notice: Notice) -> str:
    fate = deliveries.fate(notice)
    word = _WORDS[fate] if fate else trouble_word(notice.trouble).capitalize()
    if fate is Fate.SENT and notice.sent_at:
        return f"{word} {_when(call, notice.sent_at)}"
    if fate is Fate.UNSURE and notice.next_at:
        return sentence("deliveries", "looking", fate=word)
    return f"{word}: {trouble_word(notice.trouble)}" if notice.trouble and fate is not Fate.MISSED else word


def _moves(shown: Sequence[Notice]) -> list[Action]:
    """What can be done about the first of them."""
    buttons = []
    for each in [each for each in shown if _may_send_again(each)][:5]:
        buttons.append(Action(f"Skicka igen {each.id}", f"skicka igen {each.id}"))
        if deliveries.fate(each) is Fate.UNSURE:
            buttons.append(Action(f"Har kommit fram {each.id}", f"har kommit fram {each.id}"))
    return buttons


def _may_send_again(notice: Notice) -> bool:
    return deliveries.fate(notice) in _TROUBLED and notice.next_at is None


@command(
    "skicka igen",
    "skicka igen {number}",
    "skicka igen {number} {kind}",
    summary="Skicka ett meddelande som inte gick fram en gång till",
    examples=("skicka igen",),
    roles=COORDINATORS,
    writes=True,
)
def send_again(call: Call, number: str = "", kind: str = "") -> Reply:
    """Send it again, if it still holds. What may have arrived is asked about first: it may come twice."""
    if not number:
        return show_deliveries(call)
    notice = _found(call, number)
    if deliveries.fate(notice) is Fate.UNSURE and fold(kind) != "anda":
        sure = Action("Ja, skicka igen", f"skicka igen {notice.id} ändå", ActionStyle.PRIMARY)
        return Reply(
            (Text(sentence("deliveries", "may_be_twice", to=_to(call, notice))), Actions((sure, *_arrived(notice))))
        )
    next_at = _next(call, notice)
    _must_not_be_two(call, notice, next_at)
    notice.decided_at = next_at  # what it says is read again as of then
    again = read_again(call.session, notice, next_at, call.zone)
    if again.reply is None:
        raise UserError(sentence("deliveries", "done", to=_to(call, notice)))
    notices.send_again(call.session, notice, call.person.id, at=next_at, next_at=next_at)
    when = None if next_at == call.now else next_at.astimezone(call.zone)
    text = sentence("deliveries", "again", to=_to(call, notice), day=when.date() if when else None)
    return Reply((Text(text), Actions((Action("Leveranser", "leveranser"),))))


def _next(call: Call, notice: Notice) -> datetime:
    """Now; what the clock starts waits for the morning of a working day."""
    here = local(call.now, call.zone)
    if notice.kind not in CLOCK_KINDS or may_send(here):
        return call.now
    early = may_send(here.replace(hour=OPENS.hour, minute=0)) and here.time() < OPENS
    return at(here.date() if early else next_sending_day(here.date() + DAY, ()), OPENS, call.zone)


def _must_not_be_two(call: Call, notice: Notice, when: datetime) -> None:
    """Nobody gets two collected messages on a day."""
    today = of_day(local(when, call.zone).date())
    if notice.kind not in COLLECTED or notice.subject == today:
        return
    if notice.recipient in notices.recipients(call.session, COLLECTED, today):
        raise UserError(sentence("deliveries", "had_one", to=_to(call, notice)))


@command(
    "har kommit fram",
    "har kommit fram {number}",
    summary="Säg att ett osäkert meddelande har kommit fram",
    examples=("har kommit fram",),
    roles=COORDINATORS,
    writes=True,
)
def has_arrived(call: Call, number: str = "") -> Reply:
    """The recipient has seen it: it is no longer in doubt."""
    if not number:
        return show_deliveries(call, kind="osäkra")
    notice = _found(call, number)
    if deliveries.fate(notice) is not Fate.UNSURE:
        raise UserError(sentence("deliveries", "not_unsure", number=notice.id))
    notices.confirm(call.session, notice, call.person.id, at=call.now)
    return Reply(
        (
            Text(sentence("deliveries", "arrived", to=_to(call, notice))),
            Actions((Action("Leveranser", "leveranser"),)),
        )
    )


def _arrived(notice: Notice) -> tuple[Action, ...]:
    return (Action("Det har kommit fram", f"har kommit fram {notice.id}"),)


def _found(call: Call, number: str) -> Notice:
    """The message with this number, held; UserError when there is none, or nothing to be done about it."""
    id_ = int(number.removeprefix("#"))
    notice = notices.locked(call.session, id_)
    show = (Action("Leveranser", "leveranser"),)
    if notice is None:
        raise UserError(sentence("deliveries", "nothing", number=id_), actions=show)
    if not _may_send_again(notice):
        raise UserError(
            sentence("deliveries", "not_again", number=id_, fate=_fate(call, notice).lower()), actions=show
        )
    return notice


def _to(call: Call, notice: Notice) -> str:
    return deliveries.names(call.session, [notice]).get(notice.recipient) or recipient_word(notice.recipient)
