"""Which promised windows a technician would let go whose hours, skills or outlets a file changes."""

from collections.abc import Callable
from datetime import date, datetime

from anxin.core.tables import Values
from anxin.domain.network.queries.replacements import Replaced, replaced
from anxin.domain.network.rules import working_hours
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.states import PROMISED


def windows_freed(before: Values, after: Values, *, now: datetime) -> int:
    """Return how many customers would lose the window that a technician promised, were this row written."""
    changed = replaced(before, after)
    if changed is None or not (changed.hours is not None or changed.skills or changed.left):
        return 0
    held = Visit.objects.filter(technician=changed.technician, state__in=PROMISED)
    return sum(_lets_go(changed, one, now) for one in held.select_related("outlet", "brand"))


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
    return not is_there(visit, lambda on: working_hours.hours_on(on, hours), lambda _day: True, arrive_at=None, now=now)


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
    return rules.works(hours_of, from_at, to_at)
