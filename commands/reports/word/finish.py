"""What docxtpl cannot do with a Word file: widths and styles of columns, numbered captions, bookmarks, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from commands.reports.facts.blocks import TEXT_WIDTH, Table

NOTE = "Tabellnot"  # the style of a small note in a cell, which has it from the template
LONG_CELL = 600  # characters: about a third of a page in a narrow column
SMALL_TABLE = 8  # rows that stay together on a page
LAMP_WIDTH = Mm(TEXT_WIDTH / 6)


def finish(document: DocumentObject, tables: Sequence[Table]) -> None:
    """Finish a rendered document. `tables` are those of the report, by the places that the template wrote down."""
    _number_captions(document)
    style_id = cache(lambda name: str(document.styles[name].style_id))
    style_id(NOTE)  # a template without it is refused even where there is no table
    for element in document.element.body.iter(qn("w:tbl")):
        _finish_table(element, _table_of(element, tables), _width(document), style_id)
    _fill_contents(document, list(_bookmarked_headings(document)))


def _table_of(element: Any, tables: Sequence[Table]) -> Table | None:
    marked = element.tblPr.find(qn("w:tblDescription"))
    if marked is None:
        return None
    place = marked.get(qn("w:val"), "")
    element.tblPr.remove(marked)
    return tables[int(place)] if place.isdecimal() and int(place) < len(tables) else None


def _width(document: DocumentObject) -> int:
    """Between the margins, in EMU."""
    section = document.sections[0]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _finish_table(element: Any, table: Table | None, width: int, style_id: Callable[[str], str]) -> None:
    """Give columns their widths, and cells the styles of their columns; without a table it is one of lamps."""
    rows = element.tr_lst
    widths = _widths(table, len(rows[0].tc_lst), width)
    for column, own in zip(element.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(own)
    for place, row in enumerate(rows):
        for number, (cell, own) in enumerate(zip(row.tc_lst, widths, strict=True)):
            cell.width = Emu(own)
            _order(cell.tcPr)
            if table is not None:
                _style(cell, _style_name(table, place, number), style_id)
            if place < len(rows) - 1 <= SMALL_TABLE:
                _keep_with_next(cell)
        lengths = (len("".join(text.text or "" for text in cell.iter(qn("w:t")))) for cell in row.tc_lst)
        split = row.trPr.find(qn("w:cantSplit")) if row.trPr is not None else None
        if split is not None and max(lengths, default=0) > LONG_CELL:
            row.trPr.remove(split)


def _widths(table: Table | None, columns: int, width: int) -> list[int]:
    if table is None:
        return [min(int(LAMP_WIDTH), width // columns)] * columns
    whole = sum(column.width for column in table.columns)
    return [int(width * column.width / whole) for column in table.columns]


def _style_name(table: Table, place: int, number: int) -> str:
    is_sum = place > len(table.rows) - table.sums
    name = "Tabellhuvud" if place == 0 else "Tabellsumma" if is_sum else "Tabelltext"
    if table.columns[number].numeric:
        return f"{name} siffra"
    if place and table.rows[place - 1][number].part:
        return f"{name} varav"
    return f"{name} tät" if table.dense else name


def _style(cell: Any, name: str, style_id: Callable[[str], str]) -> None:
    """Word renames the ids of styles when it saves; their names it keeps."""
    for paragraph in cell.p_lst:
        if paragraph.style != style_id(NOTE):
            paragraph.style = style_id(name)


def _order(properties: Any) -> None:
    """Put the shade where the schema wants it; docxtpl puts it first."""
    for shade in properties.findall(qn("w:shd")):
        properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign", "w:hideMark")


def _keep_with_next(cell: Any) -> None:
    for paragraph in cell.p_lst:
        paragraph.get_or_add_pPr().get_or_add_keepNext()


def _number_captions(document: DocumentObject) -> None:
    """Number "Tabell" and "Figur" as Word will when it next updates its fields."""
    counted: dict[str, int] = {}
    for field in document.element.body.findall(f".//{qn('w:fldSimple')}"):
        words = field.get(qn("w:instr")).split()
        if words[0] != "SEQ":
            continue
        counted[words[1]] = counted.get(words[1], 0) + 1
        field.find(f".//{qn('w:t')}").text = str(counted[words[1]])


def _bookmarked_headings(document: DocumentObject) -> Iterator[tuple[int, str, str]]:
    """Bookmark the headings; yield level, text and name of the bookmark."""
    ids = {document.styles[name].style_id: int(name[-1]) for name in ("Heading 1", "Heading 2")}
    for number, element in enumerate(document.element.body.iterchildren(qn("w:p")), 1):
        level = ids.get(element.style or "")
        if level is None:
            continue
        anchor = f"_Toc{number:06}"
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), anchor)
        element.insert(1 if element.pPr is not None else 0, start)
        element.append(end)
        yield level, " ".join(Paragraph(element, document._body).text.split()), anchor


def _fill_contents(document: DocumentObject, headings: Sequence[tuple[int, str, str]]) -> None:
    """Fill the contents field, if there is one, with links; page numbers come when Word updates it."""
    fields = (
        element.getparent().getparent()
        for element in document.element.body.iter(qn("w:instrText"))
        if (element.text or "").split()[:1] == ["TOC"]
    )
    field = next(fields, None)
    if field is None:
        return
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
