"""Slides, one at a time: each with a title, alternative texts and notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Mm, Pt

from commands.reports import charts
from commands.reports.context import (
    Bars,
    Block,
    Cell,
    Heading,
    History,
    Lamps,
    Picture,
    Points,
    Prose,
    Strip,
    Table,
)
from commands.reports.docx_styles import ACCENT, INK, LIGHTS, MUTED, WASH
from commands.reports.lights import Light
from commands.reports.pptx_charts import add_bars, add_history, rgb
from commands.reports.typesetting import template

LEFT, TOP, WIDE, HIGH = Mm(16), Mm(38), Mm(306), Mm(138)
LONGEST_TITLE = 90
LONGEST_PART = 240
"""Characters of what a work did, does next, or needs; the whole text stands in the notes."""
PARTS = ("Genomfört", "Nästa steg", "Avvikelser", "Beslut som behövs")


class Deck:
    """A presentation from the template of a kind."""

    def __init__(self, kind: str) -> None:
        self.show: Any = Presentation(str(template(kind, "report.pptx")))
        self._layouts = {layout.name: layout for layout in self.show.slide_layouts}

    def save(self, to: BinaryIO) -> None:
        """Write it."""
        self.show.save(to)

    def _slide(self, layout: str, title: str, notes: str) -> Any:
        slide = self.show.slides.add_slide(self._layouts[layout])
        flat = title.replace("\n", " ")
        shown = flat if len(flat) <= LONGEST_TITLE else f"{flat[: LONGEST_TITLE - 1].rstrip()}…"
        slide.shapes.title.text = shown
        told = notes if shown == flat else f"{flat}\n{notes}"
        slide.notes_slide.notes_text_frame.text = told
        return slide

    def cover(self, title: str, words: str, notes: str) -> None:
        """The first slide."""
        slide = self._slide("Titel", title, notes)
        slide.placeholders[1].text_frame.text = words

    def words(self, title: str, lines: Sequence[str], notes: str) -> None:
        """A slide of short texts."""
        slide = self._slide("Rubrik och innehåll", title, notes)
        frame = slide.placeholders[1].text_frame
        frame.text = lines[0]
        for line in lines[1:]:
            frame.add_paragraph().text = line
        small = sum(map(len, lines)) > 420 or len(lines) > 7
        for paragraph in frame.paragraphs:
            paragraph.font.size, paragraph.space_after = Pt(16 if small else 18), Pt(6)

    def work(self, title: str, blocks: Sequence[Block], notes: str) -> None:
        """A work: its state, its dimensions, what was done, comes next, differs and is needed."""
        slide = self._slide("Endast rubrik", title, notes)
        strip = next(block for block in blocks if isinstance(block, Strip))
        self._strip(slide, strip)
        lamps = next((block for block in blocks if isinstance(block, Lamps)), None)
        if lamps and lamps.items:
            self._lamps(slide, lamps)
        found = _parts(blocks)
        parts = [(name, found[name]) for name in PARTS if name in found]
        for place, (name, text) in enumerate(parts):
            left = LEFT + (place % 2) * Mm(156)
            self._text(slide, name, text, left, Mm(86) + (place // 2) * Mm(46))

    def _strip(self, slide: Any, strip: Strip) -> None:
        _, colour, wash = LIGHTS[strip.light.state]
        box = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, LEFT, Mm(34), WIDE, Mm(18))
        box.name = "Läge"
        box.adjustments[0] = 0.12
        box.fill.solid()
        box.fill.fore_color.rgb = rgb(wash)
        box.line.fill.background()
        box.shadow.inherit = False
        frame = box.text_frame
        frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        meaning = f" – {strip.light.meaning}" if strip.light.meaning else ""
        _run(paragraph, f"{strip.light.symbol} ", colour, 18, bold=True)
        _run(paragraph, f"{strip.light.name}{meaning}", INK, 18, bold=True)
        _run(paragraph, f"   {strip.change}" if strip.change else "", INK, 14)
        told = frame.add_paragraph()
        _run(told, strip.note[:200], MUTED, 12)

    def _lamps(self, slide: Any, lamps: Lamps) -> None:
        items = lamps.items[:10]
        frame = slide.shapes.add_table(2, len(items), LEFT, Mm(57), WIDE, Mm(18))
        _describe(frame, lamps.title)
        for place, lamp in enumerate(items):
            _fill(frame.table.cell(0, place), lamp.label[:40], size=13, head=True)
            _light(frame.table.cell(1, place), lamp.light, lamp.light.name, 13)

    def _text(self, slide: Any, name: str, text: str, left: int, top: int) -> None:
        box = slide.shapes.add_textbox(left, top, Mm(150), Mm(44))
        box.name = name
        frame = box.text_frame
        frame.word_wrap = True
        _run(frame.paragraphs[0], name, ACCENT, 15, bold=True)
        shown = text if len(text) <= LONGEST_PART else f"{text[: LONGEST_PART - 2].rstrip()} …"
        for line in shown.split("\n"):
            if line.strip():
                _run(frame.add_paragraph(), line, INK, 14)

    def table(
        self, title: str, table: Table, rows: Sequence[tuple[Cell, ...]], longest: int, left: str, notes: str
    ) -> None:
        """Some rows of a table; `left` says how many are not shown."""
        slide = self._slide("Endast rubrik", title, notes)
        frame = slide.shapes.add_table(len(rows) + 1, len(table.columns), LEFT, TOP, WIDE, Mm(9) * (len(rows) + 1))
        _describe(frame, table.title)
        whole = sum(column.width for column in table.columns)
        size = 11 if len(table.columns) > 6 or len(rows) > 6 else 13
        for place, column in enumerate(table.columns):
            frame.table.columns[place].width = Emu(int(WIDE * column.width / whole))
            _fill(frame.table.cell(0, place), column.label, size=size, head=True, right=column.numeric)
        sums_from = len(table.rows) - table.sums
        for number, row in enumerate(rows, 1):
            is_sum = any(row is each for each in table.rows[sums_from:])
            for place, cell in enumerate(row):
                _cell(frame.table.cell(number, place), cell, longest, size, right=table.columns[place].numeric)
                if is_sum:
                    for paragraph in frame.table.cell(number, place).text_frame.paragraphs:
                        paragraph.font.bold = True
        if left:
            box = slide.shapes.add_textbox(LEFT, Mm(178), WIDE, Mm(8))
            _run(box.text_frame.paragraphs[0], left, MUTED, 12)

    def picture(self, title: str, picture: Picture, aside: str) -> None:
        """A chart that can be edited where PowerPoint has one of the kind, else a picture."""
        if not picture.data.rows:
            return
        slide = self._slide("Endast rubrik", title, "\n".join(filter(None, (aside, picture.title, picture.alt))))
        match picture.data:
            case Bars():
                _describe(add_bars(slide, picture.data, (LEFT, TOP, WIDE, HIGH)), picture.alt)
            case History():
                _describe(add_history(slide, picture.data, (LEFT, TOP, WIDE, HIGH)), picture.alt)
            case _:
                chart = next(charts.drawn(picture))
                drawn = slide.shapes.add_picture(io.BytesIO(charts.as_png(chart)), LEFT, TOP, width=Mm(250))
                if drawn.height > HIGH:
                    drawn.width, drawn.height = Emu(int(drawn.width * HIGH / drawn.height)), HIGH
                _describe(drawn, chart.alt)


def _parts(blocks: Sequence[Block]) -> dict[str, str]:
    """The words under each small heading."""
    found: dict[str, list[str]] = {}
    under = ""
    for block in blocks:
        match block:
            case Heading():
                under = block.text
            case Prose() if under:
                found.setdefault(under, []).append(block.text)
            case Points() if under:
                found.setdefault(under, []).extend(block.items)
    return {name: "\n".join(texts) for name, texts in found.items()}


def _describe(shape: Any, alt: str) -> None:
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", alt)


def _run(paragraph: Any, text: str, colour: str, size: int, *, bold: bool = False) -> None:
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = rgb(colour)


def _prepare(cell: Any, fill: str) -> Any:
    cell.margin_left = cell.margin_right = Mm(2)
    cell.margin_top = cell.margin_bottom = Mm(1)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    return cell.text_frame.paragraphs[0]


def _fill(cell: Any, text: str, *, size: int, head: bool = False, right: bool = False) -> None:
    paragraph = _prepare(cell, WASH if head else "FFFFFF")
    _run(paragraph, text, ACCENT if head else INK, size, bold=head)
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT


def _light(cell: Any, light: Light, words: str, size: int, wash: str = "FFFFFF") -> None:
    paragraph = _prepare(cell, wash)
    _run(paragraph, f"{light.symbol} ", LIGHTS[light.state][1], size)
    _run(paragraph, words, INK, size)


def _cell(cell: Any, source: Cell, longest: int, size: int, *, right: bool) -> None:
    wash = LIGHTS[source.wash][2] if source.wash else "FFFFFF"
    text = source.text if len(source.text) <= longest else f"{source.text[: longest - 2].rstrip()} …"
    if source.light:
        _light(cell, source.light, text or source.light.name, size, wash)
    else:
        paragraph = _prepare(cell, wash)
        _run(paragraph, f"    {text}" if source.part else text, INK, size)
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
    if source.note:
        _run(cell.text_frame.add_paragraph(), source.note[:longest], MUTED, size - 2)
