"""Who may be sent, and whose visit it is."""

from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits.models import Visit


class NotTheTechnician(Forbidden):
    """Only the technician of this visit may finish it with the code."""

    code = "visits.not_the_technician"


class NotYourVisit(Forbidden):
    """The offer, the order or the visit is somebody else's."""

    code = "visits.not_yours"


class NotVouched(WrongState):
    """The brand doesn't vouch for the technician, today or on the day he would come."""

    code = "visits.not_vouched"


class NotVouchedFor(NotVouched):
    """The brand vouches for the technician, but its word is for other goods."""

    code = "visits.not_vouched_for"


class OutletNotVouched(WrongState):
    """The brand doesn't vouch for the outlet he would go for, today or on that day."""

    code = "visits.outlet_not_vouched"


def vouched(
    visit: Visit, technician: Technician | None, outlet: Outlet | None = None, *, day: date, now: datetime
) -> None:
    """Refuse to send somebody whom the public check would not vouch for, or for an outlet that it wouldn't.

    Raises `visits.not_vouched`, `visits.not_vouched_for`, `visits.outlet_not_vouched`.
    """
    if technician is None:
        return
    outlet = outlet or visit.outlet
    his, its = network.vouches(visit.brand, technician, outlet, skill=visit.skill, now=now, day=day)
    if not his:
        at_all, _its = network.vouches(visit.brand, technician, None, skill="", now=now, day=day)
        refused = NotVouchedFor if at_all else NotVouched
        raise refused({"technician": technician.called, "brand": visit.brand.name, "skill": visit.skill})
    if outlet is not None and not its:
        raise OutletNotVouched({"outlet": outlet.code, "brand": visit.brand.name})


def require_own(visit: Visit, by: Actor) -> None:
    """Refuse a technician whose visit it is not."""
    account = visit.technician.account_id if visit.technician else None
    if by.kind == "technician" and str(account) != by.id:
        raise NotTheTechnician({"number": visit.number})
