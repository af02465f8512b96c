"""Which jobs go to others, said before a change: leave, illness, a skill's end, a closure, a wish."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core.actors import Actor
from anxin.core.wording import gap
from anxin.domain.network.queries import leave_and_swaps, technicians
from anxin.domain.repairs.queries.lookup import numbers_of
from anxin.domain.visits.queries import freed_jobs as queries
from anxin.domain.visits.queries import words as losses
from anxin.faces import words
from anxin.faces.ground.commands import Opened
from anxin.faces.ground.row_cases import RowCase

if TYPE_CHECKING:
    from anxin.domain.network.models import Engagement, Outlet, Technician

type SeenOne = RowCase[Technician, Any]
"""A technician as one request sees him."""
NAMED = 20
NAMING = frozenset({"last-day", "leave", "sick", "closure", "skill", "skill-end"})
"""The commands whose form says beforehand which jobs go to others."""


def look_text(opened: Opened | None) -> str:
    """Return what the button says that looks at what follows; nothing of a form that only tells how it is read."""
    return _("See what follows") if opened and opened.name in NAMING else ""


def said(jobs: Sequence[queries.FreedJob]) -> str:
    """Name the jobs that go to others, and how many customers have a window; nothing where there is none."""
    if not jobs:
        return ""
    n, booked = len(jobs), sum(one.promised for one in jobs)
    text = ngettext("{n} job goes to another: {jobs}.", "{n} jobs go to others: {jobs}.", n)
    told = text.format(n=n, jobs=_named(jobs))
    if not booked:
        return told
    of = ngettext("{n} customer has an agreed window.", "{n} customers have an agreed window.", booked)
    return gap().join((of.format(n=booked), told))


def unless_done(jobs: Sequence[queries.FreedJob]) -> str:
    """Name the jobs without a window that he may still do until his last day; nothing where there is none."""
    text = ngettext(
        "{n} job without a window goes to another unless he has done it by then: {jobs}.",
        "{n} jobs without a window go to others unless he has done them by then: {jobs}.",
        len(jobs),
    )
    return text.format(n=len(jobs), jobs=_named(jobs)) if jobs else ""


def _named(jobs: Sequence[queries.FreedJob]) -> str:
    more = [_("{n} more").format(n=len(jobs) - NAMED)] if len(jobs) > NAMED else []
    numbers = numbers_of({one.case for one in jobs[:NAMED]})
    return _("; ").join([*(_job(one, numbers.get(one.case, one.number)) for one in jobs[:NAMED]), *more])


def of_end(row: "Engagement", now: datetime) -> str:
    """Say which jobs go to others, and where nobody is left, where an employment ends now; nothing where nothing is."""
    return gap().join(filter(None, (said(queries.with_ends([row])), *losses.told_of_ends([row], now=now))))


def of_leave(case: SeenOne, typed: Mapping[str, str]) -> str:
    """Say which jobs go to others for leave as it is typed."""
    chosen = {one.slug: one.pk for one in technicians.employers_of(case.row)}.get(typed.get("employer", ""))
    return _away(case, typed, chosen)


def of_illness(case: SeenOne, typed: Mapping[str, str]) -> str:
    """Say the same for an illness, which counts for every house and from today where no first day is told."""
    first = typed.get("from_date") or timezone.localtime(case.now).date().isoformat()
    return _away(case, {**typed, "from_date": first}, None)


def of_skill(case: SeenOne, typed: Mapping[str, str]) -> str:
    """Say the same for a skill that is added or renewed, by the end it would have."""
    try:
        told = date.fromisoformat(typed["until_date"]) if typed.get("until_date") else None
    except ValueError:
        return ""
    code, certificate = typed.get("code", ""), typed.get("certificate", "")
    kept = technicians.skill_kept(case.row, code, certificate=certificate, until_date=told)
    return _without(case, code, kept.until_date if kept else told)


def of_skill_end(case: SeenOne, typed: Mapping[str, str]) -> str:
    """Say the same for a skill that ends now."""
    return _without(case, typed.get("skill", ""), timezone.localtime(case.now).date() - timedelta(days=1))


def _without(case: SeenOne, skill: str, until: date | None) -> str:
    jobs = queries.without_skill(case.row, skill, until=until, now=case.now) if until else ()
    return said(jobs) or (_("He holds no job that this takes from him.") if skill else "")


def of_closure(outlet: "Outlet", typed: Mapping[str, str], now: datetime) -> str:
    """Say the same for days on which an outlet is closed."""
    span = _span(typed, now)
    if span is None:
        return ""
    return said(queries.while_closed(outlet, first=span[0], last=span[1], now=now)) or _none()


def of_wish(kind: str, wish: Any, by: Actor, now: datetime) -> str:
    """Say the same for a wish for leave, or a swap, that is agreed; nothing where nothing goes to others."""
    reader = technicians.reader_of(by)
    if kind == "leave":
        days = {"first": wish.from_date, "last": wish.to_date}
        return said(queries.while_away(wish.technician, employer=reader or wish.employer_id, now=now, **days))
    if kind != "swap":
        return ""
    changed: dict[Technician, dict[date, Any]] = {}
    for whose, day, hours in leave_and_swaps.swapped(wish):
        changed.setdefault(whose, {})[day] = hours
    jobs = [
        job for whose, hours in changed.items() for job in queries.with_hours(whose, hours, employer=reader, now=now)
    ]
    return said(sorted(jobs, key=lambda one: one.from_at))


def _away(case: SeenOne, typed: Mapping[str, str], employer: UUID | None) -> str:
    """Name the jobs of days on which he is away; an outlet reads its own alone."""
    span = _span(typed, case.now)
    if span is None:
        return ""
    days = {"first": span[0], "last": span[1]}
    whose = technicians.reader_of(case.actor) or employer
    return said(queries.while_away(case.row, employer=whose, now=case.now, **days)) or _none()


def _none() -> str:
    return _("No job is held on these days.")


def _span(typed: Mapping[str, str], now: datetime) -> tuple[date, date] | None:
    """Read the days that are typed; nothing of what can't be read, ends before it begins, or is a slip's year."""
    try:
        first, last = (date.fromisoformat(typed.get(name, "")) for name in ("from_date", "to_date"))
    except ValueError:
        return None
    return (first, last) if first <= last and is_near(first, now) and is_near(last, now) else None


def is_near(day: date, now: datetime) -> bool:
    """Return whether jobs may be looked at by a day: one far from today is a slip of whoever typed it."""
    return abs(day - timezone.localtime(now).date()) <= 2 * timedelta(days=queries.LONGEST)


def _job(one: queries.FreedJob, number: str) -> str:
    if one.ordered:
        then = _("its outlet names somebody else")
    elif one.promised:
        then = _("the customer keeps the window where another can come, else he is asked for one")
    else:
        then = _("somebody else is looked for")
    window = words.wish(one.from_at, one.to_at)
    return _("{number} {window} ({then})").format(number=number, window=window, then=then)
