"""What docxtpl cannot do with a Word file: widths and styles of columns, numbered captions, bookmarks, contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from commands.reports.facts.blocks import TEXT_WIDTH, Table

LONG_CELL = 600  # characters: about a third of a page in a narrow column
SMALL_TABLE = 8  # rows that stay together on a page
LAMP_WIDTH = Mm(TEXT_WIDTH / 6)


def finish(document: DocumentObject, tables: Sequence[Table]) -> None:
    """Finish a rendered document. `tables` are those of the report, by the places that the template wrote down."""
    _number_captions(document)
    styles = _CellStyles(document)
    for element in document.element.body.iter(qn("w:tbl")):
        _Finished(element, _table_of(element, tables), styles, _width(document)).apply()
    headings = list(_bookmarked_headings(document))
    _fill_contents(document, headings)


def _width(document: DocumentObject) -> int:
    """Between the margins, in EMU."""
    section = document.sections[0]
    sides = (section.page_width or 0, -(section.left_margin or 0), -(section.right_margin or 0))
    return sum(sides)


def _table_of(element: Any, tables: Sequence[Table]) -> Table | None:
    told = element.tblPr.find(qn("w:tblDescription"))
    if told is None:
        return None
    place = told.get(qn("w:val"), "")
    element.tblPr.remove(told)
    return tables[int(place)] if place.isdecimal() and int(place) < len(tables) else None


class _CellStyles:
    """The ids of the styles of cells: Word renames ids when it saves, names it keeps."""

    def __init__(self, document: DocumentObject) -> None:
        self._styles = document.styles
        self.note = self._styles["Tabellnot"].style_id

    def of(self, name: str) -> str:
        return str(self._styles[name].style_id)


class _Finished:
    """One table: columns get their widths, cells the styles of their columns."""

    def __init__(self, element: Any, table: Table | None, styles: _CellStyles, width: int) -> None:
        self._element, self._table, self._styles = element, table, styles
        self._rows: list[Any] = element.tr_lst
        self._widths = self._column_widths(width)

    def _column_widths(self, width: int) -> list[int]:
        if self._table is None:
            count = len(self._rows[0].tc_lst)
            return [min(int(LAMP_WIDTH), width // count)] * count
        whole = sum(column.width for column in self._table.columns)
        return [int(width * column.width / whole) for column in self._table.columns]

    def apply(self) -> None:
        for column, width in zip(self._element.tblGrid.gridCol_lst, self._widths, strict=True):
            column.w = Emu(width)
        whole = len(self._rows) <= SMALL_TABLE + 1
        for place, row in enumerate(self._rows):
            cells = row.tc_lst
            length = 0
            for number, (cell, width) in enumerate(zip(cells, self._widths, strict=True)):
                cell.width = Emu(width)
                _order(cell.tcPr)
                length = max(length, len("".join(text.text or "" for text in cell.iter(qn("w:t")))))
                if self._table is not None:
                    self._style(cell, place, number)
                if whole and place < len(self._rows) - 1:
                    _keep_with_next(cell)
            split = row.trPr.find(qn("w:cantSplit")) if row.trPr is not None else None
            if split is not None and length > LONG_CELL:
                row.trPr.remove(split)

    def _style(self, cell: Any, place: int, number: int) -> None:
        table = self._table
        if table is None:
            return
        is_sum = place > len(table.rows) - table.sums
        name = "Tabellhuvud" if place == 0 else "Tabellsumma" if is_sum else "Tabelltext"
        if table.columns[number].numeric:
            name += " siffra"
        elif place and table.rows[place - 1][number].part:
            name += " varav"
        elif table.dense:
            name += " tät"
        for paragraph in cell.p_lst:
            if paragraph.style != self._styles.note:
                paragraph.style = self._styles.of(name)


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
