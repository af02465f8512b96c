"""What WeChat's server rings with: signed, and in safe mode enciphered; and what it is answered."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from defusedxml import DefusedXmlException, ElementTree

BLOCK = 32
"""WeChat fills up to 32 bytes, not to AES's own 16."""


class BadEnvelope(ValueError):
    """Not WeChat's, or not for this account; says why in one word."""


class Envelope:
    """Opens and closes what goes between WeChat's server and this one, for one account."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read token, key and app; raise `BadEnvelope` for a key that is none."""
        self._token, self._app = values["token"], values["app"]
        try:
            self._key = base64.b64decode(values["aes_key"] + "=", validate=True)
        except ValueError as error:
            raise BadEnvelope("key") from error
        if len(self._key) != 32:
            raise BadEnvelope("key")

    def echo(self, query: Mapping[str, str]) -> str:
        """Return what WeChat wants to hear when the address is entered there."""
        signed = self._signature(query.get("timestamp", ""), query.get("nonce", ""))
        if not hmac.compare_digest(signed.encode(), query.get("signature", "").encode()):
            raise BadEnvelope("signature")
        return query.get("echostr", "")

    def open(self, query: Mapping[str, str], body: bytes) -> dict[str, str]:
        """Return what was sent, proved and deciphered; plain text is refused."""
        sealed = _fields(body).get("Encrypt", "")
        if not sealed:
            raise BadEnvelope("plain")
        signed = self._signature(query.get("timestamp", ""), query.get("nonce", ""), sealed)
        if not hmac.compare_digest(signed.encode(), query.get("msg_signature", "").encode()):
            raise BadEnvelope("signature")
        return _fields(self._opened(sealed))

    def close(self, text: Mapping[str, str], *, nonce: str, at: str) -> bytes:
        """Return an answer as WeChat reads it: enciphered and signed."""
        inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in text.items())
        content = f"<xml>{inside}</xml>".encode()
        whole = secrets.token_bytes(16) + len(content).to_bytes(4) + content + self._app.encode()
        fill = BLOCK - len(whole) % BLOCK
        cipher = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).encryptor()
        sealed = base64.b64encode(cipher.update(whole + bytes([fill]) * fill) + cipher.finalize()).decode()
        told = {"Encrypt": sealed, "MsgSignature": self._signature(at, nonce, sealed), "TimeStamp": at, "Nonce": nonce}
        return f"<xml>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in told.items())}</xml>".encode()

    def _signature(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted([self._token, *parts])).encode(), usedforsecurity=False).hexdigest()

    def _opened(self, sealed: str) -> bytes:
        try:
            cipher = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).decryptor()
            whole = cipher.update(base64.b64decode(sealed, validate=True)) + cipher.finalize()
        except ValueError as error:
            raise BadEnvelope("unreadable") from error
        whole = whole[: -whole[-1]] if 1 <= whole[-1] <= BLOCK else whole
        length = int.from_bytes(whole[16:20])
        content, app = whole[20 : 20 + length], whole[20 + length :]
        if app != self._app.encode():
            raise BadEnvelope("other account")
        return content


def _fields(body: bytes) -> dict[str, str]:
    try:
        root = ElementTree.fromstring(body.decode())
    except (ElementTree.ParseError, DefusedXmlException, UnicodeDecodeError) as error:
        raise BadEnvelope("unreadable") from error
    return {one.tag: one.text or "" for one in root}
