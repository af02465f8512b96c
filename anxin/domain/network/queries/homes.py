"""From where technicians are sent: the outlets they work for on a brand's jobs, and which of those it vouches for."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet
from django.utils import timezone

from anxin.core.tables import Values
from anxin.domain.network.models import Authorisation, Engagement, Outlet
from anxin.domain.network.queries.attestations import all_vouched, brands_vouching, vouching
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.outlet_names import called_apart
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.people.models import Organisation

type Place = tuple[str, UUID]
"""A technician's number, and the brand on whose jobs he works."""


@dataclass(frozen=True, kw_only=True)
class Homes:
    """Who works on which brand's jobs now, and from which outlet that the brand vouches for, the last he joined."""

    vouched: dict[Place, Outlet]
    """The last he joined comes last."""
    engaged: frozenset[Place]
    called: dict[str, str]
    """What the outlet is called that sends each technician, by his number: the last he joined."""

    def sends(self, row: Authorisation) -> bool:
        """Return whether a brand that gives its word for a technician has an outlet to send him from."""
        return (row.code, row.brand_id) in self.vouched

    def employs(self, row: Authorisation) -> bool:
        """Return whether he works for any outlet on that brand's jobs."""
        return (row.code, row.brand_id) in self.engaged

    def last(self, rows: Iterable[Authorisation]) -> Outlet:
        """Return of the outlets that brands who give these words send him from the one he joined last."""
        places = {(row.code, row.brand_id) for row in rows}
        return [outlet for place, outlet in self.vouched.items() if place in places][-1]


def sending_homes(numbers: Iterable[str], *, now: datetime) -> Homes:
    """Return from where technicians of these numbers are sent today: what dispatch goes by, too (one query)."""
    rows = list(_employments(Engagement.objects.filter(technician__number__in=list(numbers)), now))
    held: dict[Place, Outlet] = {}
    called: dict[str, str] = {}
    for row in rows:
        if brands_vouching(row.its, days=_today(now)):
            held.pop(_place(row), None)
            held[_place(row)] = row.outlet
            called[row.technician.number] = row.apart
    return Homes(vouched=held, engaged=frozenset(map(_place, rows)), called=called)


def home_codes(*, technician: str, brand: str, on: date) -> QuerySet[Engagement, Any]:
    """Return the codes of the outlets a technician works for on a day, both named by paths two rows further out."""
    theirs = {"technician": OuterRef(OuterRef(technician)), "brand": OuterRef(OuterRef(brand))}
    rows = Engagement.objects.filter(**theirs, from_at__date__lte=on)
    return rows.filter(Q(to_at=None) | Q(to_at__date__gt=on)).values("outlet__code")


def is_sent(word: WordFor, *, brand: Organisation, now: datetime) -> bool:
    """Return whether a brand vouches for a technician today and has an outlet to send him from (two queries)."""
    known = all_vouched(brand, [word], days=_today(now))
    return word in known and (word.code, brand.pk) in sending_homes([word.code], now=now).vouched


def falling_with(words: Iterable[Authorisation], *, now: datetime) -> frozenset[str]:
    """Return the technicians whom a brand would send from nowhere any more, did these words for outlets end."""
    ending = [one for one in words if one.kind == Authorisation.Kind.OUTLET and one.state == "authorised"]
    if not ending:
        return frozenset()
    theirs = {(one.brand_id, one.code) for one in ending}
    there = living_now(Engagement.objects.filter(outlet__code__in={code for _brand, code in theirs}), now)
    same = Engagement.objects.filter(technician__in=there.values("technician"), brand__in={it for it, _code in theirs})
    today, gone = _today(now), {one.number for one in ending}
    rows = [row for row in _employments(same, now) if brands_vouching(row.his, days=today)]
    kept = [[word for word in row.its if word["number"] not in gone] for row in rows]
    before = {_place(row) for row in rows if brands_vouching(row.its, days=today)}
    after = {_place(row) for row, its in zip(rows, kept, strict=True) if brands_vouching(its, days=today)}
    return frozenset(number for number, _brand in before - after)


def emptied_by(rows: Iterable[Values], *, now: datetime) -> frozenset[tuple[UUID, UUID]]:
    """Return the outlets, each with its brand, where nobody works any more once these technicians go (one query).

    A row names one, with a brand only his work for that brand.
    """
    going = {(str(one["number"]), str(one.get("brand") or "")) for one in rows}
    theirs = Engagement.objects.filter(technician__number__in={number for number, _brand in going})
    return _emptied(theirs, lambda one: bool(going & {(one.number, one.slug), (one.number, "")}), now=now)


def emptied_without(ends: Collection[UUID], *, now: datetime) -> frozenset[tuple[UUID, UUID]]:
    """Return the same once these employments end (one query)."""
    return _emptied(Engagement.objects.filter(pk__in=ends), lambda one: one.pk in ends, now=now)


def _emptied(
    theirs: QuerySet[Engagement], ends: Callable[[Any], bool], *, now: datetime
) -> frozenset[tuple[UUID, UUID]]:
    there = living_now(Engagement.objects.filter(outlet__in=living_now(theirs, now).values("outlet")), now)
    lost, kept = set[tuple[UUID, UUID]](), set[tuple[UUID, UUID]]()
    told = {"number": F("technician__number"), "slug": F("brand__slug")}
    for one in there.annotate(**told):
        (lost if ends(one) else kept).add((one.outlet_id, one.brand_id))
    return frozenset(lost - kept)


def _employments(rows: QuerySet[Engagement], now: datetime) -> QuerySet[Any]:
    """Return who works where now, the last to join last, and beside it the brand's words for him and the outlet."""
    (on,) = _today(now)
    his = vouching("technician__number", first=on, last=on, brand="brand")
    its = vouching("outlet__code", first=on, last=on, kind="outlet", brand="brand")
    found = living_now(rows, now).select_related("technician", "outlet__organisation")
    return found.annotate(his=his, its=its, apart=called_apart()).order_by("from_at", "id")


def _today(now: datetime) -> frozenset[date]:
    return frozenset({timezone.localtime(now).date()})


def _place(row: Engagement) -> Place:
    return row.technician.number, row.brand_id
