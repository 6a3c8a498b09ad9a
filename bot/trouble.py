"""What goes wrong outside a conversation, as one clear line for the person who runs the command."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
import typer
from sqlalchemy.exc import OperationalError
from typer._click import exceptions as usage  # typer names only some of its own exceptions

from bot.settings import SettingsError
from commands.message import UserError
from storage.errors import (
    BackupRefused,
    DatabaseError,
    DatabaseMissing,
    DatabaseUnreachable,
    SchemaNotCurrent,
    UnsupportedDatabase,
)

log = structlog.get_logger()

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


def explained(error: Exception) -> str:
    """A Swedish sentence for any failure; a bug is logged under the reference that the sentence names."""
    if isinstance(error, UserError):
        return error.message
    if isinstance(error, usage.ClickException):
        return _misused(error)
    if isinstance(error, typer.Abort):
        return "Avbrutet."
    if isinstance(error, SettingsError):
        return f"Inställningarna går inte att använda: {error}"
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind):
            return sentence
    if isinstance(error, DatabaseError):
        return f"Databasen: {error}"
    reference = secrets.token_hex(3).upper()
    log.error("fault", reference=reference, exc_info=True)
    return f"Något gick fel (ref {reference}). Loggen ovanför säger var."


def is_mistake(error: Exception) -> bool:
    """Whether the command can be mended by writing it in another way."""
    return isinstance(error, UserError | usage.ClickException)


def _misused(error: usage.ClickException) -> str:
    """One Swedish line for a command line that cannot be understood."""
    context = getattr(error, "ctx", None)
    see = f"Skriv {context.command_path if context else 'laget'} --help för att se hur det används."
    said = " ".join(error.format_message().split())
    match error:
        case usage.NoArgsIsHelpError():
            return error.format_message()
        case usage.NoSuchOption():
            return f"Det finns inget val som heter {error.option_name}. {see}"
        case usage.MissingParameter():
            return f"Det fattas något efter {context.command_path if context else 'laget'}. {see}"
        case usage.BadParameter():
            return f"{error.message} {see}"
        case _ if "extra argument" in said:
            return f'Det är för många ord. Sätt citattecken om det som hör ihop: say "status demens". {see}'
        case _ if "No such command" in said:
            return f"Det kommandot finns inte. {see}"
        case _:
            return f"Det går inte att tolka kommandot: {said} {see}"


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment that --at names: ISO, in the programme's time zone when it has none of its own."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} är ingen tid. Skriv till exempel 2026-06-08T09:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
