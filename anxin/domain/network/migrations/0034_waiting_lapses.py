"""Who waits is asked whether he still does, and an entry that nobody answers for ends."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goods', '0013_listings'),
        ('network', '0033_brand_hours'),
        ('people', '0019_numbers_of_nobody_yet'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='waiting',
            name='network_waiting_state',
        ),
        migrations.RemoveConstraint(
            model_name='waiting',
            name='network_waiting_once',
        ),
        migrations.AddIndex(
            model_name='waiting',
            index=models.Index(fields=['state', 'updated_at'], name='network_waiting_since'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'dropped', 'lapsed', 'served', 'waiting'])), name='network_waiting_state'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'asked'))), fields=('person', 'brand', 'division', 'category'), name='network_waiting_once'),
        ),
    ]
