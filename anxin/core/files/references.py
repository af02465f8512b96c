"""What still refers to a file: foreign keys, and the columns of hashes that apps declare beside their models.

A file nothing refers to is destroyed once nobody handed it in for a while. Who takes a file in marks its row in the
same transaction (`received_at`), and has a day to put its hash into a row of his; so a row that is locked, old and
referred to by nothing stays so until it is gone.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import settings
from anxin.core.files.intake import destroy
from anxin.core.files.models import SealedFile

AT_ONCE = 1000
"""So many files are destroyed in one block at most; the rest waits for the next run."""


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


def unattached(*, now: datetime) -> list[str]:
    """Return the hashes of files that nothing refers to and nobody handed in lately, a sweep's worth.

    Asked before the block that destroys them, so that nobody who writes waits for it; asked again there.
    """
    old = SealedFile.objects.filter(received_at__lt=settled_before(now))
    for key in foreign_keys():
        old = old.exclude(Exists(key.model._base_manager.filter(**{key.name: OuterRef("pk")})))
    plain = [one.rows().values_list(one.column) for one in COLUMNS.values() if not one.inside]
    told = _told_inside()
    found = old.order_by().values_list("sha256").difference(*plain)
    return sorted(sha256 for (sha256,) in found if sha256 not in told)[:AT_ONCE]


def destroy_unattached(*, found: Collection[str], now: datetime) -> int:
    """Destroy those of the files that were found to which still nothing refers and nobody handed in; give how many."""
    rows = SealedFile.objects.filter(sha256__in=found, received_at__lt=settled_before(now))
    return _destroy_free(rows.select_for_update(skip_locked=True))


def release(file: SealedFile) -> bool:
    """Destroy a file at once unless a row refers to it; tell whether it is gone."""
    return bool(_destroy_free(SealedFile.objects.filter(pk=file.pk).select_for_update()))


def _destroy_free(locked: "QuerySet[SealedFile, SealedFile]") -> int:
    """Lock files, ask then what refers to them, and destroy the others."""
    rows = list(locked.order_by("id"))
    wanted = _wanted(rows) if rows else set()
    free = [one for one in rows if one.sha256 not in wanted]
    for one in free:
        destroy(one)
    return len(free)


def _wanted(files: Sequence[SealedFile]) -> set[str]:
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
