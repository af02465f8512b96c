"""How often something may be done: so many times at once, then so many a minute, counted for all processes together.

One row a counted name, one conditional update a time: two processes can't share the last one, a restart forgets
nothing, and who is refused writes nothing. The row keeps when the name will have used up nothing (the generic cell
rate algorithm: one number instead of a list of times). A row further ahead than a full burst can only come from a clock
that was ahead and went back: it counts as unused.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from ipaddress import IPv4Address, ip_address, ip_network

from django.db import connection, models
from django.db.models import F
from django.utils.crypto import salted_hmac

SLACK_S = 5.0
"""How far the clocks of two processes may read apart."""
MOST = 4096
_refused: dict[str, float] = {}
"""Names this process refused, and until when: they are looked at before they are used, so that they write nothing."""
WAIT_MS = 250
"""How long a count waits for another's writing where only one writes at a time."""


class Allowance(models.Model):
    """What one name has used, as the moment (seconds since 1970) at which it has used nothing again."""

    name_hash = models.CharField(max_length=64, primary_key=True)
    unused_s = models.FloatField(db_index=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.name_hash[:8]


def take(name: str, *, burst: int, per_min: float, now_s: float) -> int:
    """Use one of a name's `burst`, which come back at `per_min`; give 0, or how many seconds to wait for one.

    `now_s` is seconds since 1970. The name may hold an address: only its keyed digest is kept. Outside of a block
    each call is a transaction of its own; inside, what a refusal undoes was not used. On SQLite another's long
    writing is waited for a moment only, then `OperationalError`: who only reads is not held up by a count.
    """
    with _briefly():
        return _take(name, burst=burst, per_min=per_min, now_s=now_s)


def _take(name: str, *, burst: int, per_min: float, now_s: float) -> int:
    every_s = 60 / per_min
    latest_s = now_s + (burst - 1) * every_s
    beyond_s = now_s + burst * every_s + SLACK_S
    key = _key(name)
    use = partial(_use, key, now_s=now_s, every_s=every_s, latest_s=latest_s, beyond_s=beyond_s)
    if _refused.get(key, 0.0) <= now_s and use():
        return 0
    row, made = Allowance.objects.get_or_create(name_hash=key, defaults={"unused_s": now_s + every_s})
    if made:
        return 0
    if latest_s < row.unused_s <= beyond_s:
        if len(_refused) >= MOST:
            _refused.clear()
        _refused[key] = now_s + row.unused_s - latest_s
        return math.ceil(row.unused_s - latest_s)
    if use():
        return 0
    return _take(name, burst=burst, per_min=per_min, now_s=now_s)  # somebody was faster: look again


def _use(key: str, *, now_s: float, every_s: float, latest_s: float, beyond_s: float) -> bool:
    """Use one where there is one left (one statement, written by hand: every request of a program asks it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "core_allowance" SET "unused_s" = '
            'CASE WHEN "unused_s" > %s OR "unused_s" < %s THEN %s ELSE "unused_s" END + %s '
            'WHERE "name_hash" = %s AND ("unused_s" <= %s OR "unused_s" > %s)',
            [beyond_s, now_s, now_s, every_s, key, latest_s, beyond_s],
        )
        return bool(cursor.rowcount)


def counted_by(address: str) -> str:
    """Return what a network address is counted by: who has IPv6 has a whole /64 of them, and is one caller.

    >>> counted_by("2001:db8:1:2:3:4:5:6"), counted_by("203.0.113.7")
    ('2001:db8:1:2::/64', '203.0.113.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    mapped = found if isinstance(found, IPv4Address) else found.ipv4_mapped
    return str(mapped or ip_network((found, 64), strict=False))


def give_back(name: str, *, per_min: float) -> None:
    """Give back one that a name took: what was counted beforehand turned out to be none of those counted."""
    Allowance.objects.filter(name_hash=_key(name)).update(unused_s=F("unused_s") - 60 / per_min)


def _key(name: str) -> str:
    return salted_hmac("anxin.core.allowances", name, algorithm="sha256").hexdigest()


@contextmanager
def _briefly() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    (usual_ms,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual_ms}")


def sweep(*, now_s: float) -> int:
    """Drop the rows of names that have used nothing; return how many."""
    return Allowance.objects.filter(unused_s__lte=now_s).delete()[0]
