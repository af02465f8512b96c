import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('stream_kind', models.CharField(max_length=24)),
                ('stream_key', models.UUIDField()),
                ('number', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=16)),
                ('mode', models.CharField(max_length=12)),
                ('category', models.CharField(max_length=24)),
                ('skill', models.CharField(max_length=24)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('urgent', models.BooleanField(default=False)),
                ('wanted_from_at', models.DateTimeField()),
                ('wanted_to_at', models.DateTimeField()),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('by_hand_at', models.DateTimeField(null=True)),
                ('reasons', models.JSONField(default=list)),
                ('parts_stated_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=40)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('outlet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='network.outlet')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='places.place')),
                ('technician', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='network.technician')),
            ],
            options={
                'indexes': [models.Index(fields=['stream_kind', 'stream_key'], name='visits_visit_stream'), models.Index(fields=['technician', 'state'], name='visits_visit_technician'), models.Index(fields=['outlet', 'state'], name='visits_visit_outlet')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['assigned', 'booked', 'cancelled', 'finished', 'offered', 'on_site', 'on_the_way', 'open', 'unfinished'])), name='visits_visit_state'), models.CheckConstraint(condition=models.Q(('wanted_from_at__lt', models.F('wanted_to_at'))), name='visits_visit_window'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('assigned', 'booked', 'on_the_way', 'on_site')), _negated=True), ('technician__isnull', False), _connector='OR'), name='visits_visit_has_technician'), models.UniqueConstraint(condition=models.Q(('state__in', ['finished', 'unfinished', 'cancelled']), _negated=True), fields=('stream_kind', 'stream_key'), name='visits_visit_one_open')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('distance_m', models.PositiveIntegerField(null=True)),
                ('radius_m', models.PositiveIntegerField(null=True)),
                ('plausible', models.BooleanField(null=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='visits.visit')),
            ],
        ),
        migrations.CreateModel(
            name='CallRecord',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('by_kind', models.CharField(max_length=20)),
                ('by_id', models.CharField(max_length=64)),
                ('purpose', models.CharField(max_length=24)),
                ('answered', models.BooleanField()),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('recording', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='visits.visit')),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('from_at', models.DateTimeField()),
                ('to_at', models.DateTimeField()),
                ('by', models.CharField(max_length=20)),
                ('why', models.CharField(blank=True, max_length=40)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='visits.visit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'confirmed', 'kept', 'missed_by_customer', 'missed_by_technician', 'proposed', 'rescheduled'])), name='visits_appointment_state'), models.CheckConstraint(condition=models.Q(('from_at__lt', models.F('to_at'))), name='visits_appointment_order'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'kept'])), fields=('visit',), name='visits_appointment_one_open')],
            },
        ),
        migrations.CreateModel(
            name='FieldPhoto',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slot', models.CharField(max_length=24)),
                ('file', models.CharField(max_length=64)),
                ('media', models.CharField(blank=True, max_length=40)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('taken_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='visits.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'slot', 'file'), name='visits_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('round', models.PositiveSmallIntegerField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('cost', models.FloatField(default=0.0)),
                ('arrive_at', models.DateTimeField(null=True)),
                ('travel_s', models.PositiveIntegerField(default=0)),
                ('reasons', models.JSONField(default=list)),
                ('expires_at', models.DateTimeField()),
                ('why', models.CharField(blank=True, max_length=40)),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='network.outlet')),
                ('technician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='network.technician')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='visits.visit')),
            ],
            options={
                'indexes': [models.Index(fields=['technician', 'state'], name='visits_offer_technician')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'declined', 'expired', 'seen', 'sent', 'withdrawn'])), name='visits_offer_state'), models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('visit',), name='visits_offer_one_accepted'), models.UniqueConstraint(condition=models.Q(('state__in', ['sent', 'seen'])), fields=('visit', 'technician'), name='visits_offer_once')],
            },
        ),
        migrations.CreateModel(
            name='OutletOrder',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('why', models.CharField(blank=True, max_length=40)),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='network.outlet')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlet_orders', to='visits.visit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'offered', 'refused', 'returned', 'technician_named', 'timed_out'])), name='visits_outlet_order_state'), models.UniqueConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'technician_named'])), fields=('visit',), name='visits_order_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('from_at', models.DateTimeField()),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('most', models.PositiveSmallIntegerField()),
                ('technician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='network.technician')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('technician', 'from_at'), name='visits_window_once'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('most'))), name='visits_window_not_over')],
            },
        ),
        migrations.CreateModel(
            name='CompletionCode',
            fields=[
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='code', serialize=False, to='visits.visit')),
                ('code_sealed', models.CharField(max_length=200)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('locked_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('wrong_tries__lte', 3)), name='visits_code_tries')],
            },
        ),
    ]
