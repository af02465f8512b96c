"""What is kept of parts: their names, the places they lie at, how many there are, and each movement."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.wording import in_language
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.parts.choices import COUNTED, WHY
from anxin.domain.people.models import Organisation


class Part(SealedRow):
    """A part of a brand by its number, which is the code of its line in the brand's price list.

    It is for a class of goods, or `fits` only the models that are named.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=8)
    category = models.CharField(max_length=24)
    fits = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "number"], name="parts_part_number"),)

    def __str__(self) -> str:
        return self.number

    @property
    def called(self) -> str:
        """The name in the reader's language, where it has one there."""
        return in_language(self.name, self.name_en)


class StockPlace(SealedRow):
    """Where parts lie: at an outlet, in a technician's van, or in a brand's warehouse."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outlet = models.OneToOneField(Outlet, null=True, on_delete=models.PROTECT, related_name="+")
    technician = models.OneToOneField(Technician, null=True, on_delete=models.PROTECT, related_name="+")
    house = models.OneToOneField(Organisation, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outlet__isnull=False, technician=None, house=None)
                | Q(outlet=None, technician__isnull=False, house=None)
                | Q(outlet=None, technician=None, house__isnull=False),
                name="parts_place_is_one",
            ),
        )

    def __str__(self) -> str:
        return str(self.outlet or (self.technician.number if self.technician else self.house))


class Stock(models.Model):
    """How many of a part lie at a place: the sum of its movements there; whoever changes it holds the place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(StockPlace, on_delete=models.PROTECT, related_name="stocks", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="stocks", db_index=False)
    on_hand = models.PositiveIntegerField(default=0)
    least = models.PositiveIntegerField(null=True)
    most = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place", "part"], name="parts_stock_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="parts_stock_not_below_nought"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=F("most")), name="parts_stock_bounds"
            ),
        )
        indexes = (
            models.Index(fields=["part", "id"], name="parts_stock_by_part"),
            models.Index(fields=["part", "id"], condition=Q(on_hand__lt=F("least")), name="parts_stock_low"),
            models.Index(fields=["part", "id"], condition=Q(on_hand=0), name="parts_stock_none"),
        )

    def __str__(self) -> str:
        return str(self.part)


class Movement(SealedRow):
    """Why a stock became more or less, by whom and when; never changed, never taken away.

    `visit_key`: the visit it was used at, of the case `number`; `other`: where it went, or came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(StockPlace, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    why = models.CharField(max_length=8, choices=list(WHY.items()))
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    note = models.CharField(max_length=120, blank=True)
    other = models.ForeignKey(StockPlace, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    visit_key = models.UUIDField(null=True)
    number = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(quantity=0) | Q(why=COUNTED), name="parts_movement_moves"),)
        indexes = (
            models.Index(fields=["place", "part", "at"], name="parts_movement_there"),
            models.Index(fields=["visit_key"], condition=Q(visit_key__isnull=False), name="parts_movement_visit"),
        )

    def __str__(self) -> str:
        return f"{self.part} {self.quantity:+}"
