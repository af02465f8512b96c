"""Erase what is personal of repairs and claims that are over, archive their records, and say what that cost."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import connection

AT_ONCE = 200
LATER = timedelta(days=1500)
OPENED = 100
CASES = 800
SIZES = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relname = ANY(%s) AND c.relkind = 'r'"
TABLES = ["core_entry", "core_private", "core_archive", "core_archivedstream"]


def archive() -> str:
    """Archive some that are over; return what a case cost, what it took and takes, and what opening one costs."""
    from anxin.core import archives, case_contents
    from anxin.core.acting import acting
    from anxin.core.actors import SYSTEM
    from anxin.core.archives import Archive
    from anxin.core.streams.key import StreamKey
    from anxin.core.streams.models import Entry, Stream

    now = datetime.now(UTC) + LATER
    over = Stream.objects.filter(kind__in=("repair", "claim"), ended_at__isnull=False, archived=None).order_by("pk")
    keys = list(over.values_list("pk", flat=True)[:CASES])
    for stream in Stream.objects.filter(pk__in=keys):
        key = StreamKey(stream.kind, stream.key)
        if key not in case_contents.is_emptied([key]):
            acting(lambda key=key: case_contents.empty(key, reason="bench", by=SYSTEM, now=now))
    facts, moved, before = Entry.objects.count(), 0, _bytes()
    begun, there = time.process_time(), _server_s()
    for some in batched(keys, AT_ONCE, strict=False):
        moved += archives.carry(some, may=lambda _key: True, now=now).streams
    here, there = time.process_time() - begun, _server_s() - there
    size = sum(one.file.size for one in Archive.objects.select_related("file"))
    left, spared = facts - Entry.objects.count(), before - _bytes()
    opening = _opened(keys[:: max(1, len(keys) // OPENED)])
    told = [
        f"{moved} records of {len(keys)}: {left / moved:.1f} facts each left the table",
        f"the table takes {spared / moved:,.0f} bytes a case less, files {size / moved:,.0f} more",
        f"{here / moved * 1000:.1f} ms of CPU each here, {there / moved * 1000:.1f} in PostgreSQL",
        f"{opening:.1f} ms of CPU to open one",
    ]
    return "\n".join(told)


def _bytes() -> int:
    """Return how many bytes facts take, once what was deleted is given back."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM FULL {table}")
        cursor.execute(SIZES, [TABLES])
        return int(cursor.fetchone()[0])


def _opened(keys: "list[UUID]") -> float:
    """Return the milliseconds of CPU for one record, each from a file that is not at hand."""
    from anxin.core import archives
    from anxin.core.archives import contents

    return _each(keys, lambda key: (contents._unpacked.cache_clear(), archives.entries_of([key])))


def _each(keys: "list[UUID]", do: Callable[[UUID], object]) -> float:
    begun = time.process_time()
    for key in keys:
        do(key)
    return (time.process_time() - begun) / max(len(keys), 1) * 1000


def _server_s() -> float:
    """Return the CPU seconds of this connection's server process so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    return sum(_ticks(pid)) / 100


def _ticks(pid: int) -> Iterator[int]:
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    yield from (int(fields[11]), int(fields[12]))
