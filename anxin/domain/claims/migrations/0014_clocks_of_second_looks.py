"""A decision that waited for a second person before a clock ran for it gets one; who may look is told with the sweep."""

from datetime import UTC, datetime

from django.db import migrations

CLOCK = "claims.second"


def start(apps, schema_editor):
    """Start the clock of each decision that waits for a second person and has none."""
    alias = schema_editor.connection.alias
    clock = apps.get_model("core", "Clock").objects.using(alias)
    running = clock.filter(kind=CLOCK, met_at=None, missed_at=None, stopped_at=None)
    known = set(running.values_list("stream_key", flat=True))
    rows = apps.get_model("claims", "Decision").objects.using(alias).filter(state="proposed").select_related("claim")
    now = datetime.now(UTC)
    told = {"kind": CLOCK, "stream_kind": "claim", "due_at": now}
    clock.bulk_create(
        clock.model(stream_key=str(row.claim_id), whose=str(row.claim.operator_id), started_at=row.created_at, **told)
        for row in rows.order_by("pk")
        if str(row.claim_id) not in known
    )


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0028_import_places"),
        ("claims", "0013_opened_originals"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop, elidable=True)]
