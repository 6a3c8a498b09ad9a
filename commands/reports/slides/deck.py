"""Slides, one at a time: each with a title, alternative texts, notes and a footer."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from typing import Any, BinaryIO, assert_never

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

from commands.reports.compiling.kinds import Kind
from commands.reports.facts.blocks import Picture, Table
from commands.reports.facts.charts import Bars, History, Timeline
from commands.reports.pages import charts
from commands.reports.slides import table as pptx_table
from commands.reports.slides.charts import add_bars, add_history, history_in_words
from commands.reports.slides.shapes import BOX, HIGH, LEFT, TOP, WIDE, describe, run
from commands.reports.slides.type import height, largest, shortened
from commands.reports.templates.colours import MUTED
from commands.swedish.text import number

LONGEST_TITLE, LONGEST_FOOTER = 90, 110
WORD_SIZES = (26, 24, 22, 20, 18)
INSIDE, AFTER = WIDE - Mm(16), 8
"""How wide the words of a slide are, beside bullets and margins; points below each paragraph."""


class Deck:
    """A presentation from the template of a kind; `footer` is on each slide but the cover."""

    def __init__(self, kind: Kind, footer: str) -> None:
        self.show: Any = Presentation(str(kind.template("report.pptx")))
        self._layouts = {layout.name: layout for layout in self.show.slide_layouts}
        self._footer = shortened(" ".join(footer.split()), LONGEST_FOOTER)

    def save(self, to: BinaryIO) -> None:
        """Write it. The footers come last, so that they are read aloud last."""
        for place_in_show, slide in enumerate(self.show.slides, 1):
            for place in slide.slide_layout.placeholders:
                words = {PP_PLACEHOLDER.FOOTER: self._footer, PP_PLACEHOLDER.SLIDE_NUMBER: str(place_in_show)}
                if place.placeholder_format.type in words:
                    _add_footer(slide, place, words[place.placeholder_format.type])
        self.show.save(to)

    def slide(self, title: str, notes: str, layout: str = "Endast rubrik") -> Any:
        """Add a slide with nothing but its title, whole in the notes where it is long."""
        slide = self.show.slides.add_slide(self._layouts[layout])
        flat = title.replace("\n", " ")
        shown = flat if len(flat) <= LONGEST_TITLE else f"{flat[: LONGEST_TITLE - 1].rstrip()}…"
        slide.shapes.title.text = shown
        slide.notes_slide.notes_text_frame.text = notes if shown == flat else f"{flat}\n{notes}"
        return slide

    def cover(self, title: str, words: str, notes: str) -> None:
        """The first slide."""
        slide = self.slide(title, notes, "Titel")
        slide.placeholders[1].text_frame.text = words

    def words(self, title: str, lines: Sequence[str], notes: str) -> None:
        """A slide of short texts, as large as fits."""
        slide = self.slide(title, notes, "Rubrik och innehåll")
        frame = slide.placeholders[1].text_frame
        frame.text = lines[0]
        for line in lines[1:]:
            frame.add_paragraph().text = line
        size = largest(lines, WORD_SIZES, INSIDE, HIGH, AFTER)
        for paragraph in frame.paragraphs:
            paragraph.font.size, paragraph.space_after, paragraph.space_before = Pt(size), Pt(AFTER), Pt(0)

    def table(
        self, title: str, table: Table, page: tuple[Sequence[pptx_table.Row], int], left: int, notes: str
    ) -> None:
        """Some rows of a table, in a size of type; `left` rows are shown on no slide."""
        slide = self.slide(title, notes)
        pptx_table.draw(slide, table, *page)
        if left:
            box = slide.shapes.add_textbox(LEFT, TOP + HIGH, WIDE, Mm(7))
            run(box.text_frame.paragraphs[0], f"{number(left)} rader till står i rapporten.", MUTED, 14)

    def picture(self, title: str, picture: Picture, aside: str) -> None:
        """A chart that can be edited where PowerPoint has one of the kind, else a picture."""
        alt = history_in_words(picture.data) if isinstance(picture.data, History) else picture.alt
        slide = self.slide(title, "\n".join(filter(None, (aside, picture.title, alt))))
        match picture.data:
            case Bars():
                describe(add_bars(slide, picture.data, BOX), alt)
            case History():
                describe(add_history(slide, picture.data, BOX), alt)
            case Timeline():
                chart = next(charts.drawn(picture))
                drawn = slide.shapes.add_picture(io.BytesIO(charts.as_png(chart)), LEFT, TOP, width=WIDE)
                if drawn.height > HIGH:
                    drawn.width, drawn.height = Emu(int(drawn.width * HIGH / drawn.height)), HIGH
                describe(drawn, chart.alt)
            case _:
                assert_never(picture.data)


def room_for(lines: Sequence[str]) -> bool:
    """Whether the lines fit on a slide of words at its smallest size."""
    return height(lines, WORD_SIZES[-1], INSIDE, AFTER) <= HIGH


def _add_footer(slide: Any, place: Any, words: str) -> None:
    """Give the slide what its layout has a place for: python-pptx leaves footers out."""
    made = copy.deepcopy(place._element)
    for child in list(made.spPr):
        made.spPr.remove(child)
    identities = (int(each) for each in slide.shapes._spTree.xpath("//p:cNvPr/@id"))
    made.nvSpPr.cNvPr.set("id", str(max(identities) + 1))
    slide.shapes._spTree.append(made)
    field = made.find(f".//{qn('a:fld')}")
    if field is not None:
        field.find(qn("a:t")).text = words
    else:
        slide.shapes[-1].text_frame.text = words
