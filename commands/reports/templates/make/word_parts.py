"""How the Word template is put together: paragraphs, captions, tables and fields, in named styles."""

from __future__ import annotations

from collections.abc import Sequence

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

    def lines(self, *texts: str, style: str = "Normal") -> None:
        """Add several paragraphs of one style."""
        for text in texts:
            self.line(text, style)

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

    def table(self, widths: Sequence[float], head: Sequence[str], body: Sequence[Sequence[str]]) -> Table:
        """Add a table whose first row is a repeated header; widths in mm."""
        table: Table = self.document.add_table(rows=0, cols=len(widths), style="Rapporttabell")
        table.autofit = False
        for number, texts in enumerate((head, *body)):
            row = table.add_row()  # type: ignore[no-untyped-call]
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader" if number == 0 else "w:cantSplit"))
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Mm(width)
                _fill(cell, text, "Tabellhuvud" if number == 0 else "Tabelltext")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def listing(self, name: str) -> None:
        """Add a table of the context, or what it says when it is empty. The finisher gives its columns widths."""
        self.line(f"{{%p if {name}.rows %}}")
        self.caption("Tabell", f"{{{{ {name}.title }}}}")
        begins, ends = "{%tc for cell in row %}", "{%tc endfor %}"
        words = "{% cellbg cell.shade %}{{r cell.mark }}{{ cell.words }}"
        cell = f"{words}\n{{%p if cell.note %}}\n{{{{ cell.note }}}}\n{{%p endif %}}"
        table = self.table(
            [TEXT_WIDTH / 3] * 3,
            [f"{{%tc for column in {name}.columns %}}", "{{ column.label }}", ends],
            [
                [f"{{%tr for row in {name}.rows %}}", "", ""],
                [begins, cell, ends],
                ["{%tr endfor %}", "", ""],
            ],
        )
        table.rows[2].cells[1].paragraphs[2].style = "Tabellnot"
        self.mark(table, f"{{{{ {name}.title }}}}", f"{{{{ {name}.place }}}}")
        self.lines("{%p else %}", f"{{{{ {name}.empty }}}}", "{%p endif %}")

    def mark(self, table: Table, title: str, place: str) -> None:
        """Name a table for those who hear it, and for the finisher (its alternative text in Word)."""
        properties = table._tbl.tblPr
        for tag, text in (("w:tblCaption", title), ("w:tblDescription", place)):
            element = OxmlElement(tag)
            element.set(qn("w:val"), text)
            properties.append(element)

    def lamps(self, loop: str, head: str, lamp: str) -> None:
        """Add a table of one row with a column for each dimension or date."""
        self.line("", "Luft")
        table = self.table(
            [TEXT_WIDTH / 3] * 3,
            [f"{{%tc for {loop} %}}", f"{{{{ {head} }}}}", "{%tc endfor %}"],
            [[f"{{%tc for {loop} %}}", f"{{{{r {lamp} }}}}", "{%tc endfor %}"]],
        )
        self.mark(table, "{{ block.title }}", "")
        self.line("", "Luft")


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
