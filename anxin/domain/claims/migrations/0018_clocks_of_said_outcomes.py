"""What a platform was only said to have decided before a clock ran for it gets one: thirty days from this upgrade."""

from datetime import UTC, datetime, timedelta

from django.db import migrations

CLOCK = "claims.said"


def start(apps, schema_editor):
    """Start the clock of each claim whose platform is only said to have decided it and that has none."""
    alias = schema_editor.connection.alias
    clock = apps.get_model("core", "Clock").objects.using(alias)
    known = set(clock.filter(kind=CLOCK, stopped_at=None).values_list("stream_key", flat=True))
    said = apps.get_model("claims", "Outcome").objects.using(alias).filter(told_by__in=["merchant", "desk"])
    now = datetime.now(UTC)
    told = {"kind": CLOCK, "stream_kind": "claim", "started_at": now, "due_at": now + timedelta(days=30)}
    clock.bulk_create(
        clock.model(stream_key=str(key), whose="", **told)
        for key in said.filter(claim__state="outcome_taken").order_by("pk").values_list("claim_id", flat=True)
        if str(key) not in known
    )


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0028_import_places"),
        ("claims", "0017_outcome_told_by"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop, elidable=True)]
