"""Word files and slides open in LibreOffice, as they do at the receiver's."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from storage.words import ReportKind

Rendered = Callable[..., bytes]
LONGEST_SECONDS = 100


@pytest.mark.xdist_group("soffice")
@pytest.mark.parametrize(("word", "part"), [("docx", "writer"), ("pptx", "impress")])
def test_it_opens_and_converts(rendered: Rendered, tmp_path: Path, word: str, part: str) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("There is no LibreOffice: apt-get install libreoffice-writer libreoffice-impress")
    if not list(Path(soffice).resolve().parent.parent.glob(f"share/registry/{part}.xcd")):
        pytest.skip(f"LibreOffice cannot open .{word} here: apt-get install libreoffice-{part}")
    (tmp_path / f"report.{word}").write_bytes(rendered(word, ReportKind.HALF_YEAR, 6))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    done = subprocess.run(
        [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), f"report.{word}"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS,
    )  # fmt: skip
    assert (tmp_path / "report.pdf").exists(), done.stderr
    content = (tmp_path / "report.pdf").read_bytes()
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) > 10
