"""A claim whose money went twice is marked with when that was last said: its facts tell."""

from itertools import batched

from django.db import migrations, models

AT_ONCE = 500


def fill(apps, schema_editor):
    """Mark the claims that say so, some at a time."""
    alias = schema_editor.connection.alias
    facts = apps.get_model("core", "Entry").objects.using(alias).filter(code="claims.gone_twice", stream__kind="claim")
    told = facts.order_by("stream_id", "position").values_list("stream__key", "at")
    last = dict(told.iterator(chunk_size=5000))
    claims = apps.get_model("claims", "Claim").objects.using(alias)
    for some in batched(sorted(last), AT_ONCE, strict=False):
        rows = list(claims.filter(pk__in=some).only("pk"))
        for row in rows:
            row.twice_at = last[str(row.pk)]
        claims.bulk_update(rows, ["twice_at"])


class Migration(migrations.Migration):
    dependencies = [("claims", "0028_earlier_numbers"), ("core", "0039_beginnings")]
    operations = [
        migrations.AddField(model_name="claim", name="twice_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("twice_at__isnull", False)), fields=["twice_at"], name="claims_claim_twice"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
