"""Pictures in chat: how the portfolio, or one work, has gone month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.command import Call, command
from commands.lookup import called, find_work
from commands.message import Action, Actions, Picture, Reply, Text, TextStyle
from commands.sentences import sentence

if TYPE_CHECKING:
    from commands.reports.pages.charts import Chart

MAX_PICTURES = 3
"""How many pictures are shown at once; each has room for 28 works."""


@command(
    "portfölj bild",
    "portföljen bild",
    summary="En bild av läget för alla arbeten, månad för månad",
    examples=("portfölj bild",),
)
def portfolio_picture(call: Call) -> Reply:
    """Twelve months of the portfolio."""
    from commands.reports.pages.chat_pictures import PORTFOLIO, pictures  # noqa: PLC0415  # only those who look pay

    drawn = pictures(call.session, PORTFOLIO, call.today, call.zone)
    moves = Actions((Action("Portföljen som tabell", "portfölj"),))
    heading = Text(sentence("pictures", "portfolio"), TextStyle.HEADING)
    if not drawn:
        return Reply((heading, Text(sentence("pictures", "nothing")), moves))
    more = (Text(sentence("pictures", "more"), TextStyle.NOTE),) if len(drawn) > MAX_PICTURES else ()
    return Reply((heading, *_shown(call, PORTFOLIO, drawn[:MAX_PICTURES]), *more, moves))


@command(
    "historik {work} bild",
    summary="En bild av hur ett arbete har gått, månad för månad",
    examples=("historik BarnSäkert bild",),
)
def work_picture(call: Call, work: str) -> Reply:
    """Twelve months of a work: its state and that of each dimension."""
    from commands.reports.pages.chat_pictures import pictures  # noqa: PLC0415  # only those who look pay for it

    found = find_work(call, work)
    drawn = pictures(call.session, str(found.id), call.today, call.zone)
    heading = Text(sentence("pictures", "work", work=found.name), TextStyle.HEADING)
    moves = (
        Action("Historiken i ord", f"historik {found.name}"),
        Action(f"Status {called(found)}", f"status {found.name}"),
    )
    return Reply((heading, *_shown(call, str(found.id), drawn), Actions(moves)))


def _shown(call: Call, subject: str, drawn: list[Chart]) -> tuple[Picture, ...]:
    from commands.reports.pages.chat_pictures import reference  # noqa: PLC0415  # only those who look pay for it

    return tuple(
        Picture(
            f"läget-{call.today.isoformat()}-{part}.png",
            chart.alt,
            reference(subject, part, call.today, call.zone),
        )
        for part, chart in enumerate(drawn, 1)
    )
