"""To which account a refund goes that no provider sends; who waits for one already is asked with the next sweep."""

from datetime import UTC, datetime

from django.db import migrations, models

CLOCK = "ledger.account"


def start(apps, schema_editor):
    """Start the clock of each case with a refund that a person has to send and has written no transfer down for."""
    alias = schema_editor.connection.alias
    clock = apps.get_model("core", "Clock").objects.using(alias)
    rows = apps.get_model("ledger", "Payment").objects.using(alias).filter(direction="back", state="unclear")
    sent = apps.get_model("ledger", "Remittance").objects.using(alias).exclude(state="aside")
    waiting = rows.filter(fault__startswith="by hand").exclude(pk__in=sent.filter(payment__isnull=False).values("payment"))
    now, known = datetime.now(UTC), {}
    for row in waiting.select_related("bill").order_by("pk"):
        known.setdefault((row.bill.stream_kind, row.bill.stream_key), row.bill.payer)
    clock.bulk_create(
        clock.model(kind=CLOCK, stream_kind=kind, stream_key=key, whose=payer, started_at=now, due_at=now)
        for (kind, key), payer in known.items()
    )


class Migration(migrations.Migration):

    dependencies = [("core", "0028_import_places"), ("ledger", "0016_receipt")]

    operations = [
        migrations.AddField("payment", "payee_sealed", models.TextField(blank=True)),
        migrations.RunPython(start, migrations.RunPython.noop, elidable=True),
    ]
