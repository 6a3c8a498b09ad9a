"""A PDF as a screen reader hears it, and what is drawn beside its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf


@cache
def characters(to_unicode: bytes) -> dict[int, str]:
    """Read which characters each glyph number of a font stands for."""
    table: dict[int, str] = {}
    for kind, body in re.findall(rb"begin(bfchar|bfrange)(.*?)endbf", to_unicode, re.DOTALL):
        numbers = [bytes.fromhex(found.decode()) for found in re.findall(rb"<([0-9A-Fa-f]*)>", body)]
        width = 2 if kind == b"bfchar" else 3
        for entry in zip(*[iter(numbers)] * width, strict=True):
            first, last, text = int.from_bytes(entry[0]), int.from_bytes(entry[-2]), entry[-1].decode("utf-16-be")
            for step in range(last - first + 1):
                table[first + step] = text[:-1] + chr(ord(text[-1]) + step)
    return table


ARTIFACT = -1  # the running header, the page number, repeated rows, lines: not part of the text itself


def drawn(sheet: Any) -> dict[int, str]:
    """What one page says, for each piece of marked content; an ActualText stands for what is drawn in it."""
    fonts = {
        name: characters(font.ToUnicode.read_bytes()) for name, font in sheet.Resources.get("/Font", {}).items()
    }
    said: dict[int, str] = {}
    table: dict[int, str] = {}
    pieces, replaced = [ARTIFACT], [False]
    stream: Any = pikepdf.parse_content_stream(sheet)
    for operands, operator in stream:
        text = ""
        match str(operator):
            case "Tf":
                table = fonts[str(operands[0])]
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else {}
                pieces.append(int(properties.get("/MCID", pieces[-1])))
                text = str(properties.get("/ActualText", "")) if not replaced[-1] else ""
                replaced.append(replaced[-1] or "/ActualText" in properties)
            case "EMC":
                pieces.pop()
                replaced.pop()
            case "Tj" | "TJ" if not replaced[-1]:
                for piece in [operands[0]] if str(operator) == "Tj" else operands[0]:
                    codes = bytes(piece) if isinstance(piece, pikepdf.String) else b""
                    text += "".join(table[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
        said[pieces[-1]] = said.get(pieces[-1], "") + text
    return said


@cache
def pages_of(pdf: bytes) -> dict[Any, dict[int, str]]:
    """What each page says, by the number of its object; both readings below need it, and it takes seconds."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {sheet.objgen: drawn(sheet) for sheet in document.pages}


def read(pdf: bytes) -> str:
    """Read the text as a screen reader does: in the order of the structure."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = pages_of(pdf)

        def said(node: Any, at: Any) -> Iterator[str]:
            if isinstance(node, int):
                yield pages[at].get(node, "")
            elif isinstance(node, pikepdf.Array):
                for child in node:
                    yield from said(child, at)
            elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") != "/OBJR":
                here = node.Pg.objgen if "/Pg" in node else at
                yield from said(int(node.MCID) if "/MCID" in node else node.get("/K", pikepdf.Array()), here)

        return "".join(said(document.Root.StructTreeRoot, None))


def beside_the_text(pdf: bytes) -> str:
    """The running headers and footers, and the header rows that are repeated."""
    return "".join(said.get(ARTIFACT, "") for said in pages_of(pdf).values())


def elements(node: Any, kind: str) -> Iterator[Any]:
    """Yield the structure elements of one kind, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            if child.get("/S") == kind:
                yield child
            yield from elements(child, kind)
