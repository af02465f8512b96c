import anxin.core.ids
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Bill',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('number', models.CharField(max_length=40, unique=True)),
                ('stream_kind', models.CharField(max_length=24)),
                ('stream_key', models.UUIDField()),
                ('payer', models.CharField(max_length=80)),
                ('payee', models.CharField(max_length=80)),
                ('total_fen', models.PositiveBigIntegerField()),
                ('paid_fen', models.PositiveBigIntegerField(default=0)),
                ('refunded_fen', models.PositiveBigIntegerField(default=0)),
                ('reserved_fen', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['stream_kind', 'stream_key'], name='ledger_bill_stream')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'contested', 'drafted', 'invoiced', 'paid', 'refunded', 'replaced', 'shown', 'waived'])), name='ledger_bill_state'), models.CheckConstraint(condition=models.Q(('paid_fen__lte', models.F('total_fen'))), name='ledger_bill_paid'), models.CheckConstraint(condition=models.Q(('paid_fen__gte', django.db.models.expressions.CombinedExpression(models.F('refunded_fen'), '+', models.F('reserved_fen')))), name='ledger_bill_refunded'), models.UniqueConstraint(condition=models.Q(('state__in', ['drafted', 'shown', 'agreed', 'contested'])), fields=('stream_kind', 'stream_key'), name='ledger_bill_one_open')],
            },
        ),
        migrations.CreateModel(
            name='BillLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('quantity', models.PositiveSmallIntegerField(default=1)),
                ('full_fen', models.PositiveBigIntegerField()),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('why', models.CharField(blank=True, max_length=40)),
                ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.bill')),
            ],
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('direction', models.CharField(choices=[('in', 'In'), ('back', 'Back')], max_length=4)),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('provider', models.CharField(max_length=24)),
                ('method', models.CharField(max_length=24)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='ledger.bill')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['called', 'failed', 'intended', 'succeeded', 'unclear'])), name='ledger_payment_state'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='ledger_payment_positive')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('debit', models.CharField(db_index=True, max_length=80)),
                ('credit', models.CharField(db_index=True, max_length=80)),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('posted', 'Posted'), ('void', 'Void')], max_length=8)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('reason', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('bill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='ledger.bill')),
                ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfer', to='ledger.payment')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.transfer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='ledger_transfer_positive'), models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='ledger_transfer_two_sides'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'posted', 'void'])), name='ledger_transfer_state')],
            },
        ),
    ]
