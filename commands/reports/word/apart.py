"""An organisation's own template in a process of its own: with little time and memory, and no way to write a file.

python -m commands.reports.word.apart      {"report": JSON of a context, "template": base64} in, the answer out
"""

from __future__ import annotations

import base64
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from commands.reports.facts.context import ReportContext, from_json, to_json

SECONDS, MEMORY = 10, 2 * 1024**3
"""Of the processor, and bytes: a report of a thousand works takes about 5 s and 400 MB."""
_WALL_SECONDS = 15
"""Seconds in all, however little of the processor it uses."""


class TooMuch(Exception):
    """The template takes more time or memory than a report needs."""


def rendered(context: ReportContext, template: bytes) -> bytes:
    """The report as .docx. Raises what jinja2 and python-docx raise of a template, and TooMuch."""
    given = {"report": to_json(context), "template": base64.b64encode(template).decode()}
    try:
        done = subprocess.run(  # noqa: S603  # our own program; what people wrote goes in as data
            [sys.executable, "-I", "-m", __name__],
            input=json.dumps(given).encode(),
            capture_output=True,
            check=False,
            timeout=_WALL_SECONDS,
        )
    except subprocess.TimeoutExpired as slow:
        raise TooMuch from slow
    if done.returncode:
        raise TooMuch(f"exit {done.returncode}")  # killed by a limit: what a template can do wrong is answered
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise _ERRORS[answer["error"]](answer["message"])
    return base64.b64decode(answer["file"])


_ERRORS: Mapping[str, Callable[[str], Exception]] = {
    "syntax": lambda message: TemplateSyntaxError(message, 0),
    "undefined": UndefinedError,
    "forbidden": TemplateError,
    "style": KeyError,
    "broken": ValueError,
}


def _kind_of(error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return "syntax"
    if isinstance(error, UndefinedError):
        return "undefined"
    if isinstance(error, TemplateError):
        return "forbidden"
    return "style" if isinstance(error, KeyError) else "broken"


def main() -> None:
    """Answer one question, within the limits."""
    from commands.reports.word.render import written  # noqa: PLC0415  # it imports this module

    given = json.loads(sys.stdin.read())
    context, template = from_json(given["report"]), base64.b64decode(given["template"])
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = {"file": base64.b64encode(written(context, template)).decode()}
    except MemoryError:
        raise SystemExit(1) from None
    except Exception as error:  # whatever a template does wrong is told, by its kind
        named = error.args[0] if isinstance(error, KeyError) and error.args else getattr(error, "message", "")
        answer = {"error": _kind_of(error), "message": str(named or "")}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
