"""The command `laget`. Each subcommand is a few lines that call a room below; nothing heavy is imported here."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer import Context
    from bot.settings import Settings
    from commands.clock import Clock
    from storage.database import Database

app = typer.Typer(
    name="laget",
    help="Läget: berätta, fråga och rapportera hur utvecklingsarbetena går.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
person_app = typer.Typer(help="Personer, roller och chattidentiteter.", no_args_is_help=True)
app.add_typer(person_app, name="person")

At = Annotated[str | None, typer.Option("--at", metavar="TID", help="Låtsas att klockan är så här mycket (ISO).")]
MISTAKE, FAULT = 2, 3


def main() -> None:
    """Run the command line; whatever goes wrong becomes one clear line on standard error."""
    try:
        raise SystemExit(app(standalone_mode=False) or 0)
    except Exception as error:
        from bot.trouble import explained, is_mistake

        print(explained(error), file=sys.stderr)
        raise SystemExit(MISTAKE if is_mistake(error) else FAULT) from None


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Porten för den lokala chatten.")] = 3978,
    fresh: Annotated[bool, typer.Option("--fresh", help="Börja om med exempelprogrammet.")] = False,
) -> None:
    """Prova: exempelprogrammet och en lokal chatt, bara på den här datorn."""
    from bot.serve import serve_demo

    serve_demo(_settings(serving=True), port, fresh=fresh)


@app.command()
def web() -> None:
    """Ta emot: Slack, Teams, nedladdningar och hälsa."""
    from bot.serve import serve_web

    serve_web(_settings(serving=True))


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Gör det som är dags nu, och sluta.")] = False, at: At = None
) -> None:
    """Klockan: det som är dags, och leveranser."""
    from bot.app import senders
    from bot.clock import work

    with _context(at, serving=True) as (settings, context):
        work(context, senders(settings, context), once=once)


@app.command()
def migrate() -> None:
    """Ge databasen den nyaste formen. Kan köras från flera maskiner på en gång."""
    with _database() as database:
        ran = database.migrate()
        print("Databasen är uppdaterad." if ran else "Databasen har redan den nyaste formen.")


@app.command()
def example() -> None:
    """Lägg in exempelprogrammet i en tom databas."""
    from bot.example import load_example

    with _database() as database:
        database.migrate()
        print(load_example(database, _clock(None)))


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="Det du säger, eller - för en rad i taget från standard in.")],
    as_: Annotated[str | None, typer.Option("--as", metavar="E-POST", help="Vem som säger det.")] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="NAMN=VÄRDE", help="Fyll i formuläret.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FIL", help="Skicka med en fil.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Svara med JSON, ett objekt per rad.")] = False,
    at: At = None,
) -> None:
    """Säg något till Läget. Svarskod 0: svar, 2: något du skrev gick inte, 3: fel i Läget."""
    from bot.app import file_links
    from bot.terminal import Terminal, attached, pairs

    with _context(at) as (settings, context):
        terminal = Terminal(context, email=as_, as_json=json, links=file_links(settings, context.clock))
        code = (
            terminal.say_all(sys.stdin) if text == "-" else terminal.say(text, pairs(field or []), attached(file))
        )
    raise typer.Exit(code)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FIL.xlsx")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Kontrollera bara, spara ingenting.")] = False,
    template: Annotated[bool, typer.Option("--template", help="Skriv en tom arbetsbok i stället.")] = False,
) -> None:
    """Läs in en arbetsbok: alla rader eller ingen."""
    from bot.exchange import import_workbook, write_template

    if template:
        done = write_template(file)
    else:
        with _database() as database:
            if not dry_run:
                database.migrate()
            done = import_workbook(database, _clock(None), file, dry_run=dry_run, zone=_settings().zone)
    print(done.text, file=sys.stderr if done.refused else sys.stdout)
    raise typer.Exit(MISTAKE if done.refused else 0)


@app.command()
def export(file: Annotated[Path, typer.Argument(metavar="FIL.xlsx")]) -> None:
    """Skriv ut allt till en arbetsbok, som går att läsa in igen."""
    from bot.exchange import export_workbook

    with _context(None) as (_, context):
        print(export_workbook(context.database, file, zone=context.zone))


@app.command()
def report(
    kind: Annotated[str, typer.Argument(metavar="SLAG", help="halvår")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="till exempel 2026-1")],
    format_: Annotated[str, typer.Option("--format", help="pdf,docx")] = "pdf,docx",
    out: Annotated[Path, typer.Option(help="Mappen som filerna hamnar i.")] = Path(),
    at: At = None,
) -> None:
    """Sammanställ en rapport till filer."""
    from bot.reports import write_report

    with _context(at) as (_, context):
        for path in write_report(context, kind, period, format_, out):
            print(path)


@app.command()
def due(at: At = None) -> None:
    """Visa vad som skulle skickas, till vem och varför. Skickar ingenting."""
    from bot.clock import due_lines

    with _context(at) as (_, context):
        print("\n".join(due_lines(context)))


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Rätta kopior som inte stämmer.")] = False,
) -> None:
    """Gå igenom inställningar, databas och kopior: varje rad är bra, eller säger vad du ska göra."""
    from bot.doctor import examine

    with _database() as database:
        findings = examine(_settings(), database, repair=repair)
    for finding in findings:
        print(finding)
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FIL")]) -> None:
    """Kopiera en SQLite-databas medan den används."""
    with _database() as database:
        database.check()
        database.backup(file)
        print(f"Säkerhetskopian finns i {file}.")


@app.command()
def manifest(
    platform: Annotated[str, typer.Argument(metavar="PLATTFORM", help="slack eller teams")],
    url: Annotated[str, typer.Option("--url", help="Adressen som plattformen når Läget på (https).")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Filen att skriva till, annars standard ut.")] = None,
    socket: Annotated[bool, typer.Option("--socket", help="Slack: för Socket Mode i stället för HTTP.")] = False,
) -> None:
    """Skriv det som plattformen behöver för att lägga till appen."""
    from bot.app import write_manifest

    written = write_manifest(platform, url, out, socket=socket, app_id=_settings().teams_app_id)
    print(f"Manifestet finns i {out}." if out else written)


@person_app.command("add")
def person_add(
    name: str,
    email: Annotated[str | None, typer.Option(help="E-postadress.")] = None,
    organisation: Annotated[str, typer.Option(help="Part eller annan organisation.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="Roll, kan anges flera gånger.")] = None,
) -> None:
    """Lägg till en person, eller ge den som finns fler roller."""
    from bot.persons import add_person

    with _context(None) as (_, context):
        print(add_person(context, name, email, organisation, role or []))


@person_app.command("list")
def person_list() -> None:
    """Visa alla personer med roller."""
    from bot.persons import list_persons

    with _context(None) as (_, context):
        print("\n".join(list_persons(context)))


@person_app.command("link")
def person_link(
    email: str,
    platform: str,
    external_id: str,
    tenant: Annotated[str, typer.Option(help="Arbetsyta eller hyresgäst.")] = "",
) -> None:
    """Säg vem en chattidentitet är."""
    from bot.persons import link_person

    with _context(None) as (_, context):
        print(link_person(context, email, platform, tenant, external_id))


def _settings(*, serving: bool = False) -> Settings:
    """The settings, with the log set up: unless LOG_LEVEL is set, a person's command only logs what is wrong."""
    from bot.logs import set_up
    from bot.settings import read_settings

    settings = read_settings()
    asked_for = serving or "log_level" in settings.model_fields_set
    set_up(settings.log_level if asked_for else "WARNING", settings.log_format)
    return settings


def _clock(at: str | None) -> Clock:
    from bot.trouble import read_moment
    from commands.clock import FrozenClock, SystemClock

    return FrozenClock(read_moment(at, _settings().zone)) if at else SystemClock()


@contextmanager
def _database() -> Iterator[Database]:
    """The database as it is, whatever its schema."""
    from storage.database import Database

    database = Database(_settings().database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _context(at: str | None, *, serving: bool = False) -> Iterator[tuple[Settings, Context]]:
    """A context on a database that exists and has the newest schema."""
    from bot.app import make_context

    clock = _clock(at)
    settings = _settings(serving=serving)
    context = make_context(settings, clock)
    try:
        context.database.require_current()
        yield settings, context
    finally:
        context.database.close()


if __name__ == "__main__":
    main()
