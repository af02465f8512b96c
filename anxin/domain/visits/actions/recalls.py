"""A brand's word for a technician ends, or he isn't there: he is asked for nothing more, what he holds goes on."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from django.db.models import Q

from anxin.core import clocks
from anxin.core.actors import SYSTEM
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.people.models import Organisation
from anxin.domain.visits import rules
from anxin.domain.visits.actions.lifecycle import NOT_THERE, offer_stream, reopen
from anxin.domain.visits.actions.offers import OPEN, after_no
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.states import BEFORE_THE_DOOR

WHY = "not_vouched"
NO_SKILL = "no_skill"


def word_ended(*, fact: Entry, now: datetime) -> None:
    """An authorisation was suspended, revoked or ended: if it was a technician's, he goes nowhere on it."""
    row = network.authorisation_by_key(fact.stream_key.key)
    if row.kind == row.Kind.TECHNICIAN:
        _recall(row.brand, row.code, now=now)


def key_lost(*, fact: Entry, now: datetime) -> None:
    """A brand's key is lost: whom it alone vouches for goes nowhere until another key stands for him."""
    _recall(network.brand_by_key(fact.stream_key.key), "", now=now)


def hours_changed(*, fact: Entry, now: datetime) -> None:
    """A technician's hours are others: what he was asked or holds outside of them goes to another at once."""
    technician = network.technician_by_key(fact.stream_key.key)
    span = [date.fromisoformat(str(fact.facts[name])) for name in ("from", "to")]
    span[1] += timedelta(days=1)  # on which a night's hours end
    _free(Q(technician=technician), _within(span), why=NOT_THERE, now=now, unless=partial(_works, technician))


def skills_changed(*, fact: Entry, now: datetime) -> None:
    """A skill of a technician ended, or ends on another day: what needs it after that goes to another at once."""
    technician = network.technician_by_key(fact.stream_key.key)
    needs, unless = {"skill": fact.facts["skill"]}, partial(_able, technician, rules.local_day(now))
    _free(Q(technician=technician), needs, why=NO_SKILL, now=now, unless=unless)


def outlet_closed(*, fact: Entry, now: datetime) -> None:
    """An outlet is closed for some days: what its people hold on them goes to another."""
    span = [date.fromisoformat(str(fact.facts[name])) for name in ("from", "to")]
    _free(Q(outlet=fact.stream_key.key), _within(span), why=NOT_THERE, now=now, unless=lambda visit: False)


def left(*, fact: Entry, now: datetime) -> None:
    """A technician left an outlet, or works there for a brand no more: what he holds there for it goes to another."""
    technician = network.technician_by_key(fact.stream_key.key)
    whose = Q(technician=technician, outlet__code=fact.facts["outlet"])
    _free(whose, {"brand__slug": fact.facts["brand"]}, why=NOT_THERE, now=now, unless=lambda visit: False)


def _works(technician: Technician, visit: Visit) -> bool:
    return rules.works(lambda day: network.hours_of(technician, day=day), visit.wanted_from_at, visit.wanted_to_at)


def _able(technician: Technician, today: date, visit: Visit) -> bool:
    return network.has_skill(technician, visit.skill, day=max(today, _day(visit)))


def _within(span: list[date]) -> dict[str, object]:
    """Return what visits have to be that lie on some days."""
    begins, ends = rules.local_midnight(span[0]), rules.local_midnight(span[1]) + timedelta(days=1)
    return {"wanted_to_at__gt": begins, "wanted_from_at__lt": ends}


def _free(whose: Q, which: Mapping[str, object], *, why: str, now: datetime, unless: Callable[[Visit], bool]) -> None:
    """Take back what somebody was offered or holds of such visits; customers with a window get a message."""
    held = Visit.objects.filter(whose, state__in=BEFORE_THE_DOOR, **which)
    for visit in held.select_related("technician").order_by("id"):
        if not unless(visit):
            lock(visit)
            reopen(visit=visit, why=why, by=SYSTEM, now=now, told=visit.state != "assigned")
    asked = Offer.objects.filter(whose, state__in=OPEN, **{f"visit__{name}": value for name, value in which.items()})
    for offer in asked.select_related("visit").order_by("id"):
        if not unless(offer.visit):
            _withdraw(offer, why=why, now=now)


def _withdraw(offer: Offer, *, why: str, now: datetime) -> None:
    lock(offer.visit)
    lock(offer)
    if offer.state in OPEN:
        transition(offer, "withdraw", by=SYSTEM, now=now)
        Offer.objects.filter(pk=offer.pk).update(why=why)
        clocks.stop(offer_stream(offer), now=now)
        after_no(offer.visit, now=now)


def _recall(brand: Organisation, number: str, *, now: datetime) -> None:
    """Take back what technicians of a brand were asked or hold, where it vouches for them no more."""
    whose = {"technician__number": number} if number else {}
    held = Visit.objects.filter(brand=brand, state__in=BEFORE_THE_DOOR, technician__isnull=False, **whose)
    asked = Offer.objects.filter(visit__brand=brand, state__in=OPEN, **whose)
    for visit in _unvouched(brand, list(held.select_related("technician").order_by("id")), now=now):
        lock(visit)
        if visit.state in BEFORE_THE_DOOR:
            reopen(visit=visit, why=WHY, by=SYSTEM, now=now)
    offers = {one.pk: one for one in asked.select_related("technician", "visit").order_by("id")}
    for offer in _unvouched(brand, list(offers.values()), now=now):
        _withdraw(offer, why=WHY, now=now)


def _unvouched[Row: (Visit, Offer)](brand: Organisation, rows: list[Row], *, now: datetime) -> list[Row]:
    """Return those rows whose technician the brand doesn't vouch for, today and on the day he would come."""
    found: list[Row] = []
    for day, several in groupby(sorted(rows, key=_day), key=_day):
        theirs = list(several)
        numbers = {one.technician.number for one in theirs if one.technician}
        known = network.vouched_for(brand, numbers, days=network.days_of(now, day))
        found += [one for one in theirs if one.technician and one.technician.number not in known]
    return found


def _day(row: Visit | Offer) -> date:
    visit = row.visit if isinstance(row, Offer) else row
    return rules.local_day(visit.wanted_from_at)
