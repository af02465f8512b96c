"""Lift the holds of witnesses whose case has ended: they were put up by a visit's number, which nothing ever lifted."""

from django.db import migrations

from anxin.core import row_seals


def lift(apps, editor):
    """Lift them as of the case's end; a row that is as it was sealed is sealed anew."""
    alias = editor.connection.alias
    holds = apps.get_model("people", "Hold").objects.using(alias).filter(released_at=None, source__startswith="V")
    ended = apps.get_model("core", "Stream").objects.using(alias).exclude(ended_at=None)
    for one in holds.exclude(stream_key=None).iterator():
        end = ended.filter(kind=one.stream_kind, key=str(one.stream_key)).values_list("ended_at", flat=True).first()
        if end is None:
            continue
        ours = row_seals.verifies(one)
        one.released_at = max(end, one.from_at)
        if ours:
            one.seal = row_seals.seal_of(one)
        one.save(using=alias, update_fields=["released_at", "seal"])


class Migration(migrations.Migration):
    dependencies = [("people", "0010_consents_in_a_case"), ("core", "0025_bulk_runs")]

    operations = [migrations.RunPython(lift, migrations.RunPython.noop)]
