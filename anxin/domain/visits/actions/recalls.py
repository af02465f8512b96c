"""A brand's word for a technician or an outlet ends, or he isn't there: he is asked no more, what he holds goes on."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Q

from anxin.core import clocks, settings
from anxin.core.actors import SYSTEM
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.people.models import Organisation
from anxin.domain.visits import queries
from anxin.domain.visits.actions.barred_work import at_work, bar, held_day, unvouched
from anxin.domain.visits.actions.lifecycle import NOT_THERE, let_go, offer_stream, reopen
from anxin.domain.visits.actions.offers import after_no
from anxin.domain.visits.actions.orders import order_over
from anxin.domain.visits.actions.setting_out import near_until
from anxin.domain.visits.models import Offer, OutletOrder, Visit
from anxin.domain.visits.queries.freed import found_for, houses_for, is_there, opens_in_time, within
from anxin.domain.visits.states import BEFORE_THE_DOOR, OPEN, ORDERED, VISIT

WHY = "not_vouched"
NO_SKILL, FILLED = "no_skill", "window_held"
EXPIRED = "authorisation.expire"


def word_ended(*, fact: Entry, now: datetime) -> None:
    """An authorisation was suspended, revoked or ended: its technician goes nowhere on it, nor do its outlet's.

    Whose last day is over while he is on the way goes there: nobody turns back at midnight.
    """
    row = network.authorisation_by_key(fact.stream_key.key)
    freed = tuple(one for one in BEFORE_THE_DOOR if one != "on_the_way" or fact.code != EXPIRED)
    if row.kind == row.Kind.TECHNICIAN:
        whose = Q(technician__number=row.code)
    elif row.kind == row.Kind.OUTLET:
        whose = Q(outlet__code=row.code)
        _take_back(row.brand, whose, now=now)
    else:
        return
    if fact.code != EXPIRED:
        _warn(row.brand, whose, now=now)
    _recall(row.brand, whose, freed, now=now)


def key_lost(*, fact: Entry, now: datetime) -> None:
    """A brand's key is lost: whom it alone vouches for goes nowhere until another key stands for him."""
    brand = network.brand_by_key(fact.stream_key.key)
    _warn(brand, Q(), now=now)
    _recall(brand, Q(), BEFORE_THE_DOOR, now=now)
    _take_back(brand, Q(), now=now)


def hours_changed(*, fact: Entry, now: datetime) -> None:
    """A technician's hours are others: what he was asked or holds outside of them goes to another at once."""
    technician = network.technician_by_key(fact.stream_key.key)
    span = [date.fromisoformat(str(fact.facts[name])) for name in ("from", "to")]
    unless = partial(_works, technician, tuple(span), now)
    span[1] += timedelta(days=1)  # on which a night's hours end
    _free(Q(technician=technician), within(*span), why=NOT_THERE, now=now, unless=unless)


def skills_changed(*, fact: Entry, now: datetime) -> None:
    """A skill of a technician ended, or ends on another day: what needs it after that goes to another at once."""
    technician = network.technician_by_key(fact.stream_key.key)
    needs, unless = {"skill": fact.facts["skill"]}, partial(_able, technician, now)
    _free(Q(technician=technician), needs, why=NO_SKILL, now=now, unless=unless)


def outlet_closed(*, fact: Entry, now: datetime) -> None:
    """An outlet is closed for some days: what its people hold on them goes to another.

    A job without a window does where they are all the days on which somebody is looked for.
    """
    span = [date.fromisoformat(str(fact.facts[name])) for name in ("from", "to")]
    unless = partial(opens_in_time, first=span[0], last=span[1], now=now)
    _free(Q(outlet=fact.stream_key.key), within(*span), why=NOT_THERE, now=now, unless=unless)


def left(*, fact: Entry, now: datetime) -> None:
    """A technician left an outlet, or works there for a brand no more: what he holds there for it goes to another.

    Whose last day is over while he is on the way goes there, and who is at the door then finishes there.
    """
    technician = network.technician_by_key(fact.stream_key.key)
    whose, over = Q(technician=technician, outlet__code=fact.facts["outlet"]), bool(fact.facts.get("over"))
    brand = {"brand__slug": fact.facts["brand"]}
    goes = "on_the_way" if over else ""
    _free(whose, brand, why=NOT_THERE, now=now, unless=lambda visit: visit.state == goes, let_in=over)
    if not over:
        bar(at_work(whose & Q(**brand)), now=now)


def window_filled(*, offer: Offer, now: datetime) -> None:
    """A technician took a job in the window of what he is asked, and takes no more there: another is asked."""
    lock(offer.visit)
    lock(offer)
    held, _asked = queries.in_window(offer.visit, offer.technician, now=now)
    if offer.state in OPEN and held >= settings.get("visits.per_window", at=now):
        _withdraw(offer, why=FILLED, now=now)


def shut_out(*, fact: Entry, now: datetime) -> None:
    """A technician's account was shut: what he was asked or holds, but for a job he is at, goes to another."""
    technician = network.technician_by_key(fact.stream_key.key)
    _free(Q(technician=technician), {}, why=NOT_THERE, now=now, unless=lambda visit: False)


def _works(technician: Technician, changed: tuple[date, ...], now: datetime, visit: Visit) -> bool:
    """Return whether he is there still: of a wish for any time on the day for which he was found."""
    arrive_at = found_for(visit, technician)
    concerns = partial(_lies_in, changed)
    hours_of = partial(_hours_of, technician, houses_for(visit, technician))
    return is_there(visit, hours_of, concerns, arrive_at=arrive_at, now=now)


def _lies_in(changed: tuple[date, ...], day: date) -> bool:
    return changed[0] <= day <= changed[-1]


def _hours_of(technician: Technician, houses: Collection[UUID], day: date) -> Spans:
    return network.hours_of(technician, day=day, houses=houses)


def _able(technician: Technician, now: datetime, visit: Visit) -> bool:
    return network.has_skill(technician, visit.skill, day=held_day(visit, now=now))


def _free(
    whose: Q,
    which: Mapping[str, object],
    *,
    why: str,
    now: datetime,
    unless: Callable[[Visit], bool],
    let_in: bool = True,
) -> None:
    """Take back what somebody was offered or holds of such visits; customers with a window get a message.

    Unless he is `let_in` all the same, who waits for him is told not to open.
    """
    held = Visit.objects.filter(whose, state__in=BEFORE_THE_DOOR, **which)
    for visit in held.select_related("technician", "outlet").order_by("id"):
        if not unless(visit):
            lock(visit)
            told, until = visit.state != "assigned", None if let_in else near_until(visit, now=now)
            reopen(visit=visit, why=why, by=SYSTEM, now=now, told=told, stay_out=until)
    asked = Offer.objects.filter(whose, state__in=OPEN, **{f"visit__{name}": value for name, value in which.items()})
    for offer in asked.select_related("visit__outlet").order_by("id"):
        if not unless(offer.visit):
            _withdraw(offer, why=why, now=now)


def _withdraw(offer: Offer, *, why: str, now: datetime) -> None:
    lock(offer.visit)
    lock(offer)
    if offer.state in OPEN:
        transition(offer, "withdraw", by=SYSTEM, now=now)
        Offer.objects.filter(pk=offer.pk).update(why=why)
        clocks.stop(offer_stream(offer), now=now)
        after_no(offer.visit, why=why, now=now)


def _recall(brand: Organisation, whose: Q, freed: Collection[str], *, now: datetime) -> None:
    """Take back what is asked, or held in such states, where a brand vouches for technician or outlet no more."""
    held = Visit.objects.filter(whose, brand=brand, state__in=freed, technician__isnull=False)
    asked = Offer.objects.filter(whose, visit__brand=brand, state__in=OPEN)
    for visit in unvouched(brand, list(held.select_related("technician", "outlet").order_by("id")), now=now):
        lock(visit)
        if visit.state in freed:
            told = visit.state != "assigned"
            until = near_until(visit, now=now)
            reopen(visit=visit, why=WHY, by=SYSTEM, now=now, told=told, stay_out=until)
    offers = asked.select_related("technician", "outlet", "visit").order_by("id")
    for offer in unvouched(brand, list(offers), now=now):
        _withdraw(offer, why=WHY, now=now)


def _warn(brand: Organisation, whose: Q, *, now: datetime) -> None:
    """Say at once whom a brand vouches for no more though he is at work at a customer's: its sides are told."""
    bar(unvouched(brand, at_work(whose & Q(brand=brand)), now=now), now=now)


def _take_back(brand: Organisation, whose: Q, *, now: datetime) -> None:
    """Take back what outlets of a brand are asked or hold to name somebody for, where it vouches for them no more."""
    asked = OutletOrder.objects.filter(whose, visit__brand=brand, state__in=ORDERED)
    asked = asked.exclude(visit__state__in=("on_site", *VISIT.ends))
    orders = asked.select_related("outlet__organisation", "visit").order_by("id")
    for order in unvouched(brand, list(orders), now=now):
        lock(order.visit)
        lock(order)
        if order.state in ORDERED:
            facts = {**let_go(WHY, SYSTEM), "outlet": order.outlet.code}
            transition(order, "time_out" if order.state == "offered" else "give_back", by=SYSTEM, now=now, facts=facts)
            order_over(order, why=WHY, now=now)
