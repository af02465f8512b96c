"""Who pays by a decision for a merchant that left, or answers nothing any more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("claims", "0019_corrections")]

    operations = [
        migrations.AddField("decision", "payer", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddIndex(
            "decision",
            models.Index(
                condition=models.Q(("payer", ""), _negated=True), fields=["given_at"], name="claims_decision_paid_for"
            ),
        ),
    ]
