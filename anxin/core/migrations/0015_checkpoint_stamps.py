"""Stamps lie beside their checkpoint, one an authority; what was set up as settings becomes the first authority."""

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from rfc3161_client import decode_timestamp_response

NAME = "stamps"


def move(apps: Any, editor: Any) -> None:
    """Take over stamps and authority."""
    alias = editor.connection.alias
    stamps = apps.get_model("core", "CheckpointStamp").objects.using(alias)
    for one in apps.get_model("core", "Checkpoint").objects.using(alias).exclude(stamped_at=None).iterator():
        at = decode_timestamp_response(bytes(one.stamp)).tst_info.gen_time
        stamps.create(checkpoint=one, authority=NAME, answer=one.stamp, at=at)
    apps.get_model("core", "LaterTask").objects.using(alias).filter(name="anxin.core.tasks.stamp_head").delete()
    rows = apps.get_model("core", "SettingRow").objects.using(alias).exclude(confirmed_at=None).order_by("-valid_from", "-confirmed_at")
    url = rows.filter(name="timeline.stamp_url").first()
    roots = rows.filter(name="timeline.stamp_roots").first()
    if url and url.value and roots and roots.value:
        values = {"title": url.value, "url": url.value, "roots": roots.value, "user": "", "pace": "each", "price_mill": ""}
        told = {"kind": NAME, "name": NAME, "values": values, "sealed": "", "kept_by": roots.confirmed_by[:80]}
        apps.get_model("core", "ProviderAccount").objects.using(alias).create(id=uuid.uuid4(), kept_at=roots.confirmed_at, **told)


class Migration(migrations.Migration):
    dependencies = [("core", "0014_import_runs")]

    operations = [
        migrations.CreateModel(
            name="CheckpointStamp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("authority", models.CharField(max_length=24)),
                ("answer", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stamps", to="core.checkpoint"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("checkpoint", "authority"), name="timeline_stamp_once")
                ],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="checkpoint", name="stamp"),
        migrations.RemoveField(model_name="checkpoint", name="stamped_at"),
    ]
