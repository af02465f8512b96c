import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('stream_kind', models.CharField(max_length=24)),
                ('stream_key', models.UUIDField()),
                ('kind', models.CharField(choices=[('link', 'Link'), ('paper', 'Paper')], max_length=8)),
                ('code', models.CharField(max_length=64)),
                ('side', models.CharField(max_length=12)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'expired', 'sent', 'withdrawn'])), name='evidence_challenge_state'), models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('stream_kind', 'stream_key', 'side'), name='evidence_challenge_one')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stream_kind', models.CharField(max_length=24)),
                ('stream_key', models.UUIDField()),
                ('owner_key', models.CharField(max_length=64)),
                ('order_key', models.CharField(max_length=64)),
                ('party_key', models.CharField(max_length=80)),
                ('side', models.CharField(max_length=12)),
                ('role', models.CharField(max_length=24)),
                ('label', models.CharField(max_length=8)),
                ('declaration', models.CharField(blank=True, max_length=16)),
                ('by', models.CharField(max_length=80)),
                ('shot_at', models.DateTimeField(null=True)),
                ('sealed_at', models.DateTimeField()),
                ('linked_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('challenge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evidence.challenge')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.sealedfile')),
            ],
            options={
                'indexes': [models.Index(fields=['owner_key', 'order_key'], name='evidence_link_order'), models.Index(fields=['stream_kind', 'stream_key'], name='evidence_link_stream')],
                'constraints': [models.UniqueConstraint(fields=('stream_kind', 'stream_key', 'file', 'party_key'), name='evidence_link_once'), models.UniqueConstraint(fields=('stream_kind', 'stream_key', 'label'), name='evidence_link_label'), models.CheckConstraint(condition=models.Q(('sealed_at__lte', models.F('linked_at'))), name='evidence_link_sealed_first')],
            },
        ),
        migrations.CreateModel(
            name='Examination',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('number', models.PositiveSmallIntegerField()),
                ('attention', models.CharField(blank=True, max_length=8)),
                ('reasons', models.JSONField(default=list)),
                ('why', models.CharField(blank=True, max_length=32)),
                ('engine', models.CharField(blank=True, max_length=80)),
                ('report_sealed', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='examinations', to='evidence.link')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'done', 'not_possible'])), name='evidence_examination_state'), models.UniqueConstraint(fields=('link', 'number'), name='evidence_examination_number'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('link',), name='evidence_examination_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(models.Q(('report_sealed', ''), _negated=True), ('attention__in', ('none', 'low', 'medium', 'high'))), _connector='OR'), name='evidence_examination_done'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_possible'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='evidence_examination_why')],
            },
        ),
    ]
