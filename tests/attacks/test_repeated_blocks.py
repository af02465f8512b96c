"""A database that is busy for a moment while a file comes in: it is taken in from its beginning, not called cut off."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import RequestFactory

from anxin.core.actors import STRANGER
from anxin.core.files import SealedFile, intake
from anxin.demo import cast
from anxin.faces.ground import uploads
from tests.claim_builders import drawn, jpeg
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[[cast.Organisation], Program]
PICTURE = jpeg(drawn(44))


@pytest.fixture
def busy_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Have the database refuse the first row of a file, as SQLite does where others write for long."""
    whole, refused = intake.insert_new, list[str]()

    def insert(row: Any) -> bool:
        if not refused:
            refused.append(row.sha256)
            cause = sqlite3.OperationalError("database is locked")
            cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("database is locked") from cause
        return whole(row)

    monkeypatch.setattr(intake, "insert_new", insert)
    yield refused
    assert len(refused) == 1


def test_a_form_without_script_brings_its_file(busy_once: list[str], rf: RequestFactory) -> None:
    request = rf.post("/")
    request.session = SessionStore()
    (key,) = uploads.received(request, [SimpleUploadedFile("a.jpg", PICTURE)], by=STRANGER)
    assert [file.sha256 for file in uploads.opened([key], by=STRANGER)] == busy_once


def test_a_program_brings_its_file(contested: Any, program: Of, busy_once: list[str]) -> None:
    made = program(cast.MERCHANT).brings(contested.claim.number, PICTURE, role="packing")
    assert made.status_code == 201, made.content
    assert SealedFile.objects.filter(sha256=busy_once[0]).exists()
