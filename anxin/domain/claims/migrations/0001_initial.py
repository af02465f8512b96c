import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('evidence', '0001_initial'),
        ('goods', '0002_purchases'),
        ('ledger', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('number', models.CharField(max_length=40, unique=True)),
                ('forum', models.CharField(choices=[('own', 'Own'), ('platform', 'Platform')], default='own', max_length=8)),
                ('type', models.CharField(max_length=12)),
                ('reason', models.CharField(max_length=20)),
                ('asked_fen', models.PositiveBigIntegerField()),
                ('told_sealed', models.TextField(blank=True)),
                ('declaration', models.CharField(blank=True, max_length=16)),
                ('statutory', models.BooleanField(default=False)),
                ('channel', models.CharField(max_length=16)),
                ('platform_ref', models.CharField(blank=True, max_length=64)),
                ('answer_due_at', models.DateTimeField(null=True)),
                ('suspect', models.BooleanField(default=False)),
                ('return_waybill', models.CharField(blank=True, max_length=64)),
                ('replacement_waybill', models.CharField(blank=True, max_length=64)),
                ('repair_number', models.CharField(blank=True, max_length=40)),
                ('outcome', models.CharField(blank=True, max_length=24)),
                ('key', models.CharField(blank=True, max_length=80)),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.person')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='goods.purchase')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'created_at'], name='claims_claim_state'), models.Index(fields=['seller', 'state'], name='claims_claim_seller')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'decided', 'executing', 'inspecting', 'merchant_answer', 'need_evidence', 'offer_made', 'outcome_taken', 'review', 'submitted', 'waiting_return', 'withdrawn'])), name='claims_claim_state'), models.CheckConstraint(condition=models.Q(('type__in', ('refund_only', 'return', 'exchange', 'repair'))), name='claims_claim_type'), models.CheckConstraint(condition=models.Q(('reason__in', ('changed_mind', 'not_received', 'missing', 'wrong', 'swapped', 'broken', 'transport_damage', 'perishable', 'defective', 'not_as_described'))), name='claims_claim_reason'), models.CheckConstraint(condition=models.Q(('statutory', False), models.Q(('reason', 'changed_mind'), ('type', 'return')), _connector='OR'), name='claims_claim_statutory'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('operator', 'key'), name='claims_claim_key')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('by', models.CharField(max_length=80)),
                ('organisation', models.CharField(blank=True, max_length=64)),
                ('reason_sealed', models.TextField(blank=True)),
                ('remedy', models.CharField(blank=True, max_length=12)),
                ('amount_fen', models.PositiveBigIntegerField(default=0)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='claims.claim')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'timeout'), models.Q(('reason_sealed', ''), _negated=True), _connector='OR'), name='claims_answer_reason')],
            },
        ),
        migrations.CreateModel(
            name='ClaimLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.PositiveSmallIntegerField()),
                ('open', models.BooleanField(default=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='claims.claim')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claimed', to='goods.purchaseline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('open', True)), fields=('line',), name='claims_line_one_open'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='claims_line_quantity')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('agreed', 'Agreed'), ('reviewed', 'Reviewed'), ('appealed', 'Appealed')], max_length=10)),
                ('pictures', models.PositiveSmallIntegerField()),
                ('examined', models.PositiveSmallIntegerField()),
                ('remedy', models.CharField(max_length=12)),
                ('amount_fen', models.PositiveBigIntegerField(default=0)),
                ('liable', models.CharField(max_length=12)),
                ('rules_version', models.CharField(max_length=40)),
                ('reason_sealed', models.TextField()),
                ('found_sealed', models.TextField(blank=True)),
                ('fraud_said', models.BooleanField(default=False)),
                ('second_why', models.CharField(blank=True, max_length=12)),
                ('decided_by', models.CharField(max_length=80)),
                ('unit', models.CharField(blank=True, max_length=64)),
                ('seller_key', models.CharField(max_length=64)),
                ('drafted_by', models.CharField(blank=True, max_length=80)),
                ('confirmed_by', models.CharField(blank=True, max_length=80)),
                ('first_by', models.CharField(blank=True, max_length=80)),
                ('given_at', models.DateTimeField(null=True)),
                ('buyer_accepted_at', models.DateTimeField(null=True)),
                ('merchant_accepted_at', models.DateTimeField(null=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='claims.answer')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='claims.claim')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='claims.decision')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['final', 'given', 'proposed', 'replaced', 'sent_back'])), name='claims_decision_state'), models.CheckConstraint(condition=models.Q(('examined', models.F('pictures'))), name='claims_decision_examined'), models.CheckConstraint(condition=models.Q(('reason_sealed', ''), _negated=True), name='claims_decision_reason'), models.CheckConstraint(condition=models.Q(('remedy__in', ('refund_only', 'refund_part', 'return', 'exchange', 'repair', 'refuse'))), name='claims_decision_remedy'), models.CheckConstraint(condition=models.Q(('liable__in', ('merchant', 'platform', 'carrier', 'insurer', 'buyer', 'nobody'))), name='claims_decision_liable'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'agreed'), _negated=True), models.Q(('remedy', 'refuse'), _negated=True), _connector='OR'), name='claims_decision_agreeing_never_refuses'), models.CheckConstraint(condition=models.Q(models.Q(('remedy__in', ('refund_only', 'refund_part', 'return')), ('amount_fen__gt', 0)), models.Q(models.Q(('remedy__in', ('refund_only', 'refund_part', 'return')), _negated=True), ('amount_fen', 0)), _connector='OR'), name='claims_decision_amount'), models.CheckConstraint(condition=models.Q(('fraud_said', False), ('second_why', 'fraud_said'), _connector='OR'), name='claims_decision_fraud_needs_second'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'sent_back']), ('second_why', ''), models.Q(('confirmed_by', ''), _negated=True), _connector='OR'), name='claims_decision_second_person'), models.CheckConstraint(condition=models.Q(('confirmed_by', ''), models.Q(('confirmed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='claims_decision_two_people'), models.CheckConstraint(condition=models.Q(('kind', 'agreed'), models.Q(models.Q(('decided_by', models.F('drafted_by')), _negated=True), models.Q(('unit', models.F('seller_key')), _negated=True)), _connector='OR'), name='claims_decision_not_his_own'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'appealed'), _negated=True), models.Q(models.Q(('first_by', ''), _negated=True), models.Q(('decided_by', models.F('first_by')), _negated=True), ('replaces__isnull', False)), _connector='OR'), name='claims_decision_appeal_by_another'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('claim',), name='claims_decision_one_draft'), models.UniqueConstraint(condition=models.Q(('state', 'given')), fields=('claim',), name='claims_decision_one_given'), models.UniqueConstraint(condition=models.Q(('replaces__isnull', False), models.Q(('state', 'sent_back'), _negated=True)), fields=('replaces',), name='claims_decision_replaced_once')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('cause', models.CharField(max_length=24)),
                ('opened_by', models.CharField(max_length=80)),
                ('reviewer', models.CharField(blank=True, max_length=80)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='claims.claim')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='claims.decision')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['assigned', 'decided', 'opened', 'withdrawn'])), name='claims_appeal_state')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('cause', models.CharField(max_length=24)),
                ('opened_by', models.CharField(max_length=80)),
                ('reviewer', models.CharField(blank=True, max_length=80)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='claims.claim')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['assigned', 'decided', 'opened', 'withdrawn'])), name='claims_dispute_state'), models.UniqueConstraint(condition=models.Q(('state__in', ['opened', 'assigned'])), fields=('claim',), name='claims_dispute_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ExchangeOffer',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('repair_key', models.UUIDField(unique=True)),
                ('repair_number', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('claim', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_offer', to='claims.claim')),
            ],
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=12)),
                ('amount_fen', models.PositiveBigIntegerField(default=0)),
                ('reference', models.CharField(blank=True, max_length=64)),
                ('reason_sealed', models.TextField(blank=True)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='platform_outcome', to='claims.claim')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['refunded', 'returned', 'refused'])), name='claims_outcome_what')],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='claims.claim')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('demanded_fen', models.PositiveBigIntegerField()),
                ('repaid_fen', models.PositiveBigIntegerField(default=0)),
                ('promised_date', models.DateField(null=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='claims.claim')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['court', 'demanded', 'given_up', 'instalments', 'police', 'promised', 'repaid'])), name='claims_recovery_state'), models.CheckConstraint(condition=models.Q(('repaid_fen__lte', models.F('demanded_fen'))), name='claims_recovery_repaid'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'repaid'), _negated=True), ('repaid_fen', models.F('demanded_fen')), _connector='OR'), name='claims_recovery_whole')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('door', models.CharField(max_length=24)),
                ('side', models.CharField(max_length=12)),
                ('their_number', models.CharField(blank=True, max_length=64)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='claims.claim')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['made', 'not_taken', 'outcome', 'received', 'taken'])), name='claims_referral_state')],
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=8)),
                ('outcome', models.CharField(max_length=16)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='claims.decision')),
                ('examination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.examination')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('decision', 'label'), name='claims_seen_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'not_possible'])), name='claims_seen_outcome')],
            },
        ),
        migrations.CreateModel(
            name='StandingAnswer',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reasons', models.JSONField(default=list)),
                ('types', models.JSONField(default=list)),
                ('most_fen', models.PositiveBigIntegerField()),
                ('attention_most', models.CharField(default='low', max_length=8)),
                ('reason_sealed', models.TextField()),
                ('by', models.CharField(max_length=80)),
                ('from_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(blank=True, max_length=80)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_answers', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason_sealed', ''), _negated=True), name='claims_standing_reason'), models.CheckConstraint(condition=models.Q(('revoked_at', None), ('revoked_at__gte', models.F('from_at')), _connector='OR'), name='claims_standing_dates')],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='standing',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used', to='claims.standinganswer'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('contest', 'agree', 'offer', 'timeout', 'standing'))), name='claims_answer_kind'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'standing'), _negated=True), ('standing__isnull', False), _connector='OR'), name='claims_answer_standing'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['timeout', 'standing'])), fields=('claim', 'kind'), name='claims_answer_once'),
        ),
    ]
