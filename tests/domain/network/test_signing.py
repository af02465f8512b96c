"""`anxin sign`: the private key stays on the brand's own machine; what it signs fits what was asked, nothing else."""

import io
import json
import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from anxin.commands import sign
from anxin.domain.network.rules import signatures


def said(number: str = "A-1", **other: str) -> str:
    told = {"brand": "heyan", "kind": "technician", "code": "HY-1", "scope": "门锁维修"} | other
    days = {"from_date": date(2026, 11, 24), "to_date": date(2027, 6, 30)}
    return signatures.statement(number=number, **told, **days).decode()  # type: ignore[arg-type]


def sheet_of(*texts: str) -> signatures.SigningSheet:
    rows = (signatures.SignedStatement(number=f"A-{at}", text=text) for at, text in enumerate(texts, 1))
    return signatures.SigningSheet(brand="heyan", key="heyan-2", statements=tuple(rows))


SHEET = sheet_of(said())


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "heyan.key"


def asked(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


class TestNew:
    def test_makes_a_key_that_only_its_owner_reads_and_shows_the_public_half(
        self, key: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert sign.run([str(key), "--new"]) == 0
        shown = capsys.readouterr().out.strip()
        assert shown == signatures.public_of(key.read_text()) == signatures.public_in(shown)
        assert stat.S_IMODE(key.stat().st_mode) == 0o600

    def test_never_writes_over_a_key(self, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
        sign.run([str(key), "--new"])
        before = key.read_text()
        assert sign.run([str(key), "--new"]) == 2
        assert key.read_text() == before
        assert "exists" in capsys.readouterr().err


class TestSign:
    def test_signs_what_was_asked_and_says_how_many_and_their_signs(
        self, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sign.run([str(key), "--new"])
        public = capsys.readouterr().out.strip()
        asked(monkeypatch, signatures.written(SHEET))
        assert sign.run([str(key)]) == 0
        told = capsys.readouterr()
        (done,) = signatures.read(told.out, signed=True).statements
        assert signatures.fits(public, done.signature, SHEET.statements[0].text.encode())
        assert not signatures.fits(public, done.signature, b"another")
        assert f"1 statements, {SHEET.fingerprint}" in told.err

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("not json", "file"),
            ("[]", "file"),
            (json.dumps({"statements": [{"number": "A-1"}]}), "statements[1]"),
        ],
    )
    def test_names_the_part_that_is_not_as_expected(
        self,
        text: str,
        named: str,
        key: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        sign.run([str(key), "--new"])
        asked(monkeypatch, text)
        assert sign.run([str(key)]) == 2
        assert f"{named}: expected" in capsys.readouterr().err

    def test_lists_each_statement_before_it_asks_and_signs_none_without_a_yes(
        self, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sign.run([str(key), "--new"])
        capsys.readouterr()
        sheet = sheet_of(said(), said("A-2", kind="hotline", code="400-000-0088", scope="安装\x1b[2J"))
        shown: list[str] = []

        def no() -> bool:
            shown.append(capsys.readouterr().err)
            return False

        monkeypatch.setattr(sign, "_agreed", no)
        asked(monkeypatch, signatures.written(sheet))
        assert sign.run([str(key)]) == 1
        assert capsys.readouterr().out == ""
        first, second, last = shown[0].splitlines()
        assert first == "A-1  technician HY1  2026-11-24..2027-06-30  门锁维修"
        assert second == "A-2  hotline 4000000088  2026-11-24..2027-06-30  安装\N{REPLACEMENT CHARACTER}[2J"
        assert last == f"heyan: 2 statements, {sheet.fingerprint}"

    def test_shows_a_print_that_nobody_finds_twice(self) -> None:
        """Of eight signs two lists that share them were found in six seconds."""
        prints = SHEET.fingerprint.split(" ")
        assert {len(one) for one in prints} == {4}
        assert 4 * len("".join(prints)) >= 128

    @pytest.mark.parametrize(
        "text",
        [
            '{"n":1,"名":"锁"}',
            "[]",
            said().replace('"anxin":1', '"anxin":1,"also":"all of it"'),
            said().replace('"kind"', '"kind":"outlet","kind"'),
            said(brand="qingfeng"),
            said("A-9"),
        ],
    )
    def test_signs_no_text_but_an_authorisation_of_its_brand_under_its_number(
        self, text: str, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sign.run([str(key), "--new"])
        capsys.readouterr()
        asked(monkeypatch, signatures.written(sheet_of(text)))
        assert sign.run([str(key)]) == 2
        told = capsys.readouterr()
        assert "statements[1].statement: expected" in told.err
        assert told.out == ""

    @pytest.mark.parametrize("content", ["", "no key", "QUJD"])
    def test_refuses_a_file_that_holds_no_key(
        self, content: str, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        key.write_text(content)
        asked(monkeypatch, signatures.written(SHEET))
        assert sign.run([str(key)]) == 2
        assert "private key" in capsys.readouterr().err


PASSPHRASE = "四个 谁也猜不到 的词"
KEY_FILE = {
    "anxin_key": 1,
    "algorithm": "Ed25519",
    "kdf": "PBKDF2-SHA-256",
    "cipher": "AES-256-GCM",
    "brand": "heyan",
    "public_key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    "iterations": 100000,
    "salt": "BwcHBwcHBwcHBwcHBwcHBw==",
    "nonce": "CQkJCQkJCQkJCQkJ",
    "sealed": "J9v2ofxiaI8ybM/qYfarOHVIDFUPr4xUn2F3yUUSgK4jcDsowqdB++Y+XSxrWyZP",
}
"""Written once by another program (OpenSSL, as Node calls it), over a key of the bytes 0 to 31."""


class TestKeyFile:
    def test_of_a_browser_signs_as_a_bare_key_does(
        self, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        key.write_text(json.dumps(KEY_FILE))
        words = tmp_path / "words"
        words.write_text(f"{PASSPHRASE}\n")
        asked(monkeypatch, signatures.written(SHEET))
        assert sign.run([str(key), "--passphrase", str(words)]) == 0
        (done,) = signatures.read(capsys.readouterr().out, signed=True).statements
        assert signatures.fits(str(KEY_FILE["public_key"]), done.signature, SHEET.statements[0].text.encode())

    def test_asks_for_the_passphrase_where_no_file_holds_it(
        self, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        key.write_text(json.dumps(KEY_FILE))
        asked(monkeypatch, signatures.written(SHEET))
        monkeypatch.setattr("getpass.getpass", lambda prompt: PASSPHRASE)
        assert sign.run([str(key)]) == 0
        assert SHEET.fingerprint in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("changed", "passphrase", "named"),
        [
            ({}, "another", "passphrase"),
            ({"brand": "qingfeng"}, PASSPHRASE, "brand"),
            ({"anxin_key": 2}, PASSPHRASE, "key"),
            ({"kdf": "scrypt"}, PASSPHRASE, "kdf"),
            ({"iterations": 10}, PASSPHRASE, "iterations"),
            ({"salt": "BwcH"}, PASSPHRASE, "salt"),
            ({"sealed": "?"}, PASSPHRASE, "sealed"),
            ({"public_key": "no key"}, PASSPHRASE, "public"),
        ],
    )
    def test_names_the_part_that_does_not_fit(
        self,
        changed: dict[str, object],
        passphrase: str,
        named: str,
        key: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        key.write_text(json.dumps({**KEY_FILE, **changed}))
        words = tmp_path / "words"
        words.write_text(passphrase)
        asked(monkeypatch, signatures.written(SHEET))
        assert sign.run([str(key), "--passphrase", str(words)]) == 2
        assert f"{named}: expected" in capsys.readouterr().err
