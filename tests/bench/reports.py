"""How long reports take and what they weigh, beside the least that the same libraries could take.

    uv run python -m tests.bench.reports            six works, and a thousand works with ten updates each
    uv run python -m tests.bench.reports --quick    six works, and a hundred

Each rendering runs in a process of its own, so that its memory is its own. The floor of a format is its library
alone with the same words in the plainest document: paragraphs one after the other, no tables, no tags of our own.
For a web page that is the words joined with tags; slides have no floor, since a slide is no paragraph.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.progress import track

from commands.reports import FORMATS
from commands.reports.facts.context import from_json, to_json
from tests.bench.timing import show
from tests.commands.reports.sample import compiled

SIZES, QUICK = (6, 1000), (6, 100)
COLUMNS = ("format", "works", "seconds", "of CPU", "MB of memory", "kB of file", "floor: seconds", "floor: MB")


def main() -> None:
    """Measure every format in every size; called with a file and a format, render that once and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reports")
    parser.add_argument("--quick", action="store_true", help="a hundred works instead of a thousand")
    parser.add_argument("--once", nargs=2, metavar=("FILE", "WORD"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        _once(Path(given.once[0]), given.once[1])
        return
    rows = []
    with tempfile.TemporaryDirectory(prefix="laget-bench-") as folder:
        for works in QUICK if given.quick else SIZES:
            began = time.perf_counter()
            context = compiled(works=works)
            sys.stderr.write(f"{works} works entered and compiled in {time.perf_counter() - began:.1f} s\n")
            file = Path(folder, f"{works}.json")
            file.write_text(to_json(context), encoding="utf-8")
            for word in track(FORMATS, description=f"{works} works", disable=not sys.stderr.isatty()):
                taken, floor = _measured(file, word), _measured(file, f"{word}-floor")
                rows.append((word, str(works), *_cells(taken), *_floor_cells(floor)))
    show("Reports", COLUMNS, rows)


def _measured(file: Path, word: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.reports", "--once", str(file), word]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _cells(taken: dict[str, float]) -> tuple[str, ...]:
    return (
        f"{taken['seconds']:.2f}",
        f"{taken['cpu']:.2f}",
        f"{taken['megabytes']:.0f}",
        f"{taken['size'] / 1000:.0f}",
    )


def _floor_cells(taken: dict[str, float]) -> tuple[str, str]:
    return (f"{taken['seconds']:.2f}", f"{taken['megabytes']:.0f}") if taken["size"] else ("–", "–")


def _once(file: Path, word: str) -> None:
    context = from_json(file.read_text(encoding="utf-8"))
    floors: dict[str, Callable[[list[str]], bytes]] = {
        "pdf-floor": _plain_pdf, "docx-floor": _plain_docx, "pptx-floor": lambda _: b"", "html-floor": _plain_html,
    }  # fmt: skip
    words = list(_words(json.loads(to_json(context))["chapters"])) if word in floors else []
    began = time.perf_counter()
    made = floors[word](words) if word in floors else FORMATS[word].render(context)
    seconds = time.perf_counter() - began
    ours, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    measured = {
        "seconds": seconds,
        "cpu": ours.ru_utime + ours.ru_stime + children.ru_utime + children.ru_stime,
        "megabytes": max(ours.ru_maxrss, children.ru_maxrss) / 1000,
        "size": len(made),
    }
    print(json.dumps(measured))  # noqa: T201


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in ("key", "kind", "state", "meaning", "data", "wash"):
                yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)


def _plain_pdf(words: list[str]) -> bytes:
    import typst

    source = '#set document(title: "x")\n#for each in json("data.json") { par(each) }'
    compile_: Any = typst.compile  # its types do not know of files in memory
    made = compile_({"main.typ": source.encode(), "data.json": json.dumps(words).encode()})
    return bytes(made)


def _plain_docx(words: list[str]) -> bytes:
    import io

    from docx import Document
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    document = Document()
    last = document.element.body.sectPr
    for each in words:  # add_paragraph looks through all paragraphs each time: four minutes for a thousand works
        paragraph = OxmlElement("w:p")
        last.addprevious(paragraph)
        Paragraph(paragraph, document).add_run(each)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _plain_html(words: list[str]) -> bytes:
    from markupsafe import escape

    return "".join(f"<p>{escape(each)}</p>" for each in words).encode()


if __name__ == "__main__":
    main()
