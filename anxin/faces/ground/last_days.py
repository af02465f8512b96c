"""A technician's last day: what follows of it before it is given, and how pages say it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anxin.core.wording import gap
from anxin.domain.ledger.queries import cash
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.commands.roster_work import employers_led
from anxin.domain.network.queries import last_days, technicians
from anxin.domain.visits.queries import freed_jobs as queries
from anxin.domain.visits.queries import words as losses
from anxin.faces import words
from anxin.faces.ground import freed_jobs
from anxin.faces.ground.commands import Place
from anxin.faces.ground.row_cases import RowCase

if TYPE_CHECKING:
    from anxin.domain.network.models import Technician

SAY, BACK = "last-day", "last-day-back"

type LastDayCase = RowCase[Technician, Any]
"""A technician as one request sees him."""


def places(pane: str = "") -> tuple[Place[LastDayCase], ...]:
    """Return where a face draws the commands of a last day."""
    return (
        Place(name=SAY, pane=pane, follows=_follows, holds=_stands, understood=followed),
        Place(name=BACK, pane=pane),
    )


def said(case: LastDayCase) -> list[str]:
    """Return the last days that were said of him, as who asks reads them."""
    reader = technicians.reader_of(case.actor)
    rows = last_days.said_of(case.row, reader=reader)
    text = _("Last day for {house}: {day}")
    return [text.format(house=one.employer.name, day=words.full_day(one.day)) for one in rows]


def cash_said(row: "Technician") -> str:
    """Return what he holds of customers' money that is not handed in, in a sentence; nothing where he holds none."""
    fen = cash.held_by(row)
    return _("He holds {sum} of customers' cash that is not handed in yet.").format(sum=words.fen(fen)) if fen else ""


def followed(case: LastDayCase, typed: Mapping[str, str]) -> str:
    """Say which jobs go to others once this is his last day, and how; nothing of a day that can't be read."""
    try:
        day = date.fromisoformat(typed.get("last_date", ""))
    except ValueError:
        return ""
    known = {one.slug: one for one in employers_led(case.row, case.actor)}
    employer = known.get(typed.get("employer", "")) or (next(iter(known.values())) if len(known) == 1 else None)
    if employer is None or not freed_jobs.is_near(day, case.now):
        return ""
    gone = freed_jobs.said(queries.after_last_day(case.row, employer=employer, day=day, now=case.now))
    late = freed_jobs.unless_done(queries.unless_done(case.row, employer=employer, day=day, now=case.now))
    none = "" if gone or late else _("He holds no job there after that day.")
    ends = [one for one in technicians.employments(case.row) if one.outlet.organisation == employer]
    left = losses.told_of_ends(ends, now=case.now, day=day + last_days.ONE_DAY)
    return gap().join(filter(None, (gone, late, none, *left)))


def _follows(case: LastDayCase) -> str:
    then = str(TECHNICIANS.commands[SAY].follows)
    return gap().join(filter(None, (cash_said(case.row), then)))


def _stands(case: LastDayCase) -> dict[str, str]:
    """Return what stands in the form beforehand: the last day that was said, where it is one."""
    rows = last_days.said_of(case.row, reader=technicians.reader_of(case.actor))
    return {"last_date": rows[0].day.isoformat(), "employer": rows[0].employer.slug} if len(rows) == 1 else {}
