"""What is placed on slides: runs of text, cells, descriptions. Lengths in EMU, sizes in points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from commands.reports.facts.lights import Light
from commands.reports.slides.charts import rgb
from commands.reports.templates.colours import ACCENT, INK, LIGHTS

LEFT, TOP, WIDE, HIGH = Mm(16), Mm(36), Mm(306), Mm(138)
BOX = LEFT, TOP, WIDE, HIGH
"""Where the content of a slide is: below its title, above its footer."""
ASIDE, ABOVE = Mm(2.5), Mm(1.3)
"""Between the words of a cell and its edges."""


def describe(shape: Any, alt: str) -> None:
    """Say what a table, a chart or a picture shows."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def run(paragraph: Any, text: str, colour: str, size: int, *, bold: bool = False) -> None:
    """Add text; its line breaks stay."""
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.add_line_break()
        made = paragraph.add_run()
        made.text = line
        made.font.size, made.font.bold = Pt(size), bold
        made.font.color.rgb = rgb(colour)


def light_run(paragraph: Any, light: Light, words: str, size: int, *, bold: bool = False) -> None:
    """Add a state: its symbol in its colour, and words."""
    run(paragraph, f"{light.symbol} ", LIGHTS[light.state][1], size, bold=bold)
    run(paragraph, words, INK, size, bold=bold)


def prepared(cell: Any, fill: str, *, right: bool = False) -> Any:
    """Fill a table's cell; return its first paragraph."""
    cell.margin_left = cell.margin_right = ASIDE
    cell.margin_top = cell.margin_bottom = ABOVE
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    paragraph = cell.text_frame.paragraphs[0]
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT
    return paragraph


def plain_table(slide: Any, rows: int, columns: int, box: tuple[int, int, int, int], alt: str) -> Any:
    """Add an empty table without the stripes of its style."""
    frame = slide.shapes.add_table(rows, columns, *box)
    describe(frame, alt)
    frame.table.horz_banding = False
    return frame.table


def write(frame: Any, heading: str, texts: Sequence[str], size: int, after: int, *, bulleted: bool = False) -> None:
    """Write a heading and paragraphs below it in a text frame."""
    frame.word_wrap = True
    run(frame.paragraphs[0], heading, ACCENT, max(size, 18), bold=True)
    frame.paragraphs[0].space_after = Pt(4)
    for text in texts:
        paragraph = frame.add_paragraph()
        run(paragraph, text, INK, size)
        paragraph.space_after = Pt(after)
        if bulleted:
            _bullet(paragraph)


def _bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Mm(6)))
    properties.set("indent", str(-Mm(6)))
    etree.SubElement(properties, qn("a:buChar")).set("char", "•")
