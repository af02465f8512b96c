"""A brand's private key as a browser keeps it in a file: sealed with a passphrase that only its owner knows.

The key of AES-256-GCM is made from the passphrase by PBKDF2 with SHA-256; brand and public key are bound to it as
associated data. `docs/how-to/authorise.md` says what stands in the file.
"""

import base64
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from anxin.core import json_texts
from anxin.core.errors import Invalid
from anxin.domain.network.rules import signatures

FEWEST, MOST = 100_000, 10_000_000
"""So many rounds a passphrase is stretched by, at least and at most."""

SHAPE = {"algorithm": signatures.ALGORITHM, "kdf": "PBKDF2-SHA-256", "cipher": "AES-256-GCM"}


@dataclass(frozen=True, kw_only=True)
class KeyFile:
    """A sealed key: whose, its public half, and what it takes to open it."""

    brand: str
    public: str
    iterations: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    @property
    def bound(self) -> bytes:
        """Return what is bound to the sealed half: with another brand or public key it doesn't open."""
        return f"anxin-key|1|{self.brand}|{self.public}".encode()


def is_key_file(text: str) -> bool:
    """Return whether this is such a file, and no bare key."""
    return text.lstrip().startswith("{")


def read(text: str) -> KeyFile:
    """Read a key file; raises `Invalid` that names the part which is not as expected."""
    try:
        told = json_texts.read(text)
    except ValueError as error:
        raise Invalid("key", expected="a key file as JSON", got=str(error)[:80]) from error
    if not isinstance(told, dict) or told.get("anxin_key") != 1:
        raise Invalid("key", expected='a key file with "anxin_key": 1', got=str(told)[:40])
    for name, only in SHAPE.items():
        if told.get(name) != only:
            raise Invalid(name, expected=only, got=str(told.get(name))[:40])
    rounds = told.get("iterations")
    if not isinstance(rounds, int) or not FEWEST <= rounds <= MOST:
        raise Invalid("iterations", expected=f"{FEWEST} to {MOST}", got=str(rounds)[:40])
    return KeyFile(
        brand=str(told.get("brand", "")),
        public=signatures.public_in(str(told.get("public_key", ""))),
        iterations=rounds,
        salt=_bytes(told, "salt", 16),
        nonce=_bytes(told, "nonce", 12),
        sealed=_bytes(told, "sealed", 48),
    )


def _bytes(told: dict[str, object], name: str, length: int) -> bytes:
    try:
        raw = base64.b64decode(str(told.get(name, "")), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != length:
        raise Invalid(name, expected=f"{length} bytes as base64", got=str(told.get(name))[:40])
    return raw


def opened(file: KeyFile, passphrase: str) -> str:
    """Return the private key as base64; raises `Invalid` where the passphrase or a part of the file is another."""
    words = unicodedata.normalize("NFC", passphrase).encode()
    key = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=file.salt, iterations=file.iterations).derive(words)
    try:
        private = base64.b64encode(AESGCM(key).decrypt(file.nonce, file.sealed, file.bound)).decode()
    except InvalidTag as error:
        raise Invalid("passphrase", expected="the one this file was sealed with", got="another") from error
    if signatures.public_of(private) != file.public:
        raise Invalid("public_key", expected="the public half of the sealed key", got=file.public)
    return private
