"""What each command of a technician does, and what it offers to choose from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.errors import Invalid
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network import actions as network
from anxin.domain.network.commands import roster_fields as fields
from anxin.domain.network.commands.outlet_work import Choices, listed, point_in
from anxin.domain.network.commands.roster_fields import ALL
from anxin.domain.network.commands.work import read_cell
from anxin.domain.network.models import Skill, Technician
from anxin.domain.network.queries import badges, hour_cells, last_days, outlets, technicians, weeks
from anxin.domain.network.rules import written_hours
from anxin.domain.network.wording.absences import FROM_ALL
from anxin.domain.people.models import Organisation

type OnTechnician = Given[Technician, Any]


def set_out(row: Technician, _now: datetime) -> Mapping[str, str]:
    """Return where he sets out."""
    return {"point": outlets.point_of(row)}


def start(it: OnTechnician) -> None:
    """Set where he sets out; left as it is nothing changes."""
    given = it.fields.point.strip()
    if given != outlets.point_of(it.row):
        network.set_start(technician=it.row, point=point_in(given) if given else None, by=it.by, now=it.now)


def week(row: Technician, _now: datetime) -> Mapping[str, str]:
    """Return the week he works."""
    return {"hours": written_hours.written_week(weeks.week_of(row))}


def days(row: Technician, now: datetime) -> Mapping[str, str]:
    """Return the days ahead that differ from his week."""
    ahead = (one for one in weeks.days_ahead(row, now=now) if one.single)
    return {
        f"on:{one.day}": f"{one.day} {written_hours.written_spans(one.hours) if one.hours else '–'}" for one in ahead
    }


def skills_held(row: Technician, now: datetime) -> Mapping[str, str]:
    """Return what he can do, each with its level and certificate."""
    return {
        f"skill:{one.code}": " ".join(
            filter(None, (str(SKILLS.get(one.code, one.code)), str(one.level), one.certificate, _day(one.until_date)))
        )
        for one in technicians.skills_of(row, now=now)
    }


def badge(row: Technician, _now: datetime) -> Mapping[str, str]:
    """Return the badge that counts."""
    serial = badges.current(row)
    return {"badge": serial} if serial else {}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def portray(it: OnTechnician) -> None:
    """Show customers this picture of him."""
    network.portray(technician=it.row, file=it.fields.files[0], by=it.by, now=it.now)


def sick(it: OnTechnician) -> None:
    """Write down that he is ill."""
    first = it.fields.from_date or localtime(it.now).date()
    network.absent(technician=it.row, kind="sick", from_date=first, to_date=it.fields.to_date, by=it.by, now=it.now)


def leave(it: OnTechnician) -> None:
    """Give him leave."""
    first, last = it.fields.from_date, it.fields.to_date
    days = {"from_date": first, "to_date": last, "employer": _employer(it)}
    network.absent(technician=it.row, kind="leave", by=it.by, now=it.now, **days)


def ask_leave(it: OnTechnician) -> None:
    """Wish for leave."""
    first, last = it.fields.from_date, it.fields.to_date
    days = {"from_date": first, "to_date": last, "employer": _employer(it)}
    network.ask_leave(technician=it.row, by=it.by, now=it.now, **days)


def employers(row: Technician, case: object, now: datetime, by: Actor) -> Choices | None:
    """Offer his employers, where he has several, to himself and who keeps the network: others speak for their own."""
    several = technicians.employers_of(row)
    if len(several) < 2 or technicians.reader_of(by) is not None:
        return None
    return [(ALL, FROM_ALL), *((one.slug, one.name) for one in several)]


def _employer(it: OnTechnician) -> Organisation | None:
    """Return from whom alone leave is: of several employers the one that gives it, or that was chosen; none: all."""
    known, given = {one.slug: one for one in technicians.employers_of(it.row)}, it.fields.employer
    chosen = None if given == ALL else listed(known, "employer", given)
    if len(known) < 2:
        return None
    own = next((one for one in known.values() if one.pk == technicians.reader_of(it.by)), None)
    if own is not None and chosen not in (None, own):
        raise Invalid("employer", expected=own.name, got=given)
    return own or chosen


def say_last_day(it: OnTechnician) -> None:
    """Say his last day with an employer."""
    day, why = it.fields.last_date, it.fields.why
    employer = _chosen(it, employers_led(it.row, it.by))
    network.say_last_day(technician=it.row, employer=employer, day=day, why=why, by=it.by, now=it.now)


def take_back_last_day(it: OnTechnician) -> None:
    """Let him go on with an employer."""
    employer = _chosen(it, [one.employer for one in last_days.said_of(it.row, reader=technicians.reader_of(it.by))])
    network.take_back_last_day(technician=it.row, employer=employer, by=it.by, now=it.now)


def employers_led(row: Technician, by: Actor) -> list[Organisation]:
    """Return the employers whose last day an actor may say: all of them, or his own house."""
    reader = technicians.reader_of(by)
    return [one for one in technicians.employers_of(row) if reader in (None, one.pk)]


def employers_to_end(row: Technician, case: object, now: datetime, by: Actor) -> Choices | None:
    """Offer the employers he may leave, where there are several."""
    return _several(employers_led(row, by))


def employers_ending(row: Technician, case: object, now: datetime, by: Actor) -> Choices | None:
    """Offer the employers whose last day was said, where there are several."""
    return _several([one.employer for one in last_days.said_of(row, reader=technicians.reader_of(by))])


def _several(houses: Sequence[Organisation]) -> Choices | None:
    return [(one.slug, one.name) for one in houses] if len(houses) > 1 else None


def _chosen(it: OnTechnician, houses: Sequence[Organisation]) -> Organisation:
    """Return the house that was chosen, or the only one."""
    known = {one.slug: one for one in houses}
    given = it.fields.employer or (next(iter(known)) if len(known) == 1 else "")
    return listed(known, "employer", given)


def absences(row: Technician, case: object, now: datetime, by: Actor) -> Choices:
    """Offer the absences that can be ended, as who asks reads them."""
    several = technicians.absences(row, now=now, reader=technicians.reader_of(by))
    return [(str(one.pk), technicians.said(one, by)) for one in several]


def end_absence(it: OnTechnician) -> None:
    """Say that he is there again."""
    several = technicians.absences(it.row, now=it.now, reader=technicians.reader_of(it.by))
    known = {str(one.pk): one for one in several}
    network.end_absence(absence=listed(known, "absence", it.fields.absence), by=it.by, now=it.now)


def keep_week(it: OnTechnician) -> None:
    """Change his week."""
    week = written_hours.read_week(str(read_cell(hour_cells.hours, it.fields.hours, "hours")))
    network.keep_week(technician=it.row, week=week, by=it.by, now=it.now)


def keep_day(it: OnTechnician) -> None:
    """Change one day of his."""
    hours = written_hours.read_day(str(read_cell(hour_cells.day_hours, it.fields.hours, "hours")))
    network.keep_day(technician=it.row, day=it.fields.day, hours=hours, by=it.by, now=it.now)


def colleagues(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer whoever works for an outlet of his."""
    return [(one.number, f"{one.called} {one.number}") for one in technicians.colleagues_of(row, now=now)]


def ask_swap(it: OnTechnician) -> None:
    """Ask for a swap."""
    known = {one.number: one for one in technicians.colleagues_of(it.row, now=it.now)}
    network.ask_swap(
        technician=it.row,
        colleague=listed(known, "colleague", it.fields.colleague),
        day=it.fields.day,
        back=it.fields.back,
        by=it.by,
        now=it.now,
    )


def skills(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the skills that can be ended."""
    return [(one.code, SKILLS.get(one.code, one.code)) for one in technicians.skills_of(row, now=now)]


def skills_to_add(row: Technician, _case: object, now: datetime, _by: Actor) -> Choices:
    """Offer all skills; of those he has with the level and the last day that stand there now."""
    held = {one.code: one for one in technicians.skills_of(row, now=now)}
    return [(code, _with_level(name, held.get(code))) for code, name in SKILLS.items()]


def _with_level(name: object, one: Skill | None) -> str:
    if one is None:
        return str(name)
    until = pgettext("a skill", "until {day}").format(day=_day(one.until_date)) if one.until_date else ""
    level = pgettext("a skill", "has level {level}").format(level=one.level)
    return " · ".join(filter(None, (str(name), level, until)))


def qualify(it: OnTechnician) -> None:
    """Add or renew a skill, as it is where nothing else is said; brands whose words aren't for it are asked.

    With another level alone it keeps its certificate and end; what is over is renewed by a certificate or a day.
    """
    given: fields.Skill = it.fields
    held = technicians.skill_written(it.row, given.code)
    certificate, until = given.certificate, given.until_date
    same = technicians.skill_kept(it.row, given.code, certificate=certificate, until_date=until)
    if same and same.until_date and same.until_date < localtime(it.now).date():
        raise Invalid("until_date", expected=_("a new certificate, or a day that lies ahead"), got=same.until_date)
    network.qualify(
        technician=it.row,
        code=given.code,
        level=given.level or (held.level if held else 1),
        certificate=same.certificate if same else certificate,
        until_date=same.until_date if same else until,
        by=it.by,
        now=it.now,
    )
    network.ask_wider(technician=it.row, taught=[given.code], by=it.by, now=it.now)


def end_skill(it: OnTechnician) -> None:
    """End a skill."""
    known = {one.code: one for one in technicians.skills_of(it.row, now=it.now)}
    network.end_skill(skill=listed(known, "skill", it.fields.skill), why=it.fields.why, by=it.by, now=it.now)
