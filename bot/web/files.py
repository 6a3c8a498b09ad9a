"""Downloads: signed links that expire, and the bytes behind them, made when they are fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.chat.links import LIFETIME, FileLinks, LinkExpired, LinkUnknown
from bot.pages import STATIC, notice
from bot.web.guard import PAGE_HEADERS
from bot.worker_threads import Overloaded, WorkerThreads
from commands.files import OpenedFile
from commands.message import UserError
from storage.database import Database

_SHOWN_IN_PAGE = frozenset({"image/png", "image/jpeg", "image/svg+xml"})
# A file is not a page: whatever it holds, it may run nothing and fetch nothing.
_FILE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


OpenFile = Callable[[Session, str, int | None], OpenedFile]
"""Makes the file that a reference ("report/7.pdf") names, for a person (None is the operator).

Raises LookupError when there is no such file, UserError when that person may not have it."""


@dataclass(frozen=True)
class Files:
    """`/files/{token}`. The link is the key: it gives its holder the file as the person it was made for."""

    links: FileLinks
    open_file: OpenFile
    database: Database
    threads: WorkerThreads

    def routes(self) -> list[BaseRoute]:
        """The route, and what its pages look like."""
        return [Route("/files/{token}", self._fetch), STATIC]

    async def _fetch(self, request: Request) -> Response:
        try:
            reference, person_id = self.links.read(request.path_params["token"])
            file = await self.threads.read(
                self.database, lambda session: self.open_file(session, reference, person_id)
            )
        except LinkExpired:
            return _page(410, "Länken har gått ut", EXPIRED)
        except (LinkUnknown, LookupError):
            return _page(404, "Filen finns inte", UNKNOWN)
        except UserError as error:
            return _page(404, "Filen går inte att hämta", error.message)
        except Overloaded:
            return _page(503, "Försök igen strax", "Många hämtar filer just nu. Ladda om sidan om en liten stund.")
        return Response(file.content, media_type=file.media_type, headers=_headers(file))


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
