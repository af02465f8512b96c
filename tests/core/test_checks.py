from pathlib import Path

import pytest
from django.conf import settings

from anxin.core import checks
from anxin.core.keys import masters
from anxin.core.keys.models import VaultKey


def use(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    monkeypatch.setattr(settings, "VAULT", {**settings.VAULT, **values})


class TestKeys:
    def test_are_well_as_installed(self) -> None:
        assert checks.the_keys() == []

    def test_must_not_lie_in_the_data_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, keys=str(Path(settings.DATA) / "keys"))
        assert [found.id for found in checks.the_keys()] == ["core.E001"]

    def test_must_have_a_known_suite(self, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, suite="rot13")
        (found,) = checks.the_keys()
        assert found.id == "core.E002"
        assert "aes, sm" in str(found.hint)

    def test_must_be_the_owners_alone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, keys=str(tmp_path), master="")
        masters.init()
        masters.key_file().chmod(0o640)
        assert [found.id for found in checks.the_keys()] == ["core.E003"]

    def test_must_keep_the_mark_that_heads_are_sealed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, keys=str(tmp_path / "deep" / "keys"))
        assert checks.the_keys() == []
        monkeypatch.setattr(checks.os, "access", lambda *_: False)
        assert [found.id for found in checks.the_keys()] == ["core.W002"]
        (tmp_path / "deep" / "keys").mkdir(parents=True)
        (tmp_path / "deep" / "keys" / "sealed.since").touch()
        assert checks.the_keys() == []

    @pytest.mark.django_db
    def test_must_have_their_master(self) -> None:
        assert checks.the_master() == []
        VaultKey.objects.update(master="local:gone")
        (found,) = checks.the_master()
        assert (found.id, "local:gone" in found.msg) == ("core.E005", True)


class TestFiles:
    def test_must_be_writable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "FILES", tmp_path)
        assert checks.the_files() == []
        monkeypatch.setattr(checks.os, "access", lambda *_: False)
        assert [found.id for found in checks.the_files()] == ["core.E004"]
