"""What a shop gave back of an order without saying for which line counts for the order: its sum is kept with it."""

from django.db import migrations, models


def count(apps, schema_editor):
    """Sum what was told of each order; until now it counted for nothing."""
    alias = schema_editor.connection.alias
    facts = apps.get_model("core", "Entry").objects.using(alias).filter(code="goods.told_later")
    sums = {}
    for key, told in facts.order_by().values_list("stream__key", "facts").iterator(chunk_size=5000):
        if told.get("cell") == "unnamed":
            sums[key] = sums.get(key, 0) + told["told_fen"]
    for key, fen in sums.items():
        apps.get_model("goods", "Purchase").objects.using(alias).filter(pk=key).update(unnamed_fen=fen)


class Migration(migrations.Migration):
    dependencies = [("goods", "0019_what_a_file_says_was_sent")]

    operations = [
        migrations.AddField(
            model_name="purchase",
            name="unnamed_fen",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    ]
