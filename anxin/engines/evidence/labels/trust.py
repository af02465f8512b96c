"""Who vouches for a C2PA signer or a time stamp: an authority of the dated table, or one of the operator's own list.

The library answers "untrusted" for every certificate that has expired since, however sound its chain is, and knows no
list without whole certificates. Here the chain is followed by itself, up to a key of the table, so that trust and time
can be told apart.
"""

import base64
import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from anxin.engines.evidence.labels import producers

Purpose = Literal["claim", "time"]
DER = re.compile(rb"\x30(?:\x82(..)|\x81(.))\x30[\x81\x82]", re.DOTALL)
MOST = 48


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority: its name, its public key (DER), and what it may vouch for."""

    subject: str
    key: bytes
    purposes: tuple[str, ...]


@cache
def table() -> tuple[str, tuple[Authority, ...]]:
    """Load the date of the table and its authorities."""
    rows = tomllib.loads(files("anxin.engines.evidence").joinpath("data/authorities.toml").read_text("utf-8"))
    listed = (Authority(r["subject"], base64.b64decode(r["key"]), tuple(r["purposes"])) for r in rows["authority"])
    return str(rows["version"]), tuple(listed)


@cache
def operators(path: str) -> tuple[Authority, ...]:
    """Load an operator's own list: a PEM file of certificates; each may vouch for signers and for time.

    Raises
    ------
    ValueError
        Where the file holds no certificate.
    """
    with open(path, "rb") as file:
        certificates = x509.load_pem_x509_certificates(file.read())
    return tuple(Authority(row.subject.rfc4514_string(), _key(row), ("claim", "time")) for row in certificates)


class Chains:
    """The certificates of one manifest store, and the authorities they may lead to."""

    def __init__(self, manifest: bytes, own_list: str = "") -> None:
        self.certificates = _certificates(manifest)
        self.authorities = table()[1] + (operators(own_list) if own_list else ())

    def signer(self, serial: str, organisation: str) -> str:
        """Say who vouches for the signer with this serial number: listed, known or unknown.

        Parameters
        ----------
        serial, organisation : of the certificate the library checked the signature with. Where the store holds two
            certificates of that serial number, nobody can say which one signed: unknown.
        """
        leaves = {_der(row): row for row in self.certificates if str(row.serial_number) == serial}
        if len(self.certificates) >= MOST or len(leaves) != 1:
            return "unknown"
        known = {row["spki_sha256"]: row["organisations"] for row in producers.table()["authority"]}
        return self._follow(next(iter(leaves.values())), "claim", known, organisation)

    def stamper(self) -> bool:
        """Return whether every time-stamping certificate of the store leads to an authority for time."""
        leaves = [row for row in self.certificates if _stamps(row) and not _is_authority(row)]
        return bool(leaves) and all(self._follow(row, "time", {}, "") == "listed" for row in leaves)

    def _follow(self, leaf: x509.Certificate, purpose: Purpose, known: Mapping[str, Any], organisation: str) -> str:
        """Climb from a certificate to whoever issued it, at most four steps."""
        current = leaf
        for _ in range(4):
            if any(purpose in row.purposes and _signed(current, row) for row in self.authorities):
                return "listed"
            parent = next((row for row in self.certificates if row is not current and _issued(current, row)), None)
            if parent is None:
                return "unknown"
            mark = hashlib.sha256(_key(parent)).hexdigest()
            if mark in known:
                return "known" if organisation in known[mark] else "unknown"
            current = parent
        return "unknown"


def _signed(child: x509.Certificate, authority: Authority) -> bool:
    """Check that a certificate was signed with an authority's key, in its name."""
    if child.issuer.rfc4514_string() != authority.subject:
        return False
    key, how = load_der_public_key(authority.key), child.signature_algorithm_parameters
    digest, signature, body = child.signature_hash_algorithm, child.signature, child.tbs_certificate_bytes
    try:
        if isinstance(key, EllipticCurvePublicKey) and isinstance(how, ECDSA):
            key.verify(signature, body, how)
        elif isinstance(key, RSAPublicKey) and isinstance(how, PSS | PKCS1v15) and digest is not None:
            key.verify(signature, body, how, digest)
        elif isinstance(key, Ed25519PublicKey):
            key.verify(signature, body)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _issued(child: x509.Certificate, parent: x509.Certificate) -> bool:
    """Check that one certificate was signed by the other's key, and that the other may issue any."""
    try:
        child.verify_directly_issued_by(parent)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return _is_authority(parent)


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _stamps(certificate: x509.Certificate) -> bool:
    """Return whether a certificate is for time stamps."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage


def _key(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _certificates(manifest: bytes) -> Sequence[x509.Certificate]:
    """Find the DER certificates that stand in a manifest store."""
    found: list[x509.Certificate] = []
    for match in DER.finditer(manifest):
        size = int.from_bytes(match[1], "big") + 4 if match[1] else cast(bytes, match[2])[0] + 3
        try:
            certificate = x509.load_der_x509_certificate(manifest[match.start() : match.start() + size])
            certificate.public_key()
        except Exception:
            continue
        found.append(certificate)
        if len(found) >= MOST:
            break
    return found
