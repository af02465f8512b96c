"""Goods that come to an outlet: which one, that they are expected there, and that they are not any more."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import can
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.custody.models import Custody
from anxin.domain.goods.models import Product
from anxin.domain.network.models import Outlet
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.rules import BENCH


class NoBench(Invalid):
    """No outlet takes these goods in: nobody able works there, or the brand doesn't vouch for it."""

    code = "repairs.no_bench"


class HereStill(WrongState):
    """The goods are with us or on their way: they go back first."""

    code = "custody.here_still"


def home_for(*, product: Product, mode: str, wanted: str, place: Place, now: datetime) -> Outlet | None:
    """Return the outlet that was chosen, else the nearest one, for goods that come to a bench; None for other ways.

    Raises `NoBench`.
    """
    if mode not in BENCH:
        return None
    at = None if place.lng is None or place.lat is None else (place.lng, place.lat)
    several = keeping.places(product=product, mode=mode, at=at, province=place.code[:2], now=now)
    code = next((one.code for one in several if wanted in ("", one.code)), "")
    found = keeping.outlet_for(code) if code else None
    if found is None:
        raise NoBench("outlet", expected=" | ".join(one.code for one in several) or "an outlet", got=wanted)
    return found


def expect(repair: Repair, outlet: Outlet, *, by: Actor, now: datetime) -> Custody:
    """Expect a repair's goods at an outlet."""
    brought = repair.mode == Repair.Mode.DROP_OFF and repair.wanted_to_at > now
    return custody.expect(
        stream=repair.stream(),
        number=repair.number,
        mode=repair.mode,
        outlet=outlet,
        window=(repair.wanted_from_at, repair.wanted_to_at) if brought else None,
        covered=repair.covered,
        by=by,
        now=now,
    )


def expect_again(repair: Repair, *, by: Actor, now: datetime) -> None:
    """Expect goods that were here before once more, where they were; nothing where they are here still."""
    before = keeping.latest_of(repair.stream())
    if before is not None and can(before, "away") and before.state != "expected":
        expect(repair, before.outlet, by=by, now=now)


def call_off(repair: Repair, *, why: str, by: Actor, now: datetime) -> None:
    """Expect the goods no more. Raises `HereStill` where they are here or on their way."""
    if repair.mode not in BENCH:
        return
    row = keeping.open_of(repair.stream())
    if row is None:
        return
    if row.state != "expected":
        raise HereStill({"number": repair.number})
    custody.call_off(row, why=why, by=by, now=now)
