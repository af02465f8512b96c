"""What can be asked of privacy numbers: how a job's stands, what is due, whether the real one stays shut."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.timeline import StreamKey
from anxin.domain.network.rules import identifiers
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.privacy_numbers import rules, wording
from anxin.domain.privacy_numbers.choices import OFF
from anxin.domain.privacy_numbers.models import PrivacyNumber
from anxin.domain.visits.models import Visit
from anxin.domain.visits.states import HELD


@dataclass(frozen=True, kw_only=True)
class NumberView:
    """How a job's privacy number stands: "bound", "asked", "none" or "over"; and what shows instead of it."""

    stands: str
    number: str
    extension: str
    fault: str
    until_at: datetime
    real_shown: bool

    @property
    def is_bound(self) -> bool:
        """Return whether it connects now."""
        return self.stands == "bound"

    @property
    def is_asked(self) -> bool:
        """Return whether the provider is being asked for it."""
        return self.stands == "asked"

    @property
    def is_over(self) -> bool:
        """Return whether its time has ended."""
        return self.stands == "over"

    @property
    def why(self) -> str:
        """Return why there is none: in words of ours, else that the provider refused."""
        return str(wording.FAULTS.get(self.fault, wording.FAULTS["refused"]))

    @property
    def dialled(self) -> str:
        """Return what a phone dials: a pause before the extension."""
        return f"{self.number},{self.extension}" if self.extension else self.number


def of_visit(visit: UUID | None, *, now: datetime) -> NumberView | None:
    """Return how the number of a job stands (one query); None where none are used here, or its real one shows.

    A job that was under way before they were used has none yet: the next sweep asks for it.
    """
    use = str(settings.get(rules.USE, at=now))
    if use == OFF or visit is None:
        return None
    row = PrivacyNumber.objects.filter(visit=visit).order_by("-asked_at").first()
    if row is not None:
        return _view(row, use, now=now)
    if not rules.is_covered(use, None):
        return None
    stands = "asked" if Visit.objects.filter(pk=visit, state__in=HELD).exists() else "over"
    return NumberView(stands=stands, number="", extension="", fault="", until_at=now, real_shown=False)


def _view(row: PrivacyNumber, use: str, *, now: datetime) -> NumberView:
    stands = _stands(row, now=now)
    return NumberView(
        stands=stands,
        number=row.number if stands == "bound" else "",
        extension=row.extension if stands == "bound" else "",
        fault=row.fault,
        until_at=row.until_at,
        real_shown=not rules.is_covered(use, stands),
    )


def _stands(row: PrivacyNumber, *, now: datetime) -> str:
    over = row.ended_at is not None or row.until_at <= now
    lapsed = row.lapses_at is not None and row.lapses_at <= now
    return rules.state_of(bound=row.bound_at is not None and not lapsed, over=over, fault=row.fault)


def covers(stream: StreamKey, by: Actor, now: datetime) -> bool:
    """Return whether a customer's own number stays shut to who goes to a case (no query where none are used)."""
    use = str(settings.get(rules.USE, at=now))
    if use == OFF or by.kind != "technician":
        return False
    rows = PrivacyNumber.objects.filter(visit__stream_kind=stream.kind, visit__stream_key=stream.key)
    row = rows.filter(visit__technician__account_id=by.id).order_by("-asked_at").first()
    return rules.is_covered(use, _stands(row, now=now) if row else None)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The technician who goes to a customer: how he is called, and his number."""

    called: str
    number: str


def caller(bare: str, *, by: Actor, now: datetime) -> Caller | None:
    """Return who of those on their way to a customer rings him from a number: from his own phone, or a bound one.

    Nobody else learns whose number it is; `bare` is a number as `identifiers.number_in` reads it.
    """
    mine = [UUID(one) for one in actors.selves(by)] if bare else []
    theirs = Visit.objects.filter(people.only_opened(by), customer_id__in=mine, state__in=HELD)
    going = theirs.select_related("technician__person")
    for visit in going if mine else ():
        line, technician = of_visit(visit.pk, now=now), visit.technician
        phones = (line.number if line else "", people.dialled(technician.person) if technician else "")
        if technician and bare in map(identifiers.number_in, phones):
            return Caller(called=technician.called, number=technician.number)
    return None


def due(*, now: datetime, used: bool) -> QuerySet[PrivacyNumber]:
    """Return numbers with something left to ask: to be bound, prolonged or ended; all, where none are used."""
    held = PrivacyNumber.objects.filter(released_at=None).order_by("id")
    if not used:
        return held
    ends = Q(until_at__lte=now + rules.SOON) | ~Q(ended_at=None) | Q(lapses_at__lt=F("until_at"))
    return held.filter(ends | Q(bound_at=None))


def without() -> QuerySet[Visit]:
    """Return jobs somebody has for which no number lives: they were given before numbers were used here."""
    living = PrivacyNumber.objects.filter(visit=OuterRef("pk"), ended_at=None)
    return Visit.objects.filter(~Exists(living), state__in=HELD, customer__erased_at=None).order_by("id")


def goes_on(row: PrivacyNumber) -> bool:
    """Return whether somebody has the job."""
    return row.visit.state in HELD
