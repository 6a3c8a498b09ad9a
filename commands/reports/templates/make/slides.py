"""The template of the slides: their master, and three layouts whose names the renderer knows."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm

from commands.reports.slides.charts import rgb
from commands.reports.templates.colours import ACCENT, INK, MUTED

WIDE, HIGH = Mm(338.67), Mm(190.5)  # 16:9
FONT = "Calibri"
KEPT = {"Title Slide": "Titel", "Title and Content": "Rubrik och innehåll", "Title Only": "Endast rubrik"}
"""The layouts that the slides use, and what they are called in Swedish."""
_PLACES = {
    # layout, placeholder index: left, top, width, height in mm
    ("Titel", 0): (16, 58, 300, 44),
    ("Titel", 1): (16, 106, 300, 52),
    ("Rubrik och innehåll", 0): (16, 10, 306, 20),
    ("Rubrik och innehåll", 1): (16, 36, 306, 138),
    ("Endast rubrik", 0): (16, 10, 306, 20),
}
_FOOTERS = {PP_PLACEHOLDER.FOOTER: (16, 180, 250, 8), PP_PLACEHOLDER.SLIDE_NUMBER: (292, 180, 30, 8)}
"""On every layout but the cover: programme and status, and the number of the slide."""
FOOTER_SIZE = 12
_SCHEME = {
    "dk1": INK, "lt1": "FFFFFF", "dk2": ACCENT, "lt2": "EAF2F3", "accent1": ACCENT, "accent2": "7FB0B8",
    "accent3": "1E7B4B", "accent4": "F2C037", "accent5": "B3261E", "accent6": "5B6770", "hlink": ACCENT,
    "folHlink": MUTED,
}  # fmt: skip


def slides() -> Any:
    """The template, without the thumbnail that python-pptx brings along."""
    show: Any = Presentation()
    show.slide_width, show.slide_height = Emu(WIDE), Emu(HIGH)
    _theme(show)
    _master(show)
    _layouts(show)
    properties = show.core_properties
    properties.title = properties.author = properties.comments = properties.keywords = ""
    properties.language = "sv-SE"
    for part in [rel for rel in show.part.package._rels.values() if rel.reltype.endswith("/thumbnail")]:
        show.part.package._rels.pop(part.rId)
    return show


def _theme(show: Any) -> None:
    part = show.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    theme = etree.fromstring(part.blob)
    for name, colour in _SCHEME.items():
        slot = theme.find(f".//{qn('a:' + name)}")
        for child in list(slot):
            slot.remove(child)
        _child(slot, "a:srgbClr", val=colour)
    for fonts in (qn("a:majorFont"), qn("a:minorFont")):
        theme.find(f".//{fonts}/{qn('a:latin')}").set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(show: Any) -> None:
    master = show.slide_master
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    words = title.find(qn("a:defRPr"))
    words.set("sz", "2800")
    words.set("b", "1")
    words.find(f".//{qn('a:schemeClr')}").set("val", "tx2")
    for level, size in zip("123", (2000, 1800, 1600), strict=True):
        body = styles.find(f"{qn('p:bodyStyle')}/{qn(f'a:lvl{level}pPr')}")
        body.find(qn("a:defRPr")).set("sz", str(size))
    for language in master.element.iter(qn("a:defRPr")):
        language.set("lang", "sv-SE")
    for shape in list(master.placeholders):
        if shape.placeholder_format.idx in (0, 1):
            left, top, width, height = _PLACES["Rubrik och innehåll", min(shape.placeholder_format.idx, 1)]
            _place(shape, left, top, width, height)
        elif shape.placeholder_format.type in _FOOTERS:
            _footer(shape)
        else:
            shape._element.getparent().remove(shape._element)


def _layouts(show: Any) -> None:
    for layout in list(show.slide_layouts):
        if layout.name not in KEPT:
            show.slide_layouts.remove(layout)
            continue
        layout.name = KEPT[layout.name]
        is_cover = layout.name == "Titel"
        for shape in list(layout.placeholders):
            if not is_cover and shape.placeholder_format.type in _FOOTERS:
                _footer(shape)
            elif place := _PLACES.get((layout.name, shape.placeholder_format.idx)):
                _place(shape, *place)
                shape.text_frame.word_wrap = True
                if is_cover:
                    _cover_words(shape)
            else:
                shape._element.getparent().remove(shape._element)
        if is_cover:
            _fill_cover(layout)


def _footer(shape: Any) -> None:
    kind = shape.placeholder_format.type
    _place(shape, *_FOOTERS[kind])
    level = _first_level(shape, algn="l" if kind is PP_PLACEHOLDER.FOOTER else "r")
    words = _child(level, "a:defRPr", sz=str(FOOTER_SIZE * 100))
    _child(_child(words, "a:solidFill"), "a:srgbClr", val=MUTED)


def _cover_words(shape: Any) -> None:
    is_title = shape.placeholder_format.idx == 0
    level = _first_level(shape, marL="0", indent="0", algn="l")
    _child(level, "a:buNone")
    words = _child(level, "a:defRPr", sz="4400" if is_title else "2400", b="1" if is_title else "0")
    _child(_child(words, "a:solidFill"), "a:schemeClr", val="bg1")
    shape.text_frame._txBody.find(qn("a:bodyPr")).set("anchor", "b" if is_title else "t")


def _first_level(shape: Any, **attributes: str) -> Any:
    """The style of a placeholder's first level, in place of all that it has."""
    styles = shape.text_frame._txBody.find(qn("a:lstStyle"))
    for child in list(styles):
        styles.remove(child)
    return _child(styles, "a:lvl1pPr", **attributes)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, qn(tag), attributes)


def _fill_cover(layout: Any) -> None:
    """A cover in the accent colour."""
    fill = layout.background.fill
    fill.solid()
    fill.fore_color.rgb = rgb(ACCENT)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Mm(left), Mm(top), Mm(width), Mm(height)
