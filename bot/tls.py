"""Whose certificates we trust: what the machine says, in the usual environment variables."""

from __future__ import annotations

import os
import ssl
from functools import cache


@cache
def tls() -> ssl.SSLContext:
    """The machine's certificates (SSL_CERT_FILE), and those that REQUESTS_CA_BUNDLE adds."""
    context = ssl.create_default_context()
    if bundle := os.environ.get("REQUESTS_CA_BUNDLE"):
        if os.path.isdir(bundle):  # noqa: PTH112  # a file or a folder, as the variable's other readers take it
            context.load_verify_locations(capath=bundle)
        else:
            context.load_verify_locations(cafile=bundle)
    return context
