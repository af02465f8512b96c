"""Whose phone an imported row names is found, and a key that tells who somebody is stands in the sealed values only."""

import json

from django.db import migrations, models

from anxin.core import vault
from anxin.core.errors import Invalid

PERSONS = ("customers", "devices", "purchases", "claims", "own_claims", "repairs", "technicians", "accounts")


def name_persons(apps, schema_editor):
    """Write down whose phone each row of before names."""
    rows = apps.get_model("core", "ImportLine").objects.using(schema_editor.connection.alias)
    found, lines = [], rows.filter(batch__table__in=PERSONS).exclude(content="").select_related("batch")
    for line in lines.iterator(chunk_size=500):
        _before, after = json.loads(vault.open_("core.import.line", line.id, line.content))
        if line.batch.table == "customers":
            line.key = {}
        try:
            line.phone_index = vault.blind_index(after["phone"]) if after.get("phone") else ""
        except Invalid:
            line.phone_index = ""
        found.append(line)
        if len(found) == 500:
            rows.bulk_update(found, ["key", "phone_index"])
            found = []
    rows.bulk_update(found, ["key", "phone_index"])


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0039_beginnings"),
    ]

    operations = [
        migrations.AddField(
            "importline", "phone_index", models.CharField(blank=True, db_default="", default="", max_length=100)
        ),
        migrations.AlterField("importline", "content", models.TextField(blank=True)),
        migrations.RunPython(name_persons, migrations.RunPython.noop, elidable=True),
    ]
