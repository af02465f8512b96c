from django.db import migrations, models

TELLING = (
    'core_clock WHERE core_clock.stream_kind = core_stream.kind AND core_clock.stream_key = core_stream.key '
    'AND met_at IS NULL AND stopped_at IS NULL'
)
PRESSED = (
    f"UPDATE core_stream SET presses_at = (SELECT MIN(due_at) FROM {TELLING} "
    "AND (missed_at IS NOT NULL OR paused_since IS NULL)), "
    f"runs_out_at = (SELECT MIN(due_at) FROM {TELLING} AND missed_at IS NULL AND paused_since IS NULL), "
    f"stands_since = (SELECT MIN(paused_since) FROM {TELLING} AND missed_at IS NULL) WHERE ended_at IS NULL"
)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0015_checkpoint_stamps'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='stream',
            name='timeline_stream_open',
        ),
        migrations.AddField(
            model_name='stream',
            name='presses_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='stream',
            name='stands_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='stream',
            name='runs_out_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(PRESSED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='stream',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['kind', 'key', 'presses_at', 'runs_out_at', 'stands_since'], name='timeline_stream_under_way'),
        ),
    ]
