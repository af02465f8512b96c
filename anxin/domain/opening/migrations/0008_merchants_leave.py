"""A merchant leaves as a brand does: the house is no brand only, it may have no successor, and who pays is said."""

from django.db import migrations, models

HOUSE = {
    "on_delete": models.PROTECT,
    "related_name": "departures",
    "to": "people.organisation",
}


class Migration(migrations.Migration):
    dependencies = [
        ("opening", "0007_watched_parts"),
        ("people", "0026_gone_merchants"),
    ]

    operations = [
        migrations.RemoveConstraint("departure", "opening_departure_once"),
        migrations.RenameField("departure", "brand", "house"),
        # Its index is made anew, so that it is called as an empty database calls it.
        migrations.AlterField("departure", "house", models.ForeignKey(db_index=False, **HOUSE)),
        migrations.AlterField("departure", "house", models.ForeignKey(**HOUSE)),
        migrations.AlterField("departure", "successor", models.CharField(blank=True, max_length=120)),
        migrations.AddField("departure", "paid_by", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddConstraint(
            "departure",
            models.UniqueConstraint(
                condition=models.Q(state__in=["asked", "agreed", "left"]),
                fields=("house",),
                name="opening_departure_once",
            ),
        ),
    ]
