"""Cases that ended before their streams said so say so too."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ENDS = (
    ("repairs", "Repair", "repair", ("closed", "cancelled", "redirected", "solved_remotely")),
    ("claims", "Claim", "claim", ("closed", "withdrawn")),
    ("contacts", "Contact", "contact", ("answered", "dropped")),
)


def mark(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the moment a row last changed its state."""
    here = editor.connection.alias
    streams = apps.get_model("core", "Stream").objects.using(here)
    for app, model, kind, states in ENDS:
        rows = apps.get_model(app, model).objects.using(here).filter(state__in=states)
        for key, at in rows.values_list("id", "updated_at").iterator():
            streams.filter(kind=kind, key=str(key)).update(ended_at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
        ("core", "0006_stream_end"),
        ("repairs", "0002_form_keys"),
        ("claims", "0002_form_keys"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
