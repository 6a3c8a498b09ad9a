"""One typst compilation, run as a program by typesetting.py: JSON in, the documents out."""

import json
import struct
import sys

import typst


def main() -> None:
    """Read {"files": {name: text}, "fonts": folder, "options": {…}}; write the compiled `main.typ`.

    One document, or an image of each page: each after its length in eight bytes.
    """
    asked = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    files = {name: text.encode() for name, text in asked["files"].items()}
    made = typst.compile(files, font_paths=fonts, ignore_system_fonts=True, **asked["options"])
    for document in made if isinstance(made, list) else [made]:
        sys.stdout.buffer.write(struct.pack(">Q", len(document)) + document)


if __name__ == "__main__":
    main()
