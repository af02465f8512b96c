"""Tasks that wait under a name of before wait on under the one of now."""

from django.db import migrations

RENAMED = {
    "anxin.domain.standing.tasks.expire": "anxin.domain.reputation.tasks.expire",
    "anxin.core.tasks.sweep_allowances": "anxin.core.tasks.sweep_rate_limits",
    "anxin.core.clocks.sweeping.ring": "anxin.core.clocks.sweeper.ring",
    "anxin.core.outbox.delivering.deliver_later": "anxin.core.outbox.delivery.deliver_later",
}


def rename(apps, editor):
    tasks = apps.get_model("core", "LaterTask").objects.using(editor.connection.alias)
    for old, new in RENAMED.items():
        tasks.filter(name=old).update(name=new)


class Migration(migrations.Migration):
    dependencies = [("core", "0010_growth")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
