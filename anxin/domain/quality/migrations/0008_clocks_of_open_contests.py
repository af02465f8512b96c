"""What technicians contested before there was a clock gets one: five working days from the upgrade, then it is told."""

from datetime import UTC, datetime, timedelta

from django.db import migrations

CLOCK, DAYS, SATURDAY = "quality.contest", 5, 5


def start(apps, schema_editor):
    """Start the clock of each open contest that has none; the sweep finds it when it is due."""
    alias = schema_editor.connection.alias
    clock = apps.get_model("core", "Clock").objects.using(alias)
    known = set(clock.filter(kind=CLOCK, stream_kind="contest").values_list("stream_key", flat=True))
    rows = apps.get_model("quality", "Contest").objects.using(alias).filter(state="opened")
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    now = datetime.now(UTC)
    told = {"kind": CLOCK, "stream_kind": "contest", "whose": "quality", "started_at": now, "due_at": working(now)}
    clock.bulk_create([clock.model(stream_key=key, **told) for key in keys if key not in known])


def working(now):
    """Return the moment five days on that are no Saturday and no Sunday."""
    due_at, left = now, DAYS
    while left:
        due_at += timedelta(days=1)
        left -= due_at.weekday() < SATURDAY
    return due_at


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0028_import_places"),
        ("quality", "0007_reviews_on_calls"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop, elidable=True)]
