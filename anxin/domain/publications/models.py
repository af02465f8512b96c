"""What is kept of publications: the editions of a page, never changed, each with its day."""

from django.db import models

from anxin.core.ids import uuid7
from anxin.domain.people.models import Organisation


class CityEdition(models.Model):
    """One edition of the page of a brand, a class of goods and a city: what was so from that moment on.

    `facts` are outlets by code, covered counties, how many technicians, the edition of prices. One with no county says
    that nobody is there any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=24)
    region = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "category", "region", "number"], name="publications_city_edition_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.region} {self.number}"
