"""What still refers to a file: foreign keys, and the columns of hashes that apps declare beside their models.

A file nothing refers to is destroyed once nobody handed it in for a while. Who takes a file in marks its row in the
same transaction (`received_at`), and has a day to put its hash into a row of his; so a row that is locked, old and
referred to by nothing stays so until it is gone.

A day's run looks at what fell due alone: a file a while after it came (`idle_from`), one that is in use again a year
later, and one that a row let go of (`leave`) a while after that. So it costs what a day brings, not what there is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from anxin.core import settings
from anxin.core.files.intake import destroy
from anxin.core.files.models import SealedFile

AT_ONCE = 500
"""So many files are looked at in one block: whoever writes waits for that."""
AGAIN = timedelta(days=365)
"""After so long a file that is in use is looked at again, should a row have let go of it without a word."""


@dataclass(frozen=True)
class HashColumn:
    """One column that holds the hash of a file, or (`inside`) an object in JSON whose values are hashes.

    `case`: by which fields the row belongs to a case, as `case_contents` reads them; none where the file is no case's.
    """

    model: type[models.Model]
    column: str
    inside: bool = False
    case: tuple[str, str] | None = None

    def rows(self) -> "QuerySet[models.Model, models.Model]":
        """Return the rows that refer to a file."""
        return self.model._base_manager.order_by().exclude(**{self.column: {} if self.inside else ""})


COLUMNS: dict[str, HashColumn] = {}
KEYS: dict[str, HashColumn] = {}
"""Foreign keys that lead to a file of a case."""


def declare_hash(
    model: type[models.Model], column: str, *, inside: bool = False, case: tuple[str, str] | None = None
) -> None:
    """Say that a model's column holds the hash of a file, so that the file stays while a row has it."""
    COLUMNS[f"{model._meta.label}.{column}"] = HashColumn(model, column, inside, case)


def declare_key(model: type[models.Model], column: str, *, case: tuple[str, str]) -> None:
    """Say that the file a foreign key leads to is that of a case."""
    KEYS[f"{model._meta.label}.{column}"] = HashColumn(model, f"{column}__sha256", case=case)


def foreign_keys() -> Iterator["models.ForeignKey[SealedFile]"]:
    """Yield the foreign keys that lead to a file."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is SealedFile:
                yield field


@dataclass(frozen=True)
class Weighed:
    """How many files were looked at, and how many of them are gone."""

    looked: int
    gone: int


def weigh(*, now: datetime) -> Weighed:
    """Look at some files that are due: destroy those that nothing refers to, and put the others off.

    What somebody else holds, or handed in lately, is left for another run.
    """
    before = settled_before(now)
    every = SealedFile.objects.annotate(since=Coalesce("idle_from", "received_at"))
    due = every.filter(since__lt=before, received_at__lt=before).order_by("since", "id")
    rows = {one.id: one for one in due.select_for_update(skip_locked=True)[:AT_ONCE]}
    gone = _destroy_free(list(rows.values()))
    SealedFile.objects.filter(pk__in=rows.keys() - gone).update(idle_from=now + AGAIN)
    SealedFile.objects.filter(pk__in={rows[one].shown_id for one in gone}).update(idle_from=None)
    return Weighed(len(rows), len(gone))


def leave(hashes: Iterable[str], *, now: datetime) -> None:
    """Say that a row refers to these files no more; what nothing refers to in a while is destroyed."""
    if left := {sha256 for sha256 in hashes if sha256}:
        SealedFile.objects.filter(sha256__in=left).update(idle_from=now)


def release(file: SealedFile) -> bool:
    """Destroy a file at once unless a row refers to it; tell whether it is gone."""
    return bool(_destroy_free(list(SealedFile.objects.filter(pk=file.pk).select_for_update())))


def _destroy_free(locked: Sequence[SealedFile]) -> set[UUID]:
    """Ask what refers to files that were locked before, and destroy the others; return which."""
    used = in_use(locked)
    free = {one.id: one for one in locked if one.sha256 not in used}
    for one in free.values():
        destroy(one)
    return set(free)


def in_use(files: Sequence[SealedFile]) -> set[str]:
    """Return the hashes of those files that a row refers to."""
    if not files:
        return set()
    by_key = {one.pk: one.sha256 for one in files}
    wanted = _told_inside()
    for key in foreign_keys():
        some = key.model._base_manager.filter(**{f"{key.name}__in": list(by_key)})
        wanted |= {by_key[pk] for pk in some.order_by().values_list(key.attname, flat=True)}
    for one in COLUMNS.values():
        if not one.inside:
            some = one.rows().filter(**{f"{one.column}__in": list(by_key.values())})
            wanted |= set(some.values_list(one.column, flat=True))
    return wanted


def _told_inside() -> set[str]:
    several = [one.rows().values_list(one.column, flat=True) for one in COLUMNS.values() if one.inside]
    return {str(sha256) for rows in several for told in rows for sha256 in told.values()}


def settled_before(now: datetime) -> datetime:
    """Return before when a file must have been handed in, so that nobody may still be about to use it."""
    return now - timedelta(days=settings.get("files.unattached_days", at=now))
