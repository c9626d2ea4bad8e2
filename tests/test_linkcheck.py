"""The link checker, against a server of the test's own that does what servers do."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

import pytest

from macros.cli import main
from macros.outside import connections
from macros.outside.http import Client
from macros.outside.linkcheck import (
    DEAD,
    DOUBTFUL,
    OK,
    REFUSED,
    UNCHECKED,
    UNREACHABLE,
    Outcome,
    addresses,
    check_link,
    check_links,
    network_gone,
)
from tests.conftest import edit
from tests.registry.server import Clock, allow_local_addresses


class Server:
    """Pages by path: status, headers. `asked` keeps the path of every request."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.seen: Counter[str] = Counter()
        self.at = self.elsewhere = ""

    def answer(self, path: str) -> tuple[int, dict[str, str]]:
        self.asked.append(path)
        self.seen[path] += 1
        match path.strip("/").split("/"):
            case ["status", code]:
                return int(code), {}
            case ["to", code, *rest]:
                return int(code), {"Location": "/" + "/".join(rest)}
            case ["elsewhere"]:
                return 302, {"Location": self.elsewhere}
            case ["to-a-login"]:
                return 302, {"Location": "/member/login.do?back=/a"}
            case ["to-nothing"]:
                return 302, {"Location": "/error/404.html"}
            case ["loop"]:
                return 302, {"Location": "/loop"}
            case ["file"]:
                return 302, {"Location": "file:///etc/passwd"}
            case ["later", code, times]:
                busy = self.seen[path] <= int(times)
                return (int(code), {"Retry-After": "7"}) if busy else (200, {})
            case ["long"]:
                return 503, {"Retry-After": "86400"}
            case ["korean"]:
                return 301, {"Location": "/한국어 윅 page"}
        return 200, {}


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow":
                time.sleep(0.4)
            if self.path == "/cut":
                server.asked.append(self.path)
                self.connection.close()
                return
            code, headers = server.answer(self.path)
            title = unquote(self.path).partition("titled/")[2]
            page = f"<!doctype html><title>{title}</title>".encode() if title else b""
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value.encode().decode("latin-1"))
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    server.at = f"http://127.0.0.1:{http.server_port}"
    yield server
    http.shutdown()


def client(clock: Clock, **options: object) -> Client:
    """A client that may ask the test's own server, and sleeps in no time."""
    manners = {"pause": 1.0, "timeout": 5, "tries": 3, "private": True, **options}
    return Client("atlas-test", sleep=clock.sleep, now=clock.now, **manners)


def asked(server: Server, path: str, **options: object) -> tuple[Outcome, list[float]]:
    clock = Clock()
    return check_link(f"{server.at}{path}", client(clock, **options)), clock.slept


@pytest.mark.parametrize(
    ("path", "state", "code"),
    [
        ("/", "ok", 200),
        ("/status/204", "ok", 204),
        ("/status/404", "dead", 404),
        ("/status/410", "dead", 410),
        ("/status/403", "refused", 403),
        ("/status/401", "refused", 401),
        ("/status/451", "refused", 451),
        ("/status/999", "refused", 999),
        ("/status/500", "failing", 500),
        ("/status/400", "failing", 400),
        ("/to/302/", "doubtful", 200),
        ("/a?id=1/to/x", "ok", 200),
        ("/to/301/index.html", "doubtful", 200),
        ("/to/302/ko/", "doubtful", 200),
        ("/to-a-login", "doubtful", 200),
        ("/to-nothing", "doubtful", 200),
        ("/to/302/news/2", "ok", 200),
        ("/titled/Example", "ok", 200),
        ("/titled/Page not found | Example", "doubtful", 200),
        ("/titled/페이지를 찾을 수 없습니다", "doubtful", 200),
        ("/titled/로그인", "doubtful", 200),
        ("/titled/Just a moment...", "refused", 200),
        ("/titled/\ufffd\ufffd", "ok", 200),
        ("/to/302/status/200", "ok", 200),
        ("/to/301/status/404", "dead", 404),
        ("/loop", "unreachable", 302),
        ("/file", "unreachable", 302),
        ("/cut", "unreachable", None),
    ],
)
def test_what_a_server_says_is_judged_with_care(server, path, state, code):
    outcome, _waits = asked(server, quote(path, safe="/?=:"))
    assert (outcome.state, outcome.code) == (state, code)
    assert bool(outcome.why) == (state not in ("ok", "moved"))


def test_a_page_that_has_moved_for_good_says_where(server):
    assert asked(server, "/to/301/status/200")[0].to == f"{server.at}/status/200"
    assert asked(server, "/to/308/to/301/x")[0].state == "moved"
    assert asked(server, "/to/301/to/302/x")[0].state == "ok"  # the last step is for now only


def test_a_redirect_to_a_korean_address_is_followed(server):
    outcome, _waits = asked(server, "/korean")
    assert (outcome.state, outcome.code) == ("moved", 200)
    assert outcome.to == f"{server.at}/{quote('한국어 윅 page')}"


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(server):
    outcome, waits = asked(server, "/later/429/1")
    assert outcome.state == "ok"
    assert waits == [7.0]


def test_waiting_times_grow_and_tries_end(server):
    outcome, waits = asked(server, "/status/503")
    assert outcome.state == "failing"
    assert waits == [2.0, 4.0]


def test_nobody_waits_for_a_day(server):
    outcome, waits = asked(server, "/long")
    assert outcome.state == "failing"
    assert waits == []


def test_no_answer_in_time_is_unreachable(server):
    outcome, _waits = asked(server, "/slow", timeout=0.1, tries=1)
    assert (outcome.state, outcome.why) == ("unreachable", "no answer in time")


def test_a_closed_door_is_unreachable():
    outcome = check_link("http://127.0.0.1:1/", client(Clock(), tries=1))
    assert (outcome.state, outcome.code) == ("unreachable", None)


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]", "localhost"])
def test_data_cannot_make_it_knock_at_a_private_network(host):
    outcome = check_link(f"http://{host}/latest/meta-data/", client(Clock(), private=False))
    assert (outcome.state, outcome.why) == ("unchecked", "it leads to a private network")


def test_a_public_page_cannot_send_it_there_either(server, monkeypatch):
    monkeypatch.setattr(connections, "is_public", lambda address: address == "127.0.0.1")
    port = server.at.rpartition(":")[2]
    server.elsewhere = f"http://127.0.0.2:{port}/x"
    outcome, _waits = asked(server, "/elsewhere", private=False)
    assert (outcome.state, outcome.why) == ("unchecked", "it leads to a private network")
    assert server.asked == ["/elsewhere"]


def test_one_host_is_asked_one_at_a_time_with_a_pause(server):
    clock = Clock()
    urls = [f"{server.at}/{n}" for n in range(4)]
    assert {
        outcome.state for outcome in check_links([*urls, urls[0]], client(clock, pause=1.5))
    } == {"ok"}
    assert server.asked == [f"/{n}" for n in range(4)]
    assert clock.slept == [1.5] * 3


def test_hosts_that_lead_to_one_host_share_its_pause(server, monkeypatch):
    monkeypatch.setattr(connections, "is_public", lambda _address: True)
    clock = Clock()
    server.elsewhere = f"{server.at}/x"
    other = server.at.replace("127.0.0.1", "localhost")
    urls = [f"{other}/elsewhere", f"{server.at}/y"]
    outcomes = check_links(urls, client(clock, private=False))
    assert {outcome.state for outcome in outcomes} == {"ok"}
    assert sorted(server.asked) == ["/elsewhere", "/x", "/y"]
    assert clock.slept == [1.0]


def test_addresses_are_those_of_the_fields_with_their_files(atlas):
    found = addresses(atlas)
    source = atlas.records["example-paper-2024"]
    assert source.path in found[str(source.url)]
    assert all(url.startswith("http") for url in found)


def outcome(host: str, state: str, code: int | None = None) -> Outcome:
    return Outcome(f"https://{host}.example/a", state, code, why="why")


@pytest.mark.parametrize(
    ("outcomes", "gone"),
    [
        ([outcome("a", UNREACHABLE), outcome("b", UNREACHABLE)], True),
        ([outcome("a", UNREACHABLE), outcome("b", DEAD, 404)], False),
        ([outcome("a", UNREACHABLE), outcome("a", UNREACHABLE)], False),  # one host that is down
        ([outcome(host, REFUSED, 403) for host in "abc"], True),  # a gateway answers for all
        ([outcome(host, DOUBTFUL, 200) for host in "abc"], True),  # "log in to this network"
        ([outcome(host, OK, 200) for host in "abc"], False),
        ([outcome("a", OK, 200), outcome("b", REFUSED, 403), outcome("c", REFUSED, 403)], False),
        ([outcome("a", UNCHECKED), outcome("b", UNCHECKED)], False),
        ([], False),
    ],
)
def test_where_all_fail_alike_it_is_the_network(outcomes, gone):
    assert bool(network_gone(outcomes)) == gone


class TestCommand:
    @pytest.fixture
    def data(self, small, server, monkeypatch):
        """A data folder of which two addresses lead to the server."""
        allow_local_addresses(monkeypatch)
        text = (small / "sources" / "example-paper-2024.yml").read_text(encoding="utf-8")
        paper = next(line for line in text.splitlines() if line.startswith("url:"))
        edit(small, "sources/example-paper-2024.yml", paper, f"url: {server.at}/status/404")
        text = (small / "sources" / "example-blog.yml").read_text(encoding="utf-8")
        blog = next(line for line in text.splitlines() if line.startswith("url:"))
        edit(small, "sources/example-blog.yml", blog, f"url: {server.at}/status/403")
        return small

    def run(self, data, server, *more: str) -> int:
        only = server.at.removeprefix("http://")
        return main(
            ["links", "--data", str(data), "--private", "--pause", "0", "--only", only, *more]
        )

    def test_what_is_to_mend_comes_first(self, data, server, capsys):
        assert self.run(data, server) == 1
        assert capsys.readouterr().out == (
            "data/sources/example-paper-2024.yml: dead 404, page not found: "
            f"{server.at}/status/404\n"
            "data/sources/example-blog.yml: refused 403, the server blocks automated requests: "
            f"{server.at}/status/403\n"
        )

    def test_json_has_every_address(self, data, server, capsys):
        self.run(data, server, "--json")
        found = json.loads(capsys.readouterr().out)
        assert [(one["state"], one["files"]) for one in found] == [
            ("refused", ["data/sources/example-blog.yml"]),
            ("dead", ["data/sources/example-paper-2024.yml"]),
        ]

    def test_where_all_is_well_nothing_is_said(self, small, server, capsys):
        assert self.run(small, server) == 0
        assert capsys.readouterr().out == ""

    def test_without_a_network_nothing_is_said_of_the_addresses(self, small, monkeypatch, capsys):
        def no_host(*_args: object, **_options: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")

        monkeypatch.setattr(socket, "getaddrinfo", no_host)
        code = main(["links", "--data", str(small), "--pause", "0"])
        said = capsys.readouterr()
        assert (code, said.out) == (2, "")
        assert "no connection to any host" in said.err
