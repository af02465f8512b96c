from django.db import migrations

HEADS = "core_stream.kind = 'follow_up' AND ended_at IS NULL"
TELLING = (
    "core_clock WHERE core_clock.stream_kind = core_stream.kind AND core_clock.stream_key = core_stream.key "
    "AND met_at IS NULL AND stopped_at IS NULL"
)


class Migration(migrations.Migration):
    """A wait that is over presses nobody: it was left as a promise that was broken."""

    dependencies = [
        ("core", "0016_pressing_clocks"),
        ("quality", "0003_growth"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "UPDATE core_clock SET stopped_at = missed_at "
                "WHERE kind = 'quality.wait' AND missed_at IS NOT NULL AND met_at IS NULL AND stopped_at IS NULL",
                "UPDATE core_stream SET presses_at = (SELECT MIN(due_at) FROM "
                f"{TELLING} AND (missed_at IS NOT NULL OR paused_since IS NULL)) WHERE {HEADS}",
            ],
            migrations.RunSQL.noop,
        ),
    ]
