"""A refund that its merchant typed on a claim keeps that claim: `claims` says which, of what was typed before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("goods", "0027_growing_pages")]

    operations = [migrations.AddField("shoprefund", "typed_on", models.UUIDField(null=True))]
