"""What says which refunds didn't arrive, or are kept, is written so that the embedded database finds them by it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ledger", "0026_given_by_shops")]
    operations = [
        migrations.RemoveIndex("payment", "ledger_payment_missed"),
        migrations.RemoveIndex("payment", "ledger_payment_kept"),
        migrations.AddIndex(
            "payment",
            models.Index(fields=["missed_at"], condition=Q(missed_at__isnull=False), name="ledger_payment_missed"),
        ),
        migrations.AddIndex(
            "payment", models.Index(fields=["kept_at"], condition=Q(kept_at__isnull=False), name="ledger_payment_kept")
        ),
    ]
