"""A refund that its merchant typed keeps the claim it was typed on: their facts and outcomes tell which.

What counts of it on its lines is counted anew when its order's book is next read.
"""

import re
import unicodedata

from django.db import migrations

from anxin.core.row_seals import seal_of, verifies


def plain(reference):
    """Return a number as the book compares it."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", reference)).upper() or reference.strip()


def fill(apps, schema_editor):
    """Name the claim on each refund that was typed."""
    alias = schema_editor.connection.alias
    claims = apps.get_model("claims", "Claim").objects.using(alias)
    facts = apps.get_model("core", "Entry").objects.using(alias)
    facts = facts.filter(code="claims.refunded_in_shop", stream__kind="claim", facts__has_key="by_merchant")
    told = facts.order_by("stream_id", "position").values_list("stream__key", "facts")
    for key, one in told.iterator(chunk_size=2000):
        if "decided" not in one:
            _name(apps, alias, claims.filter(pk=key).values_list("pk", "purchase"), str(one["reference"]))
    said = apps.get_model("claims", "Outcome").objects.using(alias).filter(told_by="shop").exclude(by="system")
    for claim, reference in said.values_list("claim", "reference").iterator(chunk_size=2000):
        _name(apps, alias, claims.filter(pk=claim).values_list("pk", "purchase"), reference)


def _name(apps, alias, claims, reference):
    rows = apps.get_model("goods", "ShopRefund").objects.using(alias)
    for claim, purchase in claims:
        for row in rows.filter(purchase=purchase, number=plain(reference)[:64], typed_on=None):
            ours = verifies(row)
            row.typed_on = claim
            row.seal = seal_of(row) if ours else row.seal
            row.save(using=alias, update_fields=["typed_on", "seal"])


class Migration(migrations.Migration):
    dependencies = [("claims", "0031_told_by_both"), ("goods", "0028_typed_on_claims"), ("core", "0039_beginnings")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
