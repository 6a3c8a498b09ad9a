"""What is made can be made again, the same to the byte, and only by hand."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from commands.reports.templates import make
from commands.reports.templates.make.__main__ import MADE_FILES

ROOT = Path(__file__).parents[4]


def unpacked(content: bytes) -> object:
    """The parts of an archive with their dates; how tightly they are packed differs between builds of zlib."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [(each.filename, each.date_time, archive.read(each)) for each in archive.infolist()]


@pytest.mark.parametrize("path", MADE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_made_file_is_the_one_in_the_repository(path: Path) -> None:
    assert unpacked(MADE_FILES[path]()) == unpacked(path.read_bytes())


def test_the_product_never_imports_what_makes_its_templates() -> None:
    maker = Path(make.__file__).parent
    product = [each for floor in ("bot", "commands", "storage") for each in (ROOT / floor).rglob("*.py")]
    assert maker / "__main__.py" in product
    importers = [
        each for each in product if maker not in each.parents and "templates.make" in each.read_text("utf-8")
    ]
    assert importers == []
