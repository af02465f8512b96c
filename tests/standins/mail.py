"""A mail server (RFC 5321, 3207, 4954): it takes letters, shows a certificate of its own making, and can misbehave."""

import contextlib
import socketserver
import ssl
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SLOW_S = 10.0
"""So long a late answer takes at most; who tests it has his client wait for less, and ends the stand-in."""
WORDS = {
    "greylisted": ("MAIL", b"451 come back later\r\n"),
    "nobody": ("RCPT", b"550 no such user\r\n"),
    "unknown": ("AUTH", b"535 wrong password\r\n"),
}
"""What is answered to which verb instead of a yes."""
WEIGHED = {"busy": b"452 no room\r\n", "spam": b"554 refused\r\n"}
"""What is answered to the letter instead of a yes."""


class Session(socketserver.StreamRequestHandler):
    """One session, encrypted from its first byte, on demand, or never; it keeps what it reads."""

    server: "MailServer"

    def setup(self) -> None:
        if self.server.way == "smtps":
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        """Close the encrypted line too: the server knows the bare one only."""
        with contextlib.suppress(OSError):
            super().finish()
        self.request.close()

    def handle(self) -> None:
        self.encrypted = self.server.way == "smtps"
        self.mood = self.server.moods.popleft() if self.server.moods else ""
        if self.mood == "silent":
            self.server.over.wait(SLOW_S)
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            self.server.read.append(line)
            verb = line.split()[0].decode().upper()
            if not self._said(verb):
                return

    def _said(self, verb: str) -> bool:
        """Answer a verb; return whether the line stays open."""
        known, refusal = WORDS.get(self.mood, ("", b""))
        if verb == known:
            self.wfile.write(refusal)
        elif verb == "STARTTLS":
            return self._encrypts()
        elif verb == "RCPT" and self.mood == "drop":
            return False
        elif verb == "DATA":
            return self._takes()
        elif verb == "QUIT":
            return self._parts()
        else:
            offers = b"250-STARTTLS\r\n" if self.server.way == "starttls" and not self.encrypted else b""
            hello = b"250-here\r\n" + offers + b"250 AUTH PLAIN\r\n"
            self.wfile.write({"EHLO": hello, "AUTH": b"235 in\r\n"}.get(verb, b"250 ok\r\n"))
        return True

    def _encrypts(self) -> bool:
        self.wfile.write(b"220 go on\r\n")
        if self.mood == "garbled":
            self.wfile.write(b"no handshake at all\r\n" * 9)
            return False
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()
        self.encrypted = True
        return True

    def _takes(self) -> bool:
        self.wfile.write(b"354 go on\r\n")
        letter = b"".join(iter(self.rfile.readline, b".\r\n"))
        if self.mood in WEIGHED:
            self.wfile.write(WEIGHED[self.mood])
            return True
        self.server.letters.append(letter)
        if self.mood == "hang":
            self.server.over.wait(SLOW_S)
        if self.mood == "nonsense":
            self.wfile.write(b"?\r\n")
        if self.mood in ("hang", "break", "nonsense"):
            return False
        self.wfile.write(b"250 taken\r\n")
        return True

    def _parts(self) -> bool:
        if self.mood == "deaf":
            self.server.over.wait(SLOW_S)
        elif self.mood != "gone":
            self.wfile.write(b"421 closing\r\n" if self.mood == "rude" else b"221 bye\r\n")
        return False


class MailServer(socketserver.ThreadingTCPServer):
    """One server, by the way its line is encrypted: smtps, starttls, or stripped of it.

    `moods` spoil the next sessions, first in first out, one each: "" is a good one. Nothing is taken: silent (it greets
    too late), unknown (the password), greylisted, nobody (the recipient), drop (at the recipient), garbled (instead of
    a handshake), busy, spam · the letter is taken: hang (the answer comes too late), break (the line breaks before
    it), nonsense (for an answer) · taken and said, then: rude (421 for a goodbye), gone (no goodbye), deaf (none in
    time).
    """

    daemon_threads = True

    def __init__(self, way: str, certificate: Path) -> None:
        self.way, self.context = way, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.moods: deque[str] = deque()
        self.read: list[bytes] = []
        self.letters: list[bytes] = []
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Session)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

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
