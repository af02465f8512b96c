"""What a line of the log holds of a row that the database refused, and what a stranger can write into it."""

import sys

import pytest
from django.db import IntegrityError
from django.test import Client

from anxin.config import logs
from anxin.faces.public import help as guides

REFUSED = (
    'new row for relation "staff_mailbox" violates check constraint "mail"\n'
    "DETAIL:  Failing row contains (7, Anna Smith, anna@home.example)."
)


def test_an_error_is_told_without_the_row_that_was_refused() -> None:
    try:
        raise IntegrityError(REFUSED)
    except IntegrityError:
        told = logs.frames(None, "error", {"event": "failed", "exc_info": sys.exc_info()})  # type: ignore[arg-type]
    assert told["message"] == REFUSED.partition("\n")[0]
    assert "anna" not in str(told).lower()


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, object]]:
    told = [(one.levelname, one.msg) for one in caplog.records if isinstance(one.msg, dict)]
    return [(level, str(row["event"]), row.get("status")) for level, row in told if row.get("event") != "refused"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/help/pictures/{'0' * 64}/", "/legal/nothing/", "/x/y/"])
def test_a_stranger_who_asks_for_what_is_not_there_writes_one_line(path: str, caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get(path).status_code == 404
    assert lines(caplog) == [("INFO", "answered", 404)]


@pytest.mark.django_db
def test_a_broken_form_writes_one_line(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client().generic("POST", "/report/", b"--x", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
    assert lines(caplog) == [("INFO", "answered", 400)]


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_with_its_frames(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guides.publications, "shows", lambda _hash: 1 / 0)
    client = Client(raise_request_exception=False)
    assert client.get(f"/help/pictures/{'0' * 64}/").status_code == 500
    assert lines(caplog) == [("ERROR", "failed", None), ("INFO", "answered", 500)]
