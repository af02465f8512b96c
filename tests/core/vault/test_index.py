from datetime import datetime

import pytest

from anxin.core import vault
from anxin.core.keys import ring

pytestmark = pytest.mark.django_db


class TestBlindIndex:
    @pytest.mark.parametrize(
        "written", ["+8613800138000", "0086 138 0013 8000", "138-0013-8000", "13800138000转1234", "１３８-00138000"]
    )
    def test_finds_a_phone_however_it_is_written(self, written: str) -> None:
        assert vault.blind_index(written) == vault.blind_index("13800138000")

    def test_tells_phones_apart(self) -> None:
        phones = ["13800138000", "13800138001", "010-87654321", "021-87654321", "4007001234", "95598", "+85291234567"]
        assert len({vault.blind_index(phone) for phone in phones}) == len(phones)

    def test_shows_its_version_and_not_the_phone(self) -> None:
        index = vault.blind_index("13800138000")
        assert index.split("|")[0] == str(ring.current("index").version)
        assert "138" not in index.split("|")[1][:3]
        assert len(index) <= 48

    def test_searches_with_every_living_key_while_one_is_replaced(self, now: datetime) -> None:
        old = vault.blind_index("13800138000")
        ring.add("index", now=now)
        assert vault.blind_indexes("13800138000") == [vault.blind_index("13800138000"), old]
        ring.forget()

    def test_a_moment_behind_still_finds_what_was_there_and_an_erasure_misses_nothing(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = vault.blind_index("13800138000")
        monkeypatch.setattr(ring, "look_again", lambda _purpose: None)  # another process makes the key
        made = ring.add("index", now=now)
        assert vault.blind_indexes("13800138000") == [old]
        assert [one.split("|")[0] for one in vault.every_index("13800138000")] == [str(made.version), "1"]
        ring.forget()
