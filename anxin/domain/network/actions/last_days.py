"""A technician's last day with an employer: said ahead, changed, taken back; after it his employments there end."""

from datetime import date, datetime, timedelta

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.network.actions import rosters
from anxin.domain.network.actions.day_spans import RosterRowEnded, check_near, span_facts
from anxin.domain.network.actions.employer_ends import end_row
from anxin.domain.network.models import Absence, Shift, Technician
from anxin.domain.network.queries import last_days, offered_days
from anxin.domain.people.models import Organisation

AWAY_DAYS = (offered_days.LATEST + 2 * last_days.ONE_DAY).days
"""For so many days after it he is written down as away: as far ahead as anybody may wish for, and the night after."""


def say_last_day(
    *, technician: Technician, employer: Organisation, day: date, why: str, by: Actor, now: datetime
) -> None:
    """Say which day is somebody's last with an employer: what he holds there after it goes to others at once.

    The same day once more changes nothing; another one takes its place. Raises `Invalid` for a day that is over, or
    too far ahead.
    """
    lock(technician)
    check_near("last_date", day, now)
    held = last_days.held(technician, employer)
    if held is not None and last_days.last_of(held) == day:
        return
    if held is not None:
        end_row(held, now=now)
    first, last = day + last_days.ONE_DAY, day + timedelta(days=AWAY_DAYS)
    days = {"from_date": first, "to_date": last}
    made = Absence.objects.create(technician=technician, kind="left", employer=employer, **days)
    off = {"technician": technician, "absence": made, "employer": employer, "from_min": 0, "to_min": 0}
    Shift.objects.bulk_create(Shift(id=uuid7(), date=first + timedelta(n), **off) for n in range(AWAY_DAYS))
    facts = {**span_facts(first, last, made.pk, employer), "day": day.isoformat()}
    timeline.write(technician.stream(), "network.last_day", by=by, now=now, facts=facts, private={"why": why})


def take_back_last_day(*, technician: Technician, employer: Organisation, by: Actor, now: datetime) -> None:
    """Let somebody go on with an employer; what went to others stays with them."""
    lock(technician)
    held = last_days.held(technician, employer)
    if held is None:
        raise RosterRowEnded
    end_row(held, now=now)
    day = last_days.last_of(held)
    facts = {**span_facts(held.from_date, held.to_date, held.pk, employer), "day": day.isoformat()}
    timeline.write(technician.stream(), "network.last_day_taken_back", by=by, now=now, facts=facts)


def end_employment(*, absence: Absence, now: datetime) -> None:
    """End somebody's employments whose last day with an employer is over, once."""
    lock(absence.technician)
    if not last_days.standing().filter(pk=absence.pk).exists():
        return
    there = absence.technician.engagements.filter(to_at=None, outlet__organisation=absence.employer_id)
    for one in there.select_related("technician__account", "outlet", "brand").order_by("id"):
        rosters.dismiss(engagement=one, by=SYSTEM, now=now, over=True)
    end_row(absence, now=now)
