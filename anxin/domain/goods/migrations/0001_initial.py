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
            name='PriceBook',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('edition', models.CharField(max_length=24)),
                ('from_date', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_books', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'edition'), name='goods_book_edition'), models.UniqueConstraint(fields=('brand', 'from_date'), name='goods_book_from')],
            },
        ),
        migrations.CreateModel(
            name='PriceLine',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.CharField(max_length=24)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('part', 'Part'), ('labour', 'Labour'), ('fee', 'Fee')], max_length=8)),
                ('amount_fen', models.PositiveIntegerField()),
                ('guarantee_days', models.PositiveSmallIntegerField(default=90)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='goods.pricebook')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('book', 'code'), name='goods_line_code')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('category', models.CharField(db_index=True, max_length=24)),
                ('skill', models.CharField(max_length=24)),
                ('minutes', models.PositiveSmallIntegerField(default=60)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'code'), name='goods_product_code')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('serial', models.CharField(max_length=64)),
                ('bought_date', models.DateField(null=True)),
                ('proof', models.CharField(blank=True, max_length=24)),
                ('created_at', models.DateTimeField()),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='people.person')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='goods.device')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='goods.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'serial'), name='goods_device_serial')],
            },
        ),
        migrations.CreateModel(
            name='Symptom',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.CharField(db_index=True, max_length=24)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('urgent', models.BooleanField(default=False)),
                ('advice', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('category', 'code'), name='goods_symptom_code')],
            },
        ),
        migrations.CreateModel(
            name='WarrantyTerm',
            fields=[
                ('id', models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.CharField(max_length=24)),
                ('months', models.PositiveSmallIntegerField()),
                ('from_date', models.DateField()),
                ('title', models.CharField(max_length=80)),
                ('clause', models.CharField(max_length=40)),
                ('excludes', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(max_length=200)),
                ('checked_on', models.DateField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='warranty_terms', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'category', 'from_date'), name='goods_term_from'), models.CheckConstraint(condition=models.Q(('months__gt', 0)), name='goods_term_months')],
            },
        ),
    ]
