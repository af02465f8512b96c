"""Several claims may be open about different pieces of one line; since when the pieces of one are free is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0025_the_book_of_a_shop")]

    operations = [
        migrations.RemoveConstraint(model_name="claimline", name="claims_line_one_open"),
        migrations.AddField(model_name="claimline", name="freed_at", field=models.DateTimeField(null=True)),
    ]
