from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('repairs', '0020_earlier_numbers'),
    ]

    operations = [
        migrations.AddField(
            model_name='repair',
            name='peril',
            field=models.CharField(blank=True, default='', max_length=12),
        ),
    ]
