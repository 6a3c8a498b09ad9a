"""What is refused before bolt sees it: unsigned, old, broken. No traceback, and no word of why to the sender."""

from __future__ import annotations

from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers

from commands.clock import Clock

LONGEST_BODY = 1_000_000
"""Slack's largest payload, a view with all it holds, is about a tenth of this."""


class Refused(Exception):
    """No request from Slack (401), or none that can be read (400)."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


class _Now(SignatureClock):
    """Compares signatures with our clock instead of the machine's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class Guard:
    """Lets through what Slack has signed within five minutes (docs.slack.dev, verifying requests from Slack)."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Now(clock))

    def admit(self, body: bytes, headers: Headers) -> AsyncBoltRequest:
        """The request as bolt takes it. Raises Refused."""
        timestamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        # A number that no clock shows, and a signature that no hash gives, would be errors further on.
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
            raise Refused(401)
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise Refused(400) from error
        if not self._verifier.is_valid(text, timestamp, signature):
            raise Refused(401)
        return _read(text, headers)


def _read(text: str, headers: Headers) -> AsyncBoltRequest:
    """Signed, but is it a payload? bolt parses it as it is built, and trips over what has another shape."""
    try:
        request = AsyncBoltRequest(body=text, headers=dict(headers))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(400) from error
    if not isinstance(request.body, dict):
        raise Refused(400)
    return request
