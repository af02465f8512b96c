"""Who vouches for a signer or a time stamp: keys of the dated table, the operator's own list, nobody else."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key

from anxin.engines import evidence
from anxin.engines.evidence.labels import trust

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Made = tuple[x509.Certificate, Key]
START = datetime(2026, 1, 1, tzinfo=UTC)
USES = {
    "claim": x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.EMAIL_PROTECTION]),
    "time": x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]),
}


def made(
    name: str, by: Made | None = None, *, issues: bool = False, use: str = "claim", key: Key | None = None
) -> Made:
    """A certificate of an invented name, signed by itself or by another's key."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(by[0].subject if by else subject)
    builder = builder.public_key(own.public_key()).serial_number(
        int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)
    )
    builder = builder.not_valid_before(START).not_valid_after(START + timedelta(days=30))
    builder = builder.add_extension(x509.BasicConstraints(ca=issues, path_length=None), critical=True)
    builder = builder.add_extension(USES[use], critical=False)
    return builder.sign(by[1] if by else own, hashes.SHA256()), own


def store(*rows: Made) -> bytes:
    """What stands in a manifest: certificates among other bytes."""
    return b"jumb\x30\x82\x00\x04box".join(row[0].public_bytes(Encoding.DER) for row in rows) + b"\x00end"


def asks(chains: trust.Chains, leaf: Made) -> str:
    return chains.signer(str(leaf[0].serial_number), "Invented Maker")


@pytest.fixture
def own_list(tmp_path: Path) -> tuple[Made, str]:
    """An operator's list with one root."""
    root = made("Invented Root", issues=True)
    path = tmp_path / "authorities.pem"
    path.write_bytes(root[0].public_bytes(Encoding.PEM))
    return root, str(path)


class TestTable:
    def test_holds_only_keys_that_load_and_whose_mark_is_theirs(self) -> None:
        date, rows = trust.table()
        assert datetime.fromisoformat(date)
        assert len(rows) >= 20
        assert all(load_der_public_key(row.key) for row in rows)
        assert {purpose for row in rows for purpose in row.purposes} == {"claim", "time"}


class TestSigner:
    def test_is_listed_where_a_trusted_key_issued_it(self, own_list: tuple[Made, str]) -> None:
        root, path = own_list
        leaf = made("Invented Maker", root)
        assert asks(trust.Chains(store(leaf), path), leaf) == "listed"

    def test_is_listed_through_an_authority_between(self, own_list: tuple[Made, str]) -> None:
        root, path = own_list
        between = made("Invented Issuer", root, issues=True)
        leaf = made("Invented Maker", between)
        assert asks(trust.Chains(store(leaf, between), path), leaf) == "listed"

    def test_is_listed_by_an_rsa_key(self, tmp_path: Path) -> None:
        root = made("Invented Root", issues=True, key=rsa.generate_private_key(65537, 2048))
        (tmp_path / "list.pem").write_bytes(root[0].public_bytes(Encoding.PEM))
        leaf = made("Invented Maker", root)
        assert isinstance(leaf[0].signature_algorithm_parameters, padding.PKCS1v15)
        assert asks(trust.Chains(store(leaf), str(tmp_path / "list.pem")), leaf) == "listed"

    def test_is_unknown_without_the_operators_list(self, own_list: tuple[Made, str]) -> None:
        leaf = made("Invented Maker", own_list[0])
        assert asks(trust.Chains(store(leaf)), leaf) == "unknown"

    def test_is_unknown_where_somebody_only_bears_the_roots_name(self, own_list: tuple[Made, str]) -> None:
        leaf = made("Invented Maker", made("Invented Root", issues=True))
        assert asks(trust.Chains(store(leaf), own_list[1]), leaf) == "unknown"

    def test_is_unknown_where_a_mere_signer_issued_it(self, own_list: tuple[Made, str]) -> None:
        root, path = own_list
        signer = made("Invented Signer", root, issues=False)
        leaf = made("Invented Maker", signer)
        assert asks(trust.Chains(store(leaf, signer), path), leaf) == "unknown"

    def test_is_unknown_where_two_bear_its_number(self, own_list: tuple[Made, str]) -> None:
        root, path = own_list
        leaf, other = made("Invented Maker", root), made("Invented Maker")
        assert asks(trust.Chains(store(leaf, other), path), leaf) == "unknown"


class TestStamper:
    def test_is_trusted_where_every_stamp_leads_to_an_authority(self, own_list: tuple[Made, str]) -> None:
        root, path = own_list
        stamp, foreign = made("Invented Clock", root, use="time"), made("Other Clock", use="time")
        assert trust.Chains(store(stamp), path).stamper()
        assert not trust.Chains(store(stamp, foreign), path).stamper()

    def test_is_not_trusted_without_stamps(self, own_list: tuple[Made, str]) -> None:
        root, path = own_list
        assert not trust.Chains(store(made("Invented Maker", root)), path).stamper()


class TestOwnList:
    def test_is_refused_where_it_holds_no_certificates(self, tmp_path: Path) -> None:
        path = tmp_path / "list.pem"
        path.write_text("nothing")
        with pytest.raises(evidence.WrongTrustList, match="expected a PEM file"):
            evidence.open_picture(path, trust_list=str(path))
