"""Reports: one context of plain strings (context.py), a renderer for each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from commands.reports.context import ReportContext


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of reports. `module` is imported at the first rendering: docxtpl is heavy."""

    media_type: str
    suffix: str
    module: str

    def render(self, context: ReportContext) -> bytes:
        """Return the file; the same context gives the same bytes."""
        renderer: Callable[[ReportContext], bytes] = import_module(self.module).render
        return renderer(context)


FORMATS: Mapping[str, Format] = {
    "pdf": Format("application/pdf", ".pdf", "commands.reports.pdf"),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        "commands.reports.docx",
    ),
}
"""The formats by the word that a person types."""
