"""Asking public services: patient with what passes, quick to give up on what does not."""

from __future__ import annotations

import codecs
import email.utils
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from macros.outside import charsets, connections, http
from macros.outside.http import Client, FetchError, with_query
from tests.registry.server import (
    Clock,
    Service,
    cut_off,
    drips,
    gives,
    leads_to,
    says,
    sleeps,
    status,
    writes,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asking(clock: Clock, **options: Any) -> Client:
    kept = {"agent": "atlas-test", "pause": 0.0, "timeout": 5.0, "tries": 3, "private": True}
    return Client(sleep=clock.sleep, now=clock.now, **{**kept, **options})


def failure(client: Client, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.json(url)
    return caught.value


def test_it_says_who_asks(service: Service, clock: Clock) -> None:
    service.at("/a", gives({"ok": True}))
    assert asking(clock).json(f"{service.url}/a") == {"ok": True}
    assert service.agents == ["atlas-test"]


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_it_tries_again_with_growing_waits(service: Service, clock: Clock, code: int) -> None:
    service.at("/a", status(code), status(code), gives([1]))
    assert asking(clock).json(f"{service.url}/a") == [1]
    assert clock.slept == [2, 4]


def test_it_waits_as_long_as_it_is_asked_to(service: Service, clock: Clock) -> None:
    later = email.utils.formatdate(clock.time + 30, usegmt=True)
    service.at("/a", status(429, Retry_After="17"), status(503, Retry_After=later), gives([1]))
    assert asking(clock).json(f"{service.url}/a") == [1]
    assert clock.slept == [17, pytest.approx(13, abs=1)]


def test_it_does_not_wait_for_an_hour(service: Service, clock: Clock) -> None:
    service.at("/a", status(429, Retry_After="3600"))
    assert failure(asking(clock), f"{service.url}/a").code == "unavailable"
    assert clock.slept == []


@pytest.mark.parametrize("header", ["soon", "-5", "", "Wed, 99 Foo 2026", "9" * 400, "²"])
def test_a_strange_wish_to_wait_is_no_wish(service: Service, clock: Clock, header: str) -> None:
    service.at("/a", status(500, Retry_After=header.encode().decode("latin-1")), gives([1]))
    client = asking(clock)
    if header.startswith("9"):
        assert failure(client, f"{service.url}/a").code == "unavailable"
    else:
        assert client.json(f"{service.url}/a") == [1]
        assert clock.slept == [2]


@pytest.mark.parametrize(("code", "said"), [(404, "not-found"), (410, "not-found")])
def test_what_is_not_there_is_asked_once(
    service: Service, clock: Clock, code: int, said: str
) -> None:
    service.at("/a", status(code))
    assert failure(asking(clock), f"{service.url}/a").code == said
    assert len(service.asked) == 1


def test_a_refusal_is_final(service: Service, clock: Clock) -> None:
    service.at("/a", status(403))
    assert failure(asking(clock), f"{service.url}/a").code == "refused"
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (says(b"<html>Down for maintenance", "text/html"), "not-json", "text/html"),
        (says(b'{"a": [1, 2', "application/json"), "not-json", "not valid JSON"),
        (says(b"", "application/json"), "not-json", "not valid JSON"),
        (says(b"\xff\xfe\x00", "application/json"), "not-json", "not valid JSON"),
        (says(b'{"a": NaN}', "application/json"), "not-json", "not valid JSON"),
        (says(b"[" * 200_000, "application/json"), "not-json", "not valid JSON"),
        (cut_off({"a": "b" * 100}), "unavailable", "cut off"),
        (sleeps(0.6), "unavailable", "no answer within"),
        (leads_to("/a"), "redirects", "in a loop"),
        (leads_to("file:///etc/passwd"), "redirects", ""),
    ],
)
def test_no_answer_is_one_error(
    service: Service, clock: Clock, answer: Any, code: str, words: str
) -> None:
    service.at("/a", answer)
    error = failure(asking(clock, timeout=0.3, tries=2), f"{service.url}/a")
    assert error.code == code
    assert words in error.message


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        drips(b"HTTP/1.1 200 ", b"O", b"\r\nContent-Length: 2\r\n\r\n[]"),
        drips(_OK, b"X-A: b\r\n", b"Content-Length: 2\r\n\r\n[]"),
        drips(_OK + b"X-A: b", b"b", b"\r\nContent-Length: 2\r\n\r\n[]"),
        drips(_OK + b"Content-Length: 22\r\n\r\n", b" ", b"[]"),
        drips(_OK + b"\r\n", b" ", b"[]"),
        drips(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", b"2\r\n[]\r\n0\r\n\r\n"),
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n", _OK + b"Content-Length: 2\r\n\r\n[]"),
        drips(b"HTTP/1.1 404 Not ", b"F", b"\r\n\r\n"),
    ],
)
def test_the_time_is_for_the_whole_answer(service: Service, clock: Clock, answer: Any) -> None:
    """Each byte comes in time; with all the time in the world it would be an answer."""
    service.at("/a", answer)
    error = failure(asking(clock, timeout=0.3, tries=1), f"{service.url}/a")
    assert (error.code, error.message) == ("unavailable", "no answer within 0.3 s")


def faults() -> list[bytes]:
    """Return what a broken or a hostile server may answer, some of it at random."""
    to = b"HTTP/1.1 302 Found\r\nLocation: "
    chunked = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
    random = Random(14)
    mutated = []
    for _ in range(60):
        whole = bytearray(_OK + b"Content-Length: 6\r\nX-A: b\r\n\r\n[1, 2]")
        for _ in range(random.randint(1, 4)):
            whole[random.randrange(len(whole))] = random.randrange(256)
        mutated.append(bytes(whole))
    return [
        *(b"", b"\r\n", b"HTTP/1.1", b"HTTP/9.9 200 OK\r\n\r\n", b"HTTP/1.1 0 X\r\n\r\n"),
        *(b"SSH-2.0-Open\r\n", b"A" * 100_000, b"HTTP/1.1 451 \x1b[2J\r\n\r\n"),
        *(_OK + b"X: " + b"a" * 100_000 + b"\r\n\r\n", _OK + b"X: a\r\n" * 500 + b"\r\n"),
        *(_OK + b"Content-Length: " + size + b"\r\n\r\n[]" for size in (b"-5", b"a", b"9" * 30)),
        *(
            chunked + part
            for part in (b"zz\r\n", b"f" * 12 + b"\r\n[]", b"2\r\n[]\r\n", b"-1\r\n[]")
        ),
        *(_OK + b"\r\n" + body for body in (b"[" * 50_000, b"9" * 5000, b'"\\ud800"', b"1e999")),
        *(to + b"\r\n\r\n", to + b"http://[::1\r\n\r\n", to + b"http://a:b:c/\r\n\r\n"),
        *(to + b"javascript:alert(1)\r\n\r\n", to + b"http://169.254.169.254/\r\n\r\n"),
        *(to + b"/\xec\x9c\x85\x85 \x1b[31m\r\n\r\n", b"HTTP/1.1 302 X\r\n\r\n"),
        b"HTTP/1.1 503 X\r\nRetry-After: " + b"9" * 30 + b"\r\n\r\n",
        b"HTTP/1.1 503 X\r\nRetry-After: Mon, 99 Foo 2099 99:99:99 GMT\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 500,
        *mutated,
    ]


def test_whatever_a_server_does_is_an_answer_or_one_error(service: Service, clock: Clock) -> None:
    client = asking(clock, timeout=2.0, tries=1)
    for whole in faults():
        service.at("/a", writes(whole))
        for ask in (client.json, client.text, lambda url: client.visit(url, {})):
            try:
                ask(f"{service.url}/a")
            except FetchError as error:
                assert error.message.isprintable(), whole


def test_no_control_character_of_a_server_comes_through(service: Service, clock: Clock) -> None:
    service.at("/a", says(b"no", "text/\x1b]0,title\x07\x9b2Jhtml"))
    message = failure(asking(clock), f"{service.url}/a").message
    assert message == "the answer is text/ ]0,title 2Jhtml, not JSON"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "::", "fd00::1"]
    + ["fe80::1%eth0", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"]
    + ["2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "ff02::1", "fec0::1"],
)
def test_an_address_that_leads_into_a_private_network(address: str) -> None:
    assert not connections.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_public_internet(address: str) -> None:
    assert connections.is_public(address)


@pytest.mark.parametrize(
    "answer", [cut_off([1, 2, 3]), sleeps(0.6), says(b'{"a"', "application/json")]
)
def test_a_bad_moment_passes(service: Service, clock: Clock, answer: Any) -> None:
    service.at("/a", answer, gives([1, 2, 3]))
    assert asking(clock, timeout=0.3).json(f"{service.url}/a") == [1, 2, 3]


def test_json_is_json_whatever_it_is_called(service: Service, clock: Clock) -> None:
    service.at("/a", gives([1], "text/plain"))
    assert asking(clock).json(f"{service.url}/a") == [1]


def test_nobody_listens(clock: Clock) -> None:
    assert failure(asking(clock), "http://127.0.0.1:9/a").code == "unavailable"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "http://", "http://a:b/", "no address", ""]
)
def test_only_the_web_is_asked(clock: Clock, url: str) -> None:
    assert failure(asking(clock), url).code in ("bad-address", "unavailable")


def test_it_reads_no_more_than_it_can_hold(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 100_000)
    service.at("/a", says(b'"' + b"x" * 200_000 + b'"', "application/json"))
    assert failure(asking(clock), f"{service.url}/a").code == "too-large"


def test_requests_to_a_host_are_paced(service: Service, clock: Clock) -> None:
    service.at("/a", gives([1]))
    client = asking(clock, pause=1.5)
    for _ in range(3):
        client.json(f"{service.url}/a")
    assert clock.slept == [1.5, 1.5]


def test_an_answer_is_kept_for_six_hours(service: Service, clock: Clock, tmp_path: Path) -> None:
    service.at("/a", gives([1]), gives([2]))
    clock.time = __import__("time").time()
    client = asking(clock, cache=tmp_path / "cache")
    assert client.json(f"{service.url}/a") == [1]
    assert client.json(f"{service.url}/a") == [1]
    clock.time += 7 * 3600
    assert client.json(f"{service.url}/a") == [2]
    assert len(service.asked) == 2


def test_a_broken_cache_does_no_harm(service: Service, clock: Clock, tmp_path: Path) -> None:
    service.at("/a", gives([1]))
    client = asking(clock, cache=tmp_path)
    client.json(f"{service.url}/a")
    for kept in tmp_path.iterdir():
        kept.write_bytes(b"application/json\n{")
    assert client.json(f"{service.url}/a") == [1]


def test_errors_are_not_kept(service: Service, clock: Clock, tmp_path: Path) -> None:
    service.at("/a", status(404), gives([1]))
    client = asking(clock, cache=tmp_path)
    failure(client, f"{service.url}/a")
    assert client.json(f"{service.url}/a") == [1]


def test_addresses_are_written_in_ascii() -> None:
    address = with_query("https://a.kr/가/b?c=d", {"q": "가 나"})
    assert address.isascii()
    assert with_query("https://a.kr/%EA") == "https://a.kr/%EA"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("똠방".encode(), "text/html; charset=utf-8"),
        ("똠방".encode(), "text/html; charset=nonsense"),
        ("똠방".encode(), "text/html; charset=punycode"),  # a codec of Python's, and of no browser
        ("똠방".encode("utf-8-sig"), "text/html; charset=euc-kr"),  # a mark of Unicode wins
        ("똠방".encode("utf-16"), "text/html"),
        *(
            ("똠방".encode("cp949"), f"text/html; {label}")
            for label in ("charset=EUC-KR", 'charset="ks_c_5601-1987"', "charset = 'korean' ; a=b")
        ),
        *(
            (f"{label}<title>똠방".encode("cp949"), "text/html")
            for label in (
                '<meta charset="euc-kr">',
                "<META CHARSET=windows-949 />",
                '<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">',
                "<meta content='text/html;charset=euc-kr' http-equiv=content-type>",
                '<?xml version="1.0" encoding="euc-kr"?>',
                f"<script>{'x' * 5000}</script><meta charset=euc-kr>",
                '<!-- <meta charset="utf-8"> --><meta charset="euc-kr">',
                '<meta name="description" content="charset=utf-8"><meta charset="euc-kr">',
                '<meta charset="none of them"><meta charset="euc-kr">',
                "",
            )
        ),
        ("<meta charset=utf-16>똠방".encode(), "text/html"),  # then it would not have been read
        ("<meta charset=gb2312>똠방".encode("cp949"), "text/html; charset=euc-kr"),
    ],
)
def test_pages_come_in_any_encoding(service: Service, clock: Clock, body: bytes, kind: str) -> None:
    service.at("/a", says(body, kind))
    assert "똠방" in asking(clock).text(f"{service.url}/a")


def test_every_label_has_a_codec() -> None:
    assert all(codecs.lookup(codec) for codec in charsets.CODECS.values())


# What a question to a registry and the check of a link have in common.


def of_registry(client: Client, url: str) -> object:
    return client.json(url)


def of_link(client: Client, url: str) -> object:
    return client.visit(url, {"Accept": "text/html"}).status


@pytest.fixture(params=[(of_registry, [1]), (of_link, 200)], ids=["registry", "link"])
def question(request: pytest.FixtureRequest) -> tuple[Callable[[Client, str], object], object]:
    """How to ask, and the answer to `[1]`."""
    return request.param


def refused(ask: Callable[[Client, str], object], client: Client, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        ask(client, url)
    return caught.value


def test_no_private_network_is_asked(service: Service, clock: Clock, question: Any) -> None:
    ask, _answer = question
    error = refused(ask, asking(clock, private=False), f"{service.url}/a")
    assert (error.code, error.message) == ("private", "it leads to a private network")
    assert service.asked == []
    assert clock.slept == []  # another try would be in vain


def test_a_named_private_host_sends_nobody_to_another(
    service: Service, clock: Clock, question: Any
) -> None:
    ask, answer = question
    port = service.url.rpartition(":")[2]
    service.at("/away", leads_to(f"http://localhost:{port}/b"))
    service.at("/a", leads_to("/b"))
    service.at("/b", gives([1]))
    assert ask(asking(clock), f"{service.url}/a") == answer
    service.asked.clear()
    assert refused(ask, asking(clock), f"{service.url}/away").code == "private"
    assert service.asked == ["/away"]


def test_a_public_host_leads_nobody_into_a_private_network_by_a_redirect_to_itself(
    service: Service, clock: Clock, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers with a public address until the redirect comes."""
    ask, _answer = question
    public = iter([True, True])  # before it is asked, and when it is connected to
    monkeypatch.setattr(connections, "is_public", lambda _address: next(public, False))
    service.at("/a", leads_to("/b"))
    service.at("/b", gives([1]))
    assert refused(ask, asking(clock), f"{service.url}/a").code == "private"
    assert service.asked == ["/a"]


def test_a_name_that_nobody_looks_up_takes_no_longer_than_an_answer(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait() and [])
    client = asking(clock, timeout=0.2, tries=1, private=False)
    assert failure(client, "http://slow.example/").message == "no answer within 0.2 s"
    over.set()


def test_the_address_that_was_checked_is_the_one_connected_to(
    service: Service, clock: Clock, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers first with a public address, then with one of this machine."""
    ask, _answer = question
    port = int(service.url.rpartition(":")[2])
    answers = ["93.184.216.34", "127.0.0.1"]
    look_up, reached = socket.getaddrinfo, []

    def rebound(host: str, *more: Any, **options: Any) -> Any:
        numeric = answers.pop(0) if host == "rebound.example" else host
        return look_up(numeric, *more, **options)

    def connect(_socket: socket.socket, address: tuple[str, int]) -> None:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    monkeypatch.setattr(socket.socket, "connect", connect)
    client = asking(clock, private=False, tries=1)
    assert refused(ask, client, f"http://rebound.example:{port}/a").code == "unavailable"
    assert reached == [("93.184.216.34", port)]


def test_a_host_with_one_private_address_is_private(
    clock: Clock, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, _answer = question
    found = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    client = asking(clock, private=False)
    assert refused(ask, client, "http://two.example/").code == "private"


def test_a_proxy_is_asked_for_public_hosts_only(
    service: Service, clock: Clock, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, answer = question
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, service.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(http, "_PUBLIC_HOSTS", connections.opener(private=False))
    service.at("/a", gives([1]))
    client = asking(clock, private=False)
    assert ask(client, "http://93.184.216.34/a") == answer
    for host in ("10.0.0.1", "127.0.0.1:8000", "[::1]", "%31%30.0.0.1"):
        assert refused(ask, client, f"http://{host}/a").code == "private"
    assert service.asked == ["http://93.184.216.34/a"]


def test_a_secure_connection_is_guarded_too(
    service: Service, clock: Clock, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without TLS: what is refused is refused before the handshake."""
    ask, _answer = question
    url = service.url.replace("http:", "https:")
    client = asking(clock, private=False, tries=1)
    assert refused(ask, client, url).code == "private"
    monkeypatch.setattr(connections, "is_public", lambda _address: True)
    error = refused(ask, client, url)
    assert error.code == "unavailable" and "SSL" in error.message


def test_redirects_are_counted(service: Service, clock: Clock, question: Any) -> None:
    ask, answer = question
    for step in range(12):
        service.at(f"/{step}", leads_to(f"/{step + 1}"))
    service.at("/12", gives([1]))
    assert ask(asking(clock), f"{service.url}/2") == answer  # ten redirects
    error = refused(ask, asking(clock), f"{service.url}/1")
    assert (error.code, error.message) == ("redirects", "more than 10 redirects")


def test_both_wait_as_long_as_they_are_asked_to(
    service: Service, clock: Clock, question: Any
) -> None:
    ask, answer = question
    service.at("/a", status(503), status(429, Retry_After="17"), gives([1]))
    assert ask(asking(clock), f"{service.url}/a") == answer
    assert clock.slept == [2, 17]
    service.at("/b", status(429, Retry_After="3600"))
    error = refused(ask, asking(clock), f"{service.url}/b")
    assert (error.code, error.status) == ("unavailable", 429)
    assert clock.slept == [2, 17]


def test_a_redirect_waits_for_its_hosts_turn(service: Service, clock: Clock, question: Any) -> None:
    ask, answer = question
    service.at("/a", leads_to("/b"))
    service.at("/b", gives([1]))
    assert ask(asking(clock, pause=1.5), f"{service.url}/a") == answer
    assert clock.slept == [1.5]


def test_only_a_question_for_content_reads_it(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 100_000)
    service.at("/a", says(b'"' + b"x" * 200_000 + b'"', "application/json"))
    assert refused(of_registry, asking(clock), f"{service.url}/a").code == "too-large"
    assert of_link(asking(clock), f"{service.url}/a") == 200
