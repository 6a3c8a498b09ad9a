"""An organisation's own Word template sees plain values only, and has little time, little memory and no files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from commands.message import UserError
from commands.reports.templates.make import word as maker
from commands.reports.word.own_template import accepted
from storage.words import ReportKind
from tests.commands.reports.sample import compiled

FORBIDDEN = "något som en mall inte får"
UNKNOWN = "frågar efter något som inte finns"
HEAVY = "för lång tid eller för mycket minne"


def with_mark(mark: str) -> bytes:
    """Our template with one more mark, last."""
    own = maker.word()
    own.add_paragraph(mark)
    file = BytesIO()
    own.save(file)
    return file.getvalue()


def refusal(mark: str) -> str:
    with pytest.raises(UserError) as refused:
        accepted(with_mark(mark), compiled(ReportKind.HALF_YEAR, 1))
    return refused.value.message


@pytest.mark.parametrize(
    "mark",
    [
        "{{ front.title.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''|attr('__class__') }}",
        "{{ front['title'].format(1) }}",
        "{{ front['title'].upper() }}",
        "{{ front.get('title') }}",
        "{{ chapters[0].update(x=1) }}",
        "{{ (chapters|map(attribute='__class__')|list)[0] }}",
        "{{ self._TemplateReference__context }}",
        "{% for chapter in chapters %}{{ loop.__class__ }}{% endfor %}",
        "{% for chapter in chapters %}{{ loop._iterator }}{% endfor %}",
        "{% for chapter in chapters %}{% for block in chapter.blocks %}"
        "{% for chart in block.charts|default([]) %}{{ chart.picture.tpl }}{% endfor %}{% endfor %}{% endfor %}"
        "{{ ''.__doc__ }}",
        "{% macro a() %}x{% endmacro %}{{ a.__globals__ }}",
    ],
)
def test_no_way_leads_from_a_value_to_what_it_is_made_of(mark: str) -> None:
    refused = refusal(mark)
    assert FORBIDDEN in refused or UNKNOWN in refused


@pytest.mark.parametrize("mark", ["{{ range(3) }}", "{{ cycler('a') }}", "{{ namespace() }}", "{{ lipsum() }}"])
def test_what_jinja_lends_a_template_is_not_there(mark: str) -> None:
    assert FORBIDDEN in refusal(mark)


def test_a_template_that_loops_is_stopped() -> None:
    names = "abcdefghijklmnop"
    loops = "".join(f"{{% for {name} in words %}}" for name in names)
    words = "{% set words = 'x' * 200 %}"
    assert HEAVY in refusal(words + loops + "x" + "{% endfor %}" * len(names))


def test_a_template_that_fills_memory_is_stopped() -> None:
    assert HEAVY in refusal("{{ 'x' * 90000000000 }}")


def test_a_template_writes_no_file(tmp_path: Path) -> None:
    for mark in ("{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends 'x' %}"):
        assert refusal(mark)
    assert list(tmp_path.iterdir()) == []


def test_a_restyled_template_still_makes_its_report() -> None:
    assert accepted(with_mark("Vår egen rad {{ front.title }}"), compiled(ReportKind.HALF_YEAR, 1))
