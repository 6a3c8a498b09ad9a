"""Whole pages, and the style and script that they share."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

PAGES = Environment(
    loader=PackageLoader("bot.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""The templates. Whatever a person typed is escaped here, once, unless it is Markup."""

STATIC = Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")


def page(template: str, **facts: object) -> Markup:
    """A template of bot/pages/templates, filled in."""
    return Markup(PAGES.get_template(template).render(facts))  # noqa: S704  # escaped by the template


def notice(title: str, text: str) -> Markup:
    """A page that says one thing."""
    return page("notice.html", title=title, text=text)
