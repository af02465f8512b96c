"""What is kept of outlets: where they are, when they are closed, and what they serve."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.timeline import StreamKey
from anxin.core.wording import span
from anxin.domain.people.models import Organisation


class Outlet(SealedRow):
    """A service outlet: one organisation with a door, a phone and a capacity."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="outlet")
    code = models.CharField(max_length=32, unique=True)
    division = models.CharField(max_length=12)
    street = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=24)
    bare_phone = models.CharField(max_length=24, db_index=True, default="")
    lng = models.FloatField()
    lat = models.FloatField()
    area_m = models.PositiveIntegerField(null=True)
    """The radius of the area whose middle the point is; 0: a point of its own, None: nobody looked yet."""
    point_asked_at = models.DateTimeField(null=True)
    """When a map service answered for it, well or not."""
    point_failed_at = models.DateTimeField(null=True)
    """When one failed to, the last time."""
    point_failures = models.PositiveSmallIntegerField(default=0)
    """How many times in turn: the more, the later it is asked again."""
    capacity = models.PositiveSmallIntegerField(null=True)
    opens = models.CharField(max_length=120, default="08:00–20:00")
    takes_orders = models.BooleanField(default=True)
    counter = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code

    def stream(self) -> StreamKey:
        """Return this outlet's own stream."""
        return StreamKey("outlet", str(self.id))


class FormerPhone(models.Model):
    """A number an outlet was reached at until it got another: whoever answers there now is somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="former_phones", db_index=False)
    bare = models.CharField(max_length=24, db_index=True)
    ended_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["outlet", "bare"], name="network_former_phone_once"),)

    def __str__(self) -> str:
        return self.bare


class Closure(models.Model):
    """Days on which an outlet is closed, the first and the last among them; taken back, it ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="closures")
    from_date = models.DateField()
    to_date = models.DateField()
    why = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_closure_order"),)

    def __str__(self) -> str:
        return span(self.from_date, self.to_date)


class Territory(SealedRow):
    """A division, with all below it, that an outlet serves for a brand; `apart`: left out of a wider one."""

    class Kind(models.TextChoices):
        """`exclusive`: nobody else is asked there; `overflow`: asked only where the others have nobody."""

        SHARED = "shared"
        EXCLUSIVE = "exclusive"
        OVERFLOW = "overflow"
        APART = "apart"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="territories")
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="territories")
    division = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SHARED)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.division
