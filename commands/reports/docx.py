"""The report as a Word document, from a template that a coordinator may restyle in Word.

docxtpl fills in the words; what it cannot do is done afterwards: numbers of captions, bookmarks of headings, a
table of contents that is filled in before Word has ever updated it, alternative texts, and fixed times.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from commands.reports import charts
from commands.reports.context import ReportContext, as_data
from commands.reports.docx_builder import TEXT_WIDTH
from commands.reports.docx_styles import LIGHTS
from commands.reports.docx_template import TEMPLATE

LONG_CELL = 600  # characters: about a third of a page in a narrow column


def render(context: ReportContext) -> bytes:
    """Return the report as .docx; the same context gives the same bytes."""
    created = datetime.fromisoformat(context.created)
    template = DocxTemplate(str(TEMPLATE))
    data = as_data(context)
    _add_lights(data, _symbol_styles(template.get_docx()))
    for work in (*data["works"], *data["followed"]):
        for deviation in work["deviations"]:
            pairs = (("Orsak", deviation["cause"]), ("Åtgärd", deviation["action"]))
            deviation["facts"] = [{"label": label, "value": value} for label, value in pairs if value]
    drawn = list(charts.status_history(context.history))
    data["charts"] = [
        {"title": chart.title, "picture": InlineImage(template, io.BytesIO(charts.as_png(chart)), Mm(TEXT_WIDTH))}
        for chart in drawn
    ]
    template.render(data, _environment())
    document = template.docx
    _describe_pictures(document, [chart.alt for chart in drawn])
    _number_captions(document)
    for table in document.tables:
        _fit(table)
    _fill_contents(document, list(_bookmarked_headings(document)))
    _set_properties(document, data["front"], created)
    saved = io.BytesIO()
    document.save(saved)
    return _with_fixed_times(saved.getvalue(), created)


def _literal(value: Any) -> Any:
    """Escape a person's words, braces too: docxtpl turns "{_{" into "{{" after rendering."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 (escaped just here)


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_literal)
    environment.filters["paragraphs"] = lambda text: [part for part in re.split("\n{2,}", text) if part.strip()]
    return environment


def _symbol_styles(document: DocumentObject) -> dict[str, str]:
    """Return the id of each state's symbol style; Word renames ids when it saves, names it keeps."""
    return {state: document.styles[f"Symbol {ending}"].style_id for state, (ending, _, _) in LIGHTS.items()}


def _add_lights(value: Any, styles: dict[str, str]) -> None:
    """Give every light what the template shows: symbol with name, with meaning, short, and the wash behind it."""
    if isinstance(value, list):
        for item in value:
            _add_lights(item, styles)
    elif isinstance(value, dict) and "symbol" in value:
        phrase = f"{value['name']} – {value['meaning']}" if value["meaning"] else value["name"]
        value["lamp"] = _symbol(value, styles, value["name"])
        value["phrase"] = _symbol(value, styles, phrase)
        value["short"] = value["symbol"] if value["state"] == "unreported" else value["name"].lower()
        value["wash"] = LIGHTS[value["state"]][2]
    elif isinstance(value, dict):
        for item in value.values():
            _add_lights(item, styles)


def _symbol(light: dict[str, str], styles: dict[str, str], words: str) -> RichText:
    text = RichText(light["symbol"], style=styles[light["state"]])
    text.add("\u00a0" + words)
    return text


def _describe_pictures(document: DocumentObject, texts: list[str]) -> None:
    pictures = document.element.body.findall(f".//{qn('wp:docPr')}")
    for number, (picture, text) in enumerate(zip(pictures, texts, strict=True), 1):
        picture.set("name", f"Diagram {number}")
        picture.set("descr", text)
        for side in ("distT", "distB", "distL", "distR"):  # without them LibreOffice moves the picture aside
            picture.getparent().set(side, "0")


def _number_captions(document: DocumentObject) -> None:
    """Number "Tabell" and "Figur" as Word will when it next updates its fields."""
    counted: dict[str, int] = {}
    for field in document.element.body.findall(f".//{qn('w:fldSimple')}"):
        kind = field.get(qn("w:instr")).split()[1]
        counted[kind] = counted.get(kind, 0) + 1
        field.find(f".//{qn('w:t')}").text = str(counted[kind])


def _fit(table: Table) -> None:
    """Fit a table whose number of columns depends on the data, and let only long rows run over the page.

    Columns that a loop repeated are the last ones, all of one width: they share what the first ones leave.
    """
    widths = [cell.width or 0 for cell in table.rows[0].cells]
    repeated = next((n for n, width in enumerate(reversed(widths)) if width != widths[-1]), len(widths))
    left = Mm(TEXT_WIDTH) - sum(widths[:-repeated])
    widths[-repeated:] = [min(widths[-1], Emu(left // repeated))] * repeated
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for row in table.rows:
        cells = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Emu(width)
            properties = cell._tc.get_or_add_tcPr()
            for shade in properties.findall(qn("w:shd")):  # docxtpl puts it first, the schema wants it here
                properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign", "w:hideMark")
        split = row._tr.trPr.find(qn("w:cantSplit")) if row._tr.trPr is not None else None
        if split is not None and max(len(cell.text) for cell in cells) > LONG_CELL:
            row._tr.trPr.remove(split)


def _bookmarked_headings(document: DocumentObject) -> Iterator[tuple[int, str, str]]:
    """Bookmark the headings; yield level, text and name of the bookmark."""
    for number, paragraph in enumerate(document.paragraphs, 1):
        name = paragraph.style.name if paragraph.style is not None else ""
        if name not in ("Heading 1", "Heading 2"):
            continue
        anchor = f"_Toc{number:06}"
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), anchor)
        after_properties = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(after_properties, start)
        paragraph._p.append(end)
        yield int(name[-1]), " ".join(paragraph.text.split()), anchor


def _fill_contents(document: DocumentObject, headings: list[tuple[int, str, str]]) -> None:
    """Fill the contents field with links; page numbers come when Word updates it, for only Word knows them."""
    field = next(
        element.getparent().getparent()
        for element in document.element.body.iter(qn("w:instrText"))
        if element.text.split()[:1] == ["TOC"]
    )
    last = field
    for number, (level, text, anchor) in enumerate(headings):
        entry = field
        if number:
            entry = OxmlElement("w:p")
            last.addnext(entry)
            last = entry
        paragraph = Paragraph(entry, document._body)
        paragraph.style = document.styles[f"toc {level}"]
        link, run, words = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
        link.set(qn("w:anchor"), anchor)
        link.set(qn("w:history"), "1")
        words.text = text
        run.append(words)
        link.append(run)
        entry.append(link)


def _set_properties(document: DocumentObject, front: dict[str, str], created: datetime) -> None:
    properties = document.core_properties
    properties.title = f"{front['title']} – {front['programme']}"[:255]  # python-docx refuses longer ones
    properties.author = properties.last_modified_by = front["programme"][:255]
    properties.subject = front["status"][:255]
    properties.language = "sv-SE"
    properties.created = properties.modified = created.astimezone(UTC)
    properties.revision = 1


def _with_fixed_times(archive: bytes, created: datetime) -> bytes:
    """Return the same archive with every member dated `created`, so that equal contents are equal bytes."""
    stamp = created.replace(second=0).timetuple()[:6]
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(member, source.read(name))
    return result.getvalue()
