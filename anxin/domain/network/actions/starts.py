"""Where a technician sets out in the morning: said for him, or his outlet where he works too far away now."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import starts
from anxin.domain.network.queries.starts import Point


class NoOutlet(WrongState):
    """He works at no outlet that he could set out from."""

    code = "network.no_outlet_to_start_from"


def set_start(*, technician: Technician, point: Point | None, by: Actor, now: datetime) -> None:
    """Have dispatch and windows count a technician's ways from a point; None: from the outlet he came to last."""
    lock(technician)
    outlets = starts.outlets_of(technician)
    if point is None and not outlets:
        raise NoOutlet({"technician": technician.number})
    if point is None:
        _move_to(technician, outlets[0], by, now)
    elif point != (technician.lng, technician.lat):
        _put(technician, point)
        timeline.write(technician.stream(), "network.start_set", by=by, now=now)


def follow_work(*, technician: Technician, before: Sequence[Outlet], by: Actor, now: datetime) -> None:
    """Have him set out from his new outlet where his start was near the former ones and is far from those of now."""
    after = starts.outlets_of(technician)
    if starts.is_left_behind((technician.lng, technician.lat), before=before, after=after, now=now):
        _move_to(technician, after[0], by, now)


def put_back(*, technician: Technician, at: datetime, by: Actor, now: datetime) -> None:
    """Have him set out again from where he did until work that ended at a moment moved it; one set since stays."""
    lock(technician)
    former = starts.moved_from(technician, at=at)
    if former is not None:
        _put(technician, former)
        timeline.write(technician.stream(), "network.start_set", by=by, now=now)


def _move_to(technician: Technician, outlet: Outlet, by: Actor, now: datetime) -> None:
    former = (technician.lng, technician.lat)
    if former == (outlet.lng, outlet.lat):
        return
    _put(technician, (outlet.lng, outlet.lat))
    facts, private = {"outlet": outlet.code}, {starts.FORMER: starts.written(former)}
    timeline.write(technician.stream(), starts.MOVED, by=by, now=now, facts=facts, private=private)


def _put(technician: Technician, point: Point) -> None:
    technician.lng, technician.lat = point
    Technician.objects.filter(pk=technician.pk).update(lng=point[0], lat=point[1])
