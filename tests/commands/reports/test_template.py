"""The organisation's own Word template: tried before it is kept, and kept by what was settled with it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from bot.answer import Context, answer
from commands.files import open_file
from commands.message import Address, Attachment, File, Identity, Reply, Request
from tests.commands.conftest import Say, text_of
from tests.commands.reports.conftest import content, settled


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_own_word_template_is_tried_and_refused_with_what_is_wrong(
    context: Context, say: Say, draft: str
) -> None:
    ours = template(context, say)
    for wrong, sentence in (
        (b"xx", "ingen Word-fil"),
        (restyled(ours, "{{ front.title }}", "{{ front.titel }}"), "något som inte finns"),
        (restyled(ours, "{{ front.title }}", "{{ front.title"), "fel skrivet"),
        (restyled(ours, "{{ front.title }}", "{{ ''.__class__.__mro__ }}"), "inte får"),
        (restyled(ours, "{{ front.title }}", "Vår rapport"), "syns inte rapportens titel"),
    ):
        refused = sent(context, wrong)
        assert refused.error, sentence
        assert sentence in refused.error.message


def test_an_own_word_template_that_works_is_kept(context: Context, say: Say, draft: str) -> None:
    ours = template(context, say)
    assert sent(context, restyled(ours, "{{ front.title }}", "Vår rapport")).error
    kept = sent(context, restyled(ours, "{{ front.programme }}", "Vårt eget: {{ front.programme }}"))
    assert "vår.docx är provad" in text_of(kept)
    assert b"V\xc3\xa5rt eget: " in document_xml(content(context, draft))
    settled(say, draft)
    final = content(context, draft)
    assert "Lägets mall igen" in text_of(say("rapport mall halvår bort"))
    assert content(context, draft) == final, "a final report keeps the template that it was settled with"
    assert say("rapport mall halvår", "leader").error
    assert say("rapport mall kanelbulle").error


def test_others_can_write_while_a_template_is_tried(
    context: Context, say: Say, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = template(context, say)
    meanwhile: list[Reply] = []

    def tried(file: bytes, _: object) -> bytes:
        meanwhile.append(say("rapportera BarnSäkert grön Allt går bra", "leader"))
        return file

    monkeypatch.setattr("commands.reports.word.own_template.accepted", tried)
    assert sent(context, ours).error is None
    assert [reply.error for reply in meanwhile] == [None]


def template(context: Context, say: Say) -> bytes:
    """Our Word template, as it is handed out."""
    handed_out = next(block for block in say("rapport mall halvår").blocks if isinstance(block, File))
    with context.database.read() as session:
        return open_file(session, handed_out.reference, None).content


def sent(context: Context, file: bytes) -> Reply:
    """The answer to a template of one's own."""
    sender = Identity("local", email="coordinator@exempel.se")
    return answer(
        context, Request("rapport mall halvår", sender, Address("local"), attachment=Attachment("vår.docx", file))
    )


def restyled(template: bytes, find: str, put: str) -> bytes:
    """The template with other words in its paragraphs."""
    document = Document(BytesIO(template))
    for paragraph in document.paragraphs:
        if find in paragraph.text:
            paragraph.text = paragraph.text.replace(find, put)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def document_xml(file: bytes) -> bytes:
    return ZipFile(BytesIO(file)).read("word/document.xml")
