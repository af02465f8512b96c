"""No window: where all are taken, whoever can come soonest is asked, also when a visit is moved or comes anew."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.repairs.actions import arrangements, remote, reports
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits_queries


def go_soonest(*, repair: Repair, by: Actor, now: datetime) -> None:
    """Want whoever can come soonest instead of a window: its place among those who wait is that of this moment.

    Raises `WindowWanted` where one is free or the brand wants one, and what `send_after_all`, `resume` and giving a
    window back raise.
    """
    lock(repair)
    spot = gateway.spot_of(repair.place)
    if not gateway.goes_without_window(product=repair.product, spot=spot, now=now):
        expected = "a window, since one is free or this brand wants one"
        raise reports.WindowWanted("window", expected=expected, got="soonest")
    from_at, to_at = visits_queries.soonest(now=now, brand=repair.brand_id)
    until = to_at.isoformat(timespec="minutes")
    timeline.write(repair.stream(), "repairs.goes_soonest", by=by, now=now, facts={"until": until})
    wanted = {"wanted_from_at": from_at, "wanted_to_at": to_at}
    visit = visits_queries.latest_of(repair.stream())
    if arrangements.is_sent_for(repair):
        remote.send_after_all(repair=repair, by=by, now=now, soonest=True, **wanted)
    elif REPAIR.step("resume", repair.state):
        arrangements.resume(repair=repair, by=by, now=now, **wanted)
    elif visit is not None:
        visits.give_window_back(visit=visit, from_at=from_at, to_at=to_at, by=by, now=now)
    else:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "move"})
