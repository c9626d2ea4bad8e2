"""Public services as they answer, well and badly, on this machine."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from macros.model.urls import Url

Answer = Callable[["Handler"], None]


def allow_local_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let data name the test's own server, which is on no public network."""
    form = Url._form.pattern.replace(f"(?!{Url._private})", "")
    monkeypatch.setattr(Url, "_form", re.compile(form))


class Clock:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Sleep, in no time."""
        self.slept.append(seconds)
        self.time += seconds

    def now(self) -> float:
        """Return the time."""
        return self.time


class Service:
    """A server whose addresses answer one after the other; the last answer is given for good."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: list[str] = []
        self._answers: dict[str, list[Answer]] = {}
        self.url = ""

    def at(self, path: str, *answers: Answer) -> None:
        """Say how a path answers, without its query."""
        self._answers[path] = list(answers)

    def take(self, path: str) -> Answer:
        """Return what a path answers now."""
        waiting = self._answers.get(path) or [status(404)]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class Handler(http.server.BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        """Answer as the service was told."""
        self.service.asked.append(self.path)
        self.service.agents.append(self.headers.get("User-Agent", ""))
        self.query = dict(parse_qsl(urlsplit(self.path).query))
        self.service.take(urlsplit(self.path).path)(self)

    def send(
        self, body: bytes, kind: str = "application/json", code: int = 200, **more: str
    ) -> None:
        """Send an answer."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def gives(value: Any, kind: str = "application/json") -> Answer:
    """Answer with JSON."""
    return lambda handler: handler.send(json.dumps(value).encode(), kind)


def says(body: bytes, kind: str) -> Answer:
    """Answer with these bytes."""
    return lambda handler: handler.send(body, kind)


def status(code: int, **headers: str) -> Answer:
    """Answer with an error."""
    return lambda handler: handler.send(b"<h1>no</h1>", "text/html", code, **headers)


def leads_to(path: str) -> Answer:
    """Answer with another address."""
    return lambda handler: handler.send(b"", "text/plain", 302, Location=path)


def cut_off(value: Any) -> Answer:
    """Answer with JSON that stops half-way, and say that it was longer."""

    def answer(handler: Handler) -> None:
        body = json.dumps(value).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])

    return answer


def sleeps(seconds: float) -> Answer:
    """Answer too late."""

    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        handler.send(b"{}")

    return answer


def writes(whole: bytes) -> Answer:
    """Answer with nothing but these bytes, head and all."""

    def answer(handler: Handler) -> None:
        with contextlib.suppress(OSError):
            handler.wfile.write(whole)

    return answer


def drips(start: bytes, drop: bytes, end: bytes) -> Answer:
    """Answer soon, and then so slowly that each drop comes in time and the whole does not."""

    def answer(handler: Handler) -> None:
        with contextlib.suppress(OSError):  # the client gives up, as it should
            handler.wfile.write(start)
            for _ in range(20):
                time.sleep(0.05)
                handler.wfile.write(drop)
            handler.wfile.write(end)

    return answer


@contextmanager
def running() -> Iterator[Service]:
    """Run a service as long as the block lasts."""
    service = Service()
    handler = type("Bound", (Handler,), {"service": service})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None  # a client that gave up is no error of ours
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
