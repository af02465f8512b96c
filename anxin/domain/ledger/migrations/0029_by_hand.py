"""A bill says that the house gave money of it back by hand: a house's month begins with its own."""

from django.db import migrations, models
from django.db.models import Q

HAND = ["bank", "office", "other", "cash"]


def mark(apps, schema_editor):
    """Mark the bills of which money went back by hand, or was to."""
    alias = schema_editor.connection.alias
    sent = apps.get_model("ledger", "Payment").objects.using(alias).filter(direction="back", provider__in=HAND)
    apps.get_model("ledger", "Bill").objects.using(alias).filter(pk__in=sent.values("bill")).update(by_hand=True)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0028_bound_refunds")]
    operations = [
        migrations.AddField("bill", "by_hand", models.BooleanField(default=False, db_default=False)),
        migrations.AddIndex(
            "bill", models.Index(fields=["payee"], name="ledger_bill_by_hand", condition=Q(by_hand=True))
        ),
        migrations.AddIndex(
            "transfer", models.Index(fields=["debit"], name="ledger_transfer_borne", condition=Q(reason="borne"))
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("payment", "ledger_payment_by_house"),
    ]
