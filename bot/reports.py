"""`laget report`: a report straight to files, without a draft being kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.answer import Context
from commands.message import UserError
from commands.reports import FORMATS, Format
from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.kinds import kind_of
from storage import reports


def write_report(context: Context, kind: str, period: str, formats: str, folder: Path) -> Iterator[Path]:
    """Compile once and write one file a format; yields each path. UserError for what is unknown."""
    known = kind_of(kind)
    chosen = _formats(formats)
    meant = known.period(period, context.clock.now().astimezone(context.zone).date())
    with context.database.read() as session:
        texts = reports.texts(session, known.report, meant.label)
        compiled = compile_report(session, known, meant, now=context.clock.now(), zone=context.zone, texts=texts)
    folder.mkdir(parents=True, exist_ok=True)
    for each in chosen:
        path = folder / f"{known.name}-{meant.label}{each.suffix}"
        path.write_bytes(each.render(compiled))
        yield path


def _formats(listed: str) -> list[Format]:
    words = [word.strip().lower() for word in listed.split(",") if word.strip()]
    wrong = [word for word in words if word not in FORMATS]
    if wrong or not words:
        raise UserError(f"Formatet ”{', '.join(wrong)}” finns inte. Välj bland {', '.join(FORMATS)}.")
    return [FORMATS[word] for word in dict.fromkeys(words)]
