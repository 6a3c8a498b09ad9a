"""Loaded first by every run of pytest: fetches what the tests need, the first time they are run.

`uv run` alone installs pytest and no other tool, so that `uv run laget demo` downloads only what it uses. The
libraries are compiled as they are installed here: the tests start many processes.
"""

import os
import sys
from importlib.util import find_spec

import pytest

if find_spec("xdist") is None:
    if "UV" not in os.environ:  # uv names itself to what it runs
        raise pytest.UsageError("The tests need the tools of the group dev. Install them: uv sync --group dev")
    again = ["uv", "run", "--group", "dev", "--compile-bytecode", "pytest", *sys.argv[1:]]
    os.execv(os.environ["UV"], again)  # noqa: S606  # not a shell, and uv's own word for where it is
