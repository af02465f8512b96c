"""An address that somebody else named is asked outside only: by its number, by its name, behind every redirect."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import requests, routes
from anxin.core.carriers.authorities import authorities
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.errors import Invalid
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db
INSIDE = (
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://localhost:8443/",
    "https://[::1]/",
    "https://[::]/",
    "https://0.0.0.0/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[fd00:ec2::254]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/latest/meta-data/",
    "https://10.0.0.8/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://good.example@127.0.0.1/",
    "https://127.0.0.1#@good.example/",
)
NOWHERE = (
    "http://good.example/",
    "ftp://good.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "//127.0.0.1/",
    "https://",
    "https://[bad/",
    "https://good.example:99999/",
    "",
)


class Standin:
    """A server on this machine: it counts who asked, and answers by path."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.to = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                if self.path == "/away":
                    self.send_response(302)
                    self.send_header("Location", outer.to)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(200)
                self.end_headers()
                if self.path == "/long":
                    self.wfile.write(bytes(5000))
                elif self.path == "/slow":
                    outer.released.wait(PATIENCE_S)
                else:
                    self.wfile.write(b"the file")

            def log_message(self, *_told: object) -> None:
                """Say nothing."""

        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def standing() -> Iterator[Standin]:
    one = Standin()
    try:
        yield one
    finally:
        one.close()


@pytest.fixture
def known() -> Iterator[Standin]:
    """Give a provider on this machine whose address an administrator gave."""
    with standing() as one:
        yield one


@pytest.fixture
def inner() -> Iterator[Standin]:
    """Give something inside that nobody may ask."""
    with standing() as one:
        yield one


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, list[list[str]]]], list[str]]:
    """Have names lead to numbers, one list after the other; give what was looked up."""

    def name(book: dict[str, list[list[str]]]) -> list[str]:
        looked: list[str] = []

        def found(host: str, port: int, **_told: object) -> list[tuple[object, ...]]:
            looked.append(host)
            numbers = book[host][min(looked.count(host), len(book[host])) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers]

        monkeypatch.setattr(socket, "getaddrinfo", found)
        return looked

    return name


class TestAnAddress:
    @pytest.mark.parametrize("url", INSIDE)
    def test_that_leads_inside_is_not_asked(self, url: str) -> None:
        with pytest.raises(NotReached) as refused:
            requests.fetch(url)
        assert refused.value.facts["why"] in ("private address", "unknown name")

    @pytest.mark.parametrize("url", NOWHERE)
    def test_that_is_none_is_not_asked(self, url: str) -> None:
        with pytest.raises(NotReached):
            requests.fetch(url)

    @pytest.mark.parametrize("numbers", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["8.8.8.8", "::1"]])
    def test_whose_name_leads_inside_by_any_of_its_numbers_is_not_asked(
        self, numbers: list[str], named: Callable[[dict[str, list[list[str]]]], list[str]]
    ) -> None:
        named({"files.example": [numbers]})
        with pytest.raises(NotReached) as refused:
            requests.fetch("https://files.example/a.pdf")
        assert refused.value.facts["why"] == "private address"

    def test_is_connected_to_by_the_number_that_was_checked_though_its_name_leads_elsewhere_then(
        self, named: Callable[[dict[str, list[list[str]]]], list[str]]
    ) -> None:
        looked = named({"files.example": [["8.8.8.8"], ["127.0.0.1"]]})
        route = routes.route_to("https://files.example/a.pdf?x=1", private=False)
        assert (route.url, route.name, looked) == ("https://8.8.8.8:443/a.pdf?x=1", "files.example", ["files.example"])


class TestARedirect:
    @pytest.mark.parametrize("url", [*INSIDE, "ftp://good.example/", "https://[bad/", "http://good.example/"])
    def test_that_leads_inside_is_not_followed(self, url: str, known: Standin) -> None:
        known.to = url
        with pytest.raises((NotReached, NoAnswer)):
            requests.fetch(f"{known.url}/away", beside=known.url)
        assert known.asked == ["/away"]

    def test_to_another_door_of_the_same_machine_is_not_followed(self, known: Standin, inner: Standin) -> None:
        known.to = f"{inner.url}/secret"
        with pytest.raises(NotReached):
            requests.fetch(f"{known.url}/away", beside=known.url)
        assert inner.asked == []

    def test_to_where_an_administrator_said_is_followed(self, known: Standin) -> None:
        known.to = "/file"
        assert requests.fetch(f"{known.url}/away", beside=f"{known.url}/gateway.do").body == b"the file"

    def test_that_comes_back_to_itself_ends(self, known: Standin) -> None:
        known.to = "/away"
        with pytest.raises(NotReached) as refused:
            requests.fetch(f"{known.url}/away", beside=known.url)
        assert (refused.value.facts["why"], len(known.asked)) == ("too many redirects", requests.REDIRECTS + 1)


class TestAnAnswer:
    def test_that_is_too_long_is_left(self, known: Standin) -> None:
        with pytest.raises(NoAnswer) as left:
            requests.fetch(f"{known.url}/long", beside=known.url, most_bytes=4999)
        assert left.value.facts["why"] == "too long"

    def test_that_does_not_end_is_left(self, known: Standin) -> None:
        with pytest.raises(NoAnswer) as left:
            requests.fetch(f"{known.url}/slow", beside=known.url, timeout_s=0.3)
        assert left.value.facts["why"] == "too slow"


class TestANameInside:
    @pytest.fixture
    def allowed(self, inner: Standin) -> Callable[[str], None]:
        def allow(name: str) -> None:
            now, by = timezone.now(), [Actor(kind="staff", id=one, roles=frozenset({"operator"})) for one in "ab"]
            told = {"name": routes.INSIDE.name, "value": [name]}
            row = acting(lambda: settings.propose(**told, valid_from=now, by=by[0], now=now))
            assert row.confirmed_at is None, "it takes two"
            acting(lambda: settings.confirm(row, by=by[1], now=now))

        return allow

    def test_is_asked_once_an_administrator_and_a_second_one_allowed_it(
        self, inner: Standin, allowed: Callable[[str], None]
    ) -> None:
        with pytest.raises(NotReached):
            requests.fetch(f"{inner.url}/file")
        allowed("127.0.0.1")
        assert requests.fetch(f"{inner.url}/file").body == b"the file"

    def test_with_its_door_opens_no_other(self, known: Standin, inner: Standin, allowed: Callable[[str], None]) -> None:
        allowed(inner.url.removeprefix("http://"))
        assert requests.fetch(f"{inner.url}/file").body == b"the file"
        with pytest.raises(NotReached):
            requests.fetch(f"{known.url}/file")

    @pytest.mark.parametrize("value", [["https://erp.example"], ["ERP.example"], [7], ["a b"], [""], ["erp.example/x"]])
    def test_is_a_name_and_nothing_else(self, value: list[object]) -> None:
        with pytest.raises(Invalid, match="inside_hosts"):
            routes.INSIDE.checked(value)


def test_who_vouches_for_a_host_is_read_once_however_many_are_asked(
    known: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[ssl.SSLContext] = []

    def make(**told: Any) -> ssl.SSLContext:
        made.append(real(**told))
        return made[-1]

    real = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", make)
    authorities.forget()
    for _turn in range(3):
        assert requests.ask("GET", f"{known.url}/file").body == b"the file"
    assert made == [authorities()]
    assert made[0].verify_mode == ssl.CERT_REQUIRED
    assert made[0].check_hostname
