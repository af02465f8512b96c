"""Derive the table of authorities: `python -m bench.evidence_trust CLAIM.pem TIME.pem --date 2026-07-22 > TABLE.toml`.

The public trust list of the C2PA conformance programme holds whole certificates. Kept of each are only facts: whom it
names, its public key, and whether it may vouch for signers, for time, or for both.
"""

import argparse
import base64
import hashlib
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claim", type=Path, help="certificates that may vouch for signers")
    parser.add_argument("time", type=Path, help="certificates that may vouch for time")
    parser.add_argument("--date", required=True, help="the list's date")
    options = parser.parse_args()
    rows: dict[tuple[str, str], list[str]] = {}
    for purpose, path in (("claim", options.claim), ("time", options.time)):
        for certificate in x509.load_pem_x509_certificates(path.read_bytes()):
            key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            subject = certificate.subject.rfc4514_string()
            rows.setdefault((subject, base64.b64encode(key).decode()), []).append(purpose)
    print("# Authorities named in the public trust list of the C2PA conformance programme: facts only (name, key,")
    print("# what for). Made by bench/evidence_trust.py; nothing here is a certificate. See SOURCE.md.")
    print(f'version = "{options.date}"')
    for (subject, key), purposes in sorted(rows.items()):
        mark = hashlib.sha256(base64.b64decode(key)).hexdigest()
        listed = ", ".join(f'"{purpose}"' for purpose in dict.fromkeys(purposes))
        quoted = subject.replace("\\", "\\\\").replace('"', '\\"')
        print(f'\n[[authority]]\nsubject = "{quoted}"\npurposes = [{listed}]')
        print(f'spki_sha256 = "{mark}"\nkey = "{key}"')


if __name__ == "__main__":
    main()
