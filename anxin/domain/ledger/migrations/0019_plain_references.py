"""A reference is compared by its letters and digits, those that are here too; a payee says that nothing arrived."""

from collections import Counter
from unicodedata import normalize

from django.db import migrations, models


def fill(apps, schema_editor):
    """Write each reference as it is compared; of several that were let in as different ones the first has it."""
    rows = apps.get_model("ledger", "Remittance").objects.using(schema_editor.connection.alias)
    known = Counter()
    for row in rows.order_by("created_at", "pk").only("pk", "direction", "way", "reference").iterator():
        plain = "".join(one for one in normalize("NFKC", row.reference).upper() if one.isalnum())[:80]
        place = (row.direction, row.way, plain)
        known[place] += 1
        told = plain if plain and known[place] == 1 else f"{plain[:40]}#{row.pk.hex}"
        rows.filter(pk=row.pk).update(plain=told)


class Migration(migrations.Migration):

    dependencies = [("ledger", "0018_carried_lines")]

    operations = [
        migrations.AddField("payment", "missed_at", models.DateTimeField(null=True)),
        migrations.AddField("remittance", "plain", models.CharField(default="", max_length=80), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
