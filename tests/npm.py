"""What the checks need from npm: fetched once into a folder that is not in the repository, then kept.

folder = installed("slack-shapes", "@slack/types@3.2.0")     # raises NoNpm with a sentence when it cannot be had
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

OUT = Path(__file__).parents[1] / "out"
"""Git-ignored: everything that the checks fetch or make."""

_INSTALL = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--fetch-retries=1")


class NoNpm(Exception):
    """npm is missing or cannot fetch; says which, in English, for a skipped test or a script's last words."""


def installed(name: str, *packages: str) -> Path:
    """The folder `out/<name>` with `packages` ("name@version") in its node_modules; other processes wait meanwhile."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoNpm("npm is not installed: apt-get install npm")
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "installed.txt"
        if not done.exists() or done.read_text(encoding="utf-8").split() != list(packages):
            command = [npm, *_INSTALL, "--prefix", str(folder), *packages]
            fetched = subprocess.run(command, capture_output=True, text=True, check=False)
            if fetched.returncode:
                raise NoNpm(f"npm cannot fetch {', '.join(packages)}: is there a network?")
            done.write_text("\n".join(packages), encoding="utf-8")
    return folder
