"""Which promised windows would be let go, were a technician's hours, skills, outlets or days others."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.tables import Value, Values
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.network.queries.imports import days_away
from anxin.domain.network.queries.replacements import Replaced, replaced
from anxin.domain.network.queries.vouch_rows import WORD
from anxin.domain.network.rules import working_hours
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.states import OPEN, PROMISED


def windows_freed(before: Values | None, after: Values | None, *, now: datetime) -> int:
    """Return how many customers would lose the window that a technician promised, were this row written.

    A new row promised nothing yet; one that goes takes a brand's word along.
    """
    if before is None:
        return 0
    if after is None:
        held = _promised(Q(technician__number=before["number"]))
        return held.filter(brand__slug=before["brand"]).count() if before.get("brand") else 0
    changed, last = replaced(before, after), _ends_sooner(before, after)
    if changed is None or not (changed.hours is not None or changed.skills or changed.left or last):
        return 0
    held = _promised(Q(technician=changed.technician)).select_related("outlet", "brand")
    return sum(
        _lets_go(changed, one, now) or (last is not None and _is_after(one, after["brand"], last, now)) for one in held
    )


def freed_by_word(before: Values | None, after: Values | None, *, now: datetime) -> int:
    """Return how many windows an outlet's row frees: where it goes a brand's word for it ends, or ends sooner."""
    last = _ends_sooner(before, after)
    if before is None or (after is not None and last is None):
        return 0
    held = _promised(Q(outlet__code=before["code"], brand__slug=before["brand"]))
    return sum(_is_after(one, before["brand"], last, now) for one in held.select_related("brand"))


def freed_by_leave(before: Values | None, after: Values | None, *, now: datetime) -> int:
    """Return how many windows a new row of leave frees; none where it goes."""
    if before is not None or after is None:
        return 0
    first, last = days_away.span(after)
    held = _promised(Q(technician__number=after["number"])).filter(**within(first, last))
    employer = days_away.employer(after)
    held = held.filter(outlet__organisation=employer) if employer else held
    several = held.select_related("technician", "outlet")
    return sum(not is_there_but(one, dict.fromkeys(days(first, last), ()), now) for one in several)


def freed_by_closure(before: Values | None, after: Values | None, *, now: datetime) -> int:
    """Return how many windows a new row of closures frees; none where it goes."""
    if before is not None or after is None:
        return 0
    first, last = days_away.span(after)
    held = _promised(Q(outlet__code=after["outlet"])).filter(**within(first, last))
    return sum(not opens_in_time(one, first, last, now=now) for one in held)


def freed_by_end(before: Values | None, after: Values | None, *, now: datetime) -> int:
    """Return how many windows a new row frees that ends an employment; none where it is taken back."""
    if before is not None or after is None:
        return 0
    held = _promised(Q(technician__number=after["number"], outlet__code=after["outlet"], brand__slug=after["brand"]))
    return held.count()


def freed_by_skill(before: Values | None, after: Values | None, *, now: datetime) -> int:
    """Return how many windows a row of skills frees: of a skill that goes all, of one that ends sooner those after."""
    if before is None or (after is not None and not after["until"]):
        return 0
    held = _promised(Q(technician__number=before["number"], skill=before["skill"]))
    if after is None:
        return held.count()
    until = date.fromisoformat(str(after["until"]))
    return sum(until < rules.day_meant(one.wanted_from_at, one.wanted_to_at, now=now) for one in held)


def _ends_sooner(before: Values | None, after: Values | None) -> date | None:
    """Return the last day of a brand's word that a row has end sooner than the one that is held.

    A shorter one that waits for a signature holds nothing yet.
    """
    if before is None or after is None or not (before.get("to") and after.get("to")):
        return None
    if all(before.get(name) == after.get(name) for name in WORD):
        return None
    kind, code = ("technician", "number") if "number" in after else ("outlet", "code")
    held = network.held_until(after["brand"], kind, after[code])
    last = date.fromisoformat(str(after["to"]))
    return last if last < (held or date.fromisoformat(str(before["to"]))) else None


def _is_after(visit: Visit, brand: Value, last: date | None, now: datetime) -> bool:
    """Return whether a visit for a brand is meant for a day after the last of its word; without one it always is."""
    day = rules.day_meant(visit.wanted_from_at, visit.wanted_to_at, now=now)
    return visit.brand.slug == brand and (last is None or day > last)


def _promised(whose: Q) -> QuerySet[Visit]:
    return Visit.objects.filter(whose, state__in=PROMISED)


def within(first: date, last: date) -> dict[str, object]:
    """Return what visits have to be that lie on some days."""
    begins, ends = rules.local_midnight(first), rules.local_midnight(last) + timedelta(days=1)
    return {"wanted_to_at__gt": begins, "wanted_from_at__lt": ends}


def opens_in_time(visit: Visit, first: date, last: date, *, now: datetime) -> bool:
    """Return whether somebody may come, though all is closed on some days: a wish for any time may have others."""
    from_at, to_at = visit.wanted_from_at, visit.wanted_to_at
    left = rules.days_left(from_at, to_at, now=now)
    return rules.any_time(from_at, to_at) and not all(first <= day <= last for day in left)


def days(first: date, last: date) -> list[date]:
    """Return the days from one to another."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def is_there_but(visit: Visit, hours: Mapping[date, working_hours.Spans], now: datetime) -> bool:
    """Return whether who has a visit is there for it still, were his hours of some days others."""
    technician = visit.technician
    assert technician is not None
    houses = houses_for(visit, technician)

    def hours_of(day: date) -> working_hours.Spans:
        return hours[day] if day in hours else network.hours_of(technician, day=day, houses=houses)

    arrive_at = found_for(visit, technician)
    return is_there(visit, hours_of, lambda day: day in hours, arrive_at=arrive_at, now=now)


def houses_for(visit: Visit, technician: Technician) -> tuple[UUID, ...]:
    """Return the house from which a technician goes to a visit, or is asked to go; none where he is not."""
    if visit.outlet is not None:
        return (visit.outlet.organisation_id,)
    asked = visit.offers.filter(technician=technician, state__in=OPEN)
    return tuple(asked.values_list("outlet__organisation", flat=True))


def found_for(visit: Visit, technician: Technician) -> datetime | None:
    """Return when somebody was found to arrive at a wish for any time; nothing for a window."""
    if not rules.any_time(visit.wanted_from_at, visit.wanted_to_at):
        return None
    offers = visit.offers.filter(technician=technician, state__in=(*OPEN, "accepted")).order_by("-id")
    return offers.values_list("arrive_at", flat=True).first()


def _lets_go(changed: Replaced, visit: Visit, now: datetime) -> bool:
    house = visit.outlet.code if visit.outlet else ""
    if (house, visit.brand.slug) in changed.left:
        return True
    day = rules.day_meant(visit.wanted_from_at, visit.wanted_to_at, now=now)
    until = changed.skills.get(visit.skill)
    if until is not None and until < day:
        return True
    hours, today = changed.hours, rules.local_day(now)
    if hours is None or visit.wanted_to_at <= rules.local_midnight(today):
        return False
    houses = houses_for(visit, changed.technician)

    def hours_of(on: date) -> working_hours.Spans:
        return working_hours.hours_on(on, hours, houses)

    return not is_there(visit, hours_of, lambda _day: True, arrive_at=None, now=now)


def is_there(
    visit: Visit,
    hours_of: Callable[[date], working_hours.Spans],
    concerns: Callable[[date], bool],
    *,
    arrive_at: datetime | None,
    now: datetime,
) -> bool:
    """Return whether somebody with such hours is there for a visit: of a wish for any time on the day he was found for.

    A day that isn't one which the change `concerns` stays as it is.
    """
    from_at, to_at = visit.wanted_from_at, visit.wanted_to_at
    if rules.any_time(from_at, to_at):
        day = rules.day_meant(from_at, to_at, now=now, arrive_at=arrive_at)
        return not concerns(day) or bool(hours_of(day))
    return rules.works(hours_of, from_at, to_at, minutes=visit.minutes)
