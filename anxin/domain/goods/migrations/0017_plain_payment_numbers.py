"""A payment's number is kept in its one form, by which orders are compared: ASCII digits alone."""

import re
import unicodedata

from django.db import migrations

NUMBER = re.compile(r"[0-9]{28}")


def write_plainly(apps, schema_editor):
    """Write the numbers anew that blanks, marks or wide digits hid from comparing."""
    purchases = apps.get_model("goods", "Purchase").objects.using(schema_editor.connection.alias)
    rows = purchases.exclude(paid_reference="").order_by().values_list("pk", "paid_reference")
    hidden = [(key, written) for key, written in rows.iterator(chunk_size=5000) if not NUMBER.fullmatch(written)]
    for key, written in hidden:
        plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", written)))
        if NUMBER.fullmatch(plain):
            purchases.filter(pk=key).update(paid_reference=plain)


class Migration(migrations.Migration):
    dependencies = [("goods", "0016_said_days")]

    operations = [migrations.RunPython(write_plainly, migrations.RunPython.noop, elidable=True)]
