"""Every kind of block as HTML, with the worst that can be typed in every place that holds text."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import UndefinedError

from bot.web.render import render
from commands.message import (
    Action,
    Actions,
    Block,
    Fact,
    Facts,
    Failure,
    Field,
    FieldType,
    File,
    Form,
    Option,
    Picture,
    Reply,
    Table,
    Text,
    TextStyle,
)
from tests.bot.web.sample import BLOCKS, FIELDS, FORM, HOSTILE

VOID = {"input", "br", "img", "meta", "link"}


class Outline(HTMLParser):
    """The elements of a piece of HTML; fails on a tag that is not closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID and tag != "option":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "option":
            assert self.open.pop() == tag

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and all(attrs.get(k) == v for k, v in wanted.items())
        ]


def shown(*blocks: Block, error: Failure | None = None, submitted: bool = False, links: bool = True) -> str:
    return render(Reply(blocks, error), lambda ref: f"/files/{ref}" if links else None, submitted=submitted)


def form_of(field: Field) -> Outline:
    return Outline(shown(Form("gör", "Gör något", (field,), nonce="n")))


def test_every_kind_of_block_is_well_formed() -> None:
    outline = Outline(shown(*BLOCKS, error=Failure("Något gick fel.", "AB12CD")))
    ids = [attrs["id"] for _, attrs in outline.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    described = [attrs["aria-describedby"] for _, attrs in outline.elements if attrs.get("aria-describedby")]
    assert described
    assert {part for each in described for part in (each or "").split()} <= set(ids)


def test_whatever_is_typed_is_shown_literally_in_every_place() -> None:
    field = Field("f", HOSTILE, hint=HOSTILE, value=HOSTILE, error=HOSTILE, options=(Option(HOSTILE, HOSTILE),))
    fields = tuple(replace(field, name=f"f{number}", type=type_) for number, type_ in enumerate(FieldType))
    html = shown(
        *(Text(HOSTILE, style) for style in TextStyle),
        Facts((Fact(HOSTILE, HOSTILE),)),
        Table((HOSTILE,), ((HOSTILE, HOSTILE),), HOSTILE),
        Form(HOSTILE, HOSTILE, fields, submit=HOSTILE, hidden=(("h", HOSTILE),), nonce="n"),
        Actions((Action(HOSTILE, HOSTILE), Action(HOSTILE, HOSTILE, confirm=HOSTILE))),
        File(HOSTILE, HOSTILE, HOSTILE, "a"),
        Picture(HOSTILE, HOSTILE, "b"),
        error=Failure(HOSTILE, HOSTILE),
    )
    assert not Outline(html).all("script")
    assert "{{7*7}}" in html
    assert "49" not in html
    assert unescape(html).count(HOSTILE) == html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 50


def test_texts_have_their_styles() -> None:
    html = shown(*(Text(f"rad 1\nrad 2 {style}", style) for style in TextStyle))
    assert '<p class="text" dir="auto">rad 1\nrad 2 plain</p>' in html
    assert "<h2>rad 1\nrad 2 heading</h2>" in html
    assert '<blockquote dir="auto">rad 1\nrad 2 quote</blockquote>' in html
    assert '<p class="text small" dir="auto">rad 1\nrad 2 note</p>' in html


@pytest.mark.parametrize(
    ("text", "colour", "mark", "word"),
    [
        ("■ Röd – större avvikelse", "red", "■", "Röd"),
        ("▲ Gul", "yellow", "▲", "Gul"),
        ("nu ● grön.", "green", "●", "grön"),
        ("– Ej rapporterat", "none", "–", "Ej rapporterat"),
    ],
)
def test_a_shape_before_its_word_gets_its_colour(text: str, colour: str, mark: str, word: str) -> None:
    html = shown(Facts((Fact("Läge", text),)))
    assert f'<span class="state {colour}"><span class="mark">{mark}</span> {word}</span>' in html


@pytest.mark.parametrize("text", ["● Grönt ljus", "● möte i Ånge", "■", "▲ Röd", "från – Ej det"])
def test_a_shape_that_somebody_typed_for_another_reason_is_only_a_shape(text: str) -> None:
    assert f'<dd dir="auto">{text}</dd>' in shown(Facts((Fact("Genomfört", text),)))


def test_a_persons_own_words_are_never_coloured() -> None:
    assert "state" not in shown(Text("■ Röd", TextStyle.QUOTE))


def test_a_table_has_a_caption_and_headers_for_columns_and_rows() -> None:
    outline = Outline(shown(Table(("Läge", "Arbete"), (("■ Röd", "A"), ("", "B")), "Alla arbeten")))
    assert len(outline.all("th", scope="col")) == 2
    assert len(outline.all("th", scope="row")) == 1  # an empty cell heads nothing
    assert len(outline.all("caption")) == 1
    assert outline.all("div", role="group") == [
        {"class": "table", "role": "group", "aria-label": "Alla arbeten"},
    ]


def test_a_row_is_headed_by_what_its_table_says_names_it() -> None:
    told = Outline(shown(Table(("Nr", "Risk"), (("7", "Personal slutar"),), naming=1)))
    assert [each.get("data-label") for each in (*told.all("td"), *told.all("th", scope="row"))] == ["Nr", None]


def test_a_block_of_no_known_kind_is_not_left_out() -> None:
    unknown: Any = replace(Text("x"), kind="video")  # type: ignore[arg-type]
    with pytest.raises(UndefinedError, match="unknown_block"):
        shown(unknown)


def test_a_table_does_not_say_its_heading_again() -> None:
    table = Table(("Arbete",), (("A",),), "Dina arbeten")
    outline = Outline(shown(Text("Dina arbeten", TextStyle.HEADING), table))
    assert outline.all("caption") == []
    assert outline.all("div", role="group")[0]["aria-label"] == "Dina arbeten"


def test_few_choices_are_radio_buttons_and_many_are_a_list() -> None:
    few, many = FIELDS[0], FIELDS[2]
    assert [each["value"] for each in form_of(few).all("input", type="radio")] == ["grön", "gul", "röd"]
    assert len(form_of(many).all("option")) == len(many.options) + 1


def test_a_choice_that_is_not_required_can_be_left_open_again() -> None:
    radios = form_of(FIELDS[1]).all("input", type="radio")
    assert [(each["value"], "checked" in each) for each in radios] == [
        ("grön", False),
        ("gul", True),
        ("röd", False),
        ("", False),
    ]


def test_several_choices_start_as_they_were() -> None:
    outline = form_of(FIELDS[3])
    assert [each["value"] for each in outline.all("input", type="checkbox") if "checked" in each] == [
        "Timrå",
        "Ånge",
    ]
    # Nothing ticked is also an answer: without this the command would keep what was ticked before.
    assert outline.all("input", type="hidden", name="field.parties") == [
        {"type": "hidden", "name": "field.parties", "value": ""}
    ]


def test_required_fields_say_so_in_words_and_to_a_screen_reader() -> None:
    html = shown(Form("gör", "Gör", (FIELDS[4],), nonce="n"))
    assert "måste fyllas i" in html
    assert Outline(html).all("input", name="field.title")[0]["aria-required"] == "true"


def test_a_date_says_how_it_may_be_written_unless_the_field_does() -> None:
    assert "nästa fredag" in shown(Form("gör", "Gör", (Field("on", "Dag", FieldType.DATE),)))
    assert "nästa fredag" not in shown(Form("gör", "Gör", (Field("on", "Dag", FieldType.DATE, hint="Bara år."),)))


def test_names_are_suggested_where_there_are_any() -> None:
    named = form_of(FIELDS[8])
    assert named.all("input", name="field.work")[0]["list"] == "fn-work-names"
    assert named.all("datalist", id="fn-work-names")
    assert "list" not in form_of(FIELDS[9]).all("input", name="field.person")[0]


def test_a_field_with_an_error_shows_it_there_and_keeps_what_was_typed() -> None:
    for field in FIELDS:
        wrong = replace(
            field, error="Det här gick inte.", value=field.options[0].value if field.options else "mitt"
        )
        html = shown(Form("gör", "Gör", (wrong,), nonce="n"))
        assert f'<p class="wrong" id="fn-{field.name}-error">Det här gick inte.</p>' in html
        invalid = [attrs for _, attrs in Outline(html).elements if attrs.get("aria-invalid") == "true"]
        assert invalid, field.name
        assert "checked" in html or "selected" in html or "mitt" in html or field.options[0].value in html


def test_a_form_carries_its_command_hidden_values_and_nonce() -> None:
    outline = Outline(shown(replace(FORM, nonce="abc")))
    hidden = {each["name"]: each["value"] for each in outline.all("input", type="hidden")}
    assert hidden == {"command": "fyll i", "nonce": "abc", "field.secret": "dold", "field.parties": ""}


def test_a_form_that_was_sent_is_not_shown_again() -> None:
    html = shown(FORM, submitted=True)
    assert "<form" not in html
    assert "Skickat: Berätta hur det går" in html


def test_a_button_says_its_command_and_asks_first_where_it_should() -> None:
    html = shown(Actions((Action("Visa", "visa allt"), Action("Ställ in", "ställ in 12", confirm="Säkert?"))))
    outline = Outline(html)
    assert [each["value"] for each in outline.all("button", name="text")] == ["visa allt", "ställ in 12"]
    assert "<summary" in html
    assert "Säkert?" in html
    assert "Ja, ställ in" in html


def test_files_and_pictures_are_links() -> None:
    outline = Outline(shown(BLOCKS[6], BLOCKS[7]))
    assert [each["href"] for each in outline.all("a")] == ["/files/report/1.pdf", "/files/chart/1.svg"]
    assert outline.all("img")[0]["alt"] == "Fyra arbeten: ett rött, ett gult, ett grönt, ett ej rapporterat."


def test_without_a_secret_there_are_no_links_but_a_reason() -> None:
    html = shown(BLOCKS[6], BLOCKS[7], links=False)
    assert "<a" not in html
    assert "<img" not in html
    assert html.count("Nedladdningar är avstängda: LAGET_SECRET saknas.") == 2
    assert "ett ej rapporterat" in html


def test_what_went_wrong_comes_first() -> None:
    html = shown(Text("Sedan detta."), error=Failure("Något gick fel (ref AB12CD).", "AB12CD"))
    assert html.index("Något gick fel") < html.index("Sedan detta")
    assert "Ange AB12CD om du ber någon om hjälp." in html
    assert "Ange" not in shown(error=Failure("Det finns inget sådant."))


def test_many_facts_that_say_only_a_state_stand_side_by_side() -> None:
    dimensions = tuple(Fact(label, "▲ Gul") for label in ("Tid", "Ekonomi", "Nytta"))
    assert shown(Facts((Fact("Läge", "■ Röd – större avvikelse"), *dimensions))).count('class="brief"') == 3
    assert "brief" not in shown(Facts((*dimensions[:2], Fact("Fas", "idé"), dimensions[2])))
    counts = (Fact("■ Röd", "1"), Fact("▲ Gul", "12"), Fact("– Ej rapporterat", "3"))
    assert shown(Facts(counts)).count('class="brief"') == 3
