"""Downloads: signed links that expire, and the bytes behind them, made when somebody fetches them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.crossing import Crossing, Overloaded
from bot.web.guard import PAGE_HEADERS
from bot.web.pages import STATIC, notice
from commands._clock import Clock
from commands._files import OpenedFile
from commands._message import UserError
from storage.database import Database

LIFETIME = timedelta(days=7)
DOWNLOADS_OFF = "Nedladdningar är avstängda: LAGET_SECRET saknas."

_SHOWN_IN_PAGE = frozenset({"image/png", "image/jpeg", "image/svg+xml"})
# A file is nobody's page: whatever it holds, it may run nothing and fetch nothing.
_FILE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


OpenFile = Callable[[Session, str, int | None], OpenedFile]
"""Makes the file that a reference ("report/7.pdf") names, for a person (None is the operator).

Raises LookupError when there is no such file, UserError when that person may not have it."""


class LinkUnknown(Exception):
    """We never signed this link."""


class LinkExpired(Exception):
    """We signed this link more than LIFETIME ago."""


class _ClockSigner(TimestampSigner):
    """Dates signatures by our clock instead of the machine's."""

    def __init__(self, *args: Any, clock: Clock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock.now().timestamp())


class FileLinks:
    """Makes and reads the addresses of files. Without a secret there are none."""

    def __init__(self, secret: str, base_url: str, clock: Clock) -> None:
        self._base_url = base_url.rstrip("/")
        self._serializer = (
            URLSafeTimedSerializer(secret, salt="file", signer=_ClockSigner, signer_kwargs={"clock": clock})
            if secret
            else None
        )

    def path(self, reference: str, person_id: int | None) -> str | None:
        """The address on this server ("/files/…"); None when there is no secret to sign it with."""
        if self._serializer is None:
            return None
        return f"/files/{self._serializer.dumps([reference, person_id])}"

    def url(self, reference: str, person_id: int | None) -> str | None:
        """The whole address, for those who read it elsewhere; None when there is no secret to sign it with."""
        path = self.path(reference, person_id)
        return path and f"{self._base_url}{path}"

    def read(self, token: str) -> tuple[str, int | None]:
        """What a link says: reference and person id. Raises LinkExpired or LinkUnknown."""
        if self._serializer is None:
            raise LinkUnknown
        try:
            reference, person_id = self._serializer.loads(token, max_age=int(LIFETIME.total_seconds()))
        except SignatureExpired as error:
            raise LinkExpired from error
        except BadData as error:
            raise LinkUnknown from error
        return reference, person_id


class Files:
    """`/files/{token}`. The link is the key: whoever holds it gets the file as the person it was made for."""

    def __init__(self, links: FileLinks, open_file: OpenFile, database: Database, crossing: Crossing) -> None:
        self._links = links
        self._open = open_file
        self._database = database
        self._crossing = crossing

    def routes(self) -> list[BaseRoute]:
        """The route, and what its pages look like."""
        return [Route("/files/{token}", self._fetch), STATIC]

    async def _fetch(self, request: Request) -> Response:
        try:
            reference, person_id = self._links.read(request.path_params["token"])
            file = await self._crossing.run(lambda: self._opened(reference, person_id))
        except LinkExpired:
            return _page(410, "Länken har gått ut", EXPIRED)
        except (LinkUnknown, LookupError):
            return _page(404, "Filen finns inte", UNKNOWN)
        except UserError as error:
            return _page(404, "Filen går inte att hämta", error.message)
        except Overloaded:
            return _page(503, "Försök igen strax", "Många hämtar filer just nu. Ladda om sidan om en liten stund.")
        return Response(file.content, media_type=file.media_type, headers=_headers(file))

    def _opened(self, reference: str, person_id: int | None) -> OpenedFile:
        with self._database.read() as session:
            return self._open(session, reference, person_id)


EXPIRED = (
    f"En länk gäller i {LIFETIME.days} dagar. Gå tillbaka till chatten och skriv samma sak en gång till, "
    "så får du en ny länk till samma fil."
)
UNKNOWN = "Adressen stämmer inte. Kontrollera att hela länken kom med, eller be om filen igen i chatten."


def _headers(file: OpenedFile) -> dict[str, str]:
    shown = "inline" if file.media_type in _SHOWN_IN_PAGE else "attachment"
    return {**_FILE_HEADERS, "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}"}


def _page(status: int, title: str, text: str) -> Response:
    return HTMLResponse(notice(title, text), status, headers={**PAGE_HEADERS, "Cache-Control": "private, no-store"})
