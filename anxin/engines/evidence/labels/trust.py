"""Who vouches for a C2PA signer: the dated public list, or an authority of the dated table of known vendors.

The library answers "untrusted" for every certificate that has expired since, however sound its chain is. Here the chain
is followed by itself, so that trust and time can be told apart.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from anxin.engines.evidence.labels.producers import table

DER = re.compile(rb"\x30(?:\x82(..)|\x81(.))\x30[\x81\x82]", re.DOTALL)
MOST = 48


@cache
def listed() -> tuple[str, str]:
    """Load the dated trust lists, of signing and of time-stamping authorities, as bare PEM."""
    folder = files("anxin.engines.evidence").joinpath("data/trust")
    signing, stamping = (
        folder.joinpath(name).read_text("utf-8") for name in ("c2pa-trust-list.pem", "c2pa-tsa-trust-list.pem")
    )
    return _bare(signing), _bare(stamping)


def _bare(text: str) -> str:
    return "\n".join(re.findall(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", text, re.DOTALL)) + "\n"


@cache
def _list_keys() -> frozenset[str]:
    return frozenset(_mark(row) for row in x509.load_pem_x509_certificates(listed()[0].encode()))


def vouched(manifest: bytes, serial: str, organisation: str) -> str:
    """Say who vouches for the signer with this serial number: listed, known or unknown.

    Parameters
    ----------
    manifest : the whole manifest store. serial, organisation : of the certificate the library checked the signature
        with. Where the store holds two certificates of that serial number, nobody can say which one signed: unknown.
    """
    certificates = _certificates(manifest)
    leaves = {row.public_bytes(Encoding.DER): row for row in certificates if str(row.serial_number) == serial}
    if len(certificates) >= MOST or len(leaves) != 1:
        return "unknown"
    known = {row["spki_sha256"]: row["organisations"] for row in table()["authority"]}
    current = next(iter(leaves.values()))
    for _ in range(4):
        parent = next((row for row in certificates if row is not current and _issued(current, row)), None)
        if parent is None:
            return "unknown"
        if _mark(parent) in _list_keys():
            return "listed"
        if _mark(parent) in known:
            return "known" if organisation in known[_mark(parent)] else "unknown"
        current = parent
    return "unknown"


def _issued(child: x509.Certificate, parent: x509.Certificate) -> bool:
    """Check that one certificate was signed by the other's key."""
    try:
        child.verify_directly_issued_by(parent)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _mark(certificate: x509.Certificate) -> str:
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key).hexdigest()


def _certificates(manifest: bytes) -> Sequence[x509.Certificate]:
    """Find the DER certificates that stand in a manifest store."""
    found: list[x509.Certificate] = []
    for match in DER.finditer(manifest):
        size = int.from_bytes(match[1], "big") + 4 if match[1] else match[2][0] + 3
        try:
            certificate = x509.load_der_x509_certificate(manifest[match.start() : match.start() + size])
            certificate.public_key()
        except Exception:
            continue
        found.append(certificate)
        if len(found) >= MOST:
            break
    return found
