"""From draft to delivered: own words, the check page, the review, the lock, the list, the correction."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlmodel import col, select

from bot.answer import Context, answer
from commands.clock import FrozenClock
from commands.files import open_file
from commands.message import Address, Attachment, File, Identity, Reply, Request, UserError
from commands.reports.facts.context import from_json
from storage import reports
from storage.tables import AuditEntry, Report
from tests.commands.conftest import Known, Say, commands_of, fact, form_of, table_of, text_of
from tests.commands.reports.conftest import content, number, settled

WORDS = {
    "summary": "Vi är på väg.\n\nDet märks.",
    "introduction": "",
    "trends": "Fler vill vara med.",
    "closing": "",
}


def report(context: Context, wanted: str) -> Report:
    with context.database.read() as session:
        found = reports.get(session, int(wanted))
        assert found
        session.expunge(found)
        return found


def overwrite(context: Context, wanted: str) -> None:
    with context.database.write() as session:
        session.get_one(Report, int(wanted)).content = "{}"


def test_the_coordinators_words_survive_every_compilation(say: Say, draft: str) -> None:
    form = form_of(say(f"rapport skriv {draft}"))
    assert [each.name for each in form.fields] == list(WORDS)
    assert "sammanfattning och trender" in text_of(say(form.command, fields=WORDS))
    assert "slutord" in text_of(say(f"rapport skriv {draft} slutord Tack för i år."))
    current = {each.name: each.value for each in form_of(say(f"rapport skriv {draft}")).fields}
    assert current == {**WORDS, "closing": "Tack för i år."}
    wrong = say(f"rapport skriv {draft} kanelbulle Tack")
    assert wrong.error
    assert "sammanfattning, inledning, trender, slutord" in wrong.error.message
    assert say(f"rapport skriv {draft}", "leader").error


def test_a_word_file_gives_the_texts(context: Context, say: Say, draft: str) -> None:
    def sent(file: bytes) -> Reply:
        sender = Identity("local", email="coordinator@exempel.se")
        return answer(
            context,
            Request(f"rapport skriv {draft}", sender, Address("local"), attachment=Attachment("r.docx", file)),
        )

    document = Document()
    for heading, *paragraphs in (
        ("Sammanfattning", "Första.", "Andra <&>."),
        ("Portföljen", "Nej."),
        ("Trender", "Upp."),
    ):
        document.add_heading(heading, 1)
        for each in paragraphs:
            document.add_paragraph(each)
    file = BytesIO()
    document.save(file)
    assert "sammanfattning och trender" in text_of(sent(file.getvalue()))
    current = {each.name: each.value for each in form_of(say(f"rapport skriv {draft}")).fields}
    assert (current["summary"], current["trends"]) == ("Första.\n\nAndra <&>.", "Upp.")
    for wrong, sentence in ((b"xx", "ingen Word-fil"), (_word("Fel rubrik", "x"), "ingen av rubrikerna")):
        refused = sent(wrong)
        assert refused.error
        assert sentence in refused.error.message
    refused = sent(_word("Trender", "Gäller 19121212-1212"))
    assert refused.error
    assert "personnummer" in refused.error.message


def test_only_what_was_changed_in_the_handed_out_file_is_taken(context: Context, say: Say, draft: str) -> None:
    say("trend 2026-2 Fler vill vara med.")
    say(f"rapport skriv {draft} trender Det går åt rätt håll.")
    compiled = number(say("rapport halvår 2026-2"))
    handed_out = content(context, compiled)

    def sent(file: bytes) -> Reply:
        sender = Identity("local", email="coordinator@exempel.se")
        asked = Request(
            f"rapport skriv {compiled}", sender, Address("local"), attachment=Attachment("r.docx", file)
        )
        return answer(context, asked)

    same = sent(handed_out)
    assert same.error
    assert "desamma som i rapporten" in same.error.message
    document = Document(BytesIO(handed_out))
    headings = [
        place
        for place, paragraph in enumerate(document.paragraphs)
        if paragraph.text == "Sammanfattning" and paragraph.style and paragraph.style.name == "Heading 1"
    ]
    document.paragraphs[headings[0] + 1].text = "Kort sagt."
    file = BytesIO()
    document.save(file)
    assert "sammanfattning." in text_of(sent(file.getvalue()))
    current = {each.name: each.value for each in form_of(say(f"rapport skriv {compiled}")).fields}
    assert current["trends"] == "Det går åt rätt håll."
    assert current["summary"].startswith("Kort sagt.")


def _word(heading: str, text: str) -> bytes:
    document = Document()
    document.add_heading(heading, 1)
    document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_the_check_page_says_what_is_missing_and_contradicts_itself(say: Say, draft: str) -> None:
    """Rule 8: what contradicts itself is shown before the report can be locked."""
    say("aktivitet ny Temakonferens, 24 oktober 2026, konferens")
    say(f"rapport skriv {draft} sammanfattning Temakonferensen hölls 25 oktober.")
    page = say(f"rapport kontrollera {draft}")
    found = text_of(page)
    assert "Inte rapporterat under perioden: ”Organisationsöverskridande multidisciplinärt demensarbete”" in found
    assert (
        "”Temakonferens” är registrerat 24 oktober 2026, men i rapportens sammanfattning står 25 oktober." in found
    )
    assert "”Barn och Unga i Ånge” har ingen projektledare." in found
    assert "har ändrats sedan utkastet" in found
    assert {"omgång", f"rapport fastställ {draft}", "rapport halvår 2026-2"} <= set(commands_of(page))
    assert "”BarnSäkert” har ingen" not in found


def test_a_final_report_never_changes(say: Say, draft: str, context: Context, clock: FrozenClock) -> None:
    asked = say(f"rapport fastställ {draft}")
    assert "ändras den aldrig mer" in text_of(asked)
    refused = say(f"rapport fastställ {draft}", fields={"registry_number": "HSN 2026/1"})
    assert refused.error
    done = settled(say, draft, "HSN 2026/1")
    assert fact(done, "Version") == "1 (fastställd)"
    assert fact(done, "Diarienummer") == "HSN 2026/1"
    before = report(context, draft)
    files = {word: content(context, draft, word) for word in ("pdf", "docx")}
    clock.advance(timedelta(days=30))
    say("rapportera BarnSäkert röd Nytt", "leader")
    for line in (
        f"rapport skriv {draft}",
        f"rapport granskning {draft}",
        f"rapport fastställ {draft}",
        f"rapport kontrollera {draft}",
        "rapport halvår 2026-2",
    ):
        again = say(line)
        assert again.error, line
        assert "fastställd" in again.error.message
    assert (report(context, draft).content, report(context, draft).checksum) == (before.content, before.checksum)
    assert {word: content(context, draft, word) for word in files} == files
    front = from_json(before.content).front
    assert front.status == "Fastställd"
    assert {each.label: each.value for each in front.facts}["Diarienummer"] == "HSN 2026/1"
    with pytest.raises(ValueError, match="never changes"):
        overwrite(context, draft)
    assert text_of(say(f"rapport {draft}", "reader"))
    assert draft in [row[0] for row in table_of(say("rapporter", "reader")).rows]


def test_a_correction_is_a_new_version_that_says_so(say: Say, draft: str, context: Context) -> None:
    early = say(f"rapport rätta {draft}")
    assert early.error
    settled(say, draft)
    say("rapportera BarnSäkert röd Det var fel", "leader")
    form = form_of(say(f"rapport rätta {draft}"))
    made = say(form.command, fields={"text": "BarnSäkert är röd."})
    assert fact(made, "Version") == "2 (utkast)"
    front = from_json(report(context, number(made)).content).front
    assert {each.label: each.value for each in front.facts}["Rättelse"] == "Ersätter version 1. BarnSäkert är röd."
    assert fact(say("rapport halvår 2026-2"), "Version") == "2 (utkast)"
    assert fact(settled(say, number(made)), "Version") == "2 (fastställd)"
    assert fact(say(f"rapport {draft}"), "Version") == "1 (fastställd)"


def test_a_review_goes_to_the_leadership_and_comes_back(
    say: Say, draft: str, programme: Known, context: Context
) -> None:
    assert say(f"rapport {draft}", "leadership").error
    assert "2 personer" in text_of(say(f"rapport granskning {draft}"))
    assert say(f"rapport granskning {draft}").error
    assert fact(say(f"rapport {draft}", "leadership"), "Version") == "1 (under granskning)"
    assert say(f"rapport {draft}", "reader").error
    with context.database.read() as session:
        assert open_file(session, f"report/{draft}.pdf", programme.people["leadership"]).content
        with pytest.raises(UserError, match="arbetsmaterial"):
            open_file(session, f"report/{draft}.pdf", programme.people["reader"])
    form = form_of(say(f"rapport tillbaka {draft}", "leadership"))
    assert "ett utkast igen" in text_of(say(form.command, "leadership", {"text": "Skriv mer om äldre."}))
    assert say(f"rapport tillbaka {draft}", "leadership").error
    assert fact(say(f"rapport {draft}"), "Version") == "1 (utkast)"


def test_it_is_delivered_to_the_list_and_that_is_on_record(say: Say, draft: str, context: Context) -> None:
    """Rule 9: who was sent what, when, is on record."""
    early = say(f"rapport leverera {draft}")
    assert early.error
    settled(say, draft)
    nobody = say(f"rapport leverera {draft}")
    assert nobody.error
    assert "mottagare ny" in commands_of(nobody)
    say("mottagare ny Länsledningen, beställare, registrator@exempel.se")
    say(
        "mottagare ny", fields={"name": "Styrgruppen", "kind": "styrgrupp", "address": "", "person": "Lena Exempel"}
    )
    assert [row[1:3] for row in table_of(say("mottagare")).rows] == [
        ("Länsledningen", "beställare"),
        ("Styrgruppen", "styrgrupp"),
    ]
    form = form_of(say(f"rapport leverera {draft}"))
    both = ";".join(row[0] for row in table_of(say("mottagare")).rows)
    assert next(each for each in form.fields if each.name == "to").value == both
    done = say(form.command, fields={"to": both, "formats": "pdf;docx", "how": "e-post"})
    assert "Skicka själv till Länsledningen (registrator@exempel.se)" in text_of(done)
    assert len([block for block in done.blocks if isinstance(block, File)]) == 2
    when = "19 november 2026 kl. 10.00"
    assert table_of(say(f"rapport levererad {draft}", "reader")).rows == (
        ("Länsledningen", "e-post", "PDF och Word", when),
        ("Styrgruppen", "i chatten", "PDF och Word", when),
    )
    assert next(each for each in form_of(say(f"rapport leverera {draft}")).fields if each.name == "to").value == ""
    say(f"mottagare bort {both.partition(';')[0]}")
    assert len(table_of(say("mottagare")).rows) == 1
    assert len(table_of(say(f"rapport levererad {draft}")).rows) == 2
    with context.database.read() as session:
        kept = select(AuditEntry).where(AuditEntry.table_name == "report_delivery").order_by(col(AuditEntry.id))
        assert [each.action for each in session.exec(kept)] == ["insert", "insert"]
