from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0016_pieces_that_did_not_come'),
    ]

    operations = [
        migrations.AddField(
            model_name='outcome',
            name='told_by',
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
