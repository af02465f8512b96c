"""Repairs and claims just before somebody comes to them, by a way that is gone then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from anxin.core import later
from anxin.core.actors import Actor
from anxin.demo import bench, cast, ground, walk
from anxin.demo.walk import Walked
from anxin.domain.claims import actions as claims
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.repairs.commands.appointments import windows
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import gateway
from anxin.domain.visits.gateway import Candidate
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.claim_builders import a_claim
from tests.evidence_builders import a_purchase


@dataclass(kw_only=True)
class Scene:
    """What time it is just before a way, the repair that is on its way, and who was found for it by then."""

    now: datetime
    one: Walked | None = None
    found: list[Candidate] | None = None
    work: Callable[[], object] | None = None

    @property
    def walked(self) -> Walked:
        assert self.one is not None
        return self.one

    def anew(self) -> "Scene":
        """Return it as it stands before the way, to go it once more."""
        if self.one is None:
            return replace(self)
        return replace(self, one=replace(self.one, repair=Repair.objects.get(pk=self.one.repair.pk)))

    def moved(self, ahead: int) -> tuple[datetime, datetime]:
        """Return the window that is wanted, so many days later."""
        visit, by = self.walked.visit, timedelta(days=ahead)
        return visit.wanted_from_at + by, visit.wanted_to_at + by

    def later(self, ahead: int) -> None:
        """Have a repair that nobody has yet wanted so many days later."""
        from_at, to_at = self.moved(ahead)
        Visit.objects.filter(pk=self.walked.visit.pk).update(wanted_from_at=from_at, wanted_to_at=to_at)

    def give(self, name: str, by: Actor, **fields: object) -> None:
        bench.give(self.walked, name, by, **fields)

    def job(self, name: str, **fields: object) -> None:
        bench.works(self.walked, name, **fields)

    def offered(self, ahead: int) -> datetime:
        """Return when a window begins that the desk may choose, so many days after the wanted one."""
        row = self.walked.repair
        day = local_day(self.walked.visit.wanted_from_at) + timedelta(days=ahead)
        several = windows(row, day, self.now)
        found = next((one for one in several if one.free and one.from_at > self.now), None)
        return found.from_at if found else self.moved(ahead)[0]

    def run(self) -> None:
        later.run_due(self.walked.now if self.one else self.now)


def at(state: str) -> Callable[[datetime], Scene]:
    def start(now: datetime) -> Scene:
        one = builders.a_repair(now=now, at=state)
        return Scene(now=one.now, one=one)

    return start


def laid(now: datetime) -> Scene:
    ground.lay(now=now)
    return Scene(now=now)


def deng(it: Scene) -> Actor:
    return it.walked.by(cast.XIAO_DENG)


def he(it: Scene) -> Actor:
    return it.walked.by(cast.BOSS_HE)


def found_before(now: datetime) -> Scene:
    it = at("triaged")(now)
    return replace(it, found=gateway.candidates(it.walked.visit, now=it.now))


def brought(mode: str) -> Callable[[datetime], Scene]:
    def start(now: datetime) -> Scene:
        one = builders.at_a_bench(now=now, mode=mode, at="held")
        return Scene(now=one.now, one=one)

    return start


def afar(now: datetime) -> Scene:
    ground.lay(now=now)
    one = walk.begin(replace(walk.a_report(now=now), mode="remote"), now=now).until("accepted")
    return Scene(now=one.now, one=one)


def with_texts(now: datetime) -> Scene:
    it = laid(now)
    builders.legal_texts(now=now)
    return it


def claimed(now: datetime) -> Scene:
    ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,), customer=cast.BUYER_HERE)
    one = a_claim(now=now, at="review", type="return", reason="defective", purchase=purchase)
    start = one.now + timedelta(hours=5)
    times = {"from_at": start, "to_at": start + timedelta(hours=2), "by": one.by(cast.LIN), "now": one.now}
    return Scene(now=one.now, work=lambda: claims.order_inspection(claim=one.claim, question="锁体有没有撬痕", **times))


def waiting(now: datetime) -> Scene:
    it = at("booked")(now)
    it.give("waiting", deng(it), on="customer", why="等业主回来")
    return replace(it, now=it.walked.now)
