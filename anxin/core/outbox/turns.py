"""When a message may be read: its turn, given once its transaction has ended.

PostgreSQL gives out ids before transactions end, so a smaller id may appear after a larger one. Whoever reads first
gives every message he can see, and that has none, the next turn: one reader at a time, under a lock that ends with
its transaction. What appears later gets a later turn, however long its transaction was open, and nobody waits for it.

A turn is the moment it was given, in microseconds since 1970, or one more than the last: so turns given after a
restore lie behind all that were given before. On SQLite writers stand in line and every message has turn 0.
"""

from django.db import connection, transaction

from anxin.core.outbox.models import Message

AT_ONCE = 5_000
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('anxin outbox turns', 0))"
GIVE = """
UPDATE core_message SET xid = (
    SELECT greatest(coalesce(max(xid), 0) + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    FROM core_message
) WHERE id IN (SELECT id FROM core_message WHERE xid IS NULL ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED)
"""


def give_turns() -> int:
    """Give every message that can be seen a turn, oldest first; return how many got one here.

    Where somebody else is giving turns at this moment, he is left to it. A message that is just being delivered gets
    its turn at the next look.
    """
    if connection.vendor != "postgresql":
        return 0
    given = 0
    while Message.objects.filter(turn=None).exists():
        some = _give_some()
        given += some
        if some < AT_ONCE:
            break
    return given


def _give_some() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(GIVE, [AT_ONCE])  # begun behind the lock: it sees what the last who had it gave
        return int(cursor.rowcount)
