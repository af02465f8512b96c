"""Where goods are that were sent back: with their merchant, since his time to look at them began."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """Mark the claims that are under way and whose goods came back."""
    alias = schema_editor.connection.alias
    clocks = apps.get_model("core", "Clock").objects.using(alias).filter(kind="claims.inspection", stream_kind="claim")
    open_ones = apps.get_model("claims", "Claim").objects.using(alias).exclude(state__in=["closed", "withdrawn"])
    keys = {str(key) for key in clocks.values_list("stream_key", flat=True)}
    for key in open_ones.exclude(return_waybill="").values_list("pk", flat=True):
        if str(key) in keys:
            open_ones.filter(pk=key).update(received=True)


class Migration(migrations.Migration):
    dependencies = [("claims", "0026_pieces_of_a_line")]
    operations = [
        migrations.AddField(model_name="claim", name="received", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="claim", name="goods_waybill", field=models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.AddField(
            model_name="decision", name="goods", field=models.CharField(blank=True, default="", max_length=4)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
