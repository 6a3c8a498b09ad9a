"""How the Word template is put together: paragraphs, captions, tables and fields, in named styles."""

from __future__ import annotations

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from commands.reports.facts.blocks import TEXT_WIDTH
from commands.reports.templates.make.word_styles import add_styles

Cells = tuple[str, str, str]
COVERED = 25  # mm: with such margins there is a front page, which has no running header


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Append a field that shows `shown` until Word updates it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


class Builder:
    """Writes the template from top to bottom."""

    def __init__(self, margins: int = 25) -> None:
        self.document: DocumentObject = Document()
        _strip(self.document)
        add_styles(self.document)
        _page(self.document, margins)

    def line(self, text: str, style: str = "Normal") -> Paragraph:
        """Add a paragraph; a control mark such as "{%p if x %}" is a paragraph of its own."""
        return self.document.add_paragraph(text, style)

    def lines(self, *lines: str | tuple[str, str]) -> None:
        """Add several; each in the style Normal, unless it brings its own."""
        for each in lines:
            self.line(*((each,) if isinstance(each, str) else each))

    def prose(self, name: str) -> None:
        """Add a person's text: a paragraph for each of its paragraphs, none when it is empty."""
        self.lines(f"{{%p for words in {name} | paragraphs %}}", "{{ words }}", "{%p endfor %}")

    def caption(self, kind: str, text: str) -> None:
        """Add "Tabell 1: …" or "Figur 1: …"; the renderer and Word number them."""
        paragraph = self.line(f"{kind} ", "Caption")
        _field(paragraph, f" SEQ {kind} \\* ARABIC ", "1")
        paragraph.add_run(f": {text}")

    def facts(self, name: str) -> None:
        """Add a list of labels and values, aligned by a tab stop."""
        self.line(f"{{%p for fact in {name} %}}")
        paragraph = self.line("", "Fakta")
        paragraph.add_run("{{ fact.label }}", "Etikett")
        paragraph.add_run("\t{{ fact.value }}")
        self.line("{%p endfor %}")

    def table(self) -> None:
        """Add a table block, or what it says when it is empty. The finisher gives its columns widths."""
        self.line("{%p if block.rows %}")
        self.caption("Tabell", "{{ block.title }}")
        words = "{% cellbg cell.shade %}{{r cell.mark }}{{ cell.words }}"
        note = "{%p if cell.note %}\n{{ cell.note }}\n{%p endif %}"
        table = self._table(
            ("{%tc for column in block.columns %}", "{{ column.label }}", "{%tc endfor %}"),
            ("{%tr for row in block.rows %}", "", ""),
            ("{%tc for cell in row %}", f"{words}\n{note}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", ""),
            place="{{ block.place }}",
        )
        table.rows[2].cells[1].paragraphs[2].style = "Tabellnot"
        self.lines("{%p else %}", "{{ block.empty }}", "{%p endif %}")

    def lamps(self) -> None:
        """Add a table of one row with a column for each dimension or date."""
        loop, ends = "{%tc for lamp in block['items'] %}", "{%tc endfor %}"
        self.line("", "Luft")
        self._table((loop, "{{ lamp.label }}", ends), (loop, "{{r lamp.light.lamp }}", ends))
        self.line("", "Luft")

    def _table(self, head: Cells, *body: Cells, place: str = "") -> Table:
        """A table with a repeated header row, named for those who hear it; `place` is for the finisher."""
        width = Mm(TEXT_WIDTH / 3)
        table: Table = self.document.add_table(rows=0, cols=3, style="Rapporttabell")
        table.autofit = False
        for number, texts in enumerate((head, *body)):
            row = table.add_row()  # type: ignore[no-untyped-call]
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit" if number else "w:tblHeader"))
            for cell, text in zip(row.cells, texts, strict=True):
                cell.width = width
                _fill(cell, text, "Tabelltext" if number else "Tabellhuvud")
        for column in table.columns:
            column.width = width
        for tag, text in (("w:tblCaption", "{{ block.title }}"), ("w:tblDescription", place)):
            element = OxmlElement(tag)
            element.set(qn("w:val"), text)
            table._tbl.tblPr.append(element)
        return table


def _fill(cell: _Cell, text: str, style: str) -> None:
    first, *rest = text.split("\n")
    cell.paragraphs[0].text = first
    cell.paragraphs[0].style = style
    for more in rest:
        cell.add_paragraph(more, style)


def _strip(document: DocumentObject) -> None:
    """Leave of python-docx's own template only what is ours.

    Its `stylesWithEffects` names another content type than it has; the thumbnail shows an empty page; nobody chose
    its table styles; and it makes Word open the file in the mode of an old version.
    """
    for relations, ending in (
        (document.part.rels, "/stylesWithEffects"),
        (document.part.package.rels, "/thumbnail"),
    ):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(ending)]:
            del relations[key]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    properties = document.core_properties
    properties.title = properties.author = properties.comments = properties.keywords = ""


def _page(document: DocumentObject, margins: int) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(margins)
    section.top_margin, section.bottom_margin = Mm(margins), Mm(margins)
    section.different_first_page_header_footer = margins >= COVERED
    for part, text, style in (
        (section.header, "{{ front.title }}\t{{ front.status }}", "Header"),
        (section.footer, "{{ front.programme }}\tSida ", "Footer"),
    ):
        paragraph = part.paragraphs[0]
        paragraph.text, paragraph.style = text, style
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(210 - 2 * margins), WD_TAB_ALIGNMENT.RIGHT)
    _field(paragraph, " PAGE ", "1")
    paragraph.add_run(" av ")
    _field(paragraph, " NUMPAGES ", "1")
