"""A brand's word for a technician or an outlet ends, or he isn't there: he is asked no more, what he holds goes on."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import change, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.people.models import Organisation
from anxin.domain.visits import queries, rules
from anxin.domain.visits.actions.lifecycle import NOT_THERE, let_go, offer_stream, reopen
from anxin.domain.visits.actions.offers import after_no, day_of
from anxin.domain.visits.actions.orders import order_over
from anxin.domain.visits.actions.setting_out import near_until
from anxin.domain.visits.models import Offer, OutletOrder, Visit
from anxin.domain.visits.queries.freed import found_for, houses_for, is_there, opens_in_time, within
from anxin.domain.visits.rules import BENCH
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
        _bar(_at_work(whose & Q(**brand)), now=now)


def joined(*, fact: Entry, now: datetime) -> None:
    """A technician works at an outlet for a brand: where he was kept from his work at a customer's he goes on."""
    there = _at_work(Q(technician=fact.stream_key.key, brand__slug=fact.facts["brand"]))
    _unbar([one for one in there if rules.is_barred(one.state, one.record)], now=now)


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
    return network.has_skill(technician, visit.skill, day=_day(visit, now=now))


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
    for visit in _unvouched(brand, list(held.select_related("technician", "outlet").order_by("id")), now=now):
        lock(visit)
        if visit.state in freed:
            told = visit.state != "assigned"
            until = near_until(visit, now=now)
            reopen(visit=visit, why=WHY, by=SYSTEM, now=now, told=told, stay_out=until)
    offers = asked.select_related("technician", "outlet", "visit").order_by("id")
    for offer in _unvouched(brand, list(offers), now=now):
        _withdraw(offer, why=WHY, now=now)


def _warn(brand: Organisation, whose: Q, *, now: datetime) -> None:
    """Say at once whom a brand vouches for no more though he is at work at a customer's: its sides are told."""
    _bar(_unvouched(brand, _at_work(whose & Q(brand=brand)), now=now), now=now)


def _at_work(whose: Q) -> list[Visit]:
    there = Visit.objects.filter(whose, state="on_site", technician__isnull=False).exclude(mode__in=BENCH)
    return list(there.select_related("technician", "outlet", "brand").order_by("id"))


def _bar(rows: Iterable[Visit], *, now: datetime) -> None:
    """Keep those from their work at a customer's whom the check vouches for no more."""
    for visit in rows:
        lock(visit)
        if visit.state == "on_site" and not _is_sent(visit, now=now):
            change(visit, {"record": {**visit.record, rules.UNVOUCHED: True}})
            told = {"row": str(visit.pk), **rules.whose(visit.technician_id)}
            timeline.write(visit.stream(), "visits.unvouched", by=SYSTEM, now=now, facts=told)


def _unbar(rows: Iterable[Visit], *, now: datetime) -> None:
    """Let those go on with their work at a customer's whom the check vouches for again."""
    for visit in rows:
        lock(visit)
        if rules.is_barred(visit.state, visit.record) and _is_sent(visit, now=now):
            change(visit, {"record": {**visit.record, rules.UNVOUCHED: False}})
            told = {"row": str(visit.pk), **rules.whose(visit.technician_id)}
            timeline.write(visit.stream(), "visits.vouched_again", by=SYSTEM, now=now, facts=told)


def _is_sent(visit: Visit, *, now: datetime) -> bool:
    technician = visit.technician
    word = WordFor("technician", technician.number, visit.skill) if technician else None
    return word is not None and network.is_sent(word, brand=visit.brand, now=now)


def word_returned(*, fact: Entry, now: datetime) -> None:
    """A brand vouches again, by another word or key: who is still at a customer's goes on with his work."""
    row = network.authorisation_by_key(fact.stream_key.key)
    if row.kind not in (row.Kind.TECHNICIAN, row.Kind.OUTLET):
        return
    whose = Q(technician__number=row.code) if row.kind == row.Kind.TECHNICIAN else Q(outlet__code=row.code)
    rows = [one for one in _at_work(whose & Q(brand=row.brand)) if rules.is_barred(one.state, one.record)]
    barred = {one.pk for one in _unvouched(row.brand, rows, now=now)} if rows else set()
    _unbar([one for one in rows if one.pk not in barred], now=now)


def _take_back(brand: Organisation, whose: Q, *, now: datetime) -> None:
    """Take back what outlets of a brand are asked or hold to name somebody for, where it vouches for them no more."""
    asked = OutletOrder.objects.filter(whose, visit__brand=brand, state__in=ORDERED)
    asked = asked.exclude(visit__state__in=("on_site", *VISIT.ends))
    orders = asked.select_related("outlet__organisation", "visit").order_by("id")
    for order in _unvouched(brand, list(orders), now=now):
        lock(order.visit)
        lock(order)
        if order.state in ORDERED:
            facts = {**let_go(WHY, SYSTEM), "outlet": order.outlet.code}
            transition(order, "time_out" if order.state == "offered" else "give_back", by=SYSTEM, now=now, facts=facts)
            order_over(order, why=WHY, now=now)


def _unvouched[Row: (Visit, Offer, OutletOrder)](brand: Organisation, rows: list[Row], *, now: datetime) -> list[Row]:
    """Return those rows for whose technician or outlet the brand doesn't vouch, today and on the day of the visit."""
    found: list[Row] = []
    day_of_each = partial(_day, now=now)
    for day, several in groupby(sorted(rows, key=day_of_each), key=day_of_each):
        theirs = {one.pk: (one, _subjects(one)) for one in several}
        wanted = frozenset().union(*(subjects for _one, subjects in theirs.values()))
        known = network.all_vouched(brand, wanted, days=network.days_of(now, day))
        found += [one for one, subjects in theirs.values() if not subjects <= known]
    return found


def _subjects(row: Visit | Offer | OutletOrder) -> frozenset[WordFor]:
    technician = None if isinstance(row, OutletOrder) else row.technician
    skill = row.skill if isinstance(row, Visit) else row.visit.skill
    his = [WordFor("technician", technician.number, skill)] if technician else []
    return frozenset([*his, *([WordFor("outlet", row.outlet.code)] if row.outlet else [])])


def _day(row: Visit | Offer | OutletOrder, *, now: datetime) -> date:
    visit = row if isinstance(row, Visit) else row.visit
    return day_of(visit, row.arrive_at if isinstance(row, Offer) else None, now=now)
