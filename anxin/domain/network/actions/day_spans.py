"""Days from one to another, as closures, absences and swaps name them: checked, and told as facts."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core.errors import Invalid, WrongState
from anxin.domain.network.models import Outlet
from anxin.domain.network.rules.days_away import MOST_DAYS, is_too_long
from anxin.domain.people.models import Organisation

LONGEST = timedelta(days=366)


class RosterRowEnded(WrongState):
    """This closure, absence or skill has ended already."""

    code = "network.ended"


class Overlaps(WrongState):
    """Some of these days are told already."""

    code = "network.overlaps"


def today(now: datetime) -> date:
    """Return the day it is here."""
    return timezone.localtime(now).date()


def check_days(from_date: date, to_date: date, now: datetime) -> None:
    """Refuse days that are over, run backwards, are too many or too far ahead."""
    if to_date < max(from_date, today(now)):
        expected = _("a last day not before the first, nor before today")
        raise Invalid("to_date", expected=expected, got=to_date.isoformat())
    if is_too_long(from_date, to_date):
        raise Invalid("to_date", expected=_("at most {n} days").format(n=MOST_DAYS), got=to_date.isoformat())
    check_near("to_date", to_date, now, ahead=2 * LONGEST)


def check_near(field: str, day: date, now: datetime, *, ahead: timedelta = LONGEST) -> None:
    """Refuse a day that is over, or too far ahead."""
    first, last = today(now), today(now) + ahead
    if not first <= day <= last:
        expected = _("a day from {first} to {last}").format(first=first.isoformat(), last=last.isoformat())
        raise Invalid(field, expected=expected, got=day.isoformat())


def span_facts(from_date: date, to_date: date, row: object, employer: Organisation | None = None) -> dict[str, object]:
    """Return the facts of a row that goes from one day to another; of one employer's with his house and outlet."""
    span: dict[str, object] = {"from": from_date.isoformat(), "to": to_date.isoformat(), "row": str(row)}
    if employer is None:
        return span
    code = Outlet.objects.filter(organisation=employer).order_by("code").values_list("code", flat=True).first()
    return {**span, "apart": 1, "house": str(employer.pk), "employer": code or employer.slug}
