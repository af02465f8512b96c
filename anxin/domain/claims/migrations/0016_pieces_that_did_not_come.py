"""Another piece whose time was over had nobody who decided anew: its clock runs out once more, with the first look."""

from datetime import UTC, datetime

from django.db import migrations

CLOCK = "claims.replacement"


def start(apps, schema_editor):
    """Start a clock, due at once, for each claim that waits for another piece whose time is over."""
    alias = schema_editor.connection.alias
    clock = apps.get_model("core", "Clock").objects.using(alias)
    rows = clock.filter(kind=CLOCK, stream_kind="claim", met_at=None, stopped_at=None)
    running = set(rows.filter(missed_at=None).values_list("stream_key", flat=True))
    missed = {one.stream_key: one for one in rows.exclude(missed_at=None).order_by("started_at")}
    claims = apps.get_model("claims", "Claim").objects.using(alias)
    waiting = {str(key) for key in claims.filter(state="executing").values_list("pk", flat=True)}
    now = datetime.now(UTC)
    clock.bulk_create(
        clock.model(kind=CLOCK, stream_kind="claim", stream_key=key, whose=one.whose, started_at=now, due_at=now)
        for key, one in missed.items()
        if key in waiting - running
    )


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0028_import_places"),
        ("claims", "0015_one_open_appeal"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop, elidable=True)]
