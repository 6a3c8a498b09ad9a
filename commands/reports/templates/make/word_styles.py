"""The named styles of the Word template: what a coordinator changes in Word's style gallery."""

from __future__ import annotations

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from commands.reports.templates.colours import ACCENT, INK, LIGHTS, MUTED, RULE, WASH

FONT = "Calibri"  # on every computer that has Word; the PDF brings its own


def _paragraph(document: DocumentObject, name: str, based_on: str | None = "Normal") -> ParagraphStyle:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    if based_on:
        style.base_style = styles[based_on]
    style.hidden, style.quick_style = False, True
    return style


def _look(
    style: CharacterStyle, *, size: float | None = None, colour: str | None = None, bold: bool | None = None
) -> None:
    """Set font, size in points, colour and weight."""
    style.font.name, style.font.italic = FONT, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    if size is not None:
        style.font.size = Pt(size)
    if colour is not None:
        style.font.color.rgb = RGBColor.from_string(colour)
    style.font.bold = bold


def _space(style: ParagraphStyle, before: float, after: float, *, together: bool = False) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), together


def _shade(style: ParagraphStyle, fill: str) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    properties.insert_element_before(
        shade, "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _border(style: ParagraphStyle, sides: tuple[str, ...], colour: str, eighths: int) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    border = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        + "".join(f'<w:{side} w:val="single" w:sz="{eighths}" w:space="6" w:color="{colour}"/>' for side in sides)
        + "</w:pBdr>"
    )
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _text_styles(document: DocumentObject) -> None:
    normal = _paragraph(document, "Normal", None)
    _look(normal, size=10.5, colour=INK)
    _space(normal, 0, 6)
    normal.paragraph_format.line_spacing = 1.15
    _hyphenate(normal, yes=False)
    headings = (("Heading 1", 20, 26, 10), ("Heading 2", 14, 20, 6), ("Heading 3", 11, 12, 3))
    for name, size, before, after in (*headings, ("TOC Heading", 20, 0, 12)):
        heading = _paragraph(document, name)
        _look(heading, size=size, colour=ACCENT, bold=True)
        _space(heading, before, after, together=True)
    _look(_paragraph(document, "Subtitle"), size=13, colour=ACCENT, bold=True)
    _space(_paragraph(document, "Subtitle"), 120, 60)
    title = _paragraph(document, "Title")
    _look(title, size=28, colour=ACCENT, bold=True)
    _space(title, 0, 18)
    title.paragraph_format.line_spacing = 1.0
    _border(title, ("bottom",), ACCENT, 18)
    _look(_paragraph(document, "Rapportstatus"), size=12, colour=MUTED, bold=True)
    _space(_paragraph(document, "Rapportstatus"), 0, 30)
    for name, indent, bold in (("toc 1", 0, True), ("toc 2", 6, False)):
        contents = _paragraph(document, name)
        _look(contents, size=10.5, colour=ACCENT if bold else INK, bold=bold)
        _space(contents, 6 if bold else 0, 2)
        contents.paragraph_format.left_indent = Mm(indent)
        contents.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    for name in ("Header", "Footer"):
        running = _paragraph(document, name)
        _look(running, size=8.5, colour=MUTED)
        running.paragraph_format.tab_stops.clear_all()


def _part_styles(document: DocumentObject) -> None:
    caption = _paragraph(document, "Caption")
    _look(caption, size=9, colour=MUTED, bold=False)
    _space(caption, 12, 4, together=True)
    facts = _paragraph(document, "Fakta")
    _look(facts)
    _space(facts, 0, 2)
    facts.paragraph_format.left_indent, facts.paragraph_format.first_line_indent = Mm(36), Mm(-36)
    facts.paragraph_format.tab_stops.add_tab_stop(Mm(36))
    note = _paragraph(document, "Not")
    _look(note, size=9.5, colour=MUTED)
    _space(note, 3, 8)
    picture = _paragraph(document, "Bild")
    _space(picture, 14, 2, together=True)
    air = _paragraph(document, "Luft")
    _look(air, size=5)
    _space(air, 0, 0)


def _cell_styles(document: DocumentObject) -> None:
    for name in ("Tabelltext", "Tabellhuvud", "Tabellsumma"):
        for ending, size, alignment in (
            ("", 9, WD_ALIGN_PARAGRAPH.LEFT),
            (" varav", 9, WD_ALIGN_PARAGRAPH.LEFT),
            (" siffra", 9, WD_ALIGN_PARAGRAPH.RIGHT),
            (" tät", 8, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            cell = _paragraph(document, name + ending)
            head = name == "Tabellhuvud"
            _look(cell, size=size, colour=ACCENT if head else INK, bold=name != "Tabelltext")
            _space(cell, 2.5, 2.5, together=head)  # a heading row never stands alone at the foot of a page
            cell.paragraph_format.line_spacing = 1.0
            cell.paragraph_format.alignment = alignment
            _hyphenate(cell, yes=True)
            if ending == " varav":
                cell.paragraph_format.left_indent = Mm(4)
    note = _paragraph(document, "Tabellnot", "Tabelltext")
    _look(note, size=8, colour=MUTED, bold=False)


def _hyphenate(style: ParagraphStyle, *, yes: bool) -> None:
    properties = style.element.get_or_add_pPr()
    mark = parse_xml(f'<w:suppressAutoHyphens {nsdecls("w")} w:val="{0 if yes else 1}"/>')
    properties.insert_element_before(mark, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _light_styles(document: DocumentObject) -> None:
    label = document.styles.add_style("Etikett", WD_STYLE_TYPE.CHARACTER)
    _look(label, colour=MUTED)
    change = document.styles.add_style("Förändring", WD_STYLE_TYPE.CHARACTER)
    _look(change, size=9.5, colour=INK, bold=False)
    for ending, colour, wash in LIGHTS.values():
        symbol = document.styles.add_style(f"Symbol {ending}", WD_STYLE_TYPE.CHARACTER)
        _look(symbol, colour=colour)
        strip = _paragraph(document, f"Läge {ending}")
        _look(strip, size=12, bold=True)
        _space(strip, 6, 6, together=True)
        _shade(strip, wash)
        _border(strip, ("top", "bottom"), wash, 4)
        strip.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)


def _table_style(document: DocumentObject) -> None:
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Rapporttabell">'
            '<w:name w:val="Rapporttabell"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            "<w:tblPr><w:tblBorders>"
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
            '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/></w:tcPr></w:tblStylePr></w:style>'
        )
    )


def _language(document: DocumentObject) -> None:
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "sv-SE")
    language.set(qn("w:eastAsia"), "sv-SE")
    settings = document.settings.element
    for theme in settings.findall(qn("w:themeFontLang")):
        theme.set(qn("w:val"), "sv-SE")
    hyphens = parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>")  # narrow columns only: Normal suppresses it
    settings.find(qn("w:defaultTabStop")).addnext(hyphens)


def add_styles(document: DocumentObject) -> None:
    """Give the document its styles, its table style and its language."""
    _text_styles(document)
    _part_styles(document)
    _cell_styles(document)
    _light_styles(document)
    _table_style(document)
    _language(document)
