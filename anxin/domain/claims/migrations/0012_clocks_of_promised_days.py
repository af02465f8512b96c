"""What was promised back before a clock ran to the day gets one; of a day that is over it is due with the upgrade."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

CLOCK, SHANGHAI = "claims.recovery", ZoneInfo("Asia/Shanghai")
OPEN = ("demanded", "promised", "instalments")


def start(apps, schema_editor):
    """Start the clock of each recovery that waits for a promised day and has none; the sweep finds it when it is due."""
    alias = schema_editor.connection.alias
    clock = apps.get_model("core", "Clock").objects.using(alias)
    known = set(clock.filter(kind=CLOCK, stream_kind="claim", stopped_at=None).values_list("stream_key", flat=True))
    recoveries = apps.get_model("claims", "Recovery").objects.using(alias)
    rows = recoveries.filter(promised_date__isnull=False, state__in=OPEN).select_related("claim")
    now = datetime.now(UTC)
    made = {}
    for row in rows.order_by("pk"):
        key = str(row.claim_id)
        due_at = datetime.combine(row.promised_date + timedelta(days=1), time(), SHANGHAI)
        told = {"whose": str(row.claim.seller_id), "started_at": min(now, due_at), "due_at": due_at}
        made[key] = clock.model(kind=CLOCK, stream_kind="claim", stream_key=key, **told)
    clock.bulk_create([one for key, one in made.items() if key not in known])


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0028_import_places"),
        ("claims", "0011_inspections"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop, elidable=True)]
