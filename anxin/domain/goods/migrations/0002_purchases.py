import anxin.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goods', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('order_key', models.CharField(max_length=64)),
                ('freight_fen', models.PositiveBigIntegerField(default=0)),
                ('paid_reference', models.CharField(blank=True, max_length=80)),
                ('paid_method', models.CharField(default='fake', max_length=24)),
                ('waybill', models.CharField(blank=True, max_length=64)),
                ('bought_at', models.DateTimeField()),
                ('shipped_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('buyer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='people.person')),
                ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seller', 'order_key'), name='goods_purchase_order'), models.CheckConstraint(condition=models.Q(('delivered_at', None), ('delivered_at__gte', models.F('bought_at')), _connector='OR'), name='goods_purchase_delivered')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('sku', models.CharField(blank=True, max_length=64)),
                ('title', models.CharField(max_length=120)),
                ('quantity', models.PositiveSmallIntegerField(default=1)),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('cost_fen', models.PositiveBigIntegerField(null=True)),
                ('serial', models.CharField(blank=True, max_length=64)),
                ('listing', models.JSONField(default=dict)),
                ('listing_at', models.DateTimeField()),
                ('no_return', models.CharField(blank=True, max_length=24)),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goods.product')),
                ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='goods.purchase')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purchase', 'position'), name='goods_purchase_line'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='goods_purchase_line_quantity')],
            },
        ),
    ]
