"""Mail through the operator's own server (`ANXIN_SMTP`): plain text, for those who run the house."""

import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings

from anxin.core.carriers.carriers import NotSent, Parcel, Unclear, register

TIMEOUT_S = 20.0
PORTS = {"smtp": 25, "smtps": 465}


class Mail:
    """Hands a message to an SMTP server; before it took the text, nothing has left."""

    accepts_key = False
    queue = "outside"

    def send(self, parcel: Parcel) -> str:
        """Send one mail; the first line of the text is its subject."""
        if not settings.SMTP or not parcel.to:
            raise NotSent({"carrier": "mail", "why": "no server" if parcel.to else "no address"})
        parts = urlsplit(settings.SMTP)
        letter = _letter(parcel, f"anxin@{parts.hostname}")
        handed_over = False
        try:
            kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
            with kind(str(parts.hostname), parts.port or PORTS[parts.scheme], timeout=TIMEOUT_S) as server:
                if parts.scheme == "smtp" and server.has_extn("starttls"):
                    server.starttls()
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                handed_over = True
                server.send_message(letter)
        except smtplib.SMTPResponseException as error:
            raise NotSent({"carrier": "mail", "why": f"SMTP {error.smtp_code}"}) from error
        except (OSError, smtplib.SMTPException) as error:
            gone = Unclear if handed_over else NotSent
            raise gone({"carrier": "mail", "why": type(error).__name__}) from error
        return "handed over"


def _letter(parcel: Parcel, sender: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = Address("Anxin", addr_spec=sender)
    letter["To"] = parcel.to
    letter["Subject"] = parcel.text.partition("\n")[0]
    letter["Date"] = format_datetime(parcel.now)
    letter["Message-ID"] = f"<{parcel.key.replace(':', '.')}@{sender.partition('@')[2]}>"
    letter.set_content(parcel.text)
    return letter


register("mail", Mail())
