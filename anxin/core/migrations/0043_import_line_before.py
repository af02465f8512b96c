"""Whose phone an imported row named before it is found, too."""

import json

from django.db import migrations, models

from anxin.core import vault
from anxin.core.errors import Invalid

PERSONS = ("customers", "devices", "purchases", "claims", "own_claims", "repairs", "technicians", "accounts")


def name_persons(apps, schema_editor):
    """Write down whose phone each row of before named in the place of another's."""
    rows = apps.get_model("core", "ImportLine").objects.using(schema_editor.connection.alias)
    found, lines = [], rows.filter(batch__table__in=PERSONS).exclude(content="").exclude(new=True)
    for line in lines.iterator(chunk_size=500):
        before, _after = json.loads(vault.open_("core.import.line", line.id, line.content))
        try:
            index = vault.blind_index(before["phone"]) if before and before.get("phone") else ""
        except Invalid:
            index = ""
        if index not in ("", line.phone_index):
            line.before_index = index
            found.append(line)
        if len(found) == 500:
            rows.bulk_update(found, ["before_index"])
            found = []
    rows.bulk_update(found, ["before_index"])


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0042_archives"),
    ]

    operations = [
        migrations.AddField(
            "importline", "before_index", models.CharField(blank=True, db_default="", default="", max_length=100)
        ),
        migrations.RunPython(name_persons, migrations.RunPython.noop, elidable=True),
    ]
