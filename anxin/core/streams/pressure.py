"""What the clocks of a case press, written on the head of its stream whenever the head moves or a clock changes.

The database looks at the clocks itself, in the statement that moves the head, which nobody else can move meanwhile.
"""

from django.db import connection

from anxin.core.streams.key import StreamKey

_TELLING = (
    '"core_clock" WHERE "core_clock"."stream_kind" = "core_stream"."kind" '
    'AND "core_clock"."stream_key" = "core_stream"."key" AND "met_at" IS NULL AND "stopped_at" IS NULL'
)
PRESSED = (
    ("presses_at", f'(SELECT MIN("due_at") FROM {_TELLING} AND ("missed_at" IS NOT NULL OR "paused_since" IS NULL))'),
    ("runs_out_at", f'(SELECT MIN("due_at") FROM {_TELLING} AND "missed_at" IS NULL AND "paused_since" IS NULL)'),
    ("stands_since", f'(SELECT MIN("paused_since") FROM {_TELLING} AND "missed_at" IS NULL)'),
)
"""When the clock is due that runs out first, or was due and is not made up for; when the next one runs out; since when
one stands still."""
_SETS = ", ".join(f'"{name}" = {sql}' for name, sql in PRESSED)


def press(stream: StreamKey) -> None:
    """Write on the head of a stream what its clocks press now."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "core_stream" SET {_SETS} WHERE "kind" = %s AND "key" = %s', stream)
