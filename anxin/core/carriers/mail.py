"""Mail through the operator's own server: plain text, with files where it brings any.

Which server, the message's address brings along (`smtp://user:password@host:port`); else it is `ANXIN_SMTP`'s.

An encrypted line proves whose it is: the certificate is signed by whom this system trusts, or by the authority in
`ANXIN_SMTP_CA` alone, and names the host. A password goes over no open line, whatever the server offers.
"""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Buffer, Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from anxin.core.carriers import deadlines
from anxin.core.carriers.carriers import NotSent, OutOfReach, Parcel, Unclear, register

TIMEOUT_S = 20.0
"""So long a mail may take to be handed over, all of it."""
PORTS = {"smtp": 25, "smtps": 465}
FOR_GOOD = 500
"""From this code on a server doesn't want to be asked again."""
REFUSED = 400
"""From this code on a server says no; below it, an answer to what it was given says nothing."""


class NotEncrypted(smtplib.SMTPException):
    """The server offers no encryption, and a password was to be sent."""


class Mail:
    """Hands a message to an SMTP server; before it took the text, nothing has left."""

    accepts_key = False
    queue = "outside"

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s

    def send(self, parcel: Parcel) -> str:
        """Send one mail; the first line of the text is its subject."""
        server = parcel.secret or settings.SMTP
        if not server or not parcel.to:
            raise NotSent({"carrier": "mail", "why": "no server" if parcel.to else "no address"})
        self._go(server, lambda letterbox: letterbox.over(parcel))
        return "handed over"

    def knock(self, server: str = "") -> None:
        """Go as far as sending would, and send nothing; raises `NotSent` with what is wrong."""
        self._go(server or settings.SMTP, lambda letterbox: letterbox.over(None))

    def _go(self, server: str, way: Callable[["_Handing"], None]) -> None:
        handing = _Handing(server, self._timeout_s)
        try:
            deadlines.at_most(self._timeout_s, lambda: way(handing), handing.cut)
        except (OSError, smtplib.SMTPException) as error:
            if handing.taken:  # how the two parted says nothing of the letter
                return
            raise _gone(error, begun=handing.begun)({"carrier": "mail", "why": _why(error)}) from error


def _gone(error: Exception, *, begun: bool) -> type[NotSent | Unclear]:
    """Return what became of a letter: refused for good, not now, or nobody knows."""
    code = _code(error)
    if code is None:
        return Unclear if begun else OutOfReach
    return OutOfReach if code < FOR_GOOD else NotSent


class _Handing:
    """One mail on its way; `begun` once the server may have taken it, `taken` once it said so."""

    def __init__(self, address: str, timeout_s: float) -> None:
        self._parts, self._timeout_s = urlsplit(address), timeout_s
        self._line: socket.socket | None = None
        self._over = False
        self.begun = self.taken = False

    def over(self, parcel: Parcel | None) -> None:
        """Connect, sign in, hand over what there is."""
        try:
            self._hand(_letter(parcel, _sender(self._parts)) if parcel else None)
        finally:
            if self._line is not None:
                self._line.close()

    def _hand(self, letter: EmailMessage | None) -> None:
        parts = self._parts
        kind = _Ssl if parts.scheme == "smtps" else _Plain
        with kind(self, str(parts.hostname), parts.port or PORTS[parts.scheme], timeout=self._timeout_s) as server:
            server.ehlo_or_helo_if_needed()
            encrypted = parts.scheme == "smtps"
            if not encrypted and server.has_extn("starttls"):
                server.starttls(context=_trust())
                encrypted = True
            if parts.username:
                if not encrypted:
                    raise NotEncrypted
                server.login(unquote(parts.username), unquote(parts.password or ""))
            if letter is not None and not self._over:
                server.send_message(letter)
                self.taken = True

    def keep(self, line: socket.socket) -> None:
        """Keep a hold of the connection that encryption leaves alone."""
        self._line = line.dup()
        if self._over:
            self.cut()

    def cut(self) -> None:
        """Close the connection from outside: whatever waits for it ends."""
        self._over = True
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class _Plain(smtplib.SMTP):
    """A connection that tells its handing of its socket."""

    def __init__(self, handing: _Handing, host: str, port: int, *, timeout: float) -> None:
        self._handing = handing
        super().__init__(host, port, timeout=timeout)

    def data(self, msg: Buffer | str) -> tuple[int, bytes]:
        """Send the text: from here on the server may have taken it."""
        self._handing.begun = True
        return super().data(msg)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), timeout)
        self._handing.keep(line)
        return line


class _Ssl(smtplib.SMTP_SSL, _Plain):
    """The same, encrypted from its first byte."""

    def __init__(self, handing: _Handing, host: str, port: int, *, timeout: float) -> None:
        self._handing = handing
        smtplib.SMTP_SSL.__init__(self, host, port, timeout=timeout, context=_trust())


def _trust() -> ssl.SSLContext:
    """Believe whom this system trusts, or the one authority that is named; either way the name must be the host's."""
    return ssl.create_default_context(cafile=settings.SMTP_CA or None)


def _code(error: Exception) -> int | None:
    """Return by which code the server refused; None where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(code for code, _words in error.recipients.values())
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    return code if code >= REFUSED else None


def _why(error: Exception) -> str:
    code = _code(error)
    if code is not None:
        return f"SMTP {code}"
    if isinstance(error, TimeoutError):
        return "too slow"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate not trusted: {error.verify_message}"
    if isinstance(error, NotEncrypted):
        return "a password goes over no open line, and the server offers no STARTTLS"
    return type(error).__name__


def _sender(parts: SplitResult) -> str:
    """Write as whoever signs in at the server, where that is an address: most let nobody write as somebody else."""
    user = unquote(parts.username or "")
    return user if "@" in user else f"anxin@{parts.hostname}"


def _letter(parcel: Parcel, sender: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = Address("Anxin", addr_spec=sender)
    letter["To"] = parcel.to
    letter["Subject"] = parcel.text.partition("\n")[0]
    letter["Date"] = format_datetime(parcel.now)
    letter["Message-ID"] = f"<{parcel.key.replace(':', '.')}@{sender.partition('@')[2]}>"
    letter.set_content(parcel.text)
    for one in parcel.attached:
        main, _, kind = one.kind.partition("/")
        letter.add_attachment(one.content, maintype=main, subtype=kind, filename=one.name)
    return letter


register("mail", Mail())
