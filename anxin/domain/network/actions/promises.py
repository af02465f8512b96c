"""Promises: published ahead, never changed, followed by a later one, or withdrawn before their first day."""

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing, WrongState, refuse
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import Product
from anxin.domain.network.models import PromiseProfile
from anxin.domain.network.queries import promises as queries
from anxin.domain.network.rules import promises as rules
from anxin.domain.network.rules.promises import Terms
from anxin.domain.people.models import Organisation


class LaterPromised(WrongState):
    """A later promise for the same is published already: nothing slips in before it."""

    code = "network.later_promised"


class NoSuchPromise(Missing):
    """The brand has no such promise that is still to begin."""

    code = "network.no_such_promise"


def promise(
    *,
    name: str,
    now: datetime,
    brand: Organisation | None = None,
    urgent: bool = False,
    acknowledge_min: int = 5,
    assign_min: int = 30,
    call_min: int = 30,
) -> PromiseProfile:
    """Promise something from now on, for every place and all goods; the one it takes the place of ends.

    Of an installation that begins: whoever serves customers already publishes ahead.
    """
    terms = Terms(
        name=name,
        urgent=urgent,
        acknowledge_min=acknowledge_min,
        assign_min=assign_min,
        call_min=call_min,
    )
    before = PromiseProfile.objects.filter(brand=brand, division="", category="", product=None, urgent=urgent)
    before.filter(days="", from_min=None, peak=False, to_at=None, from_at__lt=now).update(to_at=now)
    return PromiseProfile.objects.create(**_row(terms, None), brand=brand, from_at=now, published_at=now)


def publish(*, brand: Organisation, terms: Terms, by: Actor, now: datetime) -> PromiseProfile:
    """Publish a promise seven days ahead, before a brand first opens at once.

    The one it follows ends where it begins, a peak lets it go on after. One for the very same that was to begin on the
    same day is withdrawn: the later word counts.

    Raises `Invalid` with all faults by their fields, `network.later_promised`.
    """
    today = timezone.localtime(now).date()
    refuse(queries.faults(brand, terms, now=now))
    begins = rules.begins_on(terms, today=today, at_once=queries.counts_at_once(brand))
    product = Product.objects.filter(brand=brand, code=terms.product).first() if terms.product else None
    from_at = now if begins == today else datetime.combine(begins, time(), SHANGHAI)
    same = queries.of_same_place(brand, terms)
    if terms.to_date is None:
        if any(one.from_at > from_at for one in same):
            raise LaterPromised
        earlier = [one.pk for one in same if one.from_at < from_at]
        PromiseProfile.objects.filter(pk__in=earlier, to_at=None).update(to_at=from_at)
    for one in same:
        if one.from_at == from_at:
            _take_back(one, brand=brand, why=terms.name, by=by, now=now)
    made = PromiseProfile.objects.create(
        **_row(terms, product.pk if product else None),
        brand=brand,
        peak=terms.to_date is not None,
        from_at=from_at,
        to_at=datetime.combine(terms.to_date, time.max, SHANGHAI) if terms.to_date else None,
        published_at=now,
    )
    _tell(made, "network.promised", brand=brand, why=terms.name, by=by, now=now)
    return made


def withdraw(*, brand: Organisation, promise: str, why: str, by: Actor, now: datetime) -> None:
    """Withdraw a promise before its first day; the one it was to follow goes on. Raises `network.no_such_promise`."""
    row = next((one for one in queries.coming(brand, now=now) if str(one.pk) == promise), None)
    if row is None:
        raise NoSuchPromise({"promise": promise[:40]})
    _take_back(row, brand=brand, why=why, by=by, now=now)
    if not row.peak:
        followed = [one.pk for one in queries.of_same_place(brand, queries.terms_of(row)) if one.to_at == row.from_at]
        PromiseProfile.objects.filter(pk__in=followed).update(to_at=row.to_at)


def _take_back(row: PromiseProfile, *, brand: Organisation, why: str, by: Actor, now: datetime) -> None:
    PromiseProfile.objects.filter(pk=row.pk).update(withdrawn_at=now)
    _tell(row, "network.promise_withdrawn", brand=brand, why=why, by=by, now=now)


def _tell(row: PromiseProfile, name: str, *, brand: Organisation, why: str, by: Actor, now: datetime) -> None:
    begins = timezone.localtime(row.from_at).date().isoformat()
    facts = {"row": str(row.pk), "from": begins, "brand": brand.slug}
    timeline.write(StreamKey("organisation", str(brand.id)), name, by=by, now=now, facts=facts, private={"why": why})


def _row(terms: Terms, product: UUID | None) -> dict[str, object]:
    from_min, to_min = terms.hours or (None, None)
    return {
        "name": terms.name,
        "division": terms.division,
        "category": terms.category,
        "product_id": product,
        "urgent": terms.urgent,
        "days": terms.days,
        "from_min": from_min,
        "to_min": to_min,
        "acknowledge_min": terms.acknowledge_min,
        "assign_min": terms.assign_min,
        "call_min": terms.call_min,
    }
