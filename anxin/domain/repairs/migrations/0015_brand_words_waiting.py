"""A brand's word that the desk wrote down waits at its repair, found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goods', '0017_plain_payment_numbers'),
        ('people', '0024_waiting_erasures'),
        ('places', '0003_row_seals'),
        ('repairs', '0014_brand_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='repair',
            name='word_reference',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddIndex(
            model_name='repair',
            index=models.Index(condition=models.Q(('word_reference', ''), _negated=True), fields=['brand', 'word_reference'], name='repairs_words_waiting'),
        ),
    ]
