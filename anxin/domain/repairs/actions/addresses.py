"""An address is corrected: where somebody goes, where goods come back to; what was left is erased."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import change, lock
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.models import Person
from anxin.domain.places import actions as places
from anxin.domain.places.models import Place
from anxin.domain.repairs.actions.reports import covered
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.places import held_by_nobody, kept
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.states import VISIT

STILL, AT_ONCE, LOOKED_AT = timedelta(days=1), 500, 20_000
"""So old is a place that nobody is about to live at; so many are erased in one run, and so many looked at."""


class SameAddress(Invalid):
    """This is the address that is kept already."""

    code = "repairs.same_address"


class OnItsPage(WrongState):
    """Where a repair is open the address is corrected there, where it says who comes and when."""

    code = "repairs.address_on_its_page"


def correct_home(*, person: Person, address: str, by: Actor, now: datetime) -> None:
    """Write where somebody lives of whom no repair is open, as he says it himself.

    Raises `NotRevealed` for anybody else, `OnItsPage`, `SameAddress`, and what reading an address raises.
    """
    if by.kind != "customer_phone" or not people_queries.visible_to(by, now=now).filter(pk=person.pk).exists():
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    lock(person)
    if Repair.objects.filter(customer=person).exclude(state__in=REPAIR.ends).exists():
        raise OnItsPage
    place = places.located(address=address, now=now)
    if person.place is not None and places.same(person.place, place):
        raise SameAddress("address", expected="another address", got="")
    place.save(force_insert=True)
    before = person.place
    people.move(person=person, place=place, by=by, now=now)
    _leave([before] if before else [], now)


def correct_address(*, repair: Repair, address: str, by: Actor, now: datetime) -> None:
    """Write where a repair's customer lives as he says it is, in all that is open there.

    Whom a link brought says it of this repair alone: where its customer lives, and his other repairs, stay as they are.
    Raises what reading an address raises, `NotCovered` where nobody goes there, `SameAddress`, and
    `core.wrong_state` where somebody is at the door already.
    """
    person = repair.customer
    whole = by.kind != "customer_link"
    theirs = Repair.objects.filter(customer=person, **({} if whole else {"pk": repair.pk}))
    theirs = theirs.exclude(state__in=REPAIR.ends)
    rows = list(theirs.select_related("place", "brand"))
    lock(*rows)
    if repair.pk not in {one.pk for one in rows} or person.erased_at is not None:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "address"})
    place = places.located(address=address, now=now)
    if places.same(repair.place, place):
        raise SameAddress("address", expected="another address", got="")
    place.save(force_insert=True)
    for one in rows:
        if one.mode == Repair.Mode.VISIT:
            covered(one.brand, place, now=now)
    before = [*([person.place] if person.place else []), *(one.place for one in rows)]
    if whole:
        people.move(person=person, place=place, by=by, now=now)
    for one in rows:
        change(one, {"place": place})
        visit = visits_queries.latest_of(one.stream())
        if visit is not None and visit.state not in VISIT.ends:
            visits.correct_place(visit=visit, place=place, by=by, now=now)
        else:
            timeline.write(one.stream(), "repairs.address_corrected", by=by, now=now, facts={"place": str(place.id)})
    _leave(before, now)


def forget_left(*, after: str = "", now: datetime) -> tuple[int, str]:
    """Erase the places of before that nobody lives at and no case holds any more, of some; give how many, and the last.

    `after`: where the run before stopped. The last is empty where all were looked at.
    """
    there = kept().filter(created_at__lt=now - STILL)
    keys = list((there.filter(pk__gt=after) if after else there).values_list("pk", flat=True)[:LOOKED_AT])
    rows = list(held_by_nobody().filter(pk__gte=keys[0], pk__lte=keys[-1])[:AT_ONCE]) if keys else []
    for row in rows:
        places.erase(place=row, now=now)
    if len(rows) == AT_ONCE:
        return len(rows), str(rows[-1].pk)
    return len(rows), str(keys[-1]) if len(keys) == LOOKED_AT else ""


def _leave(left: Iterable[Place], now: datetime) -> None:
    """Erase where somebody lived, unless a case was there: its words stay as long as that is kept."""
    for row in held_by_nobody().filter(pk__in={one.pk for one in left}):
        places.erase(place=row, now=now)
