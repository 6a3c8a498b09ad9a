"""An organisation's own Word template: tried on a real report before it is accepted."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from lxml.etree import XMLSyntaxError

from commands.message import UserError
from commands.reports.facts.context import ReportContext
from commands.reports.word import render as docx
from commands.reports.word.apart import TooMuch
from commands.reports.word.word_file import checked_word_file
from commands.sentences import sentence
from commands.swedish.text import short


def accepted(content: bytes, context: ReportContext) -> bytes:
    """The template as it is kept. UserError, saying what to mend, when this report cannot be written with it.

    It is tried in a process of its own (apart.py), and sees plain values only; what it names must be there.
    """
    template = checked_word_file(content)
    try:
        made = docx.render(context, template)
    except TemplateSyntaxError as error:
        raise UserError(sentence("report", "template_syntax", what=short(error.message or ""))) from error
    except UndefinedError as error:
        raise UserError(sentence("report", "template_unknown", what=short(error.message or ""))) from error
    except TemplateError as error:
        raise UserError(sentence("report", "template_forbidden")) from error
    except TooMuch as error:
        raise UserError(sentence("report", "template_heavy")) from error
    except KeyError as error:
        raise UserError(sentence("report", "template_style", what=short(str(error.args[0])))) from error
    except (ValueError, XMLSyntaxError, PackageNotFoundError, BadZipFile) as error:
        raise UserError(sentence("report", "template_broken")) from error
    words = "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)
    if context.front.title not in words:
        raise UserError(sentence("report", "template_empty", title=context.front.title))
    return template
