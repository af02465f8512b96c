"""How much of a decision stands charged to who pays for a merchant that is gone, and when he paid it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("claims", "0020_paid_for")]

    operations = [
        migrations.AddField("decision", "charged_fen", models.PositiveBigIntegerField(db_default=0, default=0)),
        migrations.AddField("decision", "payer_paid_at", models.DateTimeField(null=True)),
    ]
