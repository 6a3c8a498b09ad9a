"""LagetBox.ttf: one empty box for every character that no other font here has.

PDF/UA refuses a character without a glyph, so a name in, say, Thai would stop the whole report. With this font
last in line the character prints as a box and stays the typed character for search, copying and screen readers.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

OUTLINE = ((60, -100), (60, 700), (540, 700), (540, -100))
HOLE = ((110, -50), (490, -50), (490, 650), (110, 650))


def _box() -> Any:
    """The glyph: a hollow rectangle."""
    pen = TTGlyphPen(None)
    for first, *rest in (OUTLINE, HOLE):
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _every_character() -> Any:
    """A character map (format 13: many to one) from all of Unicode to the box."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.format = 3, 10, 13
    table.reserved = table.length = table.language = 0
    table.cmap = {code: "box" for code in range(0xA0, 0x110000) if not 0xD800 <= code <= 0xDFFF}
    return table


def box_font() -> bytes:
    """The font file."""
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap({})
    font.font["cmap"].tables = [_every_character()]
    font.setupGlyf({".notdef": _box(), "box": _box()})
    font.setupHorizontalMetrics({".notdef": (600, 60), "box": (600, 60)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable(
        {
            "familyName": "Laget Box",
            "styleName": "Regular",
            "uniqueFontIdentifier": "LagetBox-Regular",
            "fullName": "Laget Box Regular",
            "psName": "LagetBox-Regular",
            "version": "Version 1.0",
        }
    )
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    saved = BytesIO()
    font.save(saved)
    return saved.getvalue()
