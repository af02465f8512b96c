import base64
import os
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from anxin.core import vault
from anxin.core.keys import masters, ring, suites
from anxin.core.keys.models import VaultKey
from tests.racing import racing

pytestmark = pytest.mark.django_db


class LentService:
    """A key service as the port sees one: it keeps the master, and answers."""

    name = "service:test"

    def wrap(self, suite: str, secret: bytes, context: bytes) -> bytes:
        return b"lent" + secret[::-1]

    def unwrap(self, suite: str, wrapped: bytes, context: bytes) -> bytes:
        return wrapped[4:][::-1]


def service() -> LentService:
    return LentService()


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    VaultKey.objects.all().delete()
    use(monkeypatch, keys=str(tmp_path / "keys"), master="", kms="", suite="aes")
    ring.forget()
    monkeypatch.setattr(ring, "_opened", {})
    monkeypatch.setattr(ring, "_living", {})


def use(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    monkeypatch.setattr(settings, "VAULT", {**settings.VAULT, **values})


def a_master() -> str:
    return base64.b64encode(os.urandom(32)).decode()


class TestMaster:
    def test_is_made_once_readable_by_its_owner_only(self, now: datetime) -> None:
        ring.ensure(now=now)
        first = masters.key_file().read_bytes()
        assert masters.key_file().stat().st_mode & 0o777 == 0o600
        assert masters.key_file().parent.stat().st_mode & 0o777 == 0o700
        ring.ensure(now=now)
        assert not masters.init()
        assert masters.key_file().read_bytes() == first

    def test_is_never_made_anew_over_keys_that_need_another(self, now: datetime) -> None:
        ring.ensure(now=now)
        sealed = vault.seal("t.name", "1", "张伟")
        masters.key_file().unlink()
        ring.forget()
        ring.ensure(now=now)
        assert not masters.key_file().exists()
        with pytest.raises(masters.NoMaster):
            vault.open_("t.name", "1", sealed)

    def test_may_come_from_the_environment(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, master=a_master())
        ring.ensure(now=now)
        assert not masters.key_file().exists()
        assert vault.open_("t.name", "1", vault.seal("t.name", "1", "张伟")) == "张伟"

    def test_may_stay_in_a_key_service(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, kms="tests.core.keys.test_keys.service")
        ring.ensure(now=now)
        assert set(VaultKey.objects.values_list("master", flat=True)) == {"service:test"}
        assert vault.open_("t.name", "1", vault.seal("t.name", "1", "张伟")) == "张伟"

    def test_may_be_renewed_and_the_old_one_thrown_away(self, now: datetime) -> None:
        ring.ensure(now=now)
        sealed = vault.seal("t.name", "1", "张伟")
        masters.renew()
        assert ring.rewrap() == 3
        newest, _old = masters.key_file().read_text().split()
        masters.key_file().write_text(newest)
        ring.forget()
        assert vault.open_("t.name", "1", sealed) == "张伟"
        assert ring.rewrap() == 0

    def test_says_that_a_key_line_is_too_short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, master=base64.b64encode(b"short").decode())
        with pytest.raises(masters.NoMaster, match="expected 32 bytes, got 5"):
            masters.current()

    def test_refuses_a_wrapped_key_moved_to_another_row(self, now: datetime) -> None:
        ring.ensure(now=now)
        data, index = VaultKey.objects.get(purpose="data"), VaultKey.objects.get(purpose="index")
        VaultKey.objects.filter(id=data.id).update(wrapped=index.wrapped)
        ring.forget()
        with pytest.raises(masters.NoMaster, match="changed"):
            vault.seal("t.name", "1", "张伟")


class TestRing:
    def test_wraps_what_it_keeps(self, now: datetime) -> None:
        ring.ensure(now=now)
        kept = [row.wrapped for row in VaultKey.objects.all()]
        for purpose in ring.PURPOSES:
            secret = ring.current(purpose).secret
            assert not any(secret in base64.b64decode(wrapped) for wrapped in kept)

    def test_says_that_no_key_was_made(self) -> None:
        with pytest.raises(ring.NoKeys):
            vault.seal("t.name", "1", "张伟")

    def test_gives_the_first_ones_key_where_two_make_one(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        ring.ensure(now=now)
        first = ring.add("data", now=now)
        last = VaultKey.objects.get(purpose="data", version=1)

        class OneBehind:
            def first(self) -> VaultKey:
                return last

            def order_by(self, *_: str) -> "OneBehind":
                return self

        monkeypatch.setattr(VaultKey.objects, "filter", lambda **_: OneBehind())
        assert ring.add("data", now=now) == first

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("asked", ["current", "living"])
    def test_shows_no_key_that_is_not_open_yet(self, now: datetime, asked: str) -> None:
        """A fresh process asked eight at a time: all are answered, whoever opens the key."""
        ring.ensure(now=now)
        ring.forget()
        keys = racing(8, lambda: getattr(ring, asked)("data"), slow=(masters, "named"))
        assert all(key == keys[0] for key in keys)


class TestSuites:
    @pytest.mark.parametrize("name", ["aes", "sm"])
    def test_each_seals_signs_and_searches(self, now: datetime, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        use(monkeypatch, suite=name)
        ring.ensure(now=now)
        assert ring.current("data").suite.name == name
        assert vault.open_("t.name", "1", vault.seal("t.name", "1", "张伟")) == "张伟"
        assert vault.blind_index("13800138000") == vault.blind_index("+86 138 0013 8000")
        assert vault.verify(b"root", vault.sign(b"root"))

    def test_sm_reads_what_aes_sealed(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        ring.ensure(now=now)
        sealed = vault.seal("t.name", "1", "张伟")
        use(monkeypatch, suite="sm")
        ring.add("data", now=now)
        assert ring.current("data").suite.name == "sm"
        assert vault.open_("t.name", "1", sealed) == "张伟"

    def test_sm4_and_sm3_answer_as_the_standards_say(self) -> None:
        key = bytes.fromhex("0123456789abcdeffedcba9876543210")
        nonce = bytes.fromhex("00001234567800000000abcd")
        bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        text = bytes.fromhex("aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8 + "ee" * 8 + "aa" * 8)
        sealed = suites.SUITES["sm"].encrypt(key, nonce, text, bound)
        assert sealed.hex() == (
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
            "83de3541e4c2b58177e065a9bf7b62ec"
        )  # RFC 8998, A.1
        assert suites.SUITES["sm"].decrypt(key, nonce, sealed, bound) == text


class TestSignature:
    def test_stands_for_its_bytes_only(self, now: datetime) -> None:
        ring.ensure(now=now)
        signature = vault.sign(b"root")
        assert vault.verify(b"root", signature)
        for content, forged in ((b"other", signature), (b"root", signature[:-4]), (b"root", "none|"), (b"root", "")):
            assert not vault.verify(content, forged)

    def test_of_an_older_key_still_stands(self, now: datetime) -> None:
        ring.ensure(now=now)
        signature = vault.sign(b"root")
        ring.add("sign", now=now)
        assert vault.verify(b"root", signature)
        assert vault.sign(b"root").partition("|")[0] != signature.partition("|")[0]
