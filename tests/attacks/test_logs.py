"""What a line of the log holds of a row that the database refused."""

import sys

from django.db import IntegrityError

from anxin.config import logs

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
