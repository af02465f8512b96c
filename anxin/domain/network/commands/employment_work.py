"""What the commands of a technician's employments do, and which can be ended."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.network import actions as network
from anxin.domain.network.commands.outlet_work import Choices, brand_houses, listed
from anxin.domain.network.commands.roster_work import OnTechnician
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import outlets, starts, technicians


def employ(it: OnTechnician) -> None:
    """Let him work for one more."""
    given = it.fields
    outlet = outlets.outlet(given.outlet, actor=it.by)
    brand = listed({one.slug: one for one in brand_houses()}, "brand", given.brand)
    network.employ(technician=it.row, outlet=outlet, brand=brand, by=it.by, now=it.now)


def employments(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the employments that can be ended."""
    return starts.ends_said(row, technicians.employments(row))


def dismiss(it: OnTechnician) -> None:
    """End an employment."""
    known = {str(one.pk): one for one in technicians.employments(it.row)}
    network.dismiss(engagement=listed(known, "employment", it.fields.employment), by=it.by, now=it.now)
