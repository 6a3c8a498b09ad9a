"""The report as a Word document, from a template that a coordinator may restyle in Word.

docxtpl fills in the words; what it cannot do is done afterwards, in finish.py.
"""

from __future__ import annotations

import io
from datetime import datetime
from itertools import count
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import StrictUndefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from commands.reports.compiling.kinds import KINDS
from commands.reports.facts.blocks import TEXT_WIDTH, Block, Picture, Table
from commands.reports.facts.context import ReportContext, with_blocks
from commands.reports.pages import charts
from commands.reports.templates import paragraphs
from commands.reports.templates.colours import LIGHTS
from commands.reports.word import apart
from commands.reports.word.finish import finish
from commands.reports.word.ooxml import set_properties, with_fixed_times


def render(context: ReportContext, own_template: bytes | None = None) -> bytes:
    """Return the report as .docx; the same context gives the same bytes.

    `own_template` is an organisation's restyled template, written with in a process of its own, as
    `apart.rendered`: jinja2.TemplateError when its marks are wrong, KeyError when a style that is needed is gone.
    """
    if own_template is not None:
        return apart.rendered(context, own_template)
    return written(context, KINDS[context.report].template("report.docx").read_bytes())


def written(context: ReportContext, used: bytes) -> bytes:
    """The report as .docx, from this template, in this process."""
    created = datetime.fromisoformat(context.created)
    template = DocxTemplate(io.BytesIO(used))
    data = _filled(context, template)
    template.render(data, _environment())
    tables = [block for block in context.blocks() if isinstance(block, Table)]
    finish(template.docx, tables)
    set_properties(template.docx.core_properties, data["front"], created)
    saved = io.BytesIO()
    template.docx.save(saved)
    return with_fixed_times(saved.getvalue(), created)


def _filled(context: ReportContext, template: DocxTemplate) -> dict[str, Any]:
    """What the template gets: lights as coloured symbols, pictures as images, tables with their places."""
    drawn = [list(charts.drawn(block)) for block in context.blocks() if isinstance(block, Picture)]
    images = iter(charts.as_pngs([chart for each in drawn for chart in each]))
    pictures, place = iter(drawn), count()

    def add(block: Block, data: dict[str, Any]) -> None:
        if isinstance(block, Table):
            data["place"] = str(next(place))
        elif isinstance(block, Picture):
            data["charts"] = [
                {"title": chart.title, "picture": _drawn(DescribedImage(template, next(images), chart.alt))}
                for chart in next(pictures)
            ]

    # Pictures are parts of the body: their XML is made now, so that the template gets text, no object of docxtpl.
    template.current_rendering_part = template.get_docx().part
    data = with_blocks(context, add)
    _add_lights(data, _symbol_styles(template.get_docx()))
    return data


class DescribedImage(InlineImage):  # type: ignore[misc]
    """A picture of the width of the text, with its alternative text."""

    def __init__(self, template: DocxTemplate, png: bytes, alt: str) -> None:
        super().__init__(template, io.BytesIO(png), Mm(TEXT_WIDTH))
        self._alt = alt

    def _insert_image(self) -> str:
        picture = self.tpl.current_rendering_part.new_pic_inline(self.image_descriptor, self.width, self.height)
        properties = picture.find(qn("wp:docPr"))
        properties.set("name", f"Diagram {properties.get('id')}")
        properties.set("descr", self._alt)
        for side in ("distT", "distB", "distL", "distR"):  # without them LibreOffice moves the picture aside
            picture.set(side, "0")
        drawn = picture.xml.replace("{", "&#123;").replace("}", "&#125;")
        return f'</w:t></w:r><w:r><w:drawing>{drawn}</w:drawing></w:r><w:r><w:t xml:space="preserve">'


def _literal(value: Any) -> Any:
    """Escape a person's words, braces too: docxtpl turns "{_{" into "{{" after rendering."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 (escaped just here)


def _drawn(image: InlineImage) -> Markup:
    return Markup(str(image))  # noqa: S704  # XML that docxtpl made of our own picture


class _PlainEnvironment(SandboxedEnvironment):
    """A template sees strings, numbers, lists, dicts and how far a loop has come: nothing else, and calls nothing.

    Jinja's own sandbox lets a template reach whatever an object of ours refers to; here there is no such way.
    """

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        return isinstance(obj, LoopContext) and not attr.startswith("_")

    def is_safe_callable(self, _obj: Any) -> bool:
        return False


def _environment() -> SandboxedEnvironment:
    environment = _PlainEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_literal)
    environment.globals.clear()
    environment.filters["paragraphs"] = paragraphs
    return environment


def _symbol_styles(document: DocumentObject) -> dict[str, str]:
    """Return the id of each state's symbol style; Word renames ids when it saves, names it keeps."""
    return {state: document.styles[f"Symbol {ending}"].style_id for state, (ending, _, _) in LIGHTS.items()}


def _add_lights(value: Any, styles: dict[str, str]) -> None:
    """Give every light what the template shows, symbol with name or meaning, and every cell its words and tint."""
    if isinstance(value, list):
        for item in value:
            _add_lights(item, styles)
    elif isinstance(value, dict) and "symbol" in value:
        phrase = f"{value['name']} – {value['meaning']}" if value["meaning"] else value["name"]
        value["lamp"] = _symbol(value, styles, value["name"])
        value["phrase"] = _symbol(value, styles, phrase)
    elif isinstance(value, dict):
        for item in value.values():
            _add_lights(item, styles)
        if "wash" in value:
            _add_cell(value, styles)


def _add_cell(cell: dict[str, Any], styles: dict[str, str]) -> None:
    light = cell["light"]
    cell["words"] = "" if light else cell["text"]
    cell["mark"] = _symbol(light, styles, cell["text"] or light["name"]) if light else ""
    cell["shade"] = LIGHTS[cell["wash"]][2] if cell["wash"] else "auto"


def _symbol(light: dict[str, str], styles: dict[str, str], words: str) -> Markup:
    text = RichText(light["symbol"], style=styles[light["state"]])
    text.add("\u00a0" + words)
    return Markup(str(text))  # noqa: S704  # XML that docxtpl made, the words escaped
