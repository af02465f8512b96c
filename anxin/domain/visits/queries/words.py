"""What hangs on brands' words for technicians and outlets, before they end."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from anxin.core.tables import Values
from anxin.domain.network import queries as network
from anxin.domain.network.models import Authorisation, Engagement
from anxin.domain.network.queries import gaps
from anxin.domain.places import gateway as places
from anxin.domain.places.rules import covers
from anxin.domain.visits.models import Offer, OutletOrder, Reservation, Visit
from anxin.domain.visits.rules import BENCH, local_midnight
from anxin.domain.visits.states import BEFORE_THE_DOOR, HELD, OPEN, ORDERED, PROMISED
from anxin.domain.visits.wording import losses


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What goes to others at once where words end: jobs, given or asked about, agreed windows, and whose they are.

    `there` is at how many customers' doors somebody stands whose word it is.
    """

    there: int = 0
    jobs: int = 0
    windows: int = 0
    customers: int = 0


def lost_with(words: Iterable[Authorisation]) -> Loss:
    """Return what goes to others where these words end, and what stops at a customer's (one query)."""
    codes: dict[tuple[object, str], list[str]] = {}
    for one in words:
        codes.setdefault((one.brand_id, one.kind), []).append(one.code)
    wanted = Q(pk__in=())
    for (brand, kind), several in codes.items():
        wanted |= Q(brand=brand) & _hangs_on(kind, several)
    found = Visit.objects.filter(wanted).values_list("pk", "state", "customer", "mode")
    rows = [(key, state, customer) for key, state, customer, _mode in found if not _is_there(state)]
    return Loss(
        there=sum(_is_there(state) and mode not in BENCH for _key, state, _customer, mode in found),
        jobs=len(rows),
        windows=sum(state in PROMISED for _key, state, _customer in rows),
        customers=len({customer for _key, _state, customer in rows}),
    )


def _is_there(state: str) -> bool:
    return state in HELD and state not in BEFORE_THE_DOOR


def promised_with(words: Iterable[Authorisation], *, now: datetime) -> list[tuple[str, str]]:
    """Return brand and division of each window promised to a report nobody has taken on, where these outlets serve."""
    areas = {(one.brand_id, area) for one in words for area in network.areas_of_word(one, now=now)}
    return _promised_in(areas, now=now)


def told_of_gone(rows: Sequence[Values], *, now: datetime) -> list[str]:
    """Say where nobody is left, and whose windows hang on it, where technicians that rows name go."""
    return _told_of_emptied(network.emptied_by(rows, now=now), day=timezone.localtime(now).date(), now=now)


def told_of_ends(ends: Iterable[Engagement], *, now: datetime, day: date | None = None) -> list[str]:
    """Say the same where these employments end now, or before a day."""
    gone = network.emptied_without({one.pk for one in ends}, now=now)
    return _told_of_emptied(gone, day=day or timezone.localtime(now).date(), now=now)


def _told_of_emptied(gone: Collection[tuple[UUID, UUID]], *, day: date, now: datetime) -> list[str]:
    if not gone:
        return []
    areas, since = network.areas_of_outlets(gone, now=now), max(now, local_midnight(day))
    return list(said_of_left(gaps.bare_counties(gone, day=day, now=now), _promised_in(areas, now=since)))


def said_of_left(left: Mapping[str, list[str]], promised: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Say in which counties, by brand, nobody is left, and what becomes of the windows promised there."""
    yield from losses.alone({brand: [places.division(one).full_name for one in it] for brand, it in left.items()})
    alone = sum(any(covers(county, code) for county in left.get(brand, ())) for brand, code in promised)
    yield from losses.promised(promised, left=alone)


def _promised_in(areas: Collection[tuple[UUID, str]], *, now: datetime) -> list[tuple[str, str]]:
    rows = Reservation.objects.filter(brand__in={brand for brand, _area in areas}, from_at__gt=now)
    return [
        (name, code)
        for brand, name, code in rows.values_list("brand", "brand__name", "division")
        if any(brand == served and covers(area, code) for served, area in areas)
    ]


def _hangs_on(kind: str, codes: list[str]) -> Q:
    """Return which visits those of a kind have, or are asked about."""
    if kind == Authorisation.Kind.TECHNICIAN:
        offers = Offer.objects.filter(technician__number__in=codes, state__in=OPEN)
        return Q(technician__number__in=codes, state__in=HELD) | Q(pk__in=offers.values("visit"))
    if kind == Authorisation.Kind.OUTLET:
        asked = OutletOrder.objects.filter(outlet__code__in=codes, state__in=ORDERED)
        return Q(outlet__code__in=codes, state__in=HELD) | Q(pk__in=asked.values("visit"))
    return Q(pk__in=())
