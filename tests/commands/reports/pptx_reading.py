"""What a presentation says: on its slides, in its tables and charts, in its notes, in its alternative texts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
VALUE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
PROPERTIES = "{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"


def read(file: bytes) -> str:
    return "".join(_parts(file))


def _parts(file: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        for name in archive.namelist():
            if name.startswith(("ppt/slides/", "ppt/notesSlides/", "ppt/charts/")) and name.endswith(".xml"):
                for element in etree.fromstring(archive.read(name)).iter():
                    if element.tag in (TEXT, VALUE):
                        yield element.text or ""
                    elif element.tag == PROPERTIES:
                        yield element.get("descr", "")
