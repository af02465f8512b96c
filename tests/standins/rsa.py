"""Keys and certificates of the stand-ins, made once a process."""

import base64
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


@cache
def key(whose: str) -> rsa.RSAPrivateKey:
    """Make a key; the same for the same name."""
    return rsa.generate_private_key(65537, 2048)


def private_pem(whose: str) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key(whose).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_pem(whose: str) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(whose).public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@cache
def certificate(whose: str, ends_at: datetime) -> tuple[str, str]:
    """Make a certificate for a key; return its PEM and its serial."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, whose)])
    paper = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key(whose).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - timedelta(days=1825))
        .not_valid_after(ends_at)
        .sign(key(whose), hashes.SHA256())
    )
    return paper.public_bytes(serialization.Encoding.PEM).decode(), f"{paper.serial_number:X}"


def signed(whose: str, text: bytes) -> str:
    return base64.b64encode(key(whose).sign(text, padding.PKCS1v15(), hashes.SHA256())).decode()


def proves(whose: str, signature: str, text: bytes) -> bool:
    """Return whether a signature is that of somebody's key."""
    try:
        public = key(whose).public_key()
        public.verify(base64.b64decode(signature), text, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


LONG_AGO, FAR_AHEAD = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
