"""A whole year in chat requests: the programme, its works, seminars, figures, decisions and checkpoints.

`gold` is a file of the shape of gold_2024.yaml, read; `say` says something and fails on a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from commands.message import Reply
from commands.swedish.words import FORMATS, meant
from tests.commands.conftest import filled, form_of, text_of

Gold = Mapping[str, Any]
Say = Callable[..., Reply]


def fill_in(say: Say, text: str, **fields: object) -> Reply:
    """Open the form that a line opens, fill it in and submit it."""
    form = form_of(say(text))
    known = {each.name for each in form.fields}
    assert fields.keys() <= known, fields.keys() - known
    return say(
        form.command, filled(form, **{name: "" if value is None else str(value) for name, value in fields.items()})
    )


def enter(say: Say, gold: Gold) -> None:
    """Everything in the file, through chat requests only."""
    _enter_programme(say, gold)
    _enter_works(say, gold)
    for each in gold["seminars"]:
        speakers = "; ".join(each["speakers"])
        fill_in(
            say, "seminarium ny", title=each["title"], date=each["date"], format=each["format"], speakers=speakers
        )
    for each in gold["activities"]:
        form = FORMATS[shape] if (shape := meant(FORMATS, each["format"])) else ""
        comment = each.get("comment") or each.get("note")
        fill_in(say, "aktivitet ny", title=each["title"], when=each["when"], format=form, audience=each["audience"],
                attended=each.get("participants"), comment=comment)  # fmt: skip
    _enter_figures(say, gold)
    for each in gold["decisions_made"]:
        fill_in(say, "beslut fattat programmet", title=each["title"], when=each["when"],
                body=gold["programme"]["commissioner"], consequence=each["consequence"])  # fmt: skip
    for each in gold["decisions_missing"]:
        fill_in(say, "beslut behövs programmet", title=each["title"], consequence=each["consequence"])
    for each in gold["plan_checkpoints"]:
        fill_in(say, "hållpunkt programmet", what=each["what"], who=each["who"], when=each["when"])


def _enter_programme(say: Say, gold: Gold) -> None:
    it = gold["programme"]
    fill_in(say, "program ändra", name=it["name"], short_name=it["short"], commissioner=it["commissioner"],
            strategic_goal=it["strategic_goal"], effect_goal=it["effect_goal"], start=it["started"], end=it["ended"])  # fmt: skip
    for each in gold["parties"]:
        others = "; ".join(name for name in each.get("aliases", ()) if name != each["short"])
        fill_in(say, "part ny", name=each["name"], short_name=each["short"], kind=each["kind"], aliases=others)
    for number, text in gold["subgoals"].items():
        say(f"etikett ny delmål {number} {text}")
    for number, text in enumerate(gold["benefit_objects"], 1):
        say(f"etikett ny nyttoobjekt {number} {text}")
    for text in dict.fromkeys(each["target_group"] for each in gold["portfolio"] if "target_group" in each):
        say(f"etikett ny målgrupp {text}")
    for name in dict.fromkeys(name for each in gold["portfolio"] for name in each["leaders"]):
        person, _, organisation = name.partition(", ")
        fill_in(say, "person ny", name=person, organisation=organisation, role="projektledare")


def _enter_works(say: Say, gold: Gold) -> None:
    for each in gold["portfolio"]:
        optional = {"target_group": each.get("target_group")} if "target_group" in each else {}
        reply = fill_in(
            say, "arbete ny", name=each["name"], short_name=each.get("short"), description=each["description"],
            aliases="; ".join(name for name in each.get("aliases", ()) if name != each.get("short")),
            parties="; ".join(each["parties"]), leaders="; ".join(each["leaders"]), scope=each.get("scope_note"),
            commissioner=each.get("commissioner", ""), start=each.get("start"), end=each.get("end"),
            stage=each.get("phase", "genomförande"), **optional,
        )  # fmt: skip
        assert "Ny bland personerna" not in text_of(reply), "everyone was known already"
        say(f"inkludera {each['name']} {each.get('included', '2024')} {gold['programme']['commissioner']}")


def _enter_figures(say: Say, gold: Gold) -> None:
    for each in gold["resources"]:
        count = f" {each['count']} st" if "count" in each else ""
        vacancies = f" {each['vacancies']} vakanser" if "vacancies" in each else ""
        say(f"resurs ny 2024 {each['role']}{count} {each['percent']} %{vacancies}")
    for each in gold["budget_2024"]:
        parent = f"{each['parent']} varav " if "parent" in each else ""
        say(f"budget ny 2024 {parent}{each['line']} budget {each['budget'] // 1000} kkr utfall {each['outcome']} kr "
            f"kommentar {comment_of(each)}")  # fmt: skip
    say("budget ny 2024 Summa (avrundat) budget 5 800 000 utfall 4 700 000 kommentar Källans egen summa")
    say("budget ny 2024 Summa utfall 4 687 kkr kommentar Vid årsbokslut")
    communes = [each["short"] for each in gold["parties"] if each["kind"] == "kommun"]
    one, association, whole = (each["kkr"] for each in gold["funding_2020"])
    for name in communes:
        say(f"budget ny 2020 Medel till {name} budget {one} kkr")
    say(f"budget ny 2020 Medel till kommunförbundet budget {association} kkr")
    say(f"budget ny 2020 Totalt budget {whole} kkr")
    for each in gold["measure_perspectives"]:
        say(f"mått ny {each['perspective']} {each['measure']}")


def comment_of(each: Gold) -> str:
    """A budget row's comment; table 4 of the source gives the conference another day than table 1 does."""
    return f"{each['comment']} 26 oktober" if each["line"] == "Temakonferens" else str(each["comment"])
