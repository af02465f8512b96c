"""Walk one repair, step by step, by the hands of the cast: demo, screenshots and tests walk the same way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from anxin.core import files, later
from anxin.core.acting import acting, inside
from anxin.core.actors import STRANGER, Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import album, cast
from anxin.domain.goods import queries as goods
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import providers
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.actions import PartGiven, QuoteLineGiven, Report
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Offer, OutletOrder, Visit

HAPPY = (
    *("submitted", "accepted", "triaged", "ordered", "named", "assigned", "booked", "on_the_way", "on_site"),
    *("quoted", "agreed", "billed", "coded", "closed"),
)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060"
    "0000000400015e2d7b5a0000000049454e44ae426082"
)
FIRST_HOUR, LAST_HOUR = 8, 20
LOCK_LINES = (
    QuoteLineGiven(code="HY3-PCB-02"),
    QuoteLineGiven(code="HY3-BAT-01", excluded=True, excluded_why="电池是消耗品，保修条款不包括"),
    QuoteLineGiven(code="HY3-MAG-01", optional=True),
)
LOCK_PARTS = (PartGiven(code="HY3-PCB-02", serial="HY3PCB0001"), PartGiven(code="HY3-BAT-01"))


@dataclass(kw_only=True)
class Walked:
    """A repair on its way, who is about it, and what time it is there."""

    repair: Repair
    token: str
    now: datetime
    technician: cast.Member = cast.MASTER_LUO
    manager: cast.Member = cast.BOSS_HE
    lines: Sequence[QuoteLineGiven] = LOCK_LINES
    parts: Sequence[PartGiven] = LOCK_PARTS
    pictures: list[files.SealedFile] = field(default_factory=list)
    album: Mapping[str, str] = field(default_factory=dict)
    """Which picture of the album is taken for a slot of the record; without one a dot is."""
    direct: bool = False
    accounts: dict[str, Account] = field(default_factory=dict, repr=False)
    quote: Quote | None = field(default=None, repr=False)
    """The newest that its technician sent: its customer answers that one."""
    on_its_way: bool = field(default=False, repr=False)
    """While it walks to a state its repair is read anew only where a step looks at it, and at the end."""

    @property
    def visit(self) -> Visit:
        """Return its newest visit, read anew."""
        found = visits_queries.latest_of(self.repair.stream())
        if found is None:
            raise RuntimeError(f"{self.repair.number} has no visit yet")
        return found

    @property
    def customer(self) -> Actor:
        """Make the actor of its case link."""
        return actors.actor_of_link(self.token, now=self.now)

    def by(self, member: cast.Member) -> Actor:
        """Make a member's actor at this moment."""
        if member.username not in self.accounts:
            self.accounts[member.username] = account_of(member)
        return actors.actor_of_account(self.accounts[member.username], now=self.now)

    def do[T](self, work: Callable[[], T], *, minutes: int = 1) -> T:
        """Do something in a block of its own, some minutes later."""
        self.now += timedelta(minutes=minutes)
        done = in_a_block(work)
        if not self.on_its_way:
            self.repair.refresh_from_db()
        return done

    def run(self) -> None:
        """Run what is due by now."""
        later.run_due(self.now)
        self.repair.refresh_from_db()

    def until(self, state: str) -> "Walked":
        """Walk on from the first step to a state of `HAPPY`."""
        self.on_its_way = True
        try:
            for name in HAPPY[1 : HAPPY.index(state) + 1]:
                STEPS[name](self)
        finally:
            self.on_its_way = False
        self.repair.refresh_from_db()
        return self


def in_a_block[T](work: Callable[[], T]) -> T:
    """Do something in the running block, or in one of its own."""
    return work() if inside() else acting(work)


def actor(member: cast.Member, *, now: datetime) -> Actor:
    """Make the actor of a member of the cast."""
    return actors.actor_of_account(account_of(member), now=now)


def account_of(member: cast.Member) -> Account:
    """Find the account of a member of the cast."""
    account = people.account(member.username)
    if account is None:
        raise RuntimeError(f"the cast's {member.username} has no account")
    return account


def a_report(
    *,
    now: datetime,
    customer: cast.Customer = cast.MS_ZHANG,
    brand: str = "heyan",
    code: str = "S3",
    symptoms: tuple[str, ...] = ("no_fingerprint", "no_keypad"),
    told: str = "中午出门还好好的，回来按指纹没反应，面板红灯闪",
    by_day: bool = False,
) -> Report:
    """Make a report of a lock that doesn't open, wanted four hours from now, or `by_day` at the next fit hour."""
    from_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
    if by_day:
        from_at = daytime(from_at)
    return Report(
        product=goods.product(brand=brand, code=code),
        name=customer.name,
        phone=customer.phone,
        address=customer.address,
        symptoms=symptoms,
        told=told,
        wanted_from_at=from_at,
        wanted_to_at=from_at + timedelta(hours=2),
        consent_version="2026-11",
    )


def daytime(at: datetime) -> datetime:
    """Return the first full hour from this one on in which a visit of two hours begins by day."""
    local = at.astimezone(SHANGHAI)
    if local.hour > LAST_HOUR:
        local += timedelta(days=1)
    return local.replace(hour=FIRST_HOUR) if not FIRST_HOUR <= local.hour <= LAST_HOUR else at


def begin(report: Report, *, now: datetime, by: Actor = STRANGER) -> Walked:
    """Send a report in."""
    made = in_a_block(lambda: repairs.report(report=report, by=by, now=now))
    return Walked(repair=made.repair, token=made.token, now=now)


def technician(member: cast.Member = cast.MASTER_LUO) -> Technician:
    """Find a technician of the cast."""
    return Technician.objects.select_related("person", "account").get(number=member.number)


def outlet(organisation: str = cast.OUTLET_WUHOU.slug) -> Outlet:
    """Find an outlet by its organisation's slug."""
    return Outlet.objects.select_related("organisation").get(organisation__slug=organisation)


def a_picture(*, now: datetime, salt: int = 0) -> files.SealedFile:
    """Seal a small picture; another salt is another picture."""
    content = DOT + salt.to_bytes(4, "big")
    return in_a_block(
        lambda: files.receive([content], length=len(content), name="p.png", allowed=files.PICTURES, now=now)
    )


def accepted(one: Walked) -> None:
    """Agent Xiao Chen accepts."""
    one.do(lambda: repairs.accept(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now), minutes=2)


def triaged(one: Walked) -> None:
    """Agent Xiao Chen sends somebody; a person chooses whom."""
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now, automatic=False))


def ordered(one: Walked) -> None:
    """The dispatcher offers the visit to the outlet, which accepts it (directly: to nobody yet)."""
    if one.direct:
        return
    deng, manager = one.by(cast.XIAO_DENG), one.by(one.manager)
    place = outlet(one.manager.organisation)
    order = one.do(lambda: visits.order_outlet(visit=one.visit, outlet=place, by=deng, now=one.now))
    found = visits_queries.order(str(order.id), actor=manager, now=one.now)
    one.do(lambda: visits.accept_order(order=found, by=manager, now=one.now))


def named(one: Walked) -> None:
    """The outlet's manager names a technician (directly: the dispatcher offers it to him)."""
    who = technician(one.technician)
    if one.direct:
        deng = one.by(cast.XIAO_DENG)
        one.do(lambda: visits.offer_to(visit=one.visit, technician=who, by=deng, now=one.now))
        return
    manager = one.by(one.manager)
    orders = OutletOrder.objects.filter(visit__stream_key=one.repair.pk, state="accepted")
    order = visits_queries.order(str(orders.values_list("pk", flat=True).get()), actor=manager, now=one.now)
    one.do(lambda: visits.name_technician(order=order, technician=who, by=manager, now=one.now))


def open_offer(one: Walked) -> Offer:
    """Find the offer that waits for an answer."""
    open_ = Offer.objects.filter(visit__stream_key=one.repair.pk, state__in=["sent", "seen"])
    return visits_queries.offer_by_key(str(open_.values_list("pk", flat=True).get()))


def assigned(one: Walked) -> None:
    """The technician accepts."""
    one.do(lambda: visits.accept(offer=open_offer(one), by=one.by(one.technician), now=one.now))


def booked(one: Walked) -> None:
    """The technician calls and books the wanted window."""
    by = one.by(one.technician)
    one.do(lambda: visits.record_call(visit=one.visit, purpose="appointment", answered=True, by=by, now=one.now))
    start, end = one.repair.wanted_from_at, one.repair.wanted_to_at
    one.do(lambda: visits.book(visit=one.visit, from_at=start, to_at=end, by=by, now=one.now))


def on_the_way(one: Walked) -> None:
    """The technician sets out shortly before the window."""
    one.now = one.repair.wanted_from_at - timedelta(minutes=30)
    one.do(lambda: visits.set_out(visit=one.visit, by=one.by(one.technician), now=one.now))


def on_site(one: Walked) -> None:
    """The technician checks in at the door."""
    one.now = one.repair.wanted_from_at + timedelta(minutes=5)
    by, place = one.by(one.technician), one.repair.place
    at = None if place.lng is None or place.lat is None else visits.Position(lng=place.lng, lat=place.lat)
    one.do(lambda: visits.check_in(visit=one.visit, by=by, now=one.now, at=at))


def quoted(one: Walked) -> None:
    """The technician quotes from the price list."""
    by = one.by(one.technician)
    one.quote = one.do(lambda: repairs.quote(repair=one.repair, lines=one.lines, by=by, now=one.now), minutes=9)


def agreed(one: Walked) -> None:
    """The customer agrees, without the optional lines."""
    quote = one.quote or one.repair.quotes.exclude(state="replaced").get()
    if quote.state == "agreed":
        return
    found = repairs_queries.quote(one.repair.number, version=quote.version, actor=one.customer, now=one.now)
    one.do(lambda: repairs.agree_quote(quote=found, chosen=(), by=one.customer, now=one.now), minutes=3)


def photographed(one: Walked, slots: Sequence[str] = ("before", "plate", "work", "after")) -> None:
    """The technician takes the pictures of the record."""
    by = one.by(one.technician)
    for salt, slot in enumerate(slots):
        _photo(one, slot, _taken(one, slot, salt), by)


def _taken(one: Walked, slot: str, salt: int) -> files.SealedFile:
    if slot in one.album:
        return in_a_block(lambda: album.seal(one.album[slot], now=one.now))
    return one.pictures[salt % len(one.pictures)] if one.pictures else a_picture(now=one.now, salt=salt)


def _photo(one: Walked, slot: str, photo: files.SealedFile, by: Actor) -> None:
    one.do(lambda: visits.add_photo(visit=one.visit, slot=slot, file=photo, by=by, now=one.now))


def billed(one: Walked) -> None:
    """The technician takes the pictures and states the parts; the bill is shown."""
    photographed(one)
    by = one.by(one.technician)
    one.do(lambda: repairs.use_parts(repair=one.repair, parts=one.parts, by=by, now=one.now), minutes=15)


def the_code(one: Walked) -> str:
    """Read the completion code as the customer does."""
    return visits_queries.code_for_customer(one.visit, actor=one.customer)


def coded(one: Walked) -> None:
    """The technician enters the code the customer reads to him."""
    code = the_code(one)
    one.do(lambda: visits.finish(visit=one.visit, code=code, by=one.by(one.technician), now=one.now))


def closed(one: Walked) -> None:
    """The customer pays; the provider answers."""
    bill = ledger_queries.latest(one.repair.stream())
    if bill is None or bill.state != "agreed":
        return
    payment = one.do(lambda: ledger.pay(bill=bill, method="fake", by=one.customer, now=one.now))
    request = one.do(lambda: ledger.begin_call(payment=payment, now=one.now), minutes=0)
    if request is not None:
        answer = providers.begin(payment.provider, request)
        one.do(lambda: ledger.finish_call(payment=payment, answer=answer, now=one.now), minutes=0)


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
