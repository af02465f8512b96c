import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class CurrentTransaction(models.Func):
    template = '0'
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler, connection):
        return '(pg_current_xact_id()::text::bigint)', []


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('action', models.CharField(max_length=100)),
                ('by', models.CharField(max_length=100)),
                ('started_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('works', models.BooleanField()),
                ('source', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('signature', models.TextField()),
                ('stamp', models.BinaryField(null=True)),
                ('stamped_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('new', models.PositiveIntegerField()),
                ('changed', models.PositiveIntegerField()),
                ('same', models.PositiveIntegerField()),
                ('refused', models.PositiveIntegerField()),
                ('applied_by', models.CharField(max_length=100)),
                ('applied_at', models.DateTimeField()),
                ('undone_by', models.CharField(blank=True, max_length=100)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Reacted',
            fields=[
                ('pk', models.CompositePrimaryKey('fact_id', 'reaction', blank=True, editable=False, primary_key=True, serialize=False)),
                ('fact_id', models.UUIDField()),
                ('reaction', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Serial',
            fields=[
                ('pk', models.CompositePrimaryKey('kind', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=3)),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=48)),
                ('stream_kind', models.CharField(max_length=32)),
                ('stream_key', models.CharField(max_length=64)),
                ('whose', models.CharField(blank=True, max_length=64)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('paused_since', models.DateTimeField(null=True)),
                ('resumes_at', models.DateTimeField(null=True)),
                ('left_s', models.PositiveBigIntegerField(null=True)),
                ('met_at', models.DateTimeField(null=True)),
                ('met_record', models.CharField(blank=True, max_length=64)),
                ('missed_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('met_at', None), ('missed_at', None), ('stopped_at', None)), fields=['due_at'], name='clock_due'), models.Index(fields=['stream_key', 'stream_kind'], name='clock_stream')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('met_at', None), ('missed_at', None), ('stopped_at', None)), fields=('stream_kind', 'stream_key', 'kind'), name='clock_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('left_s', None), ('paused_since', None)), models.Q(('left_s__isnull', False), ('paused_since__isnull', False)), _connector='OR'), name='clock_paused_with_rest')],
            },
        ),
        migrations.CreateModel(
            name='LaterTask',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('queue', models.CharField(max_length=16)),
                ('arguments', models.JSONField()),
                ('key', models.CharField(max_length=200, unique=True)),
                ('state', models.CharField(default='ready', max_length=8)),
                ('run_at', models.DateTimeField()),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('worker', models.CharField(blank=True, max_length=100)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'queue', 'run_at'], name='later_task_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'running', 'done', 'dead'])), name='later_task_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('leased_until__isnull', False), _connector='OR'), name='later_task_leased')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('xid', models.BigIntegerField(db_default=CurrentTransaction(), editable=False)),
                ('template', models.CharField(max_length=64)),
                ('audience', models.CharField(max_length=100)),
                ('ids', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('carrier', models.CharField(max_length=16)),
                ('secret', models.TextField(blank=True)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('answer', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['xid', 'id'], name='outbox_position'), models.Index(fields=['audience', 'xid', 'id'], name='outbox_audience'), models.Index(condition=models.Q(('state__in', ['waiting', 'sending', 'unclear', 'failed'])), fields=['state', 'created_at'], name='outbox_unsettled')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['live', 'waiting', 'sending', 'sent', 'unclear', 'failed', 'expired'])), name='outbox_state')],
            },
        ),
        migrations.CreateModel(
            name='OnceKey',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(max_length=120)),
                ('key', models.CharField(max_length=200)),
                ('fingerprint', models.CharField(max_length=64)),
                ('answer', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scope', 'key'), name='core_once_key')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(max_length=32)),
                ('proof_id', models.UUIDField()),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='core.clock')),
            ],
        ),
        migrations.CreateModel(
            name='SealedFile',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=100)),
                ('suite', models.CharField(max_length=8)),
                ('key', models.TextField()),
                ('received_at', models.DateTimeField()),
                ('shown', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.sealedfile')),
            ],
        ),
        migrations.CreateModel(
            name='SettingRow',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('organisation', models.CharField(blank=True, max_length=100)),
                ('value', models.JSONField()),
                ('valid_from', models.DateTimeField()),
                ('why', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
                ('needs_second', models.BooleanField(default=False)),
                ('proposed_by', models.CharField(max_length=100)),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_by', models.CharField(blank=True, max_length=100)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'organisation', 'valid_from'], name='setting_by_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('needs_second', False), ('confirmed_at', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='setting_second_person')],
            },
        ),
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('key', models.CharField(max_length=64)),
                ('length', models.PositiveIntegerField(default=0)),
                ('head', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='timeline_stream_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(db_index=True, max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.CharField(blank=True, max_length=64)),
                ('organisation', models.CharField(blank=True, max_length=64)),
                ('via', models.CharField(blank=True, max_length=32)),
                ('facts', models.JSONField(default=dict)),
                ('commitments', models.JSONField(default=dict)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='core.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stream', 'position'), name='timeline_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('owner', models.CharField(max_length=100)),
                ('length', models.PositiveBigIntegerField()),
                ('received', models.PositiveBigIntegerField(default=0)),
                ('allowed', models.JSONField()),
                ('suite', models.CharField(max_length=8)),
                ('key', models.TextField()),
                ('segments', models.JSONField(default=list)),
                ('started_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('received__lte', models.F('length'))), name='upload_not_over')],
            },
        ),
        migrations.CreateModel(
            name='VaultKey',
            fields=[
                ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=8)),
                ('version', models.PositiveIntegerField()),
                ('suite', models.CharField(max_length=8)),
                ('master', models.CharField(max_length=64)),
                ('wrapped', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purpose', 'version'), name='key_version_once'), models.CheckConstraint(condition=models.Q(('purpose__in', ['data', 'index', 'sign'])), name='key_purpose')],
            },
        ),
        migrations.CreateModel(
            name='BulkLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=100)),
                ('outcome', models.CharField(max_length=8)),
                ('code', models.CharField(blank=True, max_length=100)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='core.bulkrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'key'), name='bulk_line_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'refused'])), name='bulk_line_outcome')],
            },
        ),
        migrations.CreateModel(
            name='CheckpointHead',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('stream_id', models.UUIDField()),
                ('kind', models.CharField(max_length=32)),
                ('key', models.CharField(max_length=64)),
                ('length', models.PositiveIntegerField()),
                ('head', models.CharField(max_length=64)),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='core.checkpoint')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stream_id', 'checkpoint'), name='timeline_head_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('content', models.TextField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='core.importbatch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='import_line_once')],
            },
        ),
        migrations.CreateModel(
            name='Private',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=32)),
                ('sealed', models.TextField(blank=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='private_values', to='core.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='timeline_private_once')],
            },
        ),
    ]
