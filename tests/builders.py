"""Builders with sane defaults: a repair walked to any state, by the cast, on the ground of the demo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import files, later
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast, ground
from anxin.domain.goods import queries as goods
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.actions import LineGiven, PartGiven, Report
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Offer, Visit

WALK = (
    *("submitted", "accepted", "triaged", "ordered", "named", "assigned", "booked", "on_the_way", "on_site"),
    *("quoted", "agreed", "billed", "coded", "closed"),
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060"
    "0000000400015e2d7b5a0000000049454e44ae426082"
)


def actor(member: cast.Member, *, now: datetime) -> Actor:
    """Make the actor of a member of the cast."""
    account = people.account(member.username)
    assert account is not None
    return people.actor_of_account(account, now=now)


@dataclass
class Walked:
    """A repair with everything a test asks about it."""

    repair: Repair
    token: str
    now: datetime

    @property
    def visit(self) -> Visit:
        """Give its newest visit, read anew."""
        found = visits_queries.latest_of(self.repair.stream())
        assert found is not None
        return found

    @property
    def customer(self) -> Actor:
        """Make the actor of its case link."""
        return people.actor_of_link(self.token, now=self.now)

    def by(self, member: cast.Member) -> Actor:
        """Make a member's actor at this moment."""
        return actor(member, now=self.now)

    def do(self, work: Callable[[], object], *, minutes: int = 1) -> object:
        """Do something in a block of its own, some minutes later."""
        self.now += timedelta(minutes=minutes)
        done = acting(work)
        self.repair.refresh_from_db()
        return done

    def run(self) -> None:
        """Run what is due."""
        later.run_due(self.now)
        self.repair.refresh_from_db()


def a_report(
    *, now: datetime, customer: cast.Customer = cast.MS_ZHANG, brand: str = "heyan", code: str = "S3"
) -> Report:
    """Make a report of a lock that doesn't open, wanted this evening."""
    from_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
    return Report(
        product=goods.product(brand=brand, code=code),
        name=customer.name,
        phone=customer.phone,
        address=customer.address,
        symptoms=("no_fingerprint", "no_keypad"),
        told="中午出门还好好的",
        wanted_from_at=from_at,
        wanted_to_at=from_at + timedelta(hours=2),
        consent_version="2026-11",
    )


def technician(member: cast.Member = cast.MASTER_LUO) -> Technician:
    """Find a technician of the cast."""
    return Technician.objects.select_related("person", "account").get(number=member.number)


def outlet(organisation: cast.Organisation = cast.OUTLET_WUHOU) -> Outlet:
    """Find an outlet of the cast."""
    return Outlet.objects.select_related("organisation").get(organisation__slug=organisation.slug)


def a_picture(*, now: datetime, salt: int = 0) -> files.SealedFile:
    """Seal a small picture; another salt is another picture."""
    content = PIXEL + salt.to_bytes(4, "big")
    return acting(lambda: files.receive([content], length=len(content), name="p.png", allowed=files.PICTURES, now=now))


def a_repair(*, now: datetime, at: str = "submitted", **report: object) -> Walked:
    """Walk a fresh repair to a state, by way of the outlet: its happy path is `WALK`."""
    ground.lay(now=now)
    customer = report.get("customer", cast.MS_ZHANG)
    made = acting(lambda: repairs.report(report=a_report(now=now, customer=customer), by=_stranger(), now=now))
    walked = Walked(repair=made.repair, token=made.token, now=now)
    for state in WALK[1 : WALK.index(at) + 1]:
        STEPS[state](walked)
    return walked


def _stranger() -> Actor:
    return Actor(kind="stranger", id="", via="page")


def accepted(one: Walked) -> None:
    """Agent Xiao Chen accepts."""
    one.do(lambda: repairs.accept(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))


def triaged(one: Walked) -> None:
    """Agent Xiao Chen sends somebody; a person chooses whom."""
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now, automatic=False))


def ordered(one: Walked) -> None:
    """The dispatcher offers the visit to Boss He's outlet, who accepts it."""
    deng, he = one.by(cast.XIAO_DENG), one.by(cast.BOSS_HE)
    order = one.do(lambda: visits.order_outlet(visit=one.visit, outlet=outlet(), by=deng, now=one.now))
    found = visits_queries.order(str(order.id), actor=he, now=one.now)  # type: ignore[attr-defined]
    one.do(lambda: visits.accept_order(order=found, by=he, now=one.now))


def named(one: Walked) -> None:
    """Boss He names Master Luo."""
    he = one.by(cast.BOSS_HE)
    order = visits_queries.order(str(one.visit.outlet_orders.get(state="accepted").id), actor=he, now=one.now)
    one.do(lambda: visits.name_technician(order=order, technician=technician(), by=he, now=one.now))


def open_offer(one: Walked) -> Offer:
    """Find the offer that waits for an answer."""
    return visits_queries.offer_by_key(str(one.visit.offers.get(state__in=["sent", "seen"]).id))


def assigned(one: Walked) -> None:
    """Master Luo accepts."""
    one.do(lambda: visits.accept(offer=open_offer(one), by=one.by(cast.MASTER_LUO), now=one.now))


def booked(one: Walked) -> None:
    """Master Luo calls and books the wanted window."""
    luo = one.by(cast.MASTER_LUO)
    one.do(lambda: visits.record_call(visit=one.visit, purpose="appointment", answered=True, by=luo, now=one.now))
    start, end = one.repair.wanted_from_at, one.repair.wanted_to_at
    one.do(lambda: visits.book(visit=one.visit, from_at=start, to_at=end, by=luo, now=one.now))


def on_the_way(one: Walked) -> None:
    """Master Luo sets out shortly before the window."""
    one.now = one.repair.wanted_from_at - timedelta(minutes=30)
    one.do(lambda: visits.set_out(visit=one.visit, by=one.by(cast.MASTER_LUO), now=one.now))


def on_site(one: Walked) -> None:
    """Master Luo checks in at the door."""
    one.now = one.repair.wanted_from_at + timedelta(minutes=5)
    place = one.repair.place
    luo = one.by(cast.MASTER_LUO)
    one.do(lambda: visits.check_in(visit=one.visit, by=luo, now=one.now, lng=place.lng, lat=place.lat))


def quoted(one: Walked) -> None:
    """Master Luo quotes from the price list, one line optional."""
    lines = (
        LineGiven(code="HY3-PCB-02"),
        LineGiven(code="HY3-BAT-01", excluded=True),
        LineGiven(code="HY3-MAG-01", optional=True),
    )
    one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=one.by(cast.MASTER_LUO), now=one.now))


def agreed(one: Walked) -> None:
    """Ms Zhang agrees, without the optional line."""
    version = one.repair.quotes.get(state="sent").version
    found = repairs_queries.quote(one.repair.number, version=version, actor=one.customer, now=one.now)
    one.do(lambda: repairs.agree_quote(quote=found, chosen=(), by=one.customer, now=one.now))


def billed(one: Walked) -> None:
    """Master Luo takes the pictures and states the parts; the bill is shown."""
    luo = one.by(cast.MASTER_LUO)
    for salt, slot in enumerate(("before", "plate", "work", "after")):
        photo = a_picture(now=one.now, salt=salt)
        one.do(
            lambda slot=slot, photo=photo: visits.add_photo(visit=one.visit, slot=slot, file=photo, by=luo, now=one.now)
        )  # type: ignore[misc]
    parts = (PartGiven(code="HY3-PCB-02", serial="HY3PCB0001"), PartGiven(code="HY3-BAT-01"))
    one.do(lambda: repairs.use_parts(repair=one.repair, parts=parts, by=luo, now=one.now))


def the_code(one: Walked) -> str:
    """Read the completion code as the customer does."""
    return visits_queries.code_for_customer(one.visit, actor=one.customer)


def coded(one: Walked) -> None:
    """Master Luo enters the code Ms Zhang reads to him."""
    code = the_code(one)
    one.do(lambda: visits.finish(visit=one.visit, code=code, by=one.by(cast.MASTER_LUO), now=one.now))


def closed(one: Walked) -> None:
    """Ms Zhang pays; the provider answers."""
    from anxin.domain.ledger import actions as ledger
    from anxin.domain.ledger import queries as ledger_queries

    bill = ledger_queries.latest(one.repair.stream())
    if bill is not None and bill.state == "agreed":
        one.do(lambda: ledger.pay(bill=bill, method="fake", by=one.customer, now=one.now))
        one.run()


STEPS: dict[str, Callable[[Walked], None]] = {
    "accepted": accepted,
    "triaged": triaged,
    "ordered": ordered,
    "named": named,
    "assigned": assigned,
    "booked": booked,
    "on_the_way": on_the_way,
    "on_site": on_site,
    "quoted": quoted,
    "agreed": agreed,
    "billed": billed,
    "coded": coded,
    "closed": closed,
}
