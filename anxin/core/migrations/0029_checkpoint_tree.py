from django.db import migrations, models

PLACES = """
UPDATE core_checkpointhead SET place = told.place FROM (
    SELECT stream_id, row_number() OVER (ORDER BY stream_id) - 1 AS place
    FROM (SELECT DISTINCT stream_id FROM core_checkpointhead) AS streams
) AS told WHERE told.stream_id = core_checkpointhead.stream_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0028_import_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckpointNode',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('place', models.PositiveBigIntegerField()),
                ('children', models.BinaryField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='checkpointnode',
            constraint=models.UniqueConstraint(fields=('level', 'place'), name='timeline_node_once'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='by_place',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='checkpointhead',
            name='place',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='checkpointhead',
            name='place',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AddIndex(
            model_name='checkpointhead',
            index=models.Index(fields=['place', '-checkpoint'], name='timeline_head_place'),
        ),
        migrations.AddField(
            model_name='stream',
            name='checked',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name='stream',
            index=models.Index(
                condition=models.Q(('length', models.F('checked')), _negated=True),
                fields=['id'],
                name='timeline_stream_grown',
            ),
        ),
    ]
