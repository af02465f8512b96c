"""A backup's folder and term: when the next one is due, and which folders are refused at their field."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.models import Backup
from tests.domain.opening.test_opening import ADMIN, heyan  # noqa: F401  # a fixture is asked for by its name

pytestmark = pytest.mark.django_db


class TestABackup:
    @pytest.mark.usefixtures("heyan")
    def test_is_due_a_day_after_the_last_and_an_hour_after_one_that_failed(self, now: datetime, tmp_path: Path) -> None:
        assert queries.backup_due(now=now) == ""
        acting(lambda: opening.keep_backup(folder=str(tmp_path), by=ADMIN, now=now))
        assert queries.backup_due(now=now) == str(tmp_path)

        Backup.objects.create(at=now, path="/safe/a.tar")
        assert queries.backup_due(now=now + timedelta(hours=23)) == ""
        assert queries.backup_due(now=now + timedelta(hours=24)) == str(tmp_path)
        Backup.objects.create(at=now + timedelta(hours=24), fault="disk full")
        assert queries.backup_due(now=now + timedelta(hours=24, minutes=30)) == ""
        assert queries.backup_due(now=now + timedelta(hours=25)) == str(tmp_path)

    def test_goes_to_no_folder_whose_name_is_longer_than_the_disk_takes(
        self, db: None, now: datetime, tmp_path: Path
    ) -> None:
        for folder in (tmp_path / ("长" * 280), tmp_path / ("a" * 280) / "backup"):
            refuses_writing(str(folder), now)

    def test_goes_to_no_folder_that_may_not_be_looked_at(
        self, db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def shut(_path: Path, **_told: bool) -> bool:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "is_dir", shut)
        refuses_writing("/shut/backup", now)


def refuses_writing(folder: str, now: datetime) -> None:
    """Expect that a folder is refused at its field, since nothing can be written there."""
    with pytest.raises(Invalid) as refused:
        acting(lambda: opening.keep_backup(folder=folder, by=ADMIN, now=now))
    assert (refused.value.code, refused.value.field) == ("opening.bad_folder", "folder")
    assert refused.value.facts["lacks"] == "writable"
