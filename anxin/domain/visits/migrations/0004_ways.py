from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


def unknown(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A way nobody knew was stored as none at all."""
    offers = apps.get_model("visits", "Offer").objects.using(editor.connection.alias)
    guessed = offers.filter(Q(visit__place__lng=None) | ~Q(visit__mode="visit") | Q(travel_s=0, visit__place__radius_m__gt=1000))
    offers.filter(pk__in=guessed.values("pk")).update(travel_s=None)


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0003_growth'),
    ]

    operations = [
        migrations.AlterField(model_name='offer', name='travel_s', field=models.PositiveIntegerField(null=True)),
        migrations.RunPython(unknown, migrations.RunPython.noop),
    ]
