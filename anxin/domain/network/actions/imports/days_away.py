"""Closures of outlets and leave of technicians from an imported file: a holiday for many in one act."""

from datetime import date, datetime

from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.imports import ImportTable
from anxin.core.tables import Values, columns, day, text_in, up_to
from anxin.domain.network.actions import outlets, rosters
from anxin.domain.network.models import Absence, Closure, Outlet, Technician
from anxin.domain.network.queries.imports import days_away as known
from anxin.domain.network.wording import tables
from anxin.domain.people.models import Organisation


def import_closure(*, values: Values, by: Actor, now: datetime) -> None:
    """Close the outlet of a row; what is booked there goes to another, the customers are told."""
    first, last = _days(values, now)
    outlet = Outlet.objects.get(code=values["outlet"])
    outlets.close(outlet=outlet, from_date=first, to_date=last, why=text_in(values, "why"), by=by, now=now)


def remove_closure(*, key: Values, by: Actor, now: datetime) -> None:
    """Open the outlet of a row again; what went to others stays with them."""
    row = known.same(known.closures(key), key)
    if isinstance(row, Closure):
        outlets.end_closure(closure=row, by=by, now=now)


def import_leave(*, values: Values, by: Actor, now: datetime) -> None:
    """Give the technician of a row leave; what he holds on these days goes to another, the customers are told."""
    first, last = _days(values, now)
    who, house = Technician.objects.get(number=values["number"]), known.employer(values)
    rosters.absent(
        technician=who,
        kind="leave",
        from_date=first,
        to_date=last,
        by=by,
        now=now,
        employer=Organisation.objects.get(pk=house) if house else None,
    )


def remove_leave(*, key: Values, by: Actor, now: datetime) -> None:
    """End the leave of a row; what went to others stays with them."""
    row = known.same(known.absences(key), key)
    if isinstance(row, Absence):
        rosters.end_absence(absence=row, by=by, now=now)


def _days(values: Values, now: datetime) -> tuple[date, date]:
    first, last = known.span(values)
    if last < timezone.localtime(now).date():
        raise Invalid("to", expected=str(tables.CELLS["over"]), got=last.isoformat())
    return first, last


TABLES = (
    ImportTable(
        name="closures",
        title=tables.CLOSURES,
        columns=columns(
            tables.CLOSURE_COLUMNS,
            needed="outlet from to why",
            also=tables.DAYS_ALSO,
            reads={"outlet": known.outlet_code, "from": day, "to": day, "why": up_to(120)},
        ),
        key=("from", "to", "outlet"),
        plain=("from", "to", "why"),
        find=known.imported_closure,
        apply=import_closure,
        remove=remove_closure,
        check=known.why_no_closure,
    ),
    ImportTable(
        name="leaves",
        title=tables.LEAVES,
        columns=columns(
            tables.LEAVE_COLUMNS,
            needed="number from to",
            also=tables.DAYS_ALSO,
            reads={"number": known.badge, "from": day, "to": day, "outlet": known.outlet_code},
        ),
        key=("from", "to", "outlet", "number"),
        plain=("from", "to"),
        find=known.imported_leave,
        apply=import_leave,
        remove=remove_leave,
        check=known.why_no_leave,
    ),
)
