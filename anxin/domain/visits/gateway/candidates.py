"""Who could go: candidates with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from anxin.core import settings
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import queries as people
from anxin.domain.people.queries import factors
from anxin.domain.visits import rules
from anxin.domain.visits.gateway import work
from anxin.domain.visits.gateway.days import MOST_RANKED, Candidate, Day
from anxin.domain.visits.models import OutletOrder, Visit
from anxin.domain.visits.queries import loads, outlets
from anxin.domain.visits.states import OUTLET

DISPATCHER = ("dispatcher",)
OUTLET_DESK = OUTLET.split()
"""Who answers what an outlet is asked."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Who could go, the best first; and `beyond` who could but for the longest hours of a day."""

    able: list[Candidate]
    beyond: list[Candidate]


def candidates(visit: Visit, *, now: datetime, most: int | None = MOST_RANKED) -> list[Candidate]:
    """Rank who could go, best first, some or all: territory, engagement, skill, hours, room in the day, travel, load.

    Of a wish for any time who can come on the first day on which somebody can. Nobody is sent beyond the longest hours
    of a day, nor for an outlet that said no to the job.
    """
    newcomers = _newcomers(now)
    return next(filter(None, (one.match(visit, newcomers=newcomers, most=most) for one in _asked(visit, now=now))), [])


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whom an offer reaches, the best first, and the outlets whose people it doesn't reach, but whose desk it does.

    `silent` are the outlets where somebody could go, but an offer would reach nobody at any of them.
    """

    technicians: list[Candidate]
    outlets: list[Outlet]
    silent: tuple[Outlet, ...] = ()


def reach(visit: Visit, *, now: datetime) -> Reach:
    """Return who can be asked of all who could go, first who isn't asked about that window yet: who signs in.

    For who doesn't, his outlet is, where somebody there signs in. Where nobody does at all the house's dispatcher has
    the job in hand at once; where not even he signs in everybody is asked: a text goes to his phone.
    """
    found = sorted(candidates(visit, now=now, most=None), key=lambda one: one.asked)
    entered = factors.enrolled_among(one.technician.account_id for one in found if one.technician.account_id)
    silent = dict.fromkeys(one.outlet for one in found if one.technician.account_id not in entered)
    houses = factors.houses_entered({one.organisation_id for one in silent}, OUTLET_DESK, now=now) if silent else set()
    outlets = [one for one in silent if one.organisation_id in houses]
    reached = [one for one in found if one.technician.account_id in entered]
    if reached or outlets or not found:
        return Reach(technicians=reached, outlets=outlets)
    if factors.houses_entered({people.operator().pk}, DISPATCHER, now=now):
        return Reach(technicians=[], outlets=[], silent=tuple(silent))
    return Reach(technicians=found, outlets=[])


def ranking(visit: Visit, *, now: datetime) -> Ranking:
    """Return the same, and who could go but for the longest hours: a person may still name him."""
    newcomers, beyond = _newcomers(now), dict[str, Candidate]()
    for whole in _asked(visit, now=now):
        able = whole.match(visit, newcomers=newcomers)
        beyond = {one.technician.number: one for one in whole.beyond(visit)} | beyond
        if able:
            known = {one.technician.number for one in able}
            return Ranking(able=able, beyond=[one for number, one in beyond.items() if number not in known])
    return Ranking(able=[], beyond=list(beyond.values()))


def _newcomers(now: datetime) -> int:
    percent: int = settings.get("visits.newcomer_percent", at=now)
    return percent


def _asked(visit: Visit, *, now: datetime) -> Iterator[Day]:
    """Give those who are asked one after another: on each day who serves, then who helps out."""
    for day in rules.days_left(visit.wanted_from_at, visit.wanted_to_at, now=now):
        for several in filter(None, network.serving(brand=visit.brand, division=visit.place.code, day=day, now=now)):
            yield _field(visit, several, day, now=now)


def _field(visit: Visit, outlets: Mapping[Outlet, list[str]], day: date, *, now: datetime) -> Day:
    pool = network.technicians_of(outlets=list(outlets), brand=visit.brand, now=now, day=day)
    served = {outlet.id: divisions for outlet, divisions in outlets.items()}
    held = work.of_visit(pool, visit, day=day)
    left = {} if visit.mode in rules.BENCH else loads.left(outlets, day=day, but=visit.stream_key)
    left |= dict.fromkeys(work.unwilling(held, day), 0)
    return Day(pool, day=day, now=now, served=served, left=left, work=held)


def hindrances(visit: Visit, *, now: datetime) -> dict[str, str]:
    """Return by number what keeps each who works at a visit's place from going, as a code (two queries).

    Of who can go it is `busy` all the same: whom the ranking has isn't asked about. `helps_out` is who may be named
    where his outlet only helps out.
    """
    day = rules.day_left(visit.wanted_from_at, visit.wanted_to_at, now=now)
    pool = network.technicians_of(outlets=outlets(visit, now=now), brand=visit.brand, now=now, day=day)
    held = work.of_visit(pool, visit, day=day)
    there = {one.pk for one, at in pool if network.spans_of(one, day=day, houses=(at.organisation_id,))}
    first, _helpers = network.serving(brand=visit.brand, division=visit.place.code, day=day, now=now)
    own = {one.pk for one, at in pool if at in first}
    found = {one.number: _hindrance(one, held[str(one.id)], visit, day, one.pk in there) for one, _outlet in pool}
    helps = [(one, at) for one, at in pool if own and one.pk not in own and found[one.number] == "busy"]
    named = Day(helps, day=day, now=now, served={}, work=held).match(visit, named=True) if helps else []
    return found | {one.technician.number: "helps_out" for one in named}


def hindrance(visit: Visit, *, technician: Technician, now: datetime, outlet: Outlet | None = None) -> str:
    """Return the same of one whom a person names, for an outlet or any; that he said no keeps him from nothing."""
    day = rules.day_left(visit.wanted_from_at, visit.wanted_to_at, now=now)
    pool = network.technicians_of(
        outlets=[outlet] if outlet else None, brand=visit.brand, now=now, day=day, only=technician
    )
    if not pool:
        return "not_sent"
    held = replace(work.of_visit(pool, visit, day=day)[str(technician.id)], said_no=False)
    there = any(network.spans_of(one, day=day, houses=(at.organisation_id,)) for one, at in pool)
    return _hindrance(pool[0][0], held, visit, day, there)


def _hindrance(technician: Technician, held: work.Work, visit: Visit, day: date, there: bool) -> str:
    able = (one for one in technician.skills.all() if one.code == visit.skill)
    if not any(one.until_date is None or one.until_date >= day for one in able):
        return "no_skill"
    if not there:
        return "away"
    full = held.full or visit.wanted_from_at in {one.wanted_from_at for one in held.held}
    return "said_no" if held.said_no else "full" if full else "busy"


def own_ranking(order: OutletOrder, *, now: datetime) -> Ranking:
    """Rank an outlet's own people for what it was asked; once for a row and a moment, however often it is looked at."""
    kept: tuple[datetime, Ranking] | None = vars(order).get("ranked")
    if kept is None or kept[0] != now:
        whole = ranking(order.visit, now=now)
        able, beyond = (
            [one for one in several if one.outlet.pk == order.outlet_id] for several in (whole.able, whole.beyond)
        )
        kept = vars(order)["ranked"] = (now, Ranking(able=able, beyond=beyond))
    return kept[1]


def gets_too_long(visit: Visit, *, day: date, now: datetime) -> bool:
    """Return whether a day of a visit's technician would get longer than the longest hours with it (one query)."""
    if visit.technician is None or visit.outlet is None:
        return False
    pool = [(visit.technician, visit.outlet)]
    held = work.of_days(pool, [day], but=visit.stream_key)
    return Day(pool, day=day, now=now, served={}, work=held).is_beyond(visit)


def candidate(visit: Visit, *, technician: Technician, now: datetime, outlet: Outlet | None = None) -> Candidate | None:
    """Weigh one technician whom a person names: without territory, earlier answers, longest hours and newcomers' share.

    An `outlet` names him for itself. Returns None where he can't go; beyond the longest hours his reasons say so.
    """
    homes = [outlet] if outlet else None
    for day in rules.days_left(visit.wanted_from_at, visit.wanted_to_at, now=now):
        pool = network.technicians_of(outlets=homes, brand=visit.brand, now=now, day=day, only=technician)
        whole = Day(pool, day=day, now=now, served={}, work=work.of_visit(pool, visit, day=day))
        found = whole.match(visit, named=True)
        if found:
            return found[0]
    return None
