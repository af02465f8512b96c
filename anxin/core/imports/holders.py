"""What a row is held by that an import made and nobody can take back: each kind of case named as people call it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from anxin.core.wording import joined

HOLDERS: dict[str, tuple[str, object]] = {}
"""By model: where its rows have their number (`visit.number`), and how one is said ({it})."""
NAMED = 3
"""So many are named of what holds one row."""


def declare_holders(several: Mapping[str, tuple[str, object]]) -> None:
    """Register how rows of these models are named that hold what an import made."""
    HOLDERS.update(several)


def held_by(error: ProtectedError | RestrictedError) -> str:
    """Say what holds a row, as far as it has a name people know."""
    rows = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    names = sorted({_name(one) for one in _some(rows)} - {""})
    if not names:
        return _("in use by now")
    said = joined(names[:NAMED])
    if len(names) > NAMED:
        return _("in use by now: {names} and more").format(names=said)
    return _("in use by now: {names}").format(names=said)


def _some(rows: Iterable[Any]) -> Iterable[Any]:
    return [one for one in rows if one._meta.label in HOLDERS][: 20 * NAMED]


def _name(row: Any) -> str:
    path, said = HOLDERS[row._meta.label]
    for part in path.split("."):
        row = getattr(row, part)
    return str(said).format(it=row)
