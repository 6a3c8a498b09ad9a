"""What goes wrong outside a conversation, as one clear line for whoever runs the command."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.exc import OperationalError

from bot.settings import SettingsError
from commands._message import UserError
from storage.database import (
    BackupRefused,
    DatabaseError,
    DatabaseMissing,
    DatabaseUnreachable,
    SchemaNotCurrent,
    UnsupportedDatabase,
)

_SENTENCES: dict[type[Exception], str] = {
    DatabaseMissing: "Databasen finns inte. Skapa den med laget migrate, eller prova med laget demo.",
    DatabaseUnreachable: "Databasen svarar inte. Kontrollera DATABASE_URL och att databasen är igång.",
    SchemaNotCurrent: "Databasen har inte den form som den här versionen behöver. Kör laget migrate.",
    UnsupportedDatabase: "DATABASE_URL går inte att använda. Skriv till exempel sqlite:///laget.db "
    "eller postgresql://användare:lösenord@värd/databas.",
    BackupRefused: "Det går inte att säkerhetskopiera dit. Välj en annan fil; för PostgreSQL används pg_dump.",
    PermissionError: "Jag får inte skriva eller läsa där. Kontrollera rättigheterna till filen och mappen.",
    FileNotFoundError: "Filen eller mappen finns inte.",
    IsADirectoryError: "Det där är en mapp, inte en fil.",
    FileExistsError: "Det där är en fil, inte en mapp.",
    NotADirectoryError: "Det där är en fil, inte en mapp.",
    # What was not foreseen: the database went away in the middle, the disk is full.
    OperationalError: "Databasen svarar inte. Kontrollera DATABASE_URL och att databasen är igång.",
    OSError: "Det går inte att läsa eller skriva där. Kontrollera sökvägen och att disken inte är full.",
}


def explained(error: Exception) -> str | None:
    """A Swedish sentence for a failure that can be expected; None for a bug, whose traceback should be seen."""
    if isinstance(error, UserError):
        return error.message
    if isinstance(error, SettingsError):
        return f"Inställningarna går inte att använda: {error}"
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind):
            return sentence
    return f"Databasen: {error}" if isinstance(error, DatabaseError) else None


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment that --at names: ISO, in the programme's time zone when it bears none of its own."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} är ingen tid. Skriv till exempel 2026-06-08T09:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
