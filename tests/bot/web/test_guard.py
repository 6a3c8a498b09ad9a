"""Only a browser on this machine, from the chat's own page."""

from __future__ import annotations

import pytest

from tests.bot.web.conftest import Visit


@pytest.mark.parametrize("host", ["127.0.0.1:3978", "localhost:3978", "[::1]:3978", "localhost"])
def test_loopback_is_answered(visit: Visit, host: str) -> None:
    assert visit.get("/", host=host).status_code == 200
    assert visit.post("/say", {"text": "visa"}, host=host, origin=f"http://{host}").status_code == 303


@pytest.mark.parametrize("host", ["evil.example:3978", "127.0.0.1.evil.example", "192.168.1.7:3978", "10.0.0.7"])
@pytest.mark.parametrize("path", ["/", "/news", "/suggest?q=s"])
def test_a_foreign_name_that_points_here_is_not(visit: Visit, host: str, path: str) -> None:
    assert visit.get(path, host=host).status_code == 400


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://localhost:3978", "https://127.0.0.1:3978", "http://127.0.0.1", "null", ""],
)
@pytest.mark.parametrize("path", ["/say", "/form", "/person"])
def test_another_page_cannot_post(visit: Visit, origin: str, path: str) -> None:
    answer = visit.post(path, {"text": "eko utifrån", "person": "1"}, origin=origin)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "utifrån" not in visit.page()


def test_more_than_any_form_can_hold_is_refused(visit: Visit) -> None:
    assert visit.post("/say", {"text": "x" * 1_000_001}).status_code == 413


def test_pages_keep_to_themselves(visit: Visit) -> None:
    for path in ("/", "/news", "/suggest?q=s"):
        headers = visit.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_nothing_on_the_page_comes_from_elsewhere_or_stands_inline(visit: Visit) -> None:
    page = visit.say("visa allt")
    assert "http://" not in page
    assert "https://" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script src="/static/')
    for path in ("chat.js", "suggest.js", "look.css", "mark.svg"):
        static = visit.get(f"/static/{path}")
        assert static.status_code == 200
        assert "http" not in static.text.replace("http://www.w3.org/2000/svg", "")


def test_who_one_is_stands_in_a_strict_cookie(visit: Visit) -> None:
    cookie = visit.post("/person", {"person": "2"}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
