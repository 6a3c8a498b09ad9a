"""`laget doctor`: settings, schema, credentials, copies; each line is well or says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.app import PLATFORMS
from bot.platform import PlatformKind
from bot.settings import Settings, SettingsError
from bot.trouble import explained
from commands.swedish.text import counted, listing
from storage import programme, statuses
from storage.database import Database
from storage.errors import DatabaseError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    text: str
    is_off: bool = False

    def __str__(self) -> str:
        word = "FEL" if not self.well else "av " if self.is_off else "bra"
        return f"{word}  {self.what}: {self.text}"


def examine(settings: Settings, database: Database, *, repair: bool = False) -> list[Finding]:
    """Look at everything that can be looked at; a database that does not answer ends the list."""
    findings = [*_settings(settings)]
    try:
        database.check()
        database.require_current()
    except DatabaseError as error:
        return [*findings, Finding("Databas", well=False, text=explained(error) or str(error))]
    if repair:
        _repair(database)
    return [*findings, *_contents(database)]


def _repair(database: Database) -> None:
    """Copy the latest entry to every work whose copy is wrong."""
    with database.write(actor="operator", source="terminal") as session:
        for work in statuses.wrong_copies(session):
            statuses.renew_latest(session, work.id)


def _settings(settings: Settings) -> Iterator[Finding]:
    yield from (_platform(each, settings) for each in PLATFORMS)
    signs, known = bool(settings.laget_secret), bool(settings.laget_url)
    text = "på" if signs else "sätt LAGET_SECRET till en lång slumpad text"
    yield Finding("Nedladdningar", well=True, text=text, is_off=not signs)
    text = settings.laget_url or "sätt LAGET_URL till den adress som andra når Läget på"
    yield Finding("Adress", well=True, text=text, is_off=not known)


def _platform(kind: PlatformKind, settings: Settings) -> Finding:
    name = kind.name.capitalize()
    try:
        missing = kind.missing(settings)
    except SettingsError as error:
        return Finding(name, well=False, text=str(error))
    # A platform that nobody has asked for is no fault; one that was half set up is.
    wanted = any(getattr(settings, each) for each in kind.credentials)
    text = f"saknar {listing(missing)}" if missing else kind.state(settings)
    return Finding(name, not (missing and wanted), text, is_off=bool(missing))


def _contents(database: Database) -> Iterator[Finding]:
    yield Finding("Databas", well=True, text=f"svarar, version {database.newest_revision()}")
    with database.read() as session:
        held = programme.get(session)
        wrong = statuses.wrong_copies(session)
    yield Finding(
        "Program", held is not None, held.name if held else "saknas, kör laget import eller laget example"
    )
    text = "senaste läget stämmer för alla arbeten"
    if wrong:
        text = f"{counted(len(wrong), 'arbete', 'arbeten')} har fel senaste läge: kör laget doctor --repair"
    yield Finding("Kopior", not wrong, text)
