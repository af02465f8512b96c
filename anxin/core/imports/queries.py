"""Which files were applied."""

from uuid import UUID

from anxin.core.errors import Missing
from anxin.core.imports.models import ImportBatch


class NoSuchBatch(Missing):
    """No file was applied to this table under this id."""

    code = "imports.no_such_batch"


def recent(name: str, *, most: int = 20) -> list[ImportBatch]:
    """List the files applied to a table, newest first."""
    return list(ImportBatch.objects.filter(table=name).order_by("-applied_at")[:most])


def batch(key: UUID, *, name: str) -> ImportBatch:
    """Find a file that was applied to a table."""
    found = ImportBatch.objects.filter(id=key, table=name).first()
    if found is None:
        raise NoSuchBatch({"batch": str(key)})
    return found
