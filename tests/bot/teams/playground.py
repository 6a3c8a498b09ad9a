"""Microsoft's own emulator of Teams, Agents Playground, and `laget web` behind it: two processes, no network.

talk.say("status BarnSäkert")              as Anna, in her chat with the bot; returns the card that came
talk.press(card, "Spara", **{"field.done": "…"})     a button, with what was filled in; returns the response
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.teams.receive import WORKING
from tests.bot.conftest import environment
from tests.bot.teams.cards import parts
from tests.npm import NoNpm, installed

Json = dict[str, Any]

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
HOME = Path("node_modules/@microsoft/m365agentsplayground")
BOT = "00000000-0000-0000-0000-000000000011"
TENANT = "00000000-0000-0000-0000-000000000001"
PERSONAL, GROUP, CHANNEL = "personal-id", "group-id", "team-id"
LAGET = (sys.executable, "-m", "bot.cli")
SECONDS = 30
ENDS = b"\n---\n"


@dataclass
class Message:
    """A message that the bot sent or replaced: its id, where, its body, and whether it was put in another's place."""

    id: str
    place: str
    body: Json
    replaces: bool

    @property
    def card(self) -> Json:
        (attached,) = self.body["attachments"]
        card: Json = attached["content"]
        return card


@dataclass
class Talk:
    """What somebody does in the emulator, and what comes of it."""

    address: str
    recording: int
    _rest: bytes = b""
    _incoming: list[Message] = field(default_factory=list)
    _promised: set[str] = field(default_factory=set)

    def post(self, path: str, body: Json) -> Any:
        """Ask the emulator for something."""
        answer = httpx.post(f"{self.address}{path}", json=body, timeout=SECONDS, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.json() if answer.content else None

    def say(self, text: str, place: str = PERSONAL, *, who: str = "user-0", mention: bool = False) -> Message:
        """Write something; the message that comes of it."""
        said: Json = {"from": {"id": who}, "text": text, "textFormat": "plain"}
        if mention:
            said["text"] = f"<at>Läget</at>&nbsp;{text}"
            said["mentions"] = [{"mentioned": {"id": BOT}, "text": "<at>Läget</at>"}]
        self.post(f"/_conversation/v1/conversations/{place}/messages", said)
        return self.incoming()

    def press(self, on: Message, title: str, **filled: str) -> Json:
        """Press a button of a card, with what was filled in; what the client is told to show."""
        action = next(each for each in parts(on.card) if each.get("title") == title)
        data = {**action["data"], **filled}
        value = {"action": {"type": action["type"], "verb": action["verb"], "data": data}, "trigger": "manual"}
        about = {"from": {"id": "user-0"}, "conversation": {"id": on.place}, "replyToId": on.id}
        told: Json = self.post("/_conversation/v1/invoke", {"name": "adaptiveCard/action", "value": value, **about})
        return told

    def incoming(self, wanted: Callable[[Message], bool] = lambda message: not message.replaces) -> Message:
        """The next message that the bot sent, of those that are wanted."""
        while True:
            for message in list(self._incoming):
                self._incoming.remove(message)
                if wanted(message):
                    return message
            self._incoming += self._recorded()

    def _recorded(self) -> list[Message]:
        """What the emulator has noted since; waits until there is something."""
        until = time.monotonic() + SECONDS
        while ENDS not in self._rest:
            ready, _, _ = select.select([self.recording], [], [], max(0, until - time.monotonic()))
            assert ready, "the bot said nothing"
            self._rest += os.read(self.recording, 65536)
        *whole, self._rest = self._rest.split(ENDS)
        return [each for record in whole if (each := self._kept(_message(json.loads(record))))]

    def _kept(self, message: Message | None) -> Message | None:
        """The message, unless it only promises one; what is put in a promise's place is that one."""
        if message is None or message.body.get("text") == WORKING:
            self._promised |= {message.id} if message else set()
            return None
        if message.replaces and message.id in self._promised:
            self._promised.remove(message.id)
            return replace(message, replaces=False)
        return message


def _message(record: Json) -> Message | None:
    """A message of the bot's, if that is what was noted."""
    request = record["request"]
    if not record["direction"].startswith("User Application") or not isinstance(request.get("body"), dict):
        return None
    if request["body"].get("type") != "message":
        return None
    assert record["response"]["statusCode"] in (200, 201), record
    place = request["url"].split("/conversations/")[1].split("/")[0]
    replaces = request["method"] == "PUT"
    id_ = request["url"].rsplit("/", 1)[1] if replaces else record["response"]["body"]["id"]
    return Message(id_, httpx.URL(f"http://x/{place}").path[1:], request["body"], replaces)


@contextmanager
def talking(database: Path, people: tuple[str, ...], folder: Path) -> Iterator[Talk]:
    """Both processes over a database; `people` are six e-mail addresses, the first is who speaks."""
    try:
        home = installed("teams-playground", PACKAGE) / HOME
    except NoNpm as why:
        pytest.skip(str(why))
    (home / "dist" / "server").mkdir(exist_ok=True)
    (home / "dist" / "server" / "config.json").write_text('{"aiKey":""}')  # it is to tell nobody what is done here
    (folder / "playground.yml").write_text(json.dumps(_described(people)))  # JSON is YAML
    notes = folder / "recording"
    os.mkfifo(notes)
    with ExitStack() as stack:
        recording = os.open(notes, os.O_RDWR)
        stack.callback(os.close, recording)
        port, mine = _free_port(), _free_port()
        bot = _started([*LAGET, "web"], folder, _bot_settings(database, port), stack)
        command = ["node", str(home / "cli.js"), "start", "-p", str(mine), "-c", "msteams", "--disable-telemetry"]
        command += ["--enable-events-recording", "-e", f"http://127.0.0.1:{port}/teams/messages"]
        settings = {
            "TEAMSAPPTESTER_BROWSER": "none",
            "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(folder / "playground.yml"),
            "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log"),
            "M365_AGENTS_PLAYGROUND_RECORDING_FILE": str(notes),
        }
        emulator = _started(command, folder, environment(**settings), stack)
        _ready(bot, "Application startup complete")
        yield Talk(f"http://localhost:{_ready(emulator, 'Listening on').split()[-1]}", recording)


def _bot_settings(database: Path, port: int) -> dict[str, str]:
    return environment(DATABASE_URL=f"sqlite:///{database}", TEAMS_DEV_UNAUTHENTICATED="1", PORT=str(port))


def _started(command: list[str], folder: Path, settings: dict[str, str], stack: ExitStack) -> subprocess.Popen[str]:
    """A process that ends with the stack."""
    process = subprocess.Popen(
        command, cwd=folder, env=settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    stack.callback(_ended, process)
    return process


def _ready(process: subprocess.Popen[str], sign: str) -> str:
    """The line in which a process says that it is ready."""
    said = []
    for line in process.stdout or ():
        said.append(line)
        if sign in line:
            return line
    raise AssertionError("".join(said))


def _ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=SECONDS)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _described(people: tuple[str, ...]) -> Json:
    """The tenant that the emulator plays: it wants exactly five people beside the one who speaks."""
    users = [
        {
            "id": f"user-{n}",
            "name": f"{email.partition('@')[0].capitalize()} Exempel",
            "userPrincipleName": email,
            "aadObjectId": f"00000000-0000-0000-0000-0000000000{20 + n}",
            "givenName": email,
            "surname": "Exempel",
            "email": email,
        }
        for n, email in enumerate(people)
    ]
    channels = [{"id": "news-id", "name": "Nyheter"}]
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": "Läget"},
        "currentUser": users[0],
        "users": users[1:],
        "personalChat": {"id": PERSONAL},
        "groupChat": {"id": GROUP, "name": "Styrgruppen"},
        "team": {"id": CHANNEL, "name": "Teamet", "aadGroupId": TENANT, "channels": channels},
    }
