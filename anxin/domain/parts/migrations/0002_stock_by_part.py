"""Stock is walked part by part as its lists show it, and what is below its least by itself."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from anxin.core.index_drops import DropOwnIndex


class Migration(migrations.Migration):
    dependencies = [("parts", "0001_initial")]
    operations = [
        migrations.AddIndex("stock", models.Index(fields=["part", "id"], name="parts_stock_by_part")),
        migrations.AddIndex(
            "stock",
            models.Index(fields=["part", "id"], condition=Q(on_hand__lt=F("least")), name="parts_stock_low"),
        ),
        DropOwnIndex(
            "stock",
            "part",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="stocks", to="parts.part"
            ),
        ),
    ]
