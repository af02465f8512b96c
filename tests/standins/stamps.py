"""A stand-in for authorities that stamp times (RFC 3161): each stamp is written by the openssl program."""

import subprocess
from base64 import b64encode
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from tests.patience import PATIENCE_S
from tests.standins.rsa import FAR_AHEAD, LONG_AGO, key, private_pem
from tests.standins.server import Call, Reply, Standin

CONFIG = """
[service]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
USER, PASSWORD = "heyan", "of-the-test-only"


class Stamps(Standin):
    """An authority: root, one certificate between, one that stamps.

    Moods beside the common ones: other (a stamp over other bytes), again (the answer before), refused (a status, no
    stamp), html, expired and stranger (by another certificate).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.password, self._last = folder, "", b""
        (folder / "config").write_text(CONFIG)
        (folder / "serial").write_text("01")
        self.roots = _issue(folder, "root", "root", authority=True)
        _issue(folder, "between", "root", authority=True)
        _issue(folder, "stamper", "between")
        _issue(folder, "expired", "between", ends_at=LONG_AGO)
        _issue(folder, "stranger-root", "stranger-root", authority=True)
        _issue(folder, "stranger", "stranger-root")

    @property
    def values(self) -> dict[str, str]:
        told = {"title": "Stamps of the test", "url": self.url, "roots": self.roots, "pace": "each"}
        return {**told, "user": USER if self.password else "", "price_mill": "100"}

    def handle(self, call: Call, mood: str) -> Reply:
        headers = {name.lower(): value for name, value in call.headers.items()}
        wanted = b64encode(f"{USER}:{self.password}".encode()).decode()
        if self.password and headers.get("authorization") != f"Basic {wanted}":
            return Reply(status=401)
        assert headers["content-type"] == "application/timestamp-query"
        if mood == "html":
            return Reply(body=b"<html>maintenance</html>")
        if mood == "refused":
            return Reply(body=bytes.fromhex("30053003020102"))
        if mood == "again":
            return Reply(body=self._last)
        signer = mood if mood in ("expired", "stranger") else "stamper"
        self._last = self._stamp(b"" if mood == "other" else call.body, signer)
        return Reply(body=self._last)

    def _stamp(self, query: bytes, signer: str) -> bytes:
        if query:
            (self.folder / "query").write_bytes(query)
        else:
            self._run("-query", "-data", "config", "-sha256", "-cert", "-out", "query")
        by = ["-signer", f"{signer}.pem", "-inkey", f"{signer}.key", "-chain", "chain.pem"]
        self._run("-reply", "-config", "config", "-section", "service", "-queryfile", "query", *by, "-out", "answer")
        return (self.folder / "answer").read_bytes()

    def _run(self, *told: str) -> None:
        command = ["openssl", "ts", *told]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=PATIENCE_S)


def _issue(folder: Path, whose: str, by: str, *, authority: bool = False, ends_at: datetime = FAR_AHEAD) -> str:
    """Write a certificate and its key; return it as PEM."""
    named = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, one)]) for one in (whose, by)]
    kept = {"crl_sign": False, "content_commitment": False, "data_encipherment": False, "encipher_only": False}
    kept |= {"decipher_only": False, "key_agreement": False, "key_encipherment": False}
    paper = x509.CertificateBuilder(named[1], named[0], key(whose).public_key(), x509.random_serial_number())
    paper = paper.not_valid_before(ends_at - timedelta(days=3650)).not_valid_after(ends_at)
    paper = paper.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    paper = paper.add_extension(
        x509.KeyUsage(key_cert_sign=authority, digital_signature=not authority, **kept), critical=True
    )
    paper = paper.add_extension(x509.SubjectKeyIdentifier.from_public_key(key(whose).public_key()), critical=False)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(key(by).public_key())
    paper = paper.add_extension(above, critical=False)
    if not authority:
        paper = paper.add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    pem = paper.sign(key(by), hashes.SHA256()).public_bytes(Encoding.PEM).decode()
    (folder / f"{whose}.pem").write_text(pem)
    (folder / f"{whose}.key").write_text(private_pem(whose))
    if whose == "between":
        (folder / "chain.pem").write_text(pem)
    return pem
