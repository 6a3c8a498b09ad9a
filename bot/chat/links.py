"""The addresses of files: signed links that expire."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from commands.clock import Clock

LIFETIME = timedelta(days=7)


DOWNLOADS_OFF = "Nedladdningar är avstängda: LAGET_SECRET saknas."


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
