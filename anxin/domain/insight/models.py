"""What figures keep: how long it took, worked out once a day so that a public page reads one row, not every case."""

from django.db import models

from anxin.core.ids import uuid7
from anxin.domain.people.models import Organisation


class MeasuredTime(models.Model):
    """How long one step took for a brand in a place, of which goods: half and nine in ten, of how many.

    An empty `division` is the nation, an empty `category` all goods. `held` counts those that kept what was promised.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
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
