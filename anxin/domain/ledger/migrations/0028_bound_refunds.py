"""A refund of a statement says by which number its order's shop tells it, and is found by its bill."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0027_marks_of_payments")]
    operations = [
        migrations.AddField(
            "difference", "told_as", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddIndex(
            "difference",
            models.Index(fields=["voucher"], name="ledger_difference_voucher"),
        ),
    ]
