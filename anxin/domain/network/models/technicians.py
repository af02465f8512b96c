"""What is kept of technicians: for whom they work, what they can do, and when."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.core.wording import span
from anxin.domain.network.models.outlets import Outlet
from anxin.domain.network.rules import working_hours
from anxin.domain.network.states import LEAVE, PLACEMENT, SWAP
from anxin.domain.people.models import Account, Organisation, Person


class Technician(SealedRow):
    """A technician: sealed as a person, known by a number and the name customers call."""

    UNSEALED = ("grade",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="technician")
    account = models.OneToOneField(Account, null=True, on_delete=models.PROTECT, related_name="technician")
    number = models.CharField(max_length=32, unique=True)
    called = models.CharField(max_length=40)
    portrait = models.CharField(max_length=64, blank=True)
    lng = models.FloatField()
    lat = models.FloatField()
    grade = models.PositiveSmallIntegerField(default=0)
    since_date = models.DateField()
    badge_sealed = models.TextField(blank=True)
    paused_at = models.DateTimeField(null=True)
    shut_out_at = models.DateTimeField(null=True)
    """Since when his account is shut; where nobody had paused him before, that paused him at that moment."""

    class Meta:
        indexes = (models.Index(fields=["portrait"], condition=~Q(portrait=""), name="network_portrait_file"),)

    def __str__(self) -> str:
        return self.called

    def stream(self) -> StreamKey:
        """Return this technician's own stream."""
        return StreamKey("technician", str(self.id))


class Engagement(SealedRow):
    """A technician works for an outlet on a brand's jobs, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.PROTECT, related_name="engagements")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="engagements")
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="engagements")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["technician", "outlet", "brand"], condition=Q(to_at=None), name="network_engaged_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.technician_id}@{self.outlet_id}"


class Skill(SealedRow):
    """What a technician can do, how well, and the certificate that says so; ended by somebody, it stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="skills", db_index=False)
    code = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField(default=1)
    certificate = models.CharField(max_length=64, blank=True)
    until_date = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["technician", "code"], name="network_skill_once"),)

    def __str__(self) -> str:
        return self.code


class Absence(models.Model):
    """Days on which a technician isn't there, the first and the last among them; over early, it ended.

    `house`: of several employers the one that reads why, the others only that he is away. `employer`: from whom alone
    he is on leave, of which the others read nothing; none: from all. Who leaves it is away after his last day.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave"
        SICK = "sick"
        LEFT = "left"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=Kind)
    house = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_absence_order"),
            models.CheckConstraint(condition=Q(employer=None) | ~Q(kind="sick"), name="network_absence_ill_for_all"),
            models.CheckConstraint(
                condition=Q(employer__isnull=False) | ~Q(kind="left"), name="network_absence_left_one"
            ),
            models.UniqueConstraint(
                fields=["technician", "employer"],
                condition=Q(kind="left", ended_at=None),
                name="network_absence_one_last_day",
            ),
        )
        indexes = (models.Index(fields=["to_date"], name="network_absence_ahead", condition=Q(ended_at=None)),)

    def __str__(self) -> str:
        return span(self.from_date, self.to_date)


class Shift(models.Model):
    """Working hours of a weekday (0 = Monday), of a date, which wins, or of an absence's day, which wins over both.

    In minutes from midnight; a day has a row for each of its spans, one of equal minutes is a day off. An absence's
    rows name its employer, and are gone once it has ended.
    """

    class Weeks(models.TextChoices):
        ODD = working_hours.ODD
        EVEN = working_hours.EVEN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="shifts")
    absence = models.ForeignKey(Absence, null=True, on_delete=models.CASCADE, related_name="days")
    employer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True)
    weeks = models.CharField(max_length=4, blank=True, choices=Weeks)
    """In which weeks a weekday's hours count: odd or even ones, or all of them."""
    date = models.DateField(null=True)
    from_min = models.PositiveSmallIntegerField()
    to_min = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(from_min__lte=F("to_min")), name="network_shift_order"),
            models.CheckConstraint(
                condition=Q(weekday=None, date__isnull=False) | Q(weekday__isnull=False, date=None),
                name="network_shift_one_day",
            ),
        )
        indexes = (models.Index(fields=["date"], condition=Q(date__isnull=False), name="network_shift_date"),)

    def __str__(self) -> str:
        return f"{self.from_min}–{self.to_min}"


class BrandHours(models.Model):
    """Hours that somebody with a skill works for a brand, each once, with one who does; the sweep finds another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    skill = models.CharField(max_length=24)
    weekday = models.PositiveSmallIntegerField(null=True)
    weeks = models.CharField(max_length=4, blank=True, choices=Shift.Weeks)
    date = models.DateField(null=True)
    from_min = models.PositiveSmallIntegerField()
    to_min = models.PositiveSmallIntegerField()
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "skill", "weekday", "weeks", "from_min", "to_min"],
                condition=Q(date=None),
                name="network_brand_hours_weekday",
            ),
            models.UniqueConstraint(
                fields=["brand", "skill", "date", "from_min", "to_min"],
                condition=Q(weekday=None),
                name="network_brand_hours_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.skill} {self.from_min}–{self.to_min}"


class Leave(Stateful):
    """Days of leave that a technician wishes, from one employer or all; agreed, they become an absence."""

    MACHINE = LEAVE
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="leaves")
    employer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField()

    class Meta:
        constraints = (
            known_states(LEAVE),
            models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_leave_order"),
        )

    def __str__(self) -> str:
        return span(self.from_date, self.to_date)

    def stream(self) -> StreamKey:
        """Return the stream of who wishes it: his history tells it."""
        return self.technician.stream()


class Swap(Stateful):
    """A technician gives a colleague his hours of one day, perhaps for the colleague's of another."""

    MACHINE = SWAP
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="swaps")
    colleague = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="swaps_asked")
    date = models.DateField()
    back_date = models.DateField(null=True)

    class Meta:
        constraints = (known_states(SWAP),)

    def __str__(self) -> str:
        return f"{self.technician_id}→{self.colleague_id}"

    def stream(self) -> StreamKey:
        """Return the stream of who asked: his history tells it."""
        return self.technician.stream()


class Placement(Stateful):
    """A brand asks that somebody whom others engage works for it from one more outlet; agreed, he is engaged there."""

    MACHINE = PLACEMENT
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="placements")
    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="placements")
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            known_states(PLACEMENT),
            models.UniqueConstraint(
                fields=["technician", "outlet", "brand"], condition=Q(state="asked"), name="network_placement_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.technician_id}@{self.outlet_id}"

    def stream(self) -> StreamKey:
        """Return the stream of who is asked: his history tells it."""
        return self.technician.stream()
