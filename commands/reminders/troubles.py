"""Why a message was not sent, in words: the platforms' own, and ours. An unknown word is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

_TROUBLES: Mapping[str, str] = {
    "channel_not_found": "kanalen finns inte, eller Läget är inte med i den",
    "not_in_channel": "Läget är inte med i kanalen",
    "is_archived": "kanalen är arkiverad",
    "token_revoked": "Läget är inte längre installerat där",
    "the token is refused": "Läget är inte längre installerat där",
    "invalid_auth": "Läget är inte längre installerat där",
    "account_inactive": "kontot är avstängt",
    "user_disabled": "kontot är avstängt",
    "user_not_found": "kontot finns inte längre",
    "blocked": "personen har blockerat eller tagit bort Läget",
    "teams_blocked": "Läget är borttaget eller blockerat där",
    "teams_gone": "chatten eller kanalen finns inte längre, eller så är Läget inte med i den",
    "no platform reaches the recipient": "har aldrig talat med Läget i någon chatt, eller så är chatten avstängd",
    "rate limited": "för många meddelanden på en gång",
    "it may have been sent before": "det kan ha kommit fram, och går inte att kontrollera",
    "a fault while sending": "ett fel i Läget medan det skickades",
    "too late": "det var för sent när det kunde skickas",
    "no longer due": "det behövdes inte längre",
}


def trouble_word(trouble: str) -> str:
    """The trouble as a person reads it."""
    if trouble in _TROUBLES:
        return _TROUBLES[trouble]
    if trouble.startswith("cannot look for it"):
        return "det kan ha kommit fram, och gick inte att leta efter"
    if trouble.startswith(("no answer", "timed out")):
        return "inget svar, det kan ha kommit fram"
    if trouble.startswith("no connection"):
        return "chatten gick inte att nå"
    return trouble
