"""The Word templates: what every report has, and the front that only some have."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from commands.reports.templates.colours import LIGHTS
from commands.reports.templates.make.word_parts import Builder


def _front(builder: Builder) -> None:
    builder.line("{{ front.programme }}", "Subtitle")
    builder.line("{{ front.title }}", "Title")
    builder.line("{{ front.status }}", "Rapportstatus")
    builder.facts("front.facts")
    builder.line("Innehåll", "TOC Heading").paragraph_format.page_break_before = True
    style = builder.document.styles["toc 1"].style_id
    contents = (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        "</w:sdtContent></w:sdt>"
    )
    builder.document.element.body.insert(-1, parse_xml(contents))
    builder.line("", "Luft").paragraph_format.page_break_before = True


def _short_front(builder: Builder) -> None:
    """The head of a report of one page; the cover's large spaces are for covers."""
    sizes = (
        ("Subtitle", 10, 0, 1),
        ("Title", 20, 0, 2),
        ("Heading 1", 13, 3.5, 1),
        ("Normal", 9.5, 0, 1),
        ("Not", 8.5, 0, 1),
    )
    for name, size, before, after in sizes:
        style = builder.document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Mm(before), Mm(after)
    builder.document.styles["Caption"].paragraph_format.space_before = Mm(1)
    builder.line("{{ front.programme }}", "Subtitle")
    builder.line("{{ front.title }}", "Title")
    facts = "{{ front.status }}{% for fact in front.facts %} · {{ fact.label }}: {{ fact.value }}{% endfor %}"
    builder.line(facts, "Not")


def _chapters(builder: Builder) -> None:
    builder.lines("{%p for chapter in chapters %}", "{%p if chapter.apart %}")
    builder.line("{{ chapter.title }}", "Heading 1").paragraph_format.page_break_before = True
    builder.lines("{%p else %}", ("{{ chapter.title }}", "Heading 1"), "{%p endif %}")
    _blocks(builder, "chapter.blocks")
    builder.lines("{%p for section in chapter.sections %}", ("{{ section.title }}", "Heading 2"))
    _blocks(builder, "section.blocks")
    builder.lines("{%p endfor %}", "{%p endfor %}")


def _blocks(builder: Builder, name: str) -> None:
    """Add every kind of block that a list may hold."""
    builder.lines(f"{{%p for block in {name} %}}", "{%p if block.kind == 'prose' %}")
    builder.prose("block.text")
    builder.lines("{%p elif block.kind == 'points' %}", "{%p for item in block['items'] %}")
    builder.lines(("{{ item }}", "List Bullet"), "{%p endfor %}")
    builder.lines("{%p elif block.kind == 'heading' %}", ("{{ block.text }}", "Heading 3"))
    builder.line("{%p elif block.kind == 'facts' %}")
    builder.facts("block['items']")
    builder.line("{%p elif block.kind == 'strip' %}")
    _strip(builder)
    builder.line("{%p elif block.kind == 'lamps' %}")
    builder.lamps()
    builder.line("{%p elif block.kind == 'dated' %}")
    builder.line("", "Not").add_run("{{ block.date }} {{r block.light.lamp }}")
    builder.prose("block.text")
    builder.line("{%p elif block.kind == 'table' %}")
    builder.table()
    builder.lines("{%p elif block.kind == 'picture' %}", "{%p for chart in block.charts %}")
    builder.line("{{ chart.picture }}", "Bild")
    builder.caption("Figur", "{{ chart.title }}")
    builder.lines("{%p endfor %}", "{%p else %}")
    builder.lines("{{ unknown_block }}", "{%p endif %}", "{%p endfor %}")  # undefined, so that it raises


def _strip(builder: Builder) -> None:
    for state, (ending, _, _) in LIGHTS.items():
        builder.line(f"{{%p if block.light.state == '{state}' %}}")
        strip = builder.line("{{r block.light.phrase }}\t", f"Läge {ending}")
        strip.add_run("{{ block.change }}", "Förändring")
        builder.line("{%p endif %}")
    builder.line("{{ block.note }}", "Not")


def word(*, one_page: bool = False) -> Document:
    """A template; one of a single page has no front page and no contents, and small margins."""
    builder = Builder(margins=18 if one_page else 25)
    if one_page:
        _short_front(builder)
    else:
        _front(builder)
    _chapters(builder)
    return builder.document
