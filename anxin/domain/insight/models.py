"""What figures keep, so that a page reads sums and not every case: what the days count, and how long it took."""

from django.db import models

from anxin.core.ids import uuid7
from anxin.domain.people.models import Organisation


class MeasuredTime(models.Model):
    """How long one step took for a brand in a place, of which goods: half and nine in ten, of how many.

    An empty `division` is the nation, an empty `category` all goods. `held` counts those that kept what was promised.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    division = models.CharField(max_length=6, blank=True)
    category = models.CharField(max_length=24, blank=True)
    step = models.CharField(max_length=16)
    n = models.PositiveIntegerField()
    half_s = models.PositiveIntegerField(default=0)
    nine_s = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "category", "division", "step"], name="insight_measured_once"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.division} {self.n}"


class DayFigures(models.Model):
    """What the cases of one day count: of an operator, a brand or seller, a province ("" where none is known).

    `counts` are additive and named in `queries.day_counts`; what is nought isn't kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operator = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    province = models.CharField(max_length=2, blank=True)
    day = models.DateField(db_index=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["operator", "day", "house", "province"], name="insight_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.province}"


class FiguresGathered(models.Model):
    """Until when the figures of the days hold what happened: one row, written after all days are.

    `last` is the newest fact that was there when they were begun.
    """

    until = models.DateTimeField()
    last = models.UUIDField(null=True)

    def __str__(self) -> str:
        return str(self.until)
