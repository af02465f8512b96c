"""When a brand's word was signed, as its record says: a key may be lost from a day on, and vouches for what was before."""

from itertools import batched

from django.db import migrations, models

SIGNED = ("authorisation.authorise", "network.signed_again")
AT_ONCE = 500


def say_when(apps, schema_editor):
    """Write when each word was signed last; what no record tells of counts no more once its key is lost."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("network", "Authorisation").objects.using(alias).exclude(signature="").order_by("pk")
    entries = apps.get_model("core", "Entry").objects.using(alias)
    for some in batched(rows.only("pk").iterator(AT_ONCE), AT_ONCE):
        told = entries.filter(
            stream__kind="authorisation", stream__key__in=[str(row.pk) for row in some], code__in=SIGNED
        ).order_by("position")
        at = dict(told.values_list("stream__key", "at"))
        for row in some:
            row.signed_at = at.get(str(row.pk))
        rows.model.objects.using(alias).bulk_update(some, ["signed_at"])


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0028_import_places"),
        ("network", "0030_mistaken_numbers"),
    ]

    operations = [
        migrations.AddField(model_name="authorisation", name="signed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="brandkey", name="lost_from", field=models.DateTimeField(null=True)),
        migrations.RunPython(say_when, migrations.RunPython.noop, elidable=True),
    ]
