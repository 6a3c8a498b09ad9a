"""The check page of a report: what to mend before it is locked."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.message import Action, Actions, ActionStyle, Reply, Text, TextStyle
from commands.reports._card import again
from commands.reports.access import open_report, show
from commands.reports.compiling.checks import Finding, findings
from commands.reports.compiling.drafting import is_current
from commands.reports.facts.context import from_json
from commands.sentences import sentence
from storage.tables import Report

MOST_BUTTONS = 10
"""So many things to mend are offered as buttons; the rest are listed only."""


@command(
    "rapport kontrollera {number}",
    "rapport kontroll {number}",
    summary="Se vad som saknas eller inte stämmer innan rapporten fastställs",
    examples=("rapport kontrollera 1",),
    roles=COORDINATORS,
)
def check(call: Call, number: str) -> Reply:
    """The check page: what stops it first, then what is worth a look, each with the button that mends it."""
    report = open_report(call, number)
    found = checked(call, report)
    heading = Text(sentence("report", "check_heading", title=report.title), TextStyle.HEADING)
    if not found:
        settle = Action("Fastställ", f"rapport fastställ {report.id}", ActionStyle.PRIMARY)
        return Reply((heading, Text(sentence("report", "all_well")), Actions((settle, show(report)))))
    stops = sum(each.stops for each in found)
    counts = Text(sentence("report", "found", stops=stops, looks=len(found) - stops))
    listed = (Text(f"{'■' if each.stops else '▲'} {each.text}") for each in found)
    moves = dict.fromkeys(each.move for each in found if each.move)
    last = (show(report),) if stops else (Action("Fastställ ändå", f"rapport fastställ {report.id}"), show(report))
    return Reply((heading, counts, *listed, Actions((*list(moves)[:MOST_BUTTONS], *last))))


def checked(call: Call, report: Report) -> list[Finding]:
    """Everything on the check page of this report, what stops it first."""
    found = findings(call.session, report, from_json(report.content))
    if not is_current(call, report):
        found.append(Finding(sentence("checks", "changed"), move=again(report, ActionStyle.PRIMARY)))
    return found
