"""The named styles of the Word templates: what a coordinator changes in Word's style gallery."""

from __future__ import annotations

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from commands.reports.facts.blocks import TEXT_WIDTH
from commands.reports.templates.colours import ACCENT, INK, LIGHTS, MUTED, RULE, WASH

FONT = "Calibri"  # on every computer that has Word; the PDF brings its own


def add_styles(document: DocumentObject) -> None:
    """Give the document its styles, its table style and its language."""
    _text_styles(document)
    _part_styles(document)
    _cell_styles(document)
    _light_styles(document)
    _table_style(document)
    _language(document)


def _paragraph(  # noqa: PLR0913
    document: DocumentObject,
    name: str,
    size: float | None = None,
    colour: str | None = None,
    *,
    bold: bool | None = None,
    space: tuple[float, float] | None = None,
    together: bool = False,
    based_on: str | None = "Normal",
) -> ParagraphStyle:
    """A style with its size and the space before and after it in points; `together` with the next paragraph."""
    style = _bare(document, name, based_on)
    _look(style, size, colour, bold=bold)
    if space:
        _space(style, *space, together=together)
    return style


def _bare(document: DocumentObject, name: str, based_on: str | None = "Normal") -> ParagraphStyle:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    if based_on:
        style.base_style = styles[based_on]
    style.hidden, style.quick_style = False, True
    return style


def _look(
    style: CharacterStyle, size: float | None = None, colour: str | None = None, *, bold: bool | None = None
) -> None:
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


def _right_tab(style: ParagraphStyle) -> None:
    style.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _text_styles(document: DocumentObject) -> None:
    normal = _paragraph(document, "Normal", 10.5, INK, space=(0, 6), based_on=None)
    normal.paragraph_format.line_spacing = 1.15
    _hyphenate(normal, yes=False)
    headings = (("Heading 1", 20, 26, 10), ("Heading 2", 14, 20, 6), ("Heading 3", 11, 12, 3))
    for name, size, before, after in (*headings, ("TOC Heading", 20, 0, 12)):
        _paragraph(document, name, size, ACCENT, bold=True, space=(before, after), together=True)
    _paragraph(document, "Subtitle", 13, ACCENT, bold=True, space=(120, 60))
    title = _paragraph(document, "Title", 28, ACCENT, bold=True, space=(0, 18))
    title.paragraph_format.line_spacing = 1.0
    _border(title, ("bottom",), ACCENT, 18)
    _paragraph(document, "Rapportstatus", 12, MUTED, bold=True, space=(0, 30))
    for name, indent, bold in (("toc 1", 0, True), ("toc 2", 6, False)):
        colour, before = (ACCENT, 6) if bold else (INK, 0)
        contents = _paragraph(document, name, 10.5, colour, bold=bold, space=(before, 2))
        contents.paragraph_format.left_indent = Mm(indent)
        _right_tab(contents)
    for name in ("Header", "Footer"):
        _paragraph(document, name, 8.5, MUTED).paragraph_format.tab_stops.clear_all()


def _part_styles(document: DocumentObject) -> None:
    _paragraph(document, "Caption", 9, MUTED, bold=False, space=(12, 4), together=True)
    facts = _paragraph(document, "Fakta", space=(0, 2)).paragraph_format
    facts.left_indent, facts.first_line_indent = Mm(36), Mm(-36)
    facts.tab_stops.add_tab_stop(Mm(36))
    _paragraph(document, "Not", 9.5, MUTED, space=(3, 8))
    _space(_bare(document, "Bild"), 14, 2, together=True)
    _paragraph(document, "Luft", 5, space=(0, 0))


def _cell_styles(document: DocumentObject) -> None:
    for name in ("Tabelltext", "Tabellhuvud", "Tabellsumma"):
        for ending, size, alignment in (
            ("", 9, WD_ALIGN_PARAGRAPH.LEFT),
            (" varav", 9, WD_ALIGN_PARAGRAPH.LEFT),
            (" siffra", 9, WD_ALIGN_PARAGRAPH.RIGHT),
            (" tät", 8, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            head = name == "Tabellhuvud"  # which is never alone at the foot of a page
            colour, bold = ACCENT if head else INK, name != "Tabelltext"
            cell = _paragraph(document, name + ending, size, colour, bold=bold, space=(2.5, 2.5), together=head)
            cell.paragraph_format.line_spacing = 1.0
            cell.paragraph_format.alignment = alignment
            _hyphenate(cell, yes=True)
            if ending == " varav":
                cell.paragraph_format.left_indent = Mm(4)
    _paragraph(document, "Tabellnot", 8, MUTED, bold=False, based_on="Tabelltext")


def _light_styles(document: DocumentObject) -> None:
    _look(document.styles.add_style("Etikett", WD_STYLE_TYPE.CHARACTER), colour=MUTED)
    _look(document.styles.add_style("Förändring", WD_STYLE_TYPE.CHARACTER), 9.5, INK, bold=False)
    for ending, colour, wash in LIGHTS.values():
        _look(document.styles.add_style(f"Symbol {ending}", WD_STYLE_TYPE.CHARACTER), colour=colour)
        strip = _paragraph(document, f"Läge {ending}", 12, bold=True, space=(6, 6), together=True)
        _shade(strip, wash)
        _border(strip, ("top", "bottom"), wash, 4)
        _right_tab(strip)


def _shade(style: ParagraphStyle, fill: str) -> None:
    _insert(style, f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')


def _border(style: ParagraphStyle, sides: tuple[str, ...], colour: str, eighths: int) -> None:
    lines = (f'<w:{side} w:val="single" w:sz="{eighths}" w:space="6" w:color="{colour}"/>' for side in sides)
    _insert(style, f"<w:pBdr {nsdecls('w')}>{''.join(lines)}</w:pBdr>")


def _hyphenate(style: ParagraphStyle, *, yes: bool) -> None:
    _insert(style, f'<w:suppressAutoHyphens {nsdecls("w")} w:val="{0 if yes else 1}"/>')


_IN_ORDER = ("w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _insert(style: ParagraphStyle, xml: str) -> None:
    """Put a property where the schema wants it, instead of the one that there is."""
    made, properties = parse_xml(xml), style.element.get_or_add_pPr()
    for old in properties.findall(made.tag):
        properties.remove(old)
    later = next(place for place, tag in enumerate(_IN_ORDER, 1) if qn(tag) == made.tag)
    properties.insert_element_before(made, *_IN_ORDER[later:])


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
