"""Choosing where messages are to come."""

from __future__ import annotations

from datetime import timedelta

from bot.answer import Context
from bot.deliver import deliver
from storage import people
from tests.bot.outbox import StandIn
from tests.commands.conftest import Known, Say, commands_of, text_of


def known_in(context: Context, programme: Known, *platforms: str) -> None:
    """Let leadership be known on these platforms, on the last of them last."""
    with context.database.write() as session:
        person = people.get(session, programme.people["leadership"])
        assert person
        for number, platform in enumerate(platforms):
            seen = context.clock.now() + timedelta(minutes=number)
            people.link(session, person, platform, "T", f"{platform}-id", seen)


def alerted(context: Context, say: Say) -> list[str]:
    """Something red: which platforms told leadership of it."""
    assert say("rapportera BarnSäkert röd Stopp").error is None
    both = [StandIn(), StandIn("teams")]
    deliver(context, {each.name: each for each in both})  # type: ignore[misc]
    return [each.name for each in both for to, _, _ in each.sent if to.conversation.endswith("-id")]


def test_an_alert_comes_where_it_was_chosen_to_come(context: Context, say: Say, programme: Known) -> None:
    known_in(context, programme, "slack", "teams")
    assert "där du var senast" in text_of(say("mina meddelanden", "leadership"))
    assert alerted(context, say) == ["teams"]
    reply = say("mina meddelanden i Slack", "leadership")
    assert "kommer till dig i Slack" in text_of(reply)
    assert alerted(context, say) == ["slack"]
    assert "mina meddelanden senast" in commands_of(reply)
    assert "där du var senast" in text_of(say("mina meddelanden senast", "leadership"))
    assert alerted(context, say) == ["teams"]


def test_one_cannot_choose_where_one_is_not_known(context: Context, say: Say, programme: Known) -> None:
    known_in(context, programme, "slack")
    refused = say("mina meddelanden i teams", "leadership")
    assert refused.error
    assert "Skriv något till Läget där först" in refused.error.message
    assert "där du talar med Läget" in text_of(say("mina meddelanden", "leadership"))
