"""Whom the check vouches for, of those who are asked or hold a job; at a customer's others do nothing more."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from itertools import groupby

from django.db.models import Q

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import change, lock
from anxin.core.timeline import Entry
from anxin.domain.network import queries as network
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.people.models import Organisation
from anxin.domain.visits import rules
from anxin.domain.visits.actions.offers import day_of
from anxin.domain.visits.models import Offer, OutletOrder, Visit
from anxin.domain.visits.rules import BENCH


def joined(*, fact: Entry, now: datetime) -> None:
    """A technician works at an outlet for a brand: where he was kept from his work at a customer's he goes on."""
    _let_in(Q(brand__slug=fact.facts["brand"]), now=now)
    there = at_work(Q(technician=fact.stream_key.key, brand__slug=fact.facts["brand"]))
    _unbar([one for one in there if rules.is_barred(one.state, one.record)], now=now)


def word_returned(*, fact: Entry, now: datetime) -> None:
    """A brand vouches again, by another word or key: who is still at a customer's goes on with his work."""
    row = network.authorisation_by_key(fact.stream_key.key)
    if row.kind not in (row.Kind.TECHNICIAN, row.Kind.OUTLET):
        return
    _let_in(Q(brand=row.brand), now=now)
    whose = Q(technician__number=row.code) if row.kind == row.Kind.TECHNICIAN else Q(outlet__code=row.code)
    rows = [one for one in at_work(whose & Q(brand=row.brand)) if rules.is_barred(one.state, one.record)]
    barred = {one.pk for one in unvouched(row.brand, rows, now=now)} if rows else set()
    _unbar([one for one in rows if one.pk not in barred], now=now)


def at_work(whose: Q) -> list[Visit]:
    """Return the visits of these at which somebody works at a customer's."""
    there = Visit.objects.filter(whose, state="on_site", technician__isnull=False).exclude(mode__in=BENCH)
    return list(there.select_related("technician", "outlet", "brand").order_by("id"))


def bar(rows: Iterable[Visit], *, now: datetime) -> None:
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


def _let_in(of_brand: Q, *, now: datetime) -> None:
    """Warn of nobody any more who was on his way and is vouched for again, as his customer's page doesn't either."""
    rows = Visit.objects.filter(of_brand, stay_out_until__gt=now).select_related("brand")
    for visit in rows.order_by("id"):
        let_go = timeline.facts_of(visit.stream(), code="visit.reopen")[-1]
        him = network.technician_by_key(str(let_go.facts["technician"]))
        if network.is_sent(WordFor("technician", him.number, visit.skill), brand=visit.brand, now=now):
            lock(visit)
            change(visit, {"stay_out_until": None})


def _is_sent(visit: Visit, *, now: datetime) -> bool:
    technician = visit.technician
    word = WordFor("technician", technician.number, visit.skill) if technician else None
    return word is not None and network.is_sent(word, brand=visit.brand, now=now)


def unvouched[Row: (Visit, Offer, OutletOrder)](brand: Organisation, rows: list[Row], *, now: datetime) -> list[Row]:
    """Return those rows for whose technician or outlet the brand doesn't vouch, today and on the day of the visit."""
    found: list[Row] = []
    day_of_each = partial(held_day, now=now)
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


def held_day(row: Visit | Offer | OutletOrder, *, now: datetime) -> date:
    """Return the day of a visit, or on which an offer of it asks somebody to come."""
    visit = row if isinstance(row, Visit) else row.visit
    return day_of(visit, row.arrive_at if isinstance(row, Offer) else None, now=now)
