"""To which hosts Läget speaks: Teams' own service with its token, SharePoint with a file, nobody else."""

from __future__ import annotations

import httpx

from bot.settings import Settings, listed

SERVICE_SUFFIX, SERVICE_HOST = ".botframework.com", "smba.trafficmanager.net"
UPLOAD_SUFFIX = ".sharepoint.com"
DOWNLOAD_SUFFIXES = (UPLOAD_SUFFIX, ".svc.ms")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Hosts:
    """Which addresses may be called. Only while developing may one be plain http, on this machine."""

    def __init__(self, settings: Settings) -> None:
        self._more = frozenset(each.lower() for each in listed(settings.teams_service_hosts))
        self._is_dev = settings.teams_dev_unauthenticated

    def is_service(self, url: str) -> bool:
        """Whether this is Teams, who may have our token."""
        host = self._host(url)
        return host in self._more or host == SERVICE_HOST or host.endswith(SERVICE_SUFFIX) or self._is_own(host)

    def is_upload(self, url: str) -> bool:
        """Whether this is where Teams lets files be put."""
        host = self._host(url)
        return host in self._more or host.endswith(UPLOAD_SUFFIX) or self._is_own(host)

    def is_download(self, url: str) -> bool:
        """Whether this is where Teams keeps the files that people send."""
        return self.is_upload(url) or self._host(url).endswith(DOWNLOAD_SUFFIXES)

    def _is_own(self, host: str) -> bool:
        return self._is_dev and host in LOOPBACK

    def _host(self, url: str) -> str:
        """The host of an address that may be called at all, else ""; read by the library that will call it."""
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError):
            return ""
        host = parsed.host.lower()
        is_safe = parsed.scheme == "https" or (parsed.scheme == "http" and self._is_own(host))
        return host if is_safe and not parsed.userinfo else ""
