"""Employments of many technicians end by one imported file: a house they leave, a brand they work for no more."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.imports import ImportTable
from anxin.core.tables import Values, columns
from anxin.domain.network.actions import rosters, starts
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries.imports import days_away, outlets_and_technicians
from anxin.domain.network.queries.imports import employment_ends as known
from anxin.domain.network.wording import tables
from anxin.domain.people import queries as people


def import_end(*, values: Values, by: Actor, now: datetime) -> None:
    """End the employment of a row; what he holds there for the brand goes to another, the customers are told."""
    row = known.living(values)
    if row is None:
        raise Invalid("number", expected=str(tables.CELLS["no_employment"]), got=str(values["number"]))
    rosters.dismiss(engagement=row, by=by, now=now)


def remove_end(*, key: Values, by: Actor, now: datetime) -> None:
    """Let the technician of a row work there again from now on, and set out from where he did before that end.

    What went to others stays with them.
    """
    former = known.ended(key)
    who, outlet = Technician.objects.get(number=key["number"]), Outlet.objects.get(code=key["outlet"])
    brand = people.organisation(str(key["brand"]))
    rosters.employ(technician=who, outlet=outlet, brand=brand, by=by, now=now)
    if former is not None and former.to_at is not None:
        starts.put_back(technician=who, at=former.to_at, by=by, now=now)


TABLES = (
    ImportTable(
        name="employment_ends",
        title=tables.EMPLOYMENT_ENDS,
        columns=columns(
            tables.EMPLOYMENT_END_COLUMNS,
            needed="number outlet brand",
            also=tables.EMPLOYMENT_END_ALSO,
            reads={"number": days_away.badge, "outlet": days_away.outlet_code, "brand": outlets_and_technicians.BRAND},
        ),
        key=("outlet", "brand", "number"),
        find=known.imported_end,
        apply=import_end,
        remove=remove_end,
        check=known.why_no_end,
        plain=("outlet", "brand"),
        moved_starts=known.moved_starts,
    ),
)
