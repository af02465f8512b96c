"""How much who pays for a merchant that is gone has paid and not got back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("claims", "0021_charged_payers")]

    operations = [
        migrations.AddField("decision", "payer_paid_fen", models.PositiveBigIntegerField(db_default=0, default=0)),
    ]
