from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0034_waiting_lapses'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='reportednumber',
            index=models.Index(fields=['looked_at'], name='network_reported_looked'),
        ),
    ]
