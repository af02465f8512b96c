"""What lies beside a row and changes under its lock only: read once a block while the row is held."""

from collections.abc import Callable

from django.db import models

from anxin.core import acting
from anxin.core.states.steps import is_held


def beside[T](row: models.Model, what: str, read: Callable[[], T], *of: type[models.Model]) -> T:
    """Return what lies beside a row; of one that is held it is read once, until the block writes to one of the tables.

    Of one that is not held yet it is read each time: what is read before a lock may have changed when it is there.
    """
    if not is_held(row):
        return read()
    return acting.remembered(_place(row, what), read, *of)


def keep_beside(row: models.Model, what: str, value: object, *of: type[models.Model]) -> None:
    """Remember what lies beside a held row as this block has just read it, or made it."""
    if is_held(row):
        acting.current().keep(_place(row, what), (value,), *(model._meta.db_table for model in of))


def _place(row: models.Model, what: str) -> tuple[str, str, str, str]:
    return "beside", row._meta.db_table, str(row.pk), what
