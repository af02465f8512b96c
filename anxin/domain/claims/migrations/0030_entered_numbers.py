"""A part of a claim's money says when its shop last entered a number beside finance's transfer: its facts tell."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Upper


def fill(apps, schema_editor):
    """Mark the parts of which records say so."""
    alias = schema_editor.connection.alias
    facts = apps.get_model("core", "Entry").objects.using(alias)
    facts = facts.filter(code="claims.refunded_in_shop", stream__kind="claim", facts__has_key="transfer")
    told = facts.order_by("stream_id", "position").values_list("facts__transfer", "at")
    transfers = apps.get_model("ledger", "Remittance").objects.using(alias)
    payouts = apps.get_model("claims", "Payout").objects.using(alias)
    for transfer, at in told.iterator(chunk_size=2000):
        sent = transfers.filter(pk=transfer).values_list("payment", "beside").first() or ()
        payouts.filter(payment__in=[one for one in sent if one]).update(entered_at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0029_gone_twice"),
        ("core", "0039_beginnings"),
        ("ledger", "0025_beside_refunds"),
    ]
    operations = [
        migrations.AddField("payout", "entered_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "payout",
            models.Index(fields=["claim"], condition=Q(entered_at__isnull=False), name="claims_payout_entered"),
        ),
        migrations.AddIndex(
            "outcome", models.Index(Upper("reference"), condition=Q(told_by="shop"), name="claims_outcome_in_shop")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
