"""What hangs on brands' words for technicians and outlets, before they end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from anxin.domain.network import queries as network
from anxin.domain.network.models import Authorisation
from anxin.domain.places.rules import covers
from anxin.domain.visits.models import Offer, OutletOrder, Reservation, Visit
from anxin.domain.visits.states import BEFORE_THE_DOOR, OPEN, ORDERED, PROMISED


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What goes to others at once where words end: jobs, given or asked about, agreed windows, and whose they are."""

    jobs: int = 0
    windows: int = 0
    customers: int = 0


def lost_with(words: Iterable[Authorisation]) -> Loss:
    """Return what goes to others where these words end (one query)."""
    codes: dict[tuple[object, str], list[str]] = {}
    for one in words:
        codes.setdefault((one.brand_id, one.kind), []).append(one.code)
    wanted = Q(pk__in=())
    for (brand, kind), several in codes.items():
        wanted |= Q(brand=brand) & _hangs_on(kind, several)
    rows = Visit.objects.filter(wanted).values_list("pk", "state", "customer")
    return Loss(
        jobs=len(rows),
        windows=sum(state in PROMISED for _key, state, _customer in rows),
        customers=len({customer for _key, _state, customer in rows}),
    )


def promised_with(words: Iterable[Authorisation], *, now: datetime) -> list[tuple[str, str]]:
    """Return brand and division of each window promised to a report nobody has taken on, where these outlets serve."""
    areas = {(one.brand_id, area) for one in words for area in network.areas_of_word(one, now=now)}
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
        return Q(technician__number__in=codes, state__in=BEFORE_THE_DOOR) | Q(pk__in=offers.values("visit"))
    if kind == Authorisation.Kind.OUTLET:
        asked = OutletOrder.objects.filter(outlet__code__in=codes, state__in=ORDERED)
        return Q(outlet__code__in=codes, state__in=BEFORE_THE_DOOR) | Q(pk__in=asked.values("visit"))
    return Q(pk__in=())
