"""The sentences that a person reads, from commands/templates/*.txt (Jinja2, Swedish)."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from commands.swedish.dates import ago, long_date, short_date, week, weekday_date
from commands.swedish.text import counted, kronor, listing, number, percent
from commands.swedish.words import state_phrase, state_word


@cache
def _environment() -> Environment:
    # Plain text: nothing is escaped here, the renderer of each platform escapes what it shows.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("commands"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        long_date=long_date,
        short_date=short_date,
        weekday_date=weekday_date,
        week=week,
        ago=ago,
        number=number,
        kronor=kronor,
        percent=percent,
        listing=listing,
        counted=counted,
        state=state_word,
        state_phrase=state_phrase,
    )
    return environment


def sentence(template: str, part: str, **facts: object) -> str:
    """One sentence: the macro `part` of commands/templates/`template`.txt with these facts, stripped."""
    module = _environment().get_template(f"{template}.txt").module
    return str(getattr(module, part)(**facts)).strip()
