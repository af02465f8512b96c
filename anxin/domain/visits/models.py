"""What is kept of a visit: offers, appointments, check-ins, calls, photos and the completion code."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people.models import Organisation, Person
from anxin.domain.places.models import Place
from anxin.domain.visits.states import APPOINTMENT, HELD, OFFER, OUTLET_ORDER, VISIT


class Visit(Stateful):
    """One job at one place; it serves a repair or an inspection, which it names by its stream."""

    MACHINE = VISIT
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    number = models.CharField(max_length=40)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    mode = models.CharField(max_length=12)
    category = models.CharField(max_length=24)
    skill = models.CharField(max_length=24)
    minutes = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visits")
    customer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    wanted_from_at = models.DateTimeField()
    wanted_to_at = models.DateTimeField()
    technician = models.ForeignKey(
        Technician, null=True, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    outlet = models.ForeignKey(Outlet, null=True, on_delete=models.PROTECT, related_name="visits", db_index=False)
    round = models.PositiveSmallIntegerField(default=0)
    by_hand_at = models.DateTimeField(null=True)
    stay_out_until = models.DateTimeField(null=True)
    """Until when its customer is warned of who was to come and is vouched for no more: he may be at the door."""
    reasons = models.JSONField(default=list)
    record = models.JSONField(default=dict)
    parts_stated_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            known_states(VISIT),
            models.CheckConstraint(condition=Q(wanted_from_at__lt=F("wanted_to_at")), name="visits_visit_window"),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | Q(technician__isnull=False), name="visits_visit_has_technician"
            ),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key"],
                condition=~Q(state__in=["finished", "unfinished", "cancelled"]),
                name="visits_visit_one_open",
            ),
        )
        indexes = (
            models.Index(fields=["stream_kind", "stream_key"], name="visits_visit_stream"),
            models.Index(fields=["number"], name="visits_visit_number"),
            models.Index(fields=["technician", "state"], name="visits_visit_technician"),
            models.Index(fields=["outlet", "state"], name="visits_visit_outlet"),
            models.Index(
                fields=["stay_out_until"], name="visits_visit_stay_out", condition=Q(stay_out_until__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return the stream this visit serves: its steps are told there."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class Reservation(models.Model):
    """A window that was promised for a case before its visit is opened: it counts as taken."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField(unique=True)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=12)
    from_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.division} {self.from_at:%m-%d %H:%M}"


class OutletOrder(Stateful):
    """A visit offered to an outlet, which accepts it and names a technician."""

    MACHINE = OUTLET_ORDER
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="outlet_orders")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="orders")
    expires_at = models.DateTimeField()
    why = models.CharField(max_length=40, blank=True)
    no_from_at = models.DateTimeField(null=True)
    no_to_at = models.DateTimeField(null=True)
    """The window in which nobody there is free; none where a no is meant for the job, whenever it is."""

    class Meta:
        constraints = (
            known_states(OUTLET_ORDER),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(state__in=["offered", "accepted", "technician_named"]),
                name="visits_order_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id}→{self.outlet_id}"

    def stream(self) -> StreamKey:
        """Return the stream of the visit."""
        return self.visit.stream()


class Offer(Stateful):
    """A visit offered to one technician, with the reasons and an end."""

    MACHINE = OFFER
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="offers")
    technician = models.ForeignKey(Technician, on_delete=models.PROTECT, related_name="offers", db_index=False)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="offers")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    cost = models.FloatField(default=0.0)
    arrive_at = models.DateTimeField(null=True)
    travel_s = models.PositiveIntegerField(null=True)
    reasons = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            known_states(OFFER),
            models.UniqueConstraint(fields=["visit"], condition=Q(state="accepted"), name="visits_offer_one_accepted"),
            models.UniqueConstraint(
                fields=["visit", "technician"], condition=Q(state__in=["sent", "seen"]), name="visits_offer_once"
            ),
        )
        indexes = (
            models.Index(fields=["technician", "state"], name="visits_offer_technician"),
            models.Index(fields=["technician", "created_at"], name="visits_offer_newest"),
        )

    def __str__(self) -> str:
        return f"{self.visit_id}→{self.technician_id}"

    def stream(self) -> StreamKey:
        """Return the stream of the visit."""
        return self.visit.stream()


class Appointment(Stateful):
    """A window both sides know."""

    MACHINE = APPOINTMENT
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="appointments")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    by = models.CharField(max_length=20)
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            known_states(APPOINTMENT),
            models.CheckConstraint(condition=Q(from_at__lt=F("to_at")), name="visits_appointment_order"),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(state__in=["proposed", "confirmed", "kept"]),
                name="visits_appointment_one_open",
            ),
        )
        indexes = (models.Index(fields=["state", "from_at"], name="visits_appointment_day"),)

    def __str__(self) -> str:
        return f"{self.from_at:%m-%d %H:%M}–{self.to_at:%H:%M}"

    def stream(self) -> StreamKey:
        """Return the stream of the visit."""
        return self.visit.stream()


class Window(models.Model):
    """How many appointments a technician has in one window of a day, and how many he can take."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.PROTECT, related_name="windows", db_index=False)
    from_at = models.DateTimeField()
    taken = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["technician", "from_at"], name="visits_window_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("most")), name="visits_window_not_over"),
        )

    def __str__(self) -> str:
        return f"{self.from_at:%m-%d %H:%M} {self.taken}/{self.most}"


class CheckIn(models.Model):
    """Where and when the technician said he arrived; only the distance is kept, and what the customer says of it.

    `done_at`: when it was by the phone's clock, where it came in (`at`) only once there was a signal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    distance_m = models.PositiveIntegerField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    fix_m = models.PositiveIntegerField(null=True)
    place = models.CharField(max_length=8, default="unknown")
    timing = models.CharField(max_length=12, default="unsaid")
    why = models.CharField(max_length=16, blank=True)
    answer = models.CharField(max_length=3, blank=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"

    def stream(self) -> StreamKey:
        """Return the stream of the visit."""
        return self.visit.stream()


class CallRecord(SealedRow):
    """A call about a visit: who rang, whether somebody answered, and where the recording lies.

    `key`: what a provider of privacy numbers calls it, where it was told by one and not written down by somebody.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="calls")
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=24)
    answered = models.BooleanField()
    seconds = models.PositiveIntegerField(default=0)
    recording = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="visits_call_told_once"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%H:%M}"


class FieldPhoto(models.Model):
    """A picture taken on site for one slot of the record; the original is sealed by its hash.

    `taken_at`: when it was by the phone's clock. `late`: it came in past its term, or when the work was over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos", db_index=False)
    slot = models.CharField(max_length=24)
    file = models.CharField(max_length=64)
    media = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["file"], name="visits_photo_file"),)
        constraints = (models.UniqueConstraint(fields=["visit", "slot", "file"], name="visits_photo_once"),)

    def __str__(self) -> str:
        return self.slot

    def stream(self) -> StreamKey:
        """Return the stream of the visit."""
        return self.visit.stream()


class DoorCheck(SealedRow):
    """What somebody showed before a lock was opened for him: of what kind, never a copy nor a number of it.

    The witness is a person in the vault. `why` says why nothing was opened, or why nobody bore witness. `reset_at`: the
    customer says that the old credentials are gone.
    """

    visit = models.OneToOneField(Visit, primary_key=True, on_delete=models.PROTECT, related_name="door_check")
    document = models.CharField(max_length=16, blank=True)
    proof = models.CharField(max_length=16, blank=True)
    witness_as = models.CharField(max_length=16, blank=True)
    witness = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    why = models.CharField(max_length=16, blank=True)
    suspicious = models.BooleanField(default=False)
    at = models.DateTimeField()
    reset_at = models.DateTimeField(null=True)
    reset_how = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(allowed=True) | ~Q(why=""), name="visits_door_check_why"),)

    def __str__(self) -> str:
        return self.document or self.why


class FieldCheck(SealedRow):
    """One point of the check list that the technician says is done; `answer` where more than a tick is asked for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="checks", db_index=False)
    code = models.CharField(max_length=24)
    answer = models.CharField(max_length=12, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["visit", "code"], name="visits_check_once"),)

    def __str__(self) -> str:
        return self.code


class Signature(models.Model):
    """Who signed for the work, and how: drawn by hand, its picture among those of the record, or by name.

    `done_at`: when it was by the phone's clock, where it came in (`at`) only once there was a signal. `late`: past its
    term, or when the work was over.
    """

    visit = models.OneToOneField(Visit, primary_key=True, on_delete=models.PROTECT, related_name="signature")
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8)
    file = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["file"], condition=~Q(file=""), name="visits_signature_file"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(how="drawn", file__gt="") | Q(how="typed", file=""), name="visits_signature_how"
            ),
        )

    def __str__(self) -> str:
        return self.how

    def stream(self) -> StreamKey:
        """Return the stream of the visit."""
        return self.visit.stream()


class CompletionCode(models.Model):
    """Six digits the customer gives when content; born only after photos, parts and bill."""

    visit = models.OneToOneField(Visit, primary_key=True, on_delete=models.PROTECT, related_name="code")
    code_sealed = models.CharField(max_length=200)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    last_wrong = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(wrong_tries__lte=3), name="visits_code_tries"),)

    def __str__(self) -> str:
        return str(self.visit_id)
