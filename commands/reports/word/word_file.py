"""A Word file that a person sent: looked at before anything reads it."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from commands.message import LARGEST_FILE, UserError

MOST_UNPACKED = 10 * LARGEST_FILE
"""Bytes that a Word file may hold: more is no report of ours."""

_OUTSIDE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*/hyperlink")[^>]*>')


def checked_word_file(content: bytes) -> bytes:
    """The same bytes. UserError unless they are a Word file of a sensible size, without macros or outside parts."""
    if len(content) > LARGEST_FILE:
        raise UserError("Filen är för stor. En Word-fil får vara högst 20 MB.")
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise UserError("Filen är för stor när den packas upp, så jag läser den inte.")
            outside = any(_OUTSIDE.search(packed.read(name)) for name in names if name.endswith(".rels"))
    except BadZipFile:
        names, outside = [], False
    if "word/document.xml" not in names:
        raise UserError("Det är ingen Word-fil (.docx). Hämta filen som Word, ändra i den och skicka den igen.")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UserError("Filen har makron. Spara den som .docx utan makron och skicka den igen.")
    if outside:
        raise UserError("Filen hämtar delar från en annan plats. Lägg in bilderna i filen och skicka den igen.")
    return content
