"""Takes pictures of the reports' pages for docs/: `uv run python -m tests.pictures.reports`.

One picture for each kind and format, from the example programme at a fixed time. The web page needs
Chromium; the Word file and the slides need LibreOffice with Writer and Impress, and are left out without them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from playwright.sync_api import sync_playwright

from bot.answer import Context
from bot.reports import write_report
from tests.browser.conftest import FLAGS, example_app
from tests.pictures.chat import DOCS, GAP

PAGES = {
    "halvår": ("2026-2", (0, 2, 3, 4)),
    "år": ("2026", (0, 2, 4, 5)),
    "läge": ("2026-11", (0,)),
    "utvärdering": ("2023-2026", (0, 2, 3)),
}

NAMES = {"halvår": "halfyear", "år": "year", "läge": "state", "utvärdering": "evaluation"}
GROUND = "#e8e6e0"
SCALE = 1.1


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as name, example_app(Path(name)) as app:
        folder, context = Path(name), app.state.context
        for kind, (period, pages) in PAGES.items():
            (pdf,) = write_report(context, kind, period, "pdf", folder)
            _take(pdf, pages, f"report-{NAMES[kind]}.png")
        _office(context, folder, "docx", (0, 2, 3, 4), "report-word.png")
        _office(context, folder, "pptx", (2, 3, 5, 12), "report-slides.png")
        _web(context, folder)


def _take(pdf: Path, pages: Sequence[int], name: str) -> None:
    """Put pages beside each other."""
    with pdfium.PdfDocument(pdf) as report:
        shown = [report[number].render(scale=SCALE).to_pil() for number in pages if number < len(report)]
    width, height = sum(each.width for each in shown) + GAP * (len(shown) + 1), shown[0].height + 2 * GAP
    sheet = Image.new("RGB", (width, height), GROUND)
    left = GAP
    for each in shown:
        sheet.paste(each, (left, GAP))
        left += each.width + GAP
    _save(sheet, name)


def _save(picture: Image.Image, name: str) -> None:
    """Save with 256 colours, chosen so that small patches keep theirs: a third of the size."""
    picture.quantize(256, method=Image.Quantize.FASTOCTREE).save(DOCS / name, optimize=True)
    sys.stderr.write(f"docs/{name}\n")


def _office(context: Context, folder: Path, word: str, pages: Sequence[int], name: str) -> None:
    """Pages as LibreOffice shows them."""
    (file,) = write_report(context, "halvår", "2026-2", word, folder)
    file.with_suffix(".pdf").unlink(missing_ok=True)
    soffice = shutil.which("soffice")
    if soffice is not None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(file)]
        subprocess.run(command, capture_output=True, check=False)
    if file.with_suffix(".pdf").exists():
        _take(file.with_suffix(".pdf"), pages, name)
    else:
        sys.stderr.write(f"LibreOffice cannot open .{word} here: docs/{name} is left as it was\n")


def _web(context: Context, folder: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium: apt-get install chromium")
    (page_,) = write_report(context, "halvår", "2026-2", "html", folder)
    shown = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 860, "height": 1100}, color_scheme=scheme)
            page.goto(page_.as_uri())
            if scheme == "dark":
                page.evaluate("document.getElementById('glance').scrollIntoView()")
            page.screenshot(path=folder / f"{scheme}.png", animations="disabled")
            shown.append(Image.open(folder / f"{scheme}.png").convert("RGB"))
        browser.close()
    sheet = Image.new("RGB", (2 * 860 + 3 * GAP, 1100 + 2 * GAP), GROUND)
    for place, each in enumerate(shown):
        sheet.paste(each, (GAP + place * (860 + GAP), GAP))
    _save(sheet, "report-web.png")


if __name__ == "__main__":
    main()
