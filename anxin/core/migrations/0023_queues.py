"""Tasks handed back are counted; what waits goes over to the queues of now."""

from django.db import migrations, models

MOVED = {
    "anxin.core.clocks.sweeper.ring": "clocks",
    "anxin.core.tasks.sweep_clocks": "clocks",
    "anxin.domain.notices.tasks.send": "notices",
    "anxin.domain.notices.tasks.remind": "notices",
    "anxin.domain.staff.tasks.send_forgotten": "notices",
    "anxin.domain.people.tasks.send_unlocking": "notices",
    "anxin.domain.evidence.tasks.examine": "pictures",
    "anxin.domain.evidence.tasks.verify": "pictures",
}


def move(apps, editor):
    """Name the new queue of every task that waits; the queues of before are worked on as well."""
    waiting = apps.get_model("core", "LaterTask").objects.using(editor.connection.alias).filter(state="ready")
    for name, queue in MOVED.items():
        waiting.filter(name=name).update(queue=queue)


class Migration(migrations.Migration):
    dependencies = [("core", "0022_heads_by_clock")]

    operations = [
        migrations.AddField(
            model_name="latertask",
            name="handed_back",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
