import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("custody", "0001_initial"),
        ("network", "0019_promises_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="custody",
            name="instead_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.outlet"
            ),
        ),
        migrations.AddField(
            model_name="custody",
            name="stuck_why",
            field=models.CharField(blank=True, max_length=16),
        ),
    ]
