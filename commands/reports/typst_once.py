"""One typst compilation, run as a program by typesetting.py: JSON in, the document out."""

import json
import sys

import typst


def main() -> None:
    """Read {"files": {name: text}, "fonts": folder, "options": {…}}; write the compiled `main.typ`."""
    told = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[told["fonts"]])
    files = {name: text.encode() for name, text in told["files"].items()}
    document: bytes = typst.compile(files, font_paths=fonts, ignore_system_fonts=True, **told["options"])
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main()
