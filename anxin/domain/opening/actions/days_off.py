"""Days off and make-up workdays from the operator's file; and the warning that a year's are missing."""

from datetime import datetime

from django.utils import timezone

from anxin.core import calendars, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.once.idempotency import once
from anxin.core.tables import Values, text_in
from anxin.core.timeline import StreamKey
from anxin.domain.opening.queries import days_off as known
from anxin.domain.people import queries as people


def import_run(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file: these days are off, or worked; deadlines that begin from now on reckon with it."""
    works, source = values["what"] == "work", text_in(values, "source")
    for day in known.days_of(values):
        calendars.set_day(day, works=works, source=source, by=by, now=now)


def remove_run(*, key: Values, by: Actor, now: datetime) -> None:
    """Take the days of an imported row away: they are as their weekday says again."""
    for day in known.days_of(key):
        calendars.unset_day(day, by=by, now=now)


def restore_run(*, values: Values, by: Actor, now: datetime) -> bool:
    """Write days as they stood before, each as it was; nothing of them is lost."""
    days, what = known.days_of(values), text_in(values, "what")
    alike = {code: works for works, code in known.WHAT.items()}
    marks = {mark: works for works, mark in known.MARKS.items()}
    told = [alike[what]] * len(days) if what in alike else [marks[mark] for mark in what]
    for day, works in zip(days, told, strict=True):
        if works is None:
            calendars.unset_day(day, by=by, now=now)
        else:
            calendars.set_day(day, works=works, source=text_in(values, "source"), by=by, now=now)
    return True


def warn_of_calendar(*, now: datetime) -> None:
    """Write down, once a month, of which year the days off are missing: administrators are told."""
    month, houses = f"{timezone.localtime(now):%Y-%m}", people.organisations_of("operator")
    for year in calendars.gaps(now) if houses else ():  # before the first visit there is nobody to tell
        key = f"{year}:{month}"
        if not once(scope="opening.calendar", key=key, fingerprint=key, now=now, work=dict).repeated:
            stream = StreamKey("organisation", str(houses[0].pk))
            timeline.write(stream, "opening.calendar_missing", by=SYSTEM, now=now, facts={"year": year})
