"""A small programme of our own for the web's tests: a few people, and commands that show every kind of block."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.applications import Starlette

from bot.answer import Context
from bot.chat.links import FileLinks
from bot.web.chat import LocalChat
from bot.web.files import Files
from bot.web.health import Health
from bot.worker_threads import WorkerThreads
from commands.clock import FrozenClock
from commands.command import LEADERS, Book, Call, Command, command
from commands.files import OpenedFile
from commands.form import read
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Field,
    FieldType,
    File,
    Form,
    Option,
    Picture,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from storage import people
from storage.database import Database
from storage.swedish import fold
from storage.tables import Project, ProjectLeader
from storage.words import Role, Stage, Standing, WorkForm

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SECRET = "en hemlighet som bara proven känner"  # noqa: S105
ANNA, KIM, LO = "anna@exempel.se", "kim@exempel.se", "lo@exempel.se"
HOSTILE = "<script>alert(1)</script> {{7*7}} {% raw %} & \"'` \u202eomvänt\u202c مرحبا 🙂"

STATES = (Option("● Grön", "grön"), Option("▲ Gul", "gul"), Option("■ Röd", "röd"))
PARTIES = tuple(Option(name, name) for name in ("Sundsvall", "Timrå", "Ånge", "Kramfors", "Sollefteå", "Härnösand"))
FIELDS = (
    Field("state", "Läge", FieldType.CHOICE, required=True, options=STATES, hint="Grön betyder enligt plan."),
    Field("economy", "Ekonomi", FieldType.CHOICE, options=STATES, value="gul"),
    Field("party", "Part", FieldType.CHOICE, options=PARTIES),
    Field("parties", "Fler parter", FieldType.CHOICES, options=PARTIES, value="Timrå;Ånge"),
    Field("title", "Rubrik", required=True, max_length=60),
    Field("done", "Genomfört", FieldType.LONG_TEXT, hint="Vad har hänt sedan sist?"),
    Field("on", "Dag", FieldType.DATE),
    Field("seats", "Platser", FieldType.NUMBER),
    Field("work", "Arbete", FieldType.PROJECT, options=(Option("BarnSäkert", "BarnSäkert"),)),
    Field("person", "Föreläsare", FieldType.PERSON),
)
FORM = Form("fyll i", "Berätta hur det går", FIELDS, submit="Spara", hidden=(("secret", "dold"),))
TABLE = Table(
    ("Läge", "Arbete", "Parter", "Projektledare", "Rapporterat"),
    (
        ("■ Röd", "Landsbygd", "Region, Ånge, Sollefteå, Kramfors", "Kim Exempel", "i går"),
        ("▲ Gul", "BarnSäkert", "Region, Sundsvall och Timrå", "Anna Exempel", "för 3 dagar sedan"),
        ("– Ej rapporterat", "Trygg utskrivning", "Region och Härnösand", "–", "–"),
        ("● Grön", "Demensteam", "Region och Kramfors", "Lo Exempel", "för 2 veckor sedan"),
    ),
    title="Arbeten, sämst läge först",
    naming=1,
)
BLOCKS: tuple[Block, ...] = (
    Text("BarnSäkert", TextStyle.HEADING),
    Text("Tack! BarnSäkert är nu ■ Röd – större avvikelse. Förut: ● Grön."),
    Facts((
        Fact("Läge", "■ Röd – större avvikelse"),
        Fact("Tid", "▲ Gul"),
        Fact("Ekonomi", "● Grön"),
        Fact("Resurser", "– Ej bedömt"),
        Fact("Utveckling", "● grön → ▲ gul → ■ röd"),
        Fact("Rapporterat", "16 november 2026 (för 3 dagar sedan) av Anna Exempel"),
    )),
    Text("Vi har träffat\nalla familjer.", TextStyle.QUOTE),
    TABLE,
    Text("Rapporten är ett utkast.", TextStyle.NOTE),
    File("halvårsrapport-2026-2-v1.pdf", "Halvårsrapport 2026-2", "application/pdf", "report/1.pdf"),
    Picture("läge.svg", "Fyra arbeten: ett rött, ett gult, ett grönt, ett ej rapporterat.", "chart/1.svg"),
    FORM,
    Actions((
        Action("Rapportera", "fyll i", ActionStyle.PRIMARY),
        Action("Historik", "eko historik"),
        Action("Ställ in", "eko inställt", ActionStyle.DANGER, confirm="Vill du ställa in seminariet för alla?"),
    )),
)  # fmt: skip


@command("visa allt", summary="Alla slags block", examples=("visa allt",))
def show_all(call: Call) -> Reply:
    return Reply(BLOCKS)


@command("visa", summary="Hur arbetena går", examples=("visa",))
def show_some(call: Call) -> Reply:
    return Reply(BLOCKS[:3])


@command("status {work}", summary="Senaste läget för ett arbete", examples=("status BarnSäkert",))
def status(call: Call, work: str) -> Reply:
    return Reply((Text(work, TextStyle.HEADING), BLOCKS[2]))


@command("eko {text}", summary="Säger det du säger", examples=("eko hej",))
def echo(call: Call, text: str) -> Reply:
    file = call.attachment
    with_it = (Text(f"{file.name}: {len(file.content)} byte"),) if file else ()
    return Reply((Text(text, TextStyle.QUOTE), *with_it))


@command("fel", summary="Går fel", examples=("fel",))
def fault(call: Call) -> Reply:
    raise RuntimeError("a bug")


@command("misstag", summary="Vägrar", examples=("misstag",))
def mistake(call: Call) -> Reply:
    raise UserError("Det går inte just här.", actions=(Action("visa", "visa"),))


@command("fyll i", summary="Öppnar ett formulär", examples=("fyll i",), roles=LEADERS, writes=True)
def fill_in(call: Call) -> Reply:
    if call.fields is None:
        return Reply((Text("Så här såg det ut senast.", TextStyle.NOTE), FORM))
    entry = read(FORM, call.fields, call.today)
    people.add(call.session, entry.text("title"), now=call.now)
    saved = ", ".join(entry.text(name) for name in ("title", "state", "parties", "secret"))
    return Reply((Text(f"Tack! Sparat: {saved}."),))


@command("ångra", summary="Tar tillbaka", examples=("ångra",), roles=LEADERS, writes=True)
def undo(call: Call) -> Reply:
    return Reply((Text("Tillbakataget."),))


COMMANDS: tuple[Command, ...] = (show_all, show_some, status, echo, fault, mistake, fill_in, undo)


def fill(session: Session, clock: FrozenClock) -> None:
    """Three people who can be chosen, one without an address, and two works."""
    anna = people.add(session, "Anna Exempel", now=clock.now(), email=ANNA)
    people.add(session, "Kim Exempel", now=clock.now(), email=KIM, roles=[Role.COORDINATOR])
    people.add(session, "Lo Exempel", now=clock.now(), email=LO)
    people.add(session, "Utan Adress", now=clock.now())
    for name in ("BarnSäkert", "Demensteam i hemmet"):
        work = Project(
            name=name,
            key=fold(name),
            form=WorkForm.PROJECT,
            stage=Stage.EXECUTION,
            standing=Standing.INCLUDED,
            created_at=clock.now(),
        )
        session.add(work)
        session.flush()
        session.add(ProjectLeader(project_id=work.id, person_id=anna.id))


def open_sample(session: Session, reference: str, person_id: int | None) -> OpenedFile:
    """A file for each kind that is fetched; who fetches stands in it."""
    if reference == "report/1.pdf":
        return OpenedFile("halvårsrapport å.pdf", "application/pdf", f"person {person_id}".encode())
    if reference == "chart/1.svg":
        return OpenedFile("läge.svg", "image/svg+xml", CHART)
    if reference == "report/2.pdf":
        raise UserError("Utkastet är koordinatorernas arbetsmaterial.")
    raise LookupError(reference)


CHART = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120">
<rect x="10" y="60" width="80" height="50" fill="#c7372a"/>
<rect x="110" y="30" width="80" height="80" fill="#f3b61f"/>
<rect x="210" y="10" width="80" height="100" fill="#1c8a4c"/>
</svg>"""


def make_app(database: Database, clock: FrozenClock, *, secret: str = SECRET) -> Starlette:
    """The local chat, downloads and health over this database."""
    context = Context(database, Book(iter(COMMANDS)), clock, STOCKHOLM)
    threads = WorkerThreads(4, 64)
    links = FileLinks(secret, "https://laget.example", clock)
    chat = LocalChat(context, threads, links)
    app = Starlette(routes=[
        *chat.routes(),
        *Files(links, open_sample, database, threads).routes(),
        *Health(database, threads).routes(),
    ])  # fmt: skip
    app.state.chat = chat
    app.state.links = links
    return app
