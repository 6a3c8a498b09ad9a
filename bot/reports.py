"""`laget report`: a report straight to files, without a draft being kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.answer import Desk
from commands._dates import parse_period
from commands._files import REPORT_NAMES
from commands._message import UserError
from commands.reports import FORMATS, Format
from commands.reports.compile import compile_halfyear
from storage.swedish import fold
from storage.words import ReportKind

KINDS = {"halvar": ReportKind.HALF_YEAR}
"""The kinds that can be compiled so far, by the word that is typed."""


def write_report(desk: Desk, kind: str, period: str, formats: str, folder: Path) -> Iterator[Path]:
    """Compile once and write one file a format; yields each path. UserError for what is unknown."""
    known = KINDS.get(fold(kind))
    if known is None:
        raise UserError(
            f"Jag kan inte göra rapporten ”{kind}” än. Det som går är halvår, till exempel halvår 2026-1."
        )
    chosen = _formats(formats)
    meant = parse_period(period, desk.clock.now().astimezone(desk.zone).date())
    with desk.database.read() as session:
        context = compile_halfyear(session, meant, now=desk.clock.now(), zone=desk.zone)
    folder.mkdir(parents=True, exist_ok=True)
    for each in chosen:
        path = folder / f"{REPORT_NAMES[known]}-{meant.label}{each.suffix}"
        path.write_bytes(each.render(context))
        yield path


def _formats(listed: str) -> list[Format]:
    words = [word.strip().lower() for word in listed.split(",") if word.strip()]
    wrong = [word for word in words if word not in FORMATS]
    if wrong or not words:
        raise UserError(f"Formatet ”{', '.join(wrong)}” finns inte. Välj bland {', '.join(FORMATS)}.")
    return [FORMATS[word] for word in dict.fromkeys(words)]
