"""Pictures in chat: described in words, drawn when they are fetched."""

from io import BytesIO

import pytest
from PIL import Image

from bot.answer import Context
from commands.files import open_file
from commands.message import Picture, Reply
from tests.commands.conftest import Known, Say, commands_of


def pictures(reply: Reply) -> list[Picture]:
    assert reply.error is None
    return [block for block in reply.blocks if isinstance(block, Picture)]


def test_the_portfolio_and_a_work_are_shown_as_pictures(say: Say, context: Context, programme: Known) -> None:
    say("rapportera BarnSäkert röd Avtalet dröjer", "leader")
    (all_works,) = pictures(say("portfölj bild", "reader"))
    assert all_works.alt.startswith("Läget månad för månad i tolv månader för 3 arbeten, det sämsta först.")
    assert "röd 1" in all_works.alt
    reply = say("historik barnsakert bild", "reader")
    (work,) = pictures(reply)
    assert "BarnSäkert" in work.alt
    assert work.alt.endswith(" röd.")
    assert any(each.startswith("historik Barnsäkert") for each in commands_of(reply))
    with context.database.read() as session:
        for each in (all_works, work):
            file = open_file(session, each.reference, programme.people["reader"])
            assert (file.media_type, file.name) == ("image/png", each.name)
            assert Image.open(BytesIO(file.content)).size[0] == 1280


@pytest.mark.parametrize(
    "reference",
    [
        "picture/portfolio/2/2026-11-22/Europe/Stockholm",
        "picture/4711/1/2026-11-22/Europe/Stockholm",
        "picture/portfolio/1/i går/Europe/Stockholm",
        "picture/portfolio/1/2026-11-22/Mars/Olympus",
        "picture/x/1/2026-11-22/Europe/Stockholm",
        "picture/",
    ],
)
def test_a_picture_that_does_not_exist_is_not_drawn(context: Context, programme: Known, reference: str) -> None:
    with context.database.read() as session, pytest.raises(LookupError):
        open_file(session, reference, None)


def test_a_work_that_is_not_there_is_said(say: Say) -> None:
    assert say("historik kanelbulle bild").error
