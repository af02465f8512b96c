"""Signatures of brands: keys, what is handed over to be signed elsewhere, and what comes back signed."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import batched
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anxin.core import json_texts
from anxin.core.errors import Invalid
from anxin.domain.network.rules.identifiers import digits

ALGORITHM = "Ed25519"


class BadKey(Invalid):
    """What was pasted is no public key."""

    code = "network.bad_public_key"


class NoSheet(Invalid):
    """What was handed in is no file of statements."""

    code = "network.no_sheet"


PRINT_BITS = 128
MOST = 10_000
"""So many statements are signed with one file."""


@dataclass(frozen=True, kw_only=True)
class SignedStatement:
    """One authorisation to be signed: its number, and the very text that is signed."""

    number: str
    text: str
    signature: str = ""


@dataclass(frozen=True, kw_only=True)
class SigningSheet:
    """What is signed in one go: for which brand, with which key."""

    brand: str
    key: str
    statements: tuple[SignedStatement, ...]

    @property
    def fingerprint(self) -> str:
        """Return the signs that page and command both show: the same signs, the same statements."""
        return fingerprint(one.text for one in self.statements)


def fresh() -> tuple[str, str]:
    """Make a key: the private half and the public one, both as base64."""
    secret = Ed25519PrivateKey.generate()
    return _written(secret.private_bytes_raw()), _written(secret.public_key().public_bytes_raw())


def public_of(private: str) -> str:
    """Return the public half of a private key."""
    return _written(_private(private).public_key().public_bytes_raw())


def public_in(pasted: str) -> str:
    """Read a public key as somebody pastes it: 32 bytes as base64, alone or in a PEM; raises `Invalid`."""
    lines = [line.strip() for line in pasted.strip().splitlines() if line.strip() and not line.startswith("-----")]
    try:
        raw = base64.b64decode("".join(lines), validate=True)
        # A PEM carries twelve bytes before the key itself, which say what it is.
        raw = raw[12:] if len(raw) == 44 and raw[:12].hex() == "302a300506032b6570032100" else raw
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise BadKey("public", expected="an Ed25519 public key: 32 bytes as base64", got=pasted[:60]) from error
    return _written(raw)


def sign(private: str, content: bytes) -> str:
    """Sign a statement."""
    return _written(_private(private).sign(content))


@lru_cache(maxsize=50_000)
def fits(public: str, signature: str, content: bytes) -> bool:
    """Return whether a signature is the key's, for this very text."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(texts: Iterable[str]) -> str:
    """Return what two people compare before they sign, in groups of four: `7F2C 91A0 …`.

    Two lists with one print are as hard to find as half its bits say; of 32 bits it took seconds.
    """
    digest = hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest().upper()
    return " ".join("".join(four) for four in batched(digest[: PRINT_BITS // 4], 4, strict=True))


def written(sheet: SigningSheet) -> str:
    """Write what is to be signed, or was, as JSON."""
    rows = [
        {"number": one.number, "statement": one.text, **({"signature": one.signature} if one.signature else {})}
        for one in sheet.statements
    ]
    facts = {"anxin": 1, "brand": sheet.brand, "key": sheet.key, "statements": rows}
    return json.dumps(facts, ensure_ascii=False, indent=1)


def read(text: str | bytes, *, signed: bool) -> SigningSheet:
    """Read what `written` wrote; raises `Invalid` that names the part which is not as expected."""
    try:
        told = json_texts.read(text)
    except ValueError as error:
        raise NoSheet("file", expected="JSON", got=str(error)[:80]) from error
    if not isinstance(told, dict) or not isinstance(told.get("statements"), list):
        raise NoSheet("file", expected='an object with "brand", "key" and "statements"', got=str(told)[:40])
    if len(told["statements"]) > MOST:
        raise Invalid("statements", expected=f"at most {MOST}", got=len(told["statements"]))
    needed = ("number", "statement", "signature") if signed else ("number", "statement")
    statements = tuple(_statement(at, one, needed) for at, one in enumerate(told["statements"], 1))
    return SigningSheet(brand=str(told.get("brand", "")), key=str(told.get("key", "")), statements=statements)


def _statement(at: int, one: Any, needed: tuple[str, ...]) -> SignedStatement:
    if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in needed):
        raise Invalid(f"statements[{at}]", expected=" ".join(needed), got=str(one)[:60])
    return SignedStatement(number=one["number"], text=one["statement"], signature=one.get("signature") or "")


def signed(sheet: SigningSheet, private: str) -> SigningSheet:
    """Sign every statement of a sheet."""
    rows = (
        SignedStatement(number=one.number, text=one.text, signature=sign(private, one.text.encode()))
        for one in sheet.statements
    )
    return SigningSheet(brand=sheet.brand, key=sheet.key, statements=tuple(rows))


def _private(written_key: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(written_key.strip(), validate=True))
    except ValueError as error:
        raise Invalid("key", expected="an Ed25519 private key: 32 bytes as base64", got="something else") from error


def _written(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def statement(
    *,
    number: str,
    brand: str,
    kind: str,
    code: str,
    scope: str,
    from_date: date,
    to_date: date,
    scope_en: str = "",
    subject: str = "",
    goods: str = "",
) -> bytes:
    """Return the canonical bytes of an authorisation that a brand signs; what is said in no other language isn't in.

    `subject` is the digest of who or what stands behind the number, `goods` are the skills it is for: a statement is of
    the third form where it has goods, of the second where it has a subject alone, of the first with neither.
    """
    facts = {
        "anxin": 3 if goods else 2 if subject else 1,
        "number": number,
        "brand": brand,
        "kind": kind,
        "code": digits(code),
        "scope": scope,
        "from": from_date.isoformat(),
        "to": to_date.isoformat(),
        **({"scope_en": scope_en} if scope_en else {}),
        **({"subject": subject} if subject else {}),
        **({"goods": sorted(goods.split())} if goods else {}),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
