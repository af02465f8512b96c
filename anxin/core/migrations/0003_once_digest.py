"""Of a key that was used nothing is kept but a keyed digest."""

import hashlib
import hmac

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def digest(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Turn the keys of programs into what is found again; those of pages nobody sends any more."""
    keys = apps.get_model("core", "OnceKey").objects.using(editor.connection.alias)
    for row in keys.iterator():
        text = "\0".join((row.scope, "", row.key))
        row.key = hmac.new(settings.SECRET_KEY.encode(), f"anxin once|{text}".encode(), hashlib.sha256).hexdigest()
        row.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("core", "0002_allowances")]

    operations = [
        migrations.AddField("oncekey", "expires_at", models.DateTimeField(db_index=True, null=True)),
        migrations.RunPython(digest, migrations.RunPython.noop),
        migrations.AlterField("oncekey", "key", models.CharField(max_length=64)),
    ]
