"""Make templates/halfyear.docx, the Word template of the half-yearly report.

    uv run python -m commands.reports.docx_template

The template is meant to be opened in Word: fonts, colours, spacing and the order of sections may be changed there
through its named styles, as long as the {{ … }} and {% … %} marks stay. This module made the first one, and makes
a fresh one when the marks must change; running it again overwrites what was restyled.
"""

from __future__ import annotations

from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from commands.reports.docx_builder import Builder, restyle

TEMPLATE = Path(__file__).parent / "templates" / "halfyear.docx"


def _front(builder: Builder) -> None:
    builder.line("{{ front.programme }}", "Subtitle")
    builder.line("{{ front.title }}", "Title")
    builder.line("{{ front.status }}", "Rapportstatus")
    builder.facts("fact in front.facts", "fact.label", "fact.value")
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


def _glance(builder: Builder) -> None:
    heading = builder.line("Sammanfattning", "Heading 1")
    heading.paragraph_format.page_break_before = True
    builder.line("{%p for part in summary %}")
    builder.prose("part")
    builder.line("{%p endfor %}")
    builder.line("Portföljen i korthet", "Heading 1")
    builder.prose("glance.text")
    builder.line("{%p if glance.rows %}")
    builder.caption("Tabell", "Antal arbeten efter läge")
    counts = builder.table(
        (76, 24, 32, 28),
        ("Läge", "Nu", "Förra perioden", "Förändring"),
        (
            ("{%tr for c in glance.counts %}", "", "", ""),
            ("{{r c.light.phrase }}", "{{ c.now }}", "{{ c.before }}", "{{ c.change }}"),
            ("{%tr endfor %}", "", "", ""),
            *[[f"{{{{ glance.total.{part} }}}}" for part in ("label", "now", "before", "change")]],
        ),
    )
    for cell in counts.rows[-1].cells:
        cell.paragraphs[0].style = "Tabellsumma"
    restyle(counts, (1, 2, 3), "siffra")
    builder.caption("Tabell", "Läget för varje arbete och dimension")
    lights = builder.table(
        (36, 22, 32, 32, 32),
        ("Arbete", "Läge", "{%tc for name in glance.dimensions %}", "{{ name }}", "{%tc endfor %}"),
        (
            ("{%tr for row in glance.rows %}", "", "", "", ""),
            (
                "{{ row.name }}",
                "{% cellbg row.light.wash %}{{r row.light.lamp }}\n{{ row.change }}",
                "{%tc for light in row.ratings %}",
                "{{r light.lamp }}",
                "{%tc endfor %}",
            ),
            ("{%tr endfor %}", "", "", "", ""),
        ),
    )
    restyle(lights, range(5), "tät")
    builder.lines("{%p endif %}", "{%p if glance.changes %}")
    builder.line("Förändrat sedan förra perioden", "Heading 2")
    builder.line("{%p for change in glance.changes %}")
    builder.line("{{ change }}", "List Bullet")
    builder.lines("{%p endfor %}", "{%p endif %}", "{%p for chart in charts %}")
    builder.line("{{ chart.picture }}", "Bild")
    builder.caption("Figur", "{{ chart.title }}")
    builder.line("{%p endfor %}")


def _optional(builder: Builder, name: str, heading: str) -> None:
    builder.line(f"{{%p if {name} %}}")
    builder.line(heading, "Heading 3")


def _works(builder: Builder) -> None:
    builder.line("Utvecklingsarbeten i portföljen", "Heading 1")
    builder.lines("{%p if not works %}", "Inga arbeten ingick i portföljen under perioden.", "{%p endif %}")
    _sections(builder, "works")
    builder.line("{%p if followed %}")
    builder.line("Arbeten som följs", "Heading 1")
    _sections(builder, "followed")
    builder.line("{%p endif %}")


def _sections(builder: Builder, name: str) -> None:
    """Add the section of each work in the list of that name."""
    builder.line(f"{{%p for work in {name} %}}")
    builder.line("{{ work.name }}", "Heading 2")
    for state, style in (("green", "grön"), ("yellow", "gul"), ("red", "röd"), ("unreported", "ej rapporterat")):
        builder.line(f"{{%p if work.light.state == '{state}' %}}")
        strip = builder.line("{{r work.light.phrase }}\t", f"Läge {style}")
        strip.add_run("{{ work.change }}", "Förändring")
        builder.line("{%p endif %}")
    builder.line("{{ work.reported }}", "Not")
    builder.prose("work.description")
    builder.facts("fact in work.facts", "fact.label", "fact.value")
    builder.line("{%p if work.ratings %}")
    builder.lamps("rating in work.ratings", "rating.dimension", "rating.light.lamp")
    builder.line("{%p endif %}")
    _optional(builder, "work.done", "Genomfört")
    builder.prose("work.done")
    builder.line("{%p endif %}")
    _optional(builder, "work.next", "Nästa steg")
    builder.prose("work.next")
    builder.line("{%p endif %}")
    _optional(builder, "work.deviations", "Avvikelser")
    builder.line("{%p for deviation in work.deviations %}")
    builder.prose("deviation.what")
    builder.facts("fact in deviation.facts", "fact.label", "fact.value")
    builder.lines("{%p endfor %}", "{%p endif %}")
    _optional(builder, "work.decisions", "Beslut som behövs")
    builder.line("{%p for decision in work.decisions %}")
    builder.prose("decision")
    builder.lines("{%p endfor %}", "{%p endif %}")
    _optional(builder, "work.earlier", "Tidigare under perioden")
    builder.line("{%p for entry in work.earlier %}")
    builder.line("", "Not").add_run("{{ entry.date }} {{r entry.light.lamp }}")
    builder.prose("entry.text")
    builder.lines("{%p endfor %}", "{%p endif %}")
    _optional(builder, "work.trend", "Utveckling")
    builder.lamps("entry in work.trend", "entry.date", "entry.light.lamp")
    builder.lines("{%p endif %}", "{%p endfor %}")


def _ideas(builder: Builder) -> None:
    builder.line("{%p if ideas %}")
    builder.line("Tidiga idéer", "Heading 1")
    builder.line("{%p for brief in ideas %}")
    builder.line("{{ brief.name }}", "Heading 2")
    builder.prose("brief.description")
    builder.facts("fact in brief.facts", "fact.label", "fact.value")
    builder.lines("{%p endfor %}", "{%p endif %}")


def _tables(builder: Builder) -> None:
    builder.line("Seminarier och aktiviteter", "Heading 1")
    builder.listing("seminars", (19, 38, 18, 30, 36, 19), numeric=(5,))
    builder.line("Utvecklingsportföljen", "Heading 1")
    builder.listing("portfolio", (36, 60, 32, 32))
    builder.line("Rekommendationer om kompletterande beslut", "Heading 1")
    builder.listing("recommendations", (46, 78, 36))
    builder.line("Bilaga: var uppgifterna kommer från", "Heading 1")
    builder.listing("sources", (50, 110))
    builder.line("{%p if history.rows %}")
    builder.caption("Tabell", "{{ history.title }}")
    builder.table(
        (44, 38, 38, 38),
        ("Arbete", "{%tc for month in history.months %}", "{{ month }}", "{%tc endfor %}"),
        (
            ("{%tr for row in history.rows %}", "", "", ""),
            ("{{ row.name }}", "{%tc for light in row.lights %}", "{{ light.short }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", "", ""),
        ),
    )
    builder.line("{%p endif %}")


def build(path: Path = TEMPLATE) -> None:
    """Write the template to `path`."""
    builder = Builder()
    _front(builder)
    _glance(builder)
    _works(builder)
    _ideas(builder)
    _tables(builder)
    builder.document.save(str(path))


if __name__ == "__main__":
    build()
