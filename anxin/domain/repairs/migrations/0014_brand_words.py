"""A reference of the brand is looked for by an index: it stands at one repair."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goods', '0017_plain_payment_numbers'),
        ('people', '0024_waiting_erasures'),
        ('places', '0003_row_seals'),
        ('repairs', '0013_said_days'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='repair',
            index=models.Index(condition=models.Q(('warranty_why', 'brand_said')), fields=['brand', 'warranty_source'], name='repairs_brand_words'),
        ),
    ]
