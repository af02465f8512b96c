"""Another window than the one that was reported, while nobody has said yes to it."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.repairs.actions.reports import check_window, require_free, wanted_told
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules.wishes import is_wish_open
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit


def want(*, repair: Repair, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> None:
    """Want another window: it is taken, the first given back, and somebody looked for then; what is promised stays.

    The one that is wanted already changes nothing. Raises `visits.window_gone` where nobody can come then.
    """
    check_window(from_at, to_at, now)
    lock(repair)
    visit = visits_queries.latest_of(repair.stream())
    if not is_wish_open(repair.state, repair.mode, visit.state if visit else ""):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "move"})
    held = visit or repair
    if (held.wanted_from_at, held.wanted_to_at) == (from_at, to_at):
        return
    require_free(repair, from_at=from_at, to_at=to_at, now=now)
    asked = _take(repair, visit, from_at=from_at, to_at=to_at, by=by, now=now)
    told = {"from": timeline.told_at(from_at), "to": timeline.told_at(to_at)}
    facts = {**told, **wanted_told(from_at, to_at), **asked}
    timeline.write(repair.stream(), "repairs.window_wanted", by=by, now=now, facts=facts)
    Repair.objects.filter(pk=repair.pk).update(wanted_from_at=from_at, wanted_to_at=to_at)
    repair.wanted_from_at, repair.wanted_to_at = from_at, to_at


def _take(
    repair: Repair, visit: Visit | None, *, from_at: datetime, to_at: datetime, by: Actor, now: datetime
) -> dict[str, str]:
    """Take the window, and return as a fact which outlet has the job, and by which order."""
    if visit is None:
        spot = gateway.spot_of(repair.place)
        visits.reserve_anew(stream=repair.stream(), product=repair.product, spot=spot, from_at=from_at, now=now)
        return {}
    order = visits.want(visit=visit, from_at=from_at, to_at=to_at, by=by, now=now)
    return {"outlet": order.outlet.code, "order": str(order.pk)} if order else {}
