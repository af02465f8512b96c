import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_initial'),
        ('repairs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=16)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('overall', models.PositiveSmallIntegerField(null=True)),
                ('answers', models.JSONField(default=dict)),
                ('note_sealed', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='repairs.repair')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'created_at'], name='quality_follow_up_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['dropped', 'due', 'planned', 'reached', 'redone', 'satisfied', 'settled', 'unreachable', 'unsatisfied'])), name='quality_follow_up_state'), models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'due', 'reached', 'unsatisfied'])), fields=('repair',), name='quality_follow_up_one_open'), models.CheckConstraint(condition=models.Q(('overall', None), models.Q(('overall__gte', 1), ('overall__lte', 5)), _connector='OR'), name='quality_follow_up_stars')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('by', models.CharField(max_length=80)),
                ('answered', models.BooleanField()),
                ('recording', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='quality.followup')),
            ],
        ),
        migrations.CreateModel(
            name='Grade',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stars', models.PositiveSmallIntegerField()),
                ('score', models.FloatField()),
                ('aspects', models.JSONField(default=dict)),
                ('reviews', models.PositiveIntegerField()),
                ('weight', models.FloatField()),
                ('at', models.DateTimeField()),
                ('technician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='network.technician')),
            ],
            options={
                'indexes': [models.Index(fields=['technician', 'at'], name='quality_grade_technician')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.CharField(max_length=24)),
                ('overall', models.PositiveSmallIntegerField()),
                ('stars', models.JSONField(default=dict)),
                ('tags', models.JSONField(default=list)),
                ('words_sealed', models.TextField(blank=True)),
                ('apart', models.BooleanField(default=False)),
                ('counts', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
                ('outlet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='network.outlet')),
                ('repair', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='repairs.repair')),
                ('technician', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='network.technician')),
            ],
            options={
                'indexes': [models.Index(fields=['technician', 'at'], name='quality_review_technician'), models.Index(fields=['at'], name='quality_review_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('overall__gte', 1), ('overall__lte', 5)), name='quality_review_stars')],
            },
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('why_sealed', models.TextField()),
                ('judged_by', models.CharField(blank=True, max_length=80)),
                ('judged_why_sealed', models.TextField(blank=True)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='quality.review')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'set_aside', 'stands', 'withdrawn'])), name='quality_contest_state'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('review',), name='quality_contest_once'), models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'withdrawn']), models.Q(models.Q(('judged_by', ''), _negated=True), models.Q(('judged_why_sealed', ''), _negated=True)), _connector='OR'), name='quality_contest_judged')],
            },
        ),
    ]
