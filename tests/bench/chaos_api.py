"""A stand-in for a chat's API that fails in every way an API can, and remembers what it took."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

FAULTS = (
    ("cut before", 0.01),  # the connection ends, nothing is taken
    ("cut after", 0.01),  # it is taken, and the connection ends
    ("hangs", 0.01),  # it is taken, and the answer comes too late
    ("503", 0.01),  # nothing is taken
    ("500 taken", 0.01),  # it is taken, and a failure is answered
    ("429", 0.01),  # with Retry-After, nothing is taken
    ("slow", 0.05),  # taken and answered after a while
)
SLOW_SECONDS = 0.2


class Api:
    """Listens on loopback in threads of this process. `timeout` is the clients' own, in seconds."""

    def __init__(self, timeout: float, seed: int = 1) -> None:
        self.taken: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()
        self._history: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._chance = Random(seed)  # noqa: S311 -- the same faults in every run, as far as threads allow
        self._lock = threading.Lock()
        self._hang = timeout * 1.5
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/api/"

    def stop(self) -> None:
        """Listen no longer."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, asked: Mapping[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """The status and the answer; None to end the connection without one."""
        if method == "auth.test":
            return 200, {"ok": True, "team_id": "T1", "user_id": "U0", "bot_id": "B0"}
        fault = self._fault()
        if method == "chat.postMessage":
            return self._posted(fault, asked)
        if fault in ("cut before", "503", "hangs"):
            return 503, {"ok": False, "error": "service_unavailable"}
        with self._lock:
            messages = list(self._history[str(asked["channel"])])
        return 200, {"ok": True, "messages": messages}

    def _posted(self, fault: str, asked: Mapping[str, Any]) -> tuple[int, dict[str, Any]] | None:
        if fault == "429":
            return 429, {"ok": False, "error": "ratelimited"}
        if fault in ("cut before", "503"):
            return None if fault == "cut before" else (503, {"ok": False, "error": "service_unavailable"})
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        at = self._take(asked)
        if fault == "hangs":
            time.sleep(self._hang)
        if fault == "cut after":
            return None
        return (
            (500, {"ok": False, "error": "internal_error"})
            if fault == "500 taken"
            else (200, {"ok": True, "ts": at})
        )

    def _fault(self) -> str:
        with self._lock:
            drawn = self._chance.random()
            for name, share in FAULTS:
                if drawn < share:
                    self.faults[name] += 1
                    return name
                drawn -= share
        return ""

    def _take(self, asked: Mapping[str, Any]) -> str:
        with self._lock:
            self.taken[int(asked["metadata"]["event_payload"]["notice"])] += 1
            at = f"{self.taken.total()}.000"
            self._history[str(asked["channel"])].append({"ts": at, "metadata": asked["metadata"]})
        return at


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed or gave up has no use for an answer: that is what this is for."""


def _handler(api: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            is_json = "json" in (self.headers.get("Content-Type") or "")
            asked = dict(parse_qsl(parts.query)) | (json.loads(body or "{}") if is_json else dict(parse_qsl(body)))
            answered = api.answer(parts.path.rpartition("/")[2], asked)
            if answered is None:
                self.close_connection = True
                return
            status, content = answered
            written = json.dumps(content).encode()
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "1")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the library's
            """Say nothing."""

    return Handler
