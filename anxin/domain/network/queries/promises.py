"""What is promised: for one case, and all that is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import calendars, timeline
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.goods.wording import CATEGORIES
from anxin.domain.network.models import PromiseProfile
from anxin.domain.network.queries import names
from anxin.domain.network.rules import promises as rules
from anxin.domain.network.rules.promises import PromiseQuery, Terms
from anxin.domain.network.rules.working_hours import Spans, without
from anxin.domain.network.rules.written_hours import written_span
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places

OPENED = "opening.opened"
"""The fact that a brand opened to the public."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What is promised for one case."""

    name: str
    acknowledge_min: int
    assign_min: int
    call_min: int

    @property
    def as_read(self) -> str:
        """Return what a customer reads of it before he sends his report, as his form brings it back."""
        return f"{self.acknowledge_min}/{self.assign_min}"


@dataclass(frozen=True, kw_only=True)
class PromiseAhead:
    """What will be promised from a day on, where it is another than today's; to the last day of one for a peak only."""

    from_date: date
    promise: Promise
    to_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedView:
    """A published promise: its terms, the place in words, since when it can be read, from when to when it counts.

    `of_brand`: the brand's own, not the house's for all.
    """

    id: str
    terms: Terms
    place: str
    product: str
    stands: str
    published_at: datetime | None
    from_date: date
    to_date: date | None
    of_brand: bool

    @property
    def may_be_withdrawn(self) -> bool:
        """Return whether its brand may take it back: before it counts."""
        return self.stands == "ahead" and self.of_brand


def faults(brand: Organisation, terms: Terms, *, now: datetime) -> list[Invalid]:
    """Return why a promise can't be published, all of it, by the fields of who publishes."""
    found = rules.day_faults(terms, today=timezone.localtime(now).date(), at_once=counts_at_once(brand))
    if terms.division and not places.known_code(terms.division):
        found.append(Invalid("place", expected=_("one province, city or county"), got=terms.division))
    if terms.category and terms.category not in CATEGORIES and terms.category not in goods.categories(brand=brand):
        found.append(Invalid("category", expected=_("a kind of goods of this brand"), got=terms.category))
    if terms.product and not Product.objects.filter(brand=brand, code=terms.product).exists():
        found.append(Invalid("product", expected=_("a product of this brand"), got=terms.product))
    return found


def promise_for(
    *,
    brand: Organisation,
    division: str,
    category: str,
    urgent: bool,
    now: datetime,
    product: Product | None = None,
) -> Promise | None:
    """Return the promise in force that fits best: what presses, then place and goods, then the narrower time."""
    asked = PromiseQuery(
        division=division,
        category=category,
        product=product.code if product else "",
        urgent=urgent,
        minute=0,
        works=True,
        worked=True,
    )
    best = _best(_standing(brand=brand.id, now=now), asked, at=now)
    return _promise(best) if best else None


def promise_and_next(
    *, brand: Organisation, division: str, category: str, now: datetime
) -> tuple[Promise | None, PromiseAhead | None]:
    """Return what a place is promised at this hour, and the next promise that changes it (one query)."""
    rows = list(_standing(brand=brand.id, now=now))
    asked = PromiseQuery(
        division=division, category=category, product="", urgent=False, minute=0, works=True, worked=True
    )
    best = _best(rows, asked, at=now)
    told = _promise(best) if best else None
    for row in sorted((one for one in rows if one.from_at > now), key=lambda one: one.from_at):
        begins = timezone.localtime(row.from_at)
        at = max(row.from_at, datetime.combine(begins.date(), timezone.localtime(now).timetz()))
        then = _best(rows, asked, at=at)
        if then is not None and then.from_at > now and (told is None or told.as_read != _promise(then).as_read):
            return told, PromiseAhead(from_date=begins.date(), promise=_promise(then), to_date=terms_of(then).to_date)
    return told, None


def promised_hours(brand: Organisation, *, day: date, within: tuple[int, int]) -> Spans:
    """Return in which of some hours of a day a promise counts for a brand; all of them where none says hours."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    rows = _standing(brand=brand.pk, now=begins)
    said = [terms_of(one).hours for one in rows if one.from_at < begins + timedelta(days=1)]
    spans = [parts for one in said if one for parts in rules.spans(one)]
    return (within,) if None in said or not said else without((within,), without((within,), spans))


def _best(rows: Iterable[PromiseProfile], wanted: PromiseQuery, *, at: datetime) -> PromiseProfile | None:
    several = [(row, terms_of(row)) for row in rows if row.from_at <= at and (row.to_at is None or row.to_at > at)]
    when = timezone.localtime(at)
    by_days = any(terms.days for _row, terms in several)
    asked = replace(
        wanted,
        minute=when.hour * 60 + when.minute,
        works=not by_days or calendars.is_working(when.date()),
        worked=not by_days or calendars.is_working(when.date() - timedelta(days=1)),
    )
    found = [(row, terms) for row, terms in several if rules.fits(terms, asked)]
    if not found:
        return None
    best, _terms = max(
        found,
        key=lambda one: (
            *rules.closeness(one[1], of_brand=one[0].brand_id is not None),
            one[0].from_at,
            one[0].published_at or one[0].from_at,
        ),
    )
    return best


def _promise(row: PromiseProfile) -> Promise:
    return Promise(name=row.name, acknowledge_min=row.acknowledge_min, assign_min=row.assign_min, call_min=row.call_min)


@compiled
def _standing(*, brand: UUID, now: datetime) -> QuerySet[PromiseProfile]:
    """Return what counts or will."""
    rows = PromiseProfile.objects.filter(Q(brand_id=brand) | Q(brand=None), withdrawn_at=None)
    return rows.filter(Q(to_at=None) | Q(to_at__gt=now)).select_related("product")


def terms_of(row: PromiseProfile) -> Terms:
    """Return a published promise as its publisher said it; an end counts as his only where it is a peak's."""
    ends = timezone.localtime(row.to_at).date() if row.to_at else None
    return Terms(
        name=row.name,
        acknowledge_min=row.acknowledge_min,
        assign_min=row.assign_min,
        call_min=row.call_min,
        division=row.division,
        category=row.category,
        product=row.product.code if row.product else "",
        urgent=row.urgent,
        days=row.days,
        hours=None if row.from_min is None or row.to_min is None else (row.from_min, row.to_min),
        from_date=timezone.localtime(row.from_at).date(),
        to_date=ends if row.peak else None,
    )


def published(brand: Organisation, *, now: datetime) -> Sequence[PublishedView]:
    """Return what a brand has promised and will promise, the newest first; over ones too, they stay readable."""
    rows = PromiseProfile.objects.filter(Q(brand=brand) | Q(brand=None)).select_related("product")
    return [_view(row, now) for row in rows.order_by("-from_at", "-id")[:500]]


def _view(row: PromiseProfile, now: datetime) -> PublishedView:
    return PublishedView(
        id=str(row.pk),
        terms=terms_of(row),
        place=names.full_name(row.division) if row.division else "",
        product=row.product.name if row.product else "",
        stands=_stands(row, now),
        published_at=row.published_at,
        from_date=timezone.localtime(row.from_at).date(),
        to_date=timezone.localtime(row.to_at).date() if row.to_at else None,
        of_brand=row.brand_id is not None,
    )


def _stands(row: PromiseProfile, now: datetime) -> str:
    if row.withdrawn_at:
        return "withdrawn"
    if row.from_at > now:
        return "ahead"
    return "over" if row.to_at is not None and row.to_at <= now else "counts"


def scope(terms: Terms, *, now: datetime) -> str:
    """Return in words where, for what and when a promise counts."""
    days = {"workdays": _("working days"), "days_off": _("days off and holidays")}
    parts = (
        names.full_name(terms.division) if terms.division else _("everywhere"),
        goods.class_name(terms.category, now=now) or _("all goods"),
        terms.product,
        days.get(terms.days, ""),
        written_span(terms.hours).replace("-", "–") if terms.hours else "",
        _("locked in or out") if terms.urgent else "",
    )
    return " · ".join(filter(None, parts))


def coming(brand: Organisation, *, now: datetime) -> list[PromiseProfile]:
    """Return what a brand has published that hasn't begun to count, the next first."""
    rows = PromiseProfile.objects.filter(brand=brand, withdrawn_at=None, from_at__gt=now).select_related("product")
    return list(rows.order_by("from_at", "published_at"))


def counts_at_once(brand: Organisation) -> bool:
    """Return whether what a brand promises may count at once: nobody has relied on anything else (two queries).

    It has promised nothing yet, but for what it withdrew before it counted; or it was never open to the public.
    """
    if not PromiseProfile.objects.filter(brand=brand, withdrawn_at=None).exists():
        return True
    return not timeline.facts_of(StreamKey("brand", str(brand.pk)), code=OPENED)


def of_same_place(brand: Organisation, terms: Terms) -> list[PromiseProfile]:
    """Return what the brand has promised for the very same place, goods and time of day: peaks beside peaks."""
    hours: Any = terms.hours or (None, None)
    rows = PromiseProfile.objects.filter(
        brand=brand,
        division=terms.division,
        category=terms.category,
        urgent=terms.urgent,
        days=terms.days,
        from_min=hours[0],
        to_min=hours[1],
        peak=terms.to_date is not None,
        withdrawn_at=None,
    )
    rows = rows.filter(product__code=terms.product) if terms.product else rows.filter(product=None)
    return list(rows.order_by("from_at"))
