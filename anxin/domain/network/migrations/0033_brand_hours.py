"""The hours somebody works for a brand are kept, each with one who works them: of who works now, from his shifts."""

import django.db.models.deletion
from django.db import migrations, models

import anxin.core.ids

KEY = ("weekday", "weeks", "date", "from_min", "to_min")
AT_ONCE = 500


def keep(apps, schema_editor):
    """Keep the hours of everybody engaged and not paused, each once for a brand and skill."""
    alias = schema_editor.connection.alias
    kept = apps.get_model("network", "BrandHours").objects.using(alias)
    technicians = apps.get_model("network", "Technician").objects.using(alias)
    works = {"absence": None, "technician__paused_at": None, "technician__skills__isnull": False}
    engaged = {"technician__engagements__isnull": False, "technician__engagements__to_at": None}
    shifts = apps.get_model("network", "Shift").objects.using(alias).filter(**works, **engaged).order_by()
    told = shifts.values_list("technician__engagements__brand", "technician__skills__code", *KEY)
    worked = {tuple(key): number for *key, number in told.annotate(one=models.Min("technician__number"))}
    known = technicians.only("pk").in_bulk(set(worked.values()), field_name="number")
    names = ("brand_id", "skill", *KEY)
    kept.bulk_create(
        (kept.model(**dict(zip(names, key, strict=True)), technician=known[one]) for key, one in worked.items()),
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("network", "0032_reports_name_their_brand"),
        ("people", "0019_numbers_of_nobody_yet"),
    ]

    operations = [
        migrations.CreateModel(
            name="BrandHours",
            fields=[
                (
                    "id",
                    models.UUIDField(default=anxin.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("skill", models.CharField(max_length=24)),
                ("weekday", models.PositiveSmallIntegerField(null=True)),
                (
                    "weeks",
                    models.CharField(blank=True, choices=[("odd", "Odd"), ("even", "Even")], max_length=4),
                ),
                ("date", models.DateField(null=True)),
                ("from_min", models.PositiveSmallIntegerField()),
                ("to_min", models.PositiveSmallIntegerField()),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "technician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="network.technician"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("date", None)),
                        fields=("brand", "skill", "weekday", "weeks", "from_min", "to_min"),
                        name="network_brand_hours_weekday",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("weekday", None)),
                        fields=("brand", "skill", "date", "from_min", "to_min"),
                        name="network_brand_hours_date",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
