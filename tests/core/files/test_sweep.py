"""What a crash left without a row goes, a folder an hour, so that an hour looks at a part of what there is."""

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import files, tasks
from anxin.core.files import store
from anxin.core.files.models import SealedFile

PDF = b"%PDF-1.7\n"
LONG_AGO = 40 * 86400


def lost(folder: Path, now: datetime) -> str:
    """Leave old bytes in their folder beside those of a file that is kept, and give the folder's name."""
    kept = files.receive([PDF], length=len(PDF), allowed=files.DOCUMENTS, now=now)
    path = folder / store.name_of(kept.sha256, kept.id)
    for number in range(3):
        shutil.copy(path, f"{str(path)[:-12]}{number:012d}")
    return kept.sha256[:2]


@pytest.mark.django_db
def test_each_hour_looks_at_one_folder_and_all_have_their_turn_in_eleven_days(
    now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = [now + timedelta(hours=n) for n in range(256)]
    assert {files.folder_of(hour) for hour in hours} == {f"{n:02x}" for n in range(256)}
    under = lost(folder, now)
    later = time.time() + LONG_AGO
    monkeypatch.setattr("anxin.core.files.sweeper.time.time", lambda: later)
    for hour in (hour for hour in hours if files.folder_of(hour) != under):
        tasks.sweep_files.func(now=hour)
    assert len(list(folder.glob("*/*"))) == 4
    tasks.sweep_files.func(now=next(hour for hour in hours if files.folder_of(hour) == under))
    assert [path.name for path in folder.glob("*/*")] == [f"{one.sha256}.{one.id}" for one in SealedFile.objects.all()]


@pytest.mark.django_db
def test_a_folder_is_asked_for_in_one_statement(now: datetime, folder: Path) -> None:
    under = lost(folder, now)
    with CaptureQueriesContext(connection) as asked:
        assert files.sweep(under=under, older_than_s=-1) == 3
    assert len(asked) == 1
