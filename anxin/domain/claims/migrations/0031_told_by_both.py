"""Orders of which a provider's refund was given to their bill are read anew: what their shop tells, too, counts once."""

from datetime import UTC, datetime

from django.db import migrations

from anxin.core.ids import uuid7

TASK = "anxin.domain.claims.tasks.read_book"


def put(apps, schema_editor):
    """Put the task of each such order; what of it is to be booked anew the task finds."""
    alias = schema_editor.connection.alias
    bound = apps.get_model("ledger", "Difference").objects.using(alias).filter(end="bound", payment=None)
    bills = apps.get_model("ledger", "Bill").objects.using(alias).filter(stream_kind="purchase")
    tasks, now = apps.get_model("core", "LaterTask").objects.using(alias), datetime.now(UTC)
    for number in bound.values_list("voucher", flat=True).iterator(500):
        for key in bills.filter(number=number).values_list("stream_key", flat=True):
            told = {"id": uuid7(), "name": TASK, "queue": "heavy", "arguments": {"purchase": str(key)}}
            tasks.get_or_create(key=f"claims.told_by_both:{key}", defaults={**told, "run_at": now, "created_at": now})


class Migration(migrations.Migration):
    dependencies = [("core", "0046_plans"), ("claims", "0030_entered_numbers"), ("ledger", "0028_bound_refunds")]

    operations = [migrations.RunPython(put, migrations.RunPython.noop, elidable=True)]
