"""Between us and the mail server: who stands there shows a certificate of his own, or takes the encryption away."""

import contextlib
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from anxin.commands import inspect
from anxin.core import checks
from anxin.core.carriers import Mail, NotSent, Parcel

type Serves = Callable[..., "Server"]


class Session(socketserver.StreamRequestHandler):
    """One session of a mail server, encrypted from its first byte, on demand, or never; it keeps what it reads."""

    server: "Server"

    def setup(self) -> None:
        """Encrypt first where that is the way."""
        if self.server.way == "smtps":
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        """Close the encrypted line too: the server knows the bare one only."""
        with contextlib.suppress(OSError):
            super().finish()
        self.request.close()

    def handle(self) -> None:
        """Answer verb by verb."""
        self.wfile.write(b"220 here\r\n")
        encrypted = self.server.way == "smtps"
        while line := self.rfile.readline():
            self.server.read.append(line)
            verb = line.split()[0].upper()
            if verb == b"EHLO":
                offers = b"250-STARTTLS\r\n" if self.server.way == "starttls" and not encrypted else b""
                self.wfile.write(b"250-here\r\n" + offers + b"250 AUTH PLAIN\r\n")
            elif verb == b"STARTTLS":
                self.wfile.write(b"220 go on\r\n")
                self.request = self.server.context.wrap_socket(self.request, server_side=True)
                super().setup()
                encrypted = True
            elif verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"250 taken\r\n")
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"235 in\r\n" if verb == b"AUTH" else b"250 ok\r\n")


class Server(socketserver.ThreadingTCPServer):
    """A mail server with a certificate it signed itself."""

    daemon_threads = True

    def __init__(self, way: str, context: ssl.SSLContext) -> None:
        self.way, self.context = way, context
        self.read: list[bytes] = []
        self.letters: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Session)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of callers who go away: that is the point."""

    def address(self) -> str:
        """Give the address to name in `ANXIN_SMTP`, with a password."""
        scheme = "smtps" if self.way == "smtps" else "smtp"
        return f"{scheme}://anxin:secret@localhost:{self.server_address[1]}"


def self_signed(host: str, folder: Path) -> Path:
    """Write a key and a certificate for a host that nobody but itself vouches for."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    written = folder / f"{host}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    written.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return written


@pytest.fixture
def serves(tmp_path: Path, settings: Any) -> Iterator[Serves]:
    """Begin mail servers; the settings name the latest one, and its authority where it is `known`."""
    with contextlib.ExitStack() as ended:

        def begin(way: str, *, host: str = "localhost", known: bool = False) -> Server:
            written = self_signed(host, tmp_path)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(written)
            server = ended.enter_context(Server(way, context))
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            ended.callback(server.shutdown)
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
