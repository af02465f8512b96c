"""What PostgreSQL is set to that loses what it acknowledged, or that a database outgrew."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

NAMES = (
    *("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "shared_buffers", "max_connections"),
    "archive_mode",
)
PAGE = 8192
GROWN = 32
"""So many times what PostgreSQL keeps in memory a database may hold before lists are read from the disk."""
LEAST_CONNECTIONS = 50
"""Six processes of one machine, each with some at once, and what an operator needs beside them."""


UNARCHIVED = (
    "CASE WHEN last_failed_time > coalesce(last_archived_time, '-infinity') "
    "THEN to_char(coalesce(last_archived_time, stats_reset, last_failed_time) AT TIME ZONE 'Asia/Shanghai', "
    "'YYYY-MM-DD HH24:MI') ELSE '' END"
)
"""Since when the write-ahead log reaches its archive no more; nothing where the last try put it there."""


@dataclass(frozen=True, kw_only=True)
class DatabaseFault:
    """What is wrong in a sentence, and what helps."""

    says: str
    do: str


def faults() -> list[DatabaseFault]:
    """Return what is wrong with the database's settings (one statement); nothing on SQLite."""
    if connection.vendor != "postgresql":
        return []
    asked = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) UNION ALL SELECT 'standby', "
    asked += "pg_is_in_recovery()::text UNION ALL SELECT 'size', pg_database_size(current_database())::text "
    asked += f"UNION ALL SELECT 'unarchived', {UNARCHIVED} FROM pg_stat_archiver"
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(NAMES)])
        return faults_of(dict(cursor.fetchall()))


def standbys() -> str:
    """Return what becomes of acknowledged work when the primary is lost, where standbys follow it; else nothing."""
    if connection.vendor != "postgresql":
        return ""
    asked = "SELECT count(*), count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')) FROM pg_stat_replication"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        every, waited_for = cursor.fetchone()
    if not every:
        return ""
    told = "nothing acknowledged is" if waited_for else "what was acknowledged in the last moments is"
    return f"{every} following, {waited_for} of them waited for: {told} lost with this server"


def faults_of(known: Mapping[str, str]) -> list[DatabaseFault]:
    """Return what is wrong with such settings, as PostgreSQL writes them."""
    found = [
        DatabaseFault(says=f"{name} is off: {lost}", do=f"set {name} = on in postgresql.conf, and load it anew")
        for name, lost in LOST.items()
        if known[name] == "off"
    ]
    if known["standby"] == "true":
        do = "let ANXIN_DATABASE_URL name the primary, or promote this one: pg_ctl promote"
        found.append(DatabaseFault(says="this server is a standby: nothing can be written to it", do=do))
    if known["archive_mode"] != "off" and known["unarchived"]:
        says = f"the write-ahead log reaches its archive no more since {known['unarchived']}: it fills the disk, and"
        says += " what came since can't be restored"
        found.append(DatabaseFault(says=says, do="look at archive_command and its folder, and at the server's log"))
    size, kept = int(known["size"]), int(known["shared_buffers"]) * PAGE
    if size > GROWN * kept:
        says = f"the database holds {size >> 20:,} MB, and PostgreSQL keeps {kept >> 20:,} MB of it in memory"
        found.append(DatabaseFault(says=says, do="set shared_buffers to a quarter of its machine's memory and restart"))
    if int(known["max_connections"]) < LEAST_CONNECTIONS:
        says = f"max_connections is {known['max_connections']}: a process keeps up to 16"
        found.append(DatabaseFault(says=says, do="set max_connections to 100 or more, or put a pooler before it"))
    return found


LOST = {
    "fsync": "what was acknowledged is lost when the power fails, and the database with it",
    "full_page_writes": "a page that was half written when the power failed stays torn",
    "synchronous_commit": "what was acknowledged in the last moments is lost when the server dies",
    "autovacuum": "what was deleted keeps its place, and plans grow wrong",
}
