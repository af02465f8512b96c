"""Rows no case's facts tell of, each sealed with a key from outside the database: what was written past it is found.

A seal covers the row's key and all its fields but those named in `UNSEALED` (what is counted beside). A field with its
default isn't written into it, so a column that a later version adds leaves older seals whole; whoever renames one, or
takes one away, seals the rows anew in its migration. A row taken away leaves no trace here: facts tell of what must not
go. Whoever kept a row's earlier copy can put that one back.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from itertools import batched
from typing import Any, ClassVar
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models.base import ModelBase

from anxin.core.keys import mark, signatures
from anxin.core.streams.hashing import canonical, instant

PURPOSE = b"anxin row"
AT_ONCE = 500
type Fields = "tuple[models.Field[Any, Any], ...]"


class SealField(models.CharField):  # type: ignore[type-arg]  # Django's fields take no types as they run
    """The seal of its row, written with it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal a row that is new; one that was there is sealed anew by whoever changes it (`SealedRows`)."""
        if add and isinstance(model_instance, SealedRow):
            setattr(model_instance, self.attname, seal_of(model_instance))
        return super().pre_save(model_instance, add)


class SealedRows[Row: models.Model](models.QuerySet[Row, Row]):
    """Rows that are sealed anew when they are changed; one that was not ours stays as it was found."""

    def update(self, **sets: Any) -> int:
        """Change rows, and seal them as they are then; one that another block made since they were found stays."""
        names = {name for one in sealed_fields(self.model) for name in (one.name, one.attname)}
        if names.isdisjoint(sets):
            return super().update(**sets)
        found = list(_locked(self.model, self.order_by().values("pk")))
        ours = [row for row in found if verifies(row)]
        those = self.filter(pk__in=[row.pk for row in found])
        plain = not any(hasattr(value, "resolve_expression") for value in sets.values())
        if plain and ours and len(ours) == len(found) <= AT_ONCE:
            for row in ours:
                _set(row, sets)
            return super(SealedRows, those).update(**sets, seal=_seals(ours))
        count = super(SealedRows, those).update(**sets) if found else 0
        for some in batched((row.pk for row in ours), AT_ONCE, strict=False):
            _seal(self.model, [row for row in self.model._base_manager.filter(pk__in=some) if not verifies(row)])
        return count


class SealedRow(models.Model):
    """A row that carries its seal."""

    UNSEALED: ClassVar[tuple[str, ...]] = ()
    seal = SealField(max_length=80, blank=True, default="", editable=False)

    objects = SealedRows.as_manager()

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write the row, and seal it as it is then; one that was not ours stays as it was found."""
        fields = None if update_fields is None else {*update_fields}
        if not self._state.adding:
            before = _locked(type(self), [self.pk]).first()
            written = [one for one in sealed_fields(type(self)) if fields is None or {one.name, one.attname} & fields]
            if before is not None and verifies(before):
                _set(before, {one.attname: getattr(self, one.attname) for one in written})
                self.seal = seal_of(before)
            elif before is not None:
                self.seal = before.seal
            fields = fields and fields | {"seal"}
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=fields)


def sealed_models() -> list[type[SealedRow]]:
    """Return all models whose rows are sealed."""
    return [one for one in apps.get_models() if issubclass(one, SealedRow) and one._meta.managed]


@cache
def sealed_fields(model: type[models.Model]) -> Fields:
    """Return the fields that a seal covers."""
    apart = {"seal", *getattr(model, "UNSEALED", ())}
    return tuple(one for one in model._meta.concrete_fields if one.name not in apart)


def seal_of(row: models.Model) -> str:
    """Return the seal a row should carry as it stands."""
    return signatures.seal(PURPOSE, _content(row))


def verifies(row: Any) -> bool:
    """Return whether a row is as it was last sealed here."""
    return signatures.is_sealed(PURPOSE, _content(row), row.seal)


def ensure(*, now: datetime) -> None:
    """Seal all rows as they stand, once: at the upgrade of an installation from before they were sealed.

    Never again where a row is sealed or the mark stands: a seal that is gone was taken away, and stays to be found.
    Tables that some migration has yet to make, or took away, have none.
    """
    if mark.stands(mark.ROWS):
        return
    tables = set(connection.introspection.table_names())
    every = [one for one in sealed_models() if one._meta.db_table in tables]
    if not any(one._base_manager.exclude(seal="").exists() for one in every):
        if not any(one._base_manager.exists() for one in every):
            return
        for model in every:
            for some in batched(model._base_manager.order_by("pk").iterator(AT_ONCE), AT_ONCE, strict=False):
                _seal(model, some)
    mark.leave(mark.ROWS, now=now)


def _locked(model: type[models.Model], keys: Any) -> "models.QuerySet[Any, Any]":
    """Return rows to be sealed anew: nobody else changes them until this block ends."""
    rows = model._base_manager.filter(pk__in=keys)
    return rows.select_for_update() if connection.in_atomic_block else rows


def _seals(rows: list[Any]) -> "str | models.Case":
    """Return the seal of one row, or that of each as the database picks it."""
    if len(rows) == 1:
        return seal_of(rows[0])
    each = (models.When(pk=row.pk, then=models.Value(seal_of(row))) for row in rows)
    return models.Case(*each, output_field=models.CharField())


def _set(row: models.Model, sets: Mapping[str, Any]) -> None:
    for name, value in sets.items():
        field: Any = row._meta.get_field(name)
        setattr(row, field.attname, value.pk if isinstance(value, models.Model) else value)


def _seal(model: type[models.Model], rows: Iterable[Any]) -> None:
    several = list(rows)
    for row in several:
        row.seal = seal_of(row)
    if len(several) == 1:
        model._base_manager.filter(pk=several[0].pk).update(seal=several[0].seal)
    elif several:
        model._base_manager.bulk_update(several, ["seal"])


def _content(row: models.Model) -> bytes:
    told = {}
    for field in sealed_fields(type(row)):
        value = _plain(field, getattr(row, field.attname))
        if field.primary_key or value != _default(field):
            told[field.attname] = value
    return canonical([row._meta.label_lower, told])


@cache
def _default(field: "models.Field[Any, Any]") -> str | int | bool | None:
    return _plain(field, field.get_default())


def _plain(field: "models.Field[Any, Any]", value: Any) -> str | int | bool | None:
    """Return a value as it is sealed, whether it comes from the database or from whoever is about to write it."""
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    known = kind.to_python(value)
    if isinstance(known, datetime):
        return instant(known)
    if isinstance(known, UUID | date):
        return str(known)
    if isinstance(known, float):
        return repr(known)
    return str(known) if isinstance(known, str) else known
