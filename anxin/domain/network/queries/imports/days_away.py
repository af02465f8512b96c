"""Closures and leave as a file brings them: which are told already, and why a row can't be."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from anxin.core.tables import Values, text_in
from anxin.domain.network.models import Absence, Closure, Engagement
from anxin.domain.network.queries.imports.outlets_and_technicians import (
    outlet_of,
    technician_of,
)
from anxin.domain.network.rules.days_away import MOST_DAYS, is_too_long
from anxin.domain.network.wording.tables import CELLS


def outlet_code(written: str) -> str:
    """Read the code of an outlet."""
    row = outlet_of(written)
    if row is None:
        raise ValueError(CELLS["outlet"])
    return row.code


def badge(written: str) -> str:
    """Read the badge number of a technician."""
    row = technician_of(written)
    if row is None:
        raise ValueError(CELLS["nobody"])
    return row.number


def span(values: Values) -> tuple[date, date]:
    """Return the first and the last day of a row."""
    first, last = (date.fromisoformat(text_in(values, name)) for name in ("from", "to"))
    return first, last


def closures(values: Values) -> list[Closure]:
    """Return the closures of an outlet that touch the days of a row."""
    first, last = span(values)
    rows = Closure.objects.filter(outlet__code=values["outlet"], ended_at=None, from_date__lte=last)
    return list(rows.filter(to_date__gte=first).select_related("outlet"))


def absences(values: Values) -> list[Absence]:
    """Return the absences of a technician from whom a row is, or from all his employers, that touch its days.

    Of a row that names an outlet those from its house, too: it may be the only one he works for by now.
    """
    first, last = span(values)
    outlet = outlet_of(values["outlet"]) if values.get("outlet") else None
    whose = Q(employer=None) | Q(employer=outlet.organisation_id if outlet else None)
    rows = Absence.objects.filter(whose, technician__number=values["number"], ended_at=None, from_date__lte=last)
    rows = rows.exclude(kind="left")
    return list(rows.filter(to_date__gte=first).select_related("technician"))


def employer(values: Values) -> UUID | None:
    """Return from whom alone a row of leave is: the house of the outlet it names; none: from all.

    Of who works for one house leave is from all.
    """
    outlet = outlet_of(values["outlet"]) if values.get("outlet") else None
    works = Engagement.objects.filter(technician__number=values["number"], to_at=None)
    several = works.values_list("outlet__organisation").distinct().count() > 1 if outlet else False
    return outlet.organisation_id if outlet and several else None


def same(rows: Iterable[Closure] | Iterable[Absence], values: Values) -> Closure | Absence | None:
    """Return which of the rows is of exactly these days."""
    return next((one for one in rows if (one.from_date, one.to_date) == span(values)), None)


def imported_closure(key: Values) -> Values | None:
    """Return a closure as a file would write it."""
    row = same(closures(key), key)
    return {**key, "why": row.why} if isinstance(row, Closure) else None


def imported_leave(key: Values) -> Values | None:
    """Return a technician's leave as a file would write it."""
    row = same(absences(key), key)
    return dict(key) if isinstance(row, Absence) and row.kind == "leave" else None


def why_no_closure(values: Values) -> dict[str, str]:
    """Return why a closure can't be: its days, or some of them are told already."""
    known = imported_closure({name: values[name] for name in ("outlet", "from", "to")})
    if known is not None:
        return {} if known["why"] == values["why"] else {"why": str(CELLS["told"])}
    return _why_no_days(values) or ({"from": str(CELLS["told"])} if closures(values) else {})


def why_no_leave(values: Values) -> dict[str, str]:
    """Return why a leave can't be: its days, or the technician is away on some of them already."""
    works = Engagement.objects.filter(technician__number=values["number"], to_at=None)
    if values.get("outlet") and not works.filter(outlet__code=values["outlet"]).exists():
        return {"outlet": str(CELLS["not_there"])}
    if imported_leave(values) is not None:
        return {}
    return _why_no_days(values) or ({"from": str(CELLS["told"])} if absences(values) else {})


def _why_no_days(values: Values) -> dict[str, str]:
    first, last = span(values)
    if last < first:
        return {"to": str(CELLS["over"])}
    return {"to": str(CELLS["longest"]).format(n=MOST_DAYS)} if is_too_long(first, last) else {}
