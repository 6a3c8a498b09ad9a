"""What reports look like: a template for each format, and a folder for each layout that has some of its own.

Those of Word and PowerPoint, and one font, are made by `make`; nothing else imports it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent


@cache
def markup() -> Environment:
    """The templates of web pages and of drawn charts: they escape what they show."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["paragraphs"] = paragraphs
    return environment


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs, which blank lines part; the line breaks inside them stay."""
    return [part for part in re.split("\n{2,}", text) if part.strip()]
