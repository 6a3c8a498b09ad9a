"""The Swedish guide speaks the product's own words: every line in it that one may type is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands.command import discover
from storage.words import Role

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = {
    "guide-projektledare.md": Role.PROJECT_LEADER,
    "guide-koordinator.md": Role.ADMINISTRATOR,  # coordinators and administrators share a page
    "guide-ledning.md": Role.LEADERSHIP,
}
NOT_SAID_TO_IT = re.compile(r"/laget|laget .*")
BOOK = discover()


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_can_be_said_by_those_it_is_for(guide: str) -> None:
    lines = re.findall(r"`([^`]+)`", (DOCS / guide).read_text(encoding="utf-8"))
    assert len(lines) > 10
    for line in lines:
        if NOT_SAID_TO_IT.fullmatch(line):
            continue
        match = BOOK.match(line.rstrip("?"))
        assert match or line.startswith("hur går det med"), line
        assert match is None or GUIDES[guide] in match.command.roles, line


@pytest.mark.parametrize("guide", GUIDES)
def test_its_pictures_are_there_and_say_what_they_show(guide: str) -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (DOCS / guide).read_text(encoding="utf-8"))
    assert pictures
    for alt, name in pictures:
        assert len(alt) > 20, name
        assert (DOCS / name).is_file(), name
