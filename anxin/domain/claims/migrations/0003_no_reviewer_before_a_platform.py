from itertools import batched

from django.db import migrations
from django.utils import timezone

OF_REVIEWERS = ("claims.decision", "claims.ceiling")


def stop(apps, schema_editor):
    """Stop what runs for a reviewer on claims before a platform: there nobody of ours decides any more."""
    here, now = schema_editor.connection.alias, timezone.now()
    claim, clock = apps.get_model("claims", "Claim"), apps.get_model("core", "Clock")
    pause = apps.get_model("core", "Pause")
    keys = claim.objects.using(here).filter(forum="platform").values_list("id", flat=True)
    for some in batched(keys.iterator(), 500):
        rows = clock.objects.using(here).filter(
            stream_kind="claim",
            stream_key__in=[str(one) for one in some],
            kind__in=OF_REVIEWERS,
            met_at=None,
            stopped_at=None,
        )
        pause.objects.using(here).filter(clock__in=rows, until_at=None).update(until_at=now)
        rows.update(stopped_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0002_form_keys"),
        ("core", "0008_import_keys"),
    ]

    operations = [migrations.RunPython(stop, migrations.RunPython.noop, elidable=True)]
