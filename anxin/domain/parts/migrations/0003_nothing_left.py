"""What a place has nothing left of is found by itself."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("parts", "0002_stock_by_part")]
    operations = [
        migrations.AddIndex(
            "stock", models.Index(fields=["part", "id"], condition=Q(on_hand=0), name="parts_stock_none")
        ),
    ]
