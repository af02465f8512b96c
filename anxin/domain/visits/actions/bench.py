"""Work at a bench: nobody travels and no window is agreed on; it ends when the goods are ready to go back."""

from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, lock, transition
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.visits import rules
from anxin.domain.visits.actions.completion import NoCode, lacks
from anxin.domain.visits.actions.lifecycle import sent_told
from anxin.domain.visits.actions.technician_rights import require_own, vouched
from anxin.domain.visits.models import Visit


def begin_at_bench(*, visit: Visit, technician: Technician, outlet: Outlet, by: Actor, now: datetime) -> None:
    """Begin the work on goods that are here; the brand has to vouch for whoever does it, and for the outlet."""
    lock(visit)
    if visit.mode not in rules.BENCH:
        raise WrongState({"machine": "visit", "state": visit.state, "step": "bench"})
    day: date = rules.local_day(now)
    vouched(visit, technician, outlet, day=day, now=now)
    change(visit, {"technician": technician, "outlet": outlet})
    people.join(stream=visit.stream(), role="technician", person=technician.person, now=now)
    told = {"technician": technician.number, **sent_told(technician, outlet)}
    transition(visit, "bench", by=by, now=now, facts=told)


def finish_at_bench(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Finish work at a bench once pictures, checks, parts and bill are there. Raises `NoCode`."""
    lock(visit)
    require_own(visit, by)
    if visit.mode not in rules.BENCH or visit.state != "on_site":
        raise WrongState({"machine": "visit", "state": visit.state, "step": "finish"})
    missing = lacks(visit)
    if missing:
        raise NoCode({"lacks": " ".join(missing), "number": visit.number})
    transition(visit, "finish", by=by, now=now, facts={"how": "bench"}, sets={"outcome": "done"})
