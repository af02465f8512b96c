import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('number', models.CharField(max_length=40, unique=True)),
                ('channel', models.CharField(max_length=8)),
                ('direction', models.CharField(default='in', max_length=4)),
                ('topic', models.CharField(max_length=16)),
                ('about_kind', models.CharField(blank=True, max_length=24)),
                ('about_key', models.UUIDField(null=True)),
                ('about_number', models.CharField(blank=True, max_length=40)),
                ('text_sealed', models.TextField(blank=True)),
                ('taker', models.CharField(blank=True, max_length=80)),
                ('promised_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'created_at'], name='contacts_contact_state'), models.Index(fields=['about_kind', 'about_key'], name='contacts_contact_about_ix')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'dropped', 'promised', 'received', 'taken'])), name='contacts_contact_state'), models.CheckConstraint(condition=models.Q(('channel__in', ('call', 'form', 'chat'))), name='contacts_contact_channel'), models.CheckConstraint(condition=models.Q(('topic__in', ('progress', 'appointment', 'price', 'claim', 'complaint', 'genuine', 'other'))), name='contacts_contact_topic'), models.CheckConstraint(condition=models.Q(models.Q(('about_key', None), ('about_kind', ''), ('about_number', '')), models.Q(models.Q(('about_kind', ''), _negated=True), ('about_key__isnull', False), models.Q(('about_number', ''), _negated=True)), _connector='OR'), name='contacts_contact_about'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'promised'), _negated=True), models.Q(('promised_at__isnull', False), models.Q(('taker', ''), _negated=True)), _connector='OR'), name='contacts_contact_promise')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(max_length=8)),
                ('direction', models.CharField(max_length=4)),
                ('result', models.CharField(max_length=16)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('text_sealed', models.TextField(blank=True)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='contacts.contact')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['call', 'written'])), name='contacts_said_way'), models.CheckConstraint(condition=models.Q(('direction__in', ('in', 'out'))), name='contacts_said_direction'), models.CheckConstraint(condition=models.Q(('result__in', ('answered', 'promised', 'nobody', 'wrong_number'))), name='contacts_said_result'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'written'), _negated=True), models.Q(('text_sealed', ''), _negated=True), _connector='OR'), name='contacts_said_something')],
            },
        ),
    ]
