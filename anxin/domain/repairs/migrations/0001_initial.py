import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('goods', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('number', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('install', 'Install'), ('repair', 'Repair'), ('maintain', 'Maintain'), ('inspect', 'Inspect'), ('remove', 'Remove'), ('lock_opening', 'Lock Opening')], default='repair', max_length=16)),
                ('mode', models.CharField(choices=[('remote', 'Remote'), ('visit', 'Visit'), ('drop_off', 'Drop Off'), ('mail_in', 'Mail In')], default='visit', max_length=12)),
                ('channel', models.CharField(max_length=16)),
                ('symptoms', models.JSONField(default=list)),
                ('told_sealed', models.TextField(blank=True)),
                ('urgent', models.BooleanField(default=False)),
                ('wanted_from_at', models.DateTimeField()),
                ('wanted_to_at', models.DateTimeField()),
                ('covered', models.BooleanField(default=False)),
                ('covered_until', models.DateField(null=True)),
                ('cover_why', models.CharField(default='unknown', max_length=40)),
                ('cover_source', models.CharField(blank=True, max_length=200)),
                ('acknowledge_min', models.PositiveSmallIntegerField()),
                ('assign_min', models.PositiveSmallIntegerField()),
                ('call_min', models.PositiveSmallIntegerField()),
                ('redirected_to', models.CharField(blank=True, max_length=120)),
                ('outcome', models.CharField(blank=True, max_length=40)),
                ('urged', models.PositiveSmallIntegerField(default=0)),
                ('urged_at', models.DateTimeField(null=True)),
                ('reworks', models.PositiveSmallIntegerField(default=0)),
                ('key', models.CharField(blank=True, max_length=80)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='people.organisation')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='people.person')),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='goods.device')),
                ('helper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='helped_repairs', to='people.person')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='places.place')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='goods.product')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'created_at'], name='repairs_repair_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'arranged', 'cancelled', 'closed', 'confirmed', 'disputed', 'done', 'in_service', 'redirected', 'rework', 'solved_remotely', 'submitted', 'triaged', 'waiting_brand', 'waiting_customer', 'waiting_goods', 'waiting_part'])), name='repairs_repair_state'), models.CheckConstraint(condition=models.Q(('wanted_from_at__lt', models.F('wanted_to_at'))), name='repairs_repair_window'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('operator', 'key'), name='repairs_repair_key')],
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.PositiveSmallIntegerField()),
                ('edition', models.CharField(max_length=24)),
                ('expires_at', models.DateTimeField(null=True)),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='repairs.repair')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'drafted', 'refused', 'replaced', 'sent'])), name='repairs_quote_state'), models.UniqueConstraint(fields=('repair', 'version'), name='repairs_quote_version'), models.UniqueConstraint(condition=models.Q(('state__in', ['drafted', 'sent', 'agreed'])), fields=('repair',), name='repairs_quote_one_live')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('file', models.CharField(max_length=64)),
                ('media', models.CharField(blank=True, max_length=40)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='repairs.repair')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('repair', 'file'), name='repairs_picture_once')],
            },
        ),
        migrations.CreateModel(
            name='Guarantee',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField()),
                ('from_date', models.DateField()),
                ('until_date', models.DateField()),
                ('repair', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='guarantee', to='repairs.repair')),
            ],
        ),
        migrations.CreateModel(
            name='UsedPart',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('visit_key', models.UUIDField()),
                ('quantity', models.PositiveSmallIntegerField(default=1)),
                ('serial', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.priceline')),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='used_parts', to='repairs.repair')),
            ],
        ),
        migrations.CreateModel(
            name='QuoteLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('quantity', models.PositiveSmallIntegerField(default=1)),
                ('full_fen', models.PositiveBigIntegerField()),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('why', models.CharField(max_length=40)),
                ('optional', models.BooleanField(default=False)),
                ('chosen', models.BooleanField(default=True)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.priceline')),
                ('quote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='repairs.quote')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__lte', models.F('full_fen'))), name='repairs_quote_line_not_above_book'), models.CheckConstraint(condition=models.Q(('optional', True), ('chosen', True), _connector='OR'), name='repairs_quote_line_chosen'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='repairs_quote_line_quantity')],
            },
        ),
    ]
