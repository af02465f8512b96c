"""Keys as they are pasted: with or without lines and frames, whole certificates too."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

FRAME = re.compile(r"-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----", re.S)


class BadKey(ValueError):
    """What was pasted is no such key; says what was expected."""


@dataclass(frozen=True, kw_only=True)
class Verifier:
    """A public key of the provider, by the number it goes by; a certificate ends some day."""

    number: str
    key: RSAPublicKey
    ends_at: datetime | None = None


def private_key(text: str, *, fresh: bool = False) -> RSAPrivateKey:
    """Read an RSA private key; the numbers of a `fresh` one are proved, which takes a tenth of a second."""
    try:
        key = load_der_private_key(_bytes(text), password=None, unsafe_skip_rsa_key_validation=not fresh)
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadKey("an RSA private key (PEM)") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise BadKey("an RSA private key of 2048 bits or more")
    return key


def verifiers(text: str, *, number: str = "") -> list[Verifier]:
    """Read public keys (which go by `number`) and certificates (which go by their serial), one after the other."""
    found = []
    for kind, der in _frames(text):
        try:
            if kind == "CERTIFICATE":
                paper = x509.load_der_x509_certificate(der)
                key, ends, name = paper.public_key(), paper.not_valid_after_utc, f"{paper.serial_number:X}"
            else:
                ends, name = None, number
                key = load_der_public_key(der)  # type: ignore[assignment]  # one of many kinds of key
        except ValueError as error:
            raise BadKey("public keys or certificates (PEM)") from error
        if not isinstance(key, RSAPublicKey):
            raise BadKey("RSA keys")
        found.append(Verifier(number=name, key=key, ends_at=ends))
    if not found:
        raise BadKey("a public key or a certificate (PEM)")
    return found


def sign(key: RSAPrivateKey, text: bytes) -> str:
    """Sign a text by SHA-256 with RSA, as both providers want it."""
    return base64.b64encode(key.sign(text, PKCS1v15(), SHA256())).decode()


def is_signed(key: RSAPublicKey, signature: str, text: bytes) -> bool:
    """Return whether a signature is this key's."""
    try:
        key.verify(base64.b64decode(signature, validate=True), text, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _frames(text: str) -> list[tuple[str, bytes]]:
    framed = FRAME.findall(text)
    try:
        if not framed and text.strip():
            return [("PUBLIC KEY", _bytes(text))]
        return [(kind, _bytes(inside)) for kind, inside in framed]
    except binascii.Error as error:
        raise BadKey("public keys or certificates (PEM)") from error


def _bytes(text: str) -> bytes:
    framed = FRAME.search(text)
    plain = "".join((framed[2] if framed else text).split())
    return base64.b64decode(plain, validate=True)
