"""What shops only said they gave back is booked with them once the workers run: a task does it, a bill a block."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Q

from anxin.core.ids import uuid7

TASK = "anxin.domain.ledger.tasks.book_with_shops"
STATED = ["provider:wechat", "provider:alipay"]


def put(apps, schema_editor):
    """Put the task where anything may have to be booked anew; what of it is so the task finds."""
    alias = schema_editor.connection.alias
    moved = Q(key__startswith="elsewhere:") | Q(payment__fault="shop said")
    there = Q(debit__in=STATED) | Q(credit__in=STATED)
    if apps.get_model("ledger", "Transfer").objects.using(alias).filter(moved, there).exists():
        now = datetime.now(UTC)
        told = {"id": uuid7(), "name": TASK, "queue": "heavy", "arguments": {}, "run_at": now, "created_at": now}
        apps.get_model("core", "LaterTask").objects.using(alias).get_or_create(key="ledger.book_with_shops", defaults=told)


class Migration(migrations.Migration):
    dependencies = [("core", "0046_plans"), ("ledger", "0025_beside_refunds")]

    operations = [migrations.RunPython(put, migrations.RunPython.noop, elidable=True)]
