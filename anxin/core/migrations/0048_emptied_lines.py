"""Rows that were emptied are found by nobody's phone any more."""

from typing import Any

from django.db import migrations


def let_go(apps: Any, schema_editor: Any) -> None:
    """Take the phone's index from rows whose content is gone."""
    lines = apps.get_model("core", "ImportLine").objects.using(schema_editor.connection.alias)
    lines.filter(content="").update(phone_index="", before_index="")


class Migration(migrations.Migration):
    """Take what is left of them."""

    dependencies = [("core", "0047_earlier_numbers")]

    operations = [migrations.RunPython(let_go, migrations.RunPython.noop)]
