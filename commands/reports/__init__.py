"""Reports: what they say (facts, chapters), compiled once (compiling), and a renderer for each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from commands.reports.facts.context import ReportContext

TOPIC = "Rapporter"
"""The heading of these commands in the help."""

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of reports. `module` is imported at the first rendering: docxtpl is heavy."""

    title: str
    media_type: str
    suffix: str
    module: str

    def render(self, context: ReportContext) -> bytes:
        """Return the file; the same context gives the same bytes."""
        renderer: Callable[[ReportContext], bytes] = import_module(self.module).render
        return renderer(context)

    def render_with(self, context: ReportContext, template: bytes) -> bytes:
        """Return the file from an organisation's own template, for the formats that take one."""
        renderer: Callable[[ReportContext, bytes], bytes] = import_module(self.module).render
        return renderer(context, template)


FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", ".pdf", "commands.reports.pages.pdf"),
    "docx": Format("Word", f"{OFFICE}.wordprocessingml.document", ".docx", "commands.reports.word.render"),
    "pptx": Format(
        "PowerPoint", f"{OFFICE}.presentationml.presentation", ".pptx", "commands.reports.slides.render"
    ),
    "html": Format("webbsida", "text/html", ".html", "commands.reports.pages.web"),
}
"""The formats by the word that a person types."""
