"""What is kept of the network: who works where for whom, and who vouches for it."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.network.states import AUTHORISATION, LEAVE, REPORTED_NUMBER, SWAP, WAITING
from anxin.domain.people.models import Account, Organisation, Person


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
    capacity = models.PositiveSmallIntegerField(null=True)
    opens = models.CharField(max_length=40, default="08:00–20:00")
    takes_orders = models.BooleanField(default=True)
    counter = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code

    def stream(self) -> StreamKey:
        """Return this outlet's own stream."""
        return StreamKey("outlet", str(self.id))


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
        return f"{self.from_date}–{self.to_date}"


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
    """What a technician can do, how well, and the certificate that says so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="skills")
    code = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField(default=1)
    certificate = models.CharField(max_length=64, blank=True)
    until_date = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["technician", "code"], name="network_skill_once"),)

    def __str__(self) -> str:
        return self.code


class Absence(models.Model):
    """Days on which a technician isn't there, the first and the last among them; over early, it ended."""

    class Kind(models.TextChoices):
        LEAVE = "leave"
        SICK = "sick"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=Kind)
    from_date = models.DateField()
    to_date = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_absence_order"),)

    def __str__(self) -> str:
        return f"{self.from_date}–{self.to_date}"


class Shift(models.Model):
    """Working hours of a weekday (0 = Monday), of a date, which wins, or of an absence's day, which wins over both.

    In minutes from midnight; an absence's rows are gone once it has ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="shifts")
    absence = models.ForeignKey(Absence, null=True, on_delete=models.CASCADE, related_name="days")
    weekday = models.PositiveSmallIntegerField(null=True)
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

    def __str__(self) -> str:
        return f"{self.from_min}–{self.to_min}"


class Leave(Stateful):
    """Days of leave that a technician wishes; agreed, they become an absence."""

    MACHINE = LEAVE
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="leaves")
    from_date = models.DateField()
    to_date = models.DateField()

    class Meta:
        constraints = (
            known_states(LEAVE),
            models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_leave_order"),
        )

    def __str__(self) -> str:
        return f"{self.from_date}–{self.to_date}"

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


class PromiseProfile(SealedRow):
    """A published promise: how fast, where, for what, when; never changed, only followed by a later one.

    `days` and the hours narrow it to a part of the week and of the day; one with an end from the first is a peak's.
    """

    class Days(models.TextChoices):
        ALL = ""
        WORKDAYS = "workdays"
        DAYS_OFF = "days_off"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    brand = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="promises")
    division = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=24, blank=True)
    product = models.ForeignKey("goods.Product", null=True, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    days = models.CharField(max_length=12, choices=Days, blank=True, default=Days.ALL)
    from_min = models.PositiveSmallIntegerField(null=True)
    to_min = models.PositiveSmallIntegerField(null=True)
    peak = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    acknowledge_min = models.PositiveSmallIntegerField(default=5)
    assign_min = models.PositiveSmallIntegerField(default=30)
    call_min = models.PositiveSmallIntegerField(default=30)
    window_min = models.PositiveSmallIntegerField(default=120)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_min=None, to_min=None) | Q(from_min__isnull=False, to_min__isnull=False),
                name="network_promise_hours",
            ),
        )

    def __str__(self) -> str:
        return self.name


class BrandKey(SealedRow):
    """A brand's signing key; the public half stands on the brand's own domain."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signing_keys")
    kid = models.CharField(max_length=40, unique=True)
    public = models.CharField(max_length=64)
    private_sealed = models.TextField(blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kid


class Authorisation(Stateful):
    """A brand's signed word that a hotline, an outlet, a technician or a part batch is its own."""

    class Kind(models.TextChoices):
        HOTLINE = "hotline"
        OUTLET = "outlet"
        TECHNICIAN = "technician"
        PART_BATCH = "part_batch"

    MACHINE = AUTHORISATION
    number = models.CharField(max_length=40, unique=True)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="authorisations")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40, db_index=True)
    bare = models.CharField(max_length=40, db_index=True, default="")
    subject_key = models.UUIDField(null=True)
    scope = models.CharField(max_length=120, blank=True)
    scope_en = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=60, blank=True)
    lines = models.PositiveSmallIntegerField(null=True)
    from_date = models.DateField()
    to_date = models.DateField()
    signature = models.CharField(max_length=120, blank=True)
    key = models.ForeignKey(BrandKey, null=True, on_delete=models.PROTECT)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            known_states(AUTHORISATION),
            models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_authorisation_order"),
        )
        indexes = (models.Index(fields=["kind", "code"], name="network_auth_code"),)

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return this authorisation's own stream."""
        return StreamKey("authorisation", str(self.id))


class Waiting(Stateful):
    """Somebody in a place nobody serves for a brand: told once somebody does, promised nothing until then."""

    MACHINE = WAITING
    number = models.CharField(max_length=40, unique=True)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=24, blank=True)
    division = models.CharField(max_length=12, db_index=True)
    division_name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            known_states(WAITING),
            models.UniqueConstraint(
                fields=["person", "brand", "division"], condition=Q(state="waiting"), name="network_waiting_once"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Check(models.Model):
    """Somebody asked whether a number is genuine; counted, never linked to a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40, db_index=True)
    answer = models.CharField(max_length=16)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.number


class ReportedNumber(Stateful):
    """A number that somebody reported as false, with every report of it: a person at the desk says what it is."""

    MACHINE = REPORTED_NUMBER
    number = models.CharField(max_length=40, unique=True)
    bare = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (known_states(REPORTED_NUMBER),)

    def __str__(self) -> str:
        return self.number


class Report(SealedRow):
    """Somebody's word that a number is false; he is told what came of it where he left a phone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    about = models.ForeignKey(ReportedNumber, null=True, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40, db_index=True)
    note_sealed = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
