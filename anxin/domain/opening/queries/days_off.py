"""The days off and make-up workdays that the operator entered: a row of a file is a run of days that are alike."""

from collections.abc import Iterator
from datetime import date, timedelta

from anxin.core import calendars
from anxin.core.calendars import CalendarDay
from anxin.core.tables import Value, Values, text_in
from anxin.domain.opening.wording.tables import CELLS

LONGEST = 31
"""No run of days off is longer."""
MARKS = {True: "班", False: "休", None: "·"}
"""How one day of a run that isn't alike is written, before it was entered: worked, off, as its weekday says."""
WHAT = {True: "work", False: "off"}


def days_of(values: Values) -> list[date]:
    """Return the days of a row."""
    first, last = (date.fromisoformat(text_in(values, name)) for name in ("from", "to"))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def whole_run(values: Values) -> Values:
    """Put the first day in the place of a last one that isn't said."""
    return {**values, "to": values.get("to") or values["from"]}


def imported_run(values: Values) -> Values | None:
    """Return what the calendar says of a run of days; None where it says nothing of any of them."""
    asked = whole_run(values)
    if why_no_run(asked):
        return None
    days = days_of(asked)
    rows = {one.day: one for one in CalendarDay.objects.filter(day__range=(days[0], days[-1]))}
    if not rows:
        return None
    works = [rows[day].works if day in rows else None for day in days]
    alike = works[0] if len(set(works)) == 1 else None
    what = "".join(MARKS[one] for one in works) if alike is None else WHAT[alike]
    source = next(rows[day].source for day in days if day in rows)
    return {"from": asked["from"], "to": asked["to"], "what": what, "source": source}


def every_run(on: date) -> Iterator[tuple[Value, ...]]:
    """Yield the runs of days that were entered here, of this year and later."""
    rows = CalendarDay.objects.filter(day__gte=date(on.year, 1, 1)).exclude(source=calendars.PACKAGE).order_by("day")
    run: list[CalendarDay] = []
    for row in rows:
        if run and not _goes_on(run, row):
            yield run[0].day.isoformat(), run[-1].day.isoformat()
            run = []
        run.append(row)
    if run:
        yield run[0].day.isoformat(), run[-1].day.isoformat()


def _goes_on(run: list[CalendarDay], row: CalendarDay) -> bool:
    before = run[-1]
    alike = (before.works, before.source) == (row.works, row.source)
    return alike and row.day - before.day == timedelta(days=1) and len(run) < LONGEST


def why_no_run(values: Values) -> dict[str, str]:
    """Return why a run of days can't be: it ends before it begins, or is longer than any."""
    asked = whole_run(values)
    first, last = (date.fromisoformat(text_in(asked, name)) for name in ("from", "to"))
    if last < first:
        return {"to": str(CELLS["last"])}
    return {"to": str(CELLS["long"]).format(n=LONGEST)} if (last - first).days >= LONGEST else {}
