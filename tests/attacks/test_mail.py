"""Between us and the mail server: who stands there shows a certificate of his own, or takes the encryption away."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from anxin.commands import inspect
from anxin.core import checks
from anxin.core.carriers import Mail, NotSent, Parcel
from tests.standins.mail import MailServer, self_signed

type Serves = Callable[..., MailServer]


@pytest.fixture
def serves(tmp_path: Path, settings: Any) -> Iterator[Serves]:
    """Begin mail servers; the settings name the latest one, and its authority where it is `known`."""
    with contextlib.ExitStack() as ended:

        def begin(way: str, *, host: str = "localhost", known: bool = False) -> MailServer:
            written = self_signed(host, tmp_path)
            server = ended.enter_context(MailServer(way, written))
            settings.SMTP, settings.SMTP_CA = server.address(), str(written) if known else ""
            return server

        yield begin


def sends(now: datetime) -> str:
    """Send a letter; give why it did not leave, or nothing."""
    letter = Parcel(key="k", template="t", ids={}, text="密语", to="owner@example.com", now=now)
    try:
        Mail(timeout_s=5).send(letter)
    except NotSent as error:
        return str(error.facts["why"])
    return ""


@pytest.mark.parametrize("way", ["smtps", "starttls"])
class TestCertificate:
    def test_of_its_own_making_is_refused_before_a_word(self, way: str, serves: Serves, now: datetime) -> None:
        server = serves(way)
        assert sends(now) == "certificate not trusted: self-signed certificate"
        assert not server.letters
        assert b"AUTH" not in b"".join(server.read)

    def test_of_the_named_authority_is_good(self, way: str, serves: Serves, now: datetime) -> None:
        server = serves(way, known=True)
        assert checks.the_mail() == []
        assert sends(now) == ""
        assert len(server.letters) == 1
        assert any(line.startswith(b"AUTH PLAIN") for line in server.read)

    def test_of_the_named_authority_for_another_host_is_refused(self, way: str, serves: Serves, now: datetime) -> None:
        server = serves(way, host="elsewhere", known=True)
        assert sends(now).startswith("certificate not trusted: Hostname mismatch")
        assert not server.letters


def test_a_password_goes_over_no_open_line(serves: Serves, now: datetime) -> None:
    server = serves("stripped", known=True)
    assert sends(now) == "a password goes over no open line, and the server offers no STARTTLS"
    assert b"AUTH" not in b"".join(server.read)


@pytest.mark.django_db
def test_inspect_says_what_is_wrong_and_sends_nothing(serves: Serves, capsys: pytest.CaptureFixture[str]) -> None:
    for known, said in ((False, "certificate not trusted: self-signed certificate"), (True, "takes letters")):
        server = serves("smtps", known=known)
        inspect._say_mail()
        assert said in capsys.readouterr().out
        assert not server.letters


def test_an_authority_that_cannot_be_read_is_said_before_it_hurts(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "empty.pem").write_text("no certificate")
    for name in ("missing.pem", "empty.pem"):
        settings.SMTP_CA = str(tmp_path / name)
        assert [found.id for found in checks.the_mail()] == ["core.E006"]
