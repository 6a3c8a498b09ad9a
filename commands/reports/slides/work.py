"""The slides that are drawn by hand: a work with its state and its words, and how many works have each state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm

from commands.reports.facts.blocks import Block, FactList, Heading, Lamps, Strip, Table
from commands.reports.slides.charts import rgb
from commands.reports.slides.shapes import HIGH, LEFT, TOP, WIDE, light_run, plain_table, prepared, run, write
from commands.reports.slides.type import SIZES, fitting, height, largest
from commands.reports.slides.words import lines_of
from commands.reports.templates.colours import ACCENT, CARD, INK, LIGHTS, MUTED, WASH

ABOUT = "Om arbetet"
PARTS = ("Genomfört", "Nästa steg", "Avvikelser", "Beslut som behövs", "Hållpunkter", "Största riskerna", ABOUT)
FILLING = PARTS[4:]
MOST_PARTS = 4
"""The first ones that a work has; the rest is in the notes."""
LARGE_ENOUGH = 18
MOST_LAMPS = 10
GAP, INSET = Mm(5), Mm(4)
AFTER = 4
HEADING_HIGH, BELOW = Mm(12), Mm(3)
Row = list[tuple[str, list[str]]]


def work(slide: Any, blocks: Sequence[Block]) -> None:
    """Draw a work: its state, its dimensions, what was done, comes next, differs and is needed."""
    strip = next(block for block in blocks if isinstance(block, Strip))
    _strip(slide, strip)
    top = TOP + Mm(22) + GAP
    lamps = next((block for block in blocks if isinstance(block, Lamps)), None)
    if lamps and lamps.items:
        _lamps(slide, lamps, top)
        top += Mm(20) + GAP
    _cards(slide, blocks, top)


def _cards(slide: Any, blocks: Sequence[Block], top: int) -> None:
    """The parts in two columns; a row is as high as its words need, and what is left over is shared."""
    room = TOP + HIGH - top
    rows, size = _chosen(_parts(blocks), room)
    if size < LARGE_ENOUGH:
        rows, size = _chosen(_parts([each for each in blocks if not isinstance(each, FactList)]), room)
    needs = [_need(row, size) for row in rows]
    spare = room - sum(needs) - GAP * (len(rows) - 1)
    for row, need in zip(rows, needs, strict=True):
        high = need + spare // len(rows) if spare > 0 else need + spare * need // sum(needs)
        for column, (name, texts) in enumerate(row):
            wide = _wide(row)
            _card(slide, name, texts, (LEFT + column * (wide + GAP), top, wide, high), size)
        top += high + GAP


def _chosen(found: dict[str, list[str]], room: int) -> tuple[list[Row], int]:
    """The parts to show, two in a row, and their size: what only fills the slide gives way to larger type."""
    parts = [(name, found[name]) for name in PARTS if found.get(name)][:MOST_PARTS]
    while True:
        rows = [parts[start : start + 2] for start in range(0, len(parts), 2)]
        left = room - GAP * (len(rows) - 1)
        size = next((size for size in SIZES if sum(_need(row, size) for row in rows) <= left), SIZES[-1])
        if size >= LARGE_ENOUGH or len(parts) < 2 or parts[-1][0] not in FILLING:
            return rows, size
        parts.pop()


def _wide(row: Row) -> int:
    return (WIDE - GAP * (len(row) - 1)) // len(row)


def _need(row: Row, size: int) -> int:
    """How high the cards of a row must be."""
    inside = _wide(row) - 2 * INSET
    return HEADING_HIGH + BELOW + max(height(texts, size, inside, AFTER) for _, texts in row)


def _strip(slide: Any, strip: Strip) -> None:
    box = _panel(slide, "Läge", LIGHTS[strip.light.state][2], (LEFT, TOP, WIDE, Mm(22)))
    frame = box.text_frame
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    meaning = f" – {strip.light.meaning}" if strip.light.meaning else ""
    light_run(paragraph, strip.light, f"{strip.light.name}{meaning}", 24, bold=True)
    run(paragraph, f"    {strip.change}" if strip.change else "", INK, 18)
    note = frame.add_paragraph()
    note.alignment = PP_ALIGN.LEFT
    (shown,) = fitting([strip.note], 14, WIDE - 2 * INSET, height(["x"], 14, WIDE))
    run(note, shown, MUTED, 14)


def _lamps(slide: Any, lamps: Lamps, top: int) -> None:
    items = lamps.items[:MOST_LAMPS]
    size = 16 if len(items) <= 7 else 14
    table = plain_table(slide, 2, len(items), (LEFT, top, WIDE, Mm(20)), lamps.title)
    for place, lamp in enumerate(items):
        run(prepared(table.cell(0, place), WASH), lamp.label[:40], ACCENT, size, bold=True)
        light_run(prepared(table.cell(1, place), CARD), lamp.light, lamp.light.name, size)


def _panel(slide: Any, name: str, fill: str, box: tuple[int, int, int, int]) -> Any:
    """Add a quiet box with slightly rounded corners."""
    panel = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box)
    panel.name = name
    panel.adjustments[0] = Mm(2) / min(box[2:])
    panel.fill.solid()
    panel.fill.fore_color.rgb = rgb(fill)
    panel.line.fill.background()
    panel._element.remove(panel._element.find(qn("p:style")))  # which would give it a shadow
    frame = panel.text_frame
    frame.margin_left = frame.margin_right = INSET
    frame.margin_top = frame.margin_bottom = Mm(2)
    return panel


def _card(slide: Any, name: str, texts: Sequence[str], box: tuple[int, int, int, int], size: int) -> None:
    inside, room = box[2] - 2 * INSET, box[3] - HEADING_HIGH - BELOW
    frame = _panel(slide, name, CARD, box).text_frame
    frame.vertical_anchor = MSO_ANCHOR.TOP
    write(frame, name, list(fitting(texts, size, inside, room, AFTER)), size, AFTER)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _parts(blocks: Sequence[Block]) -> dict[str, list[str]]:
    """The words under each small heading; those before the first are about the work itself."""
    found: dict[str, list[str]] = {}
    under = ABOUT
    for block in blocks:
        if isinstance(block, Heading):
            under = block.text
        else:
            found.setdefault(under, []).extend(lines_of(block))
    return found


def beside(changes: Sequence[str]) -> tuple[int, bool]:
    """The size of the changes beside the counts, and whether all of them fit there."""
    room, wide = HIGH - HEADING_HIGH, _half() - Mm(10)
    size = largest(changes, (22, 20, 18), wide, room, 8)
    return size, height(changes, size, wide, 8) <= room


def _half() -> int:
    return (WIDE - Mm(10)) // 2


def counts(slide: Any, table: Table, heading: str, changes: Sequence[str]) -> None:
    """Draw how many works have each state, large, and beside it what has changed."""
    half, rows = _half(), len(table.rows)
    shape = plain_table(slide, rows, 2, (LEFT, TOP, half, HIGH), table.title)
    shape.first_row = False
    shape.columns[0].width, shape.columns[1].width = Emu(Mm(26)), Emu(half - Mm(26))
    labels = [column.label for column in table.columns]
    for place, (name, now, *rest) in enumerate(table.rows):
        shape.rows[place].height = Emu(HIGH // rows)
        fill = LIGHTS[name.light.state][2] if name.light else WASH
        run(prepared(shape.cell(place, 0), fill, right=True), now.text, INK, 44, bold=True)
        words = prepared(shape.cell(place, 1), fill)
        if name.light:
            light_run(words, name.light, name.text or name.light.name, 20, bold=True)
        else:
            run(words, name.text, INK, 20, bold=True)
        said = " · ".join(f"{label}: {cell.text}" for label, cell in zip(labels[2:], rest, strict=True))
        run(shape.cell(place, 1).text_frame.add_paragraph(), said, MUTED, 16)
    box = slide.shapes.add_textbox(LEFT + half + Mm(10), TOP, half, HIGH)
    box.name = heading
    size, _ = beside(changes)
    shown = list(fitting(changes, size, half - Mm(10), HIGH - HEADING_HIGH, 8))
    write(box.text_frame, heading, shown, size, 8, bulleted=True)
