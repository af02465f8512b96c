"""What to try first may be a brand's own: one document a code for the house, and one for each brand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0018_second_copies"), ("publications", "0004_what_stays")]

    operations = [
        migrations.AlterField(model_name="document", name="code", field=models.CharField(max_length=80)),
        migrations.AddField(
            model_name="document",
            name="brand",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("brand", None)), fields=("code",), name="publications_document_of_house"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("code", "brand"), name="publications_document_of_a_brand"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("brand", None), ("code__startswith", "help/"), _connector="OR"),
                name="publications_document_brand_helps",
            ),
        ),
    ]
