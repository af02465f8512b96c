"""The newest edition of each city page is found by an index: those before it carry until when they counted."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def end_earlier(apps, schema_editor):
    """Write until when each edition counted: the next one's beginning; the newest has none."""
    rows = apps.get_model("publications", "CityEdition").objects.using(schema_editor.connection.alias)
    same = {name: OuterRef(name) for name in ("brand", "category", "region")}
    following = rows.filter(number__gt=OuterRef("number"), **same).order_by("number")
    rows.update(to_at=Subquery(following.values("at")[:1]))


class Migration(migrations.Migration):

    dependencies = [("publications", "0005_guides_of_brands")]

    operations = [
        migrations.AddField(model_name="cityedition", name="to_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(end_earlier, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="cityedition",
            constraint=models.UniqueConstraint(
                condition=Q(("to_at", None)),
                fields=("brand", "category", "region"),
                name="publications_city_newest_once",
            ),
        ),
        migrations.AddIndex(
            model_name="cityedition", index=models.Index(fields=["brand", "at"], name="publications_city_days")
        ),
    ]
