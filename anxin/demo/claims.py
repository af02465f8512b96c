"""Walk one claim, step by step, by the hands of the cast and of invented buyers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from anxin.core import clocks, later
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import album, cast
from anxin.demo.walk import actor, in_a_block
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing, PictureGiven, Ruling
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.evidence import actions as evidence
from anxin.domain.goods import actions as goods
from anxin.domain.goods import queries as goods_queries
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries import actors
from anxin.domain.places import actions as places

# What is sold: the seller's slug, the line, the listing's picture.
SOLD = {
    "cup": ("xiangyuan", {"title": "赭红浓缩咖啡杯碟", "amount_fen": 26800, "cost_fen": 11200, "sku": "YT-CUP-01"}),
    "lamp": ("xiangyuan", {"title": "亚麻罩黄铜台灯", "amount_fen": 45900, "cost_fen": 21000, "sku": "YT-LAMP-02"}),
    "box": ("xiangyuan", {"title": "粗陶餐具六件套", "amount_fen": 32800, "cost_fen": 14000, "sku": "YT-SET-06"}),
    "saucer": ("xiangyuan", {"title": "赭红咖啡碟", "amount_fen": 4800, "cost_fen": 1500, "sku": "YT-SAU-01"}),
    "lock": ("heyan", {"title": "禾砚 S3 智能锁", "amount_fen": 99900, "cost_fen": 52000, "sku": "S3"}),
    "lock_pro": ("heyan", {"title": "禾砚 S5 智能锁", "amount_fen": 139900, "cost_fen": 71000, "sku": "S5"}),
}
OWNERS = {"xiangyuan": cast.MERCHANT_OWNER, "heyan": cast.HEYAN_OWNER}
PACKERS = {"xiangyuan": cast.XIAO_WU, "heyan": cast.XIAO_MEI}


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody bought, and which pictures were sealed when it was packed."""

    goods: str
    buyer: cast.Customer
    key: str
    listing: tuple[str, ...] = ()
    packing: tuple[str, ...] = ()
    delivered_days: float | None = 2.0
    shipped: bool = True


@dataclass(kw_only=True)
class Claimed:
    """A claim on its way, who is about it, and what time it is there."""

    claim: Claim
    token: str
    now: datetime
    seller: str
    quiet: bool = False

    @property
    def buyer(self) -> Actor:
        """Make the actor of its case link."""
        return actors.actor_of_link(self.token, now=self.now)

    @property
    def owner(self) -> Actor:
        """Make the actor of the seller's owner."""
        return self.by(OWNERS[self.seller])

    @property
    def decision(self) -> Decision:
        """Return its newest decision."""
        row = self.claim.decisions.order_by("-created_at")[0]
        row.claim = self.claim
        return row

    def by(self, member: cast.Member) -> Actor:
        """Make a member's actor at this moment."""
        return actor(member, now=self.now)

    def do[T](self, work: Callable[[], T], *, minutes: float = 4) -> T:
        """Do something in a block of its own, some minutes later."""
        self.now += timedelta(minutes=minutes)
        done = in_a_block(work)
        self.read()
        return done

    def step[T](self, action: Callable[..., T], *, by: Actor, minutes: float = 4) -> T:
        """Do an action on the claim, some minutes later."""
        return self.do(lambda: action(claim=self.claim, by=by, now=self.now), minutes=minutes)

    def read(self) -> None:
        """Read the claim anew."""
        self.claim = queries.claim_by_key(str(self.claim.id))

    def run(self) -> "Claimed":
        """Run what is due by now: pictures are examined, money moves; a quiet one leaves that to the workers."""
        if not self.quiet:
            later.run_due(self.now)
        self.read()
        return self

    def wait(self, **time: float) -> "Claimed":
        """Let time pass and look at the clocks."""
        self.now += timedelta(**time)
        clocks.sweep(self.now)
        return self.run()

    def hand_in(self, name: str, *, by: Actor, role: str) -> None:
        """Hand in one picture of the album."""
        file = in_a_block(lambda: album.seal(name, now=self.now))
        given = PictureGiven(file=file, role=role)
        self.step(partial(claims.hand_in, picture=given), by=by)

    def answer(self, reason: str = "出库时完好，请看装箱照片", *, hours: float = 5) -> None:
        """The seller doesn't agree, and says why."""
        self.step(partial(claims.answer, reason=reason), by=self.owner, minutes=60 * hours)

    def agree(self, reason: str = "照片清楚，同意退款", *, hours: float = 1) -> None:
        """The seller agrees by a click, with his reason."""
        self.step(partial(claims.agree, reason=reason), by=self.owner, minutes=60 * hours)

    def take(self, reviewer: cast.Member = cast.LIN, *, hours: float = 2) -> None:
        """A reviewer takes the case."""
        self.step(claims.take_case, by=self.by(reviewer), minutes=60 * hours)

    def rule(
        self, ruling: Ruling, *, by: cast.Member = cast.LIN, second: cast.Member | None = None, hours: float = 3
    ) -> Decision:
        """A reviewer decides; where a second person must agree, he does."""
        made = self.step(partial(claims.propose, ruling=ruling), by=self.by(by), minutes=60 * hours)
        if made.state == "proposed" and second is not None:
            self.do(
                lambda: claims.confirm(decision=self.decision, by=self.by(second), now=self.now), minutes=60 * hours / 2
            )
        return made


def refund(amount_fen: int, reason: str, *, liable: str = "merchant", fraud_said: bool = False) -> Ruling:
    """Rule that money goes back and the goods stay."""
    found = (("损坏在多张照片里位置一致", ("B1",)),)
    return Ruling(
        remedy="refund_only", amount_fen=amount_fen, reason=reason, found=found, liable=liable, fraud_said=fraud_said
    )


def refuse(reason: str, *, fraud_said: bool = False) -> Ruling:
    """Rule that the claim is not supported."""
    found = (("申请里的照片没有说明是出库前的损坏", ("B1",)),)
    return Ruling(remedy="refuse", reason=reason, liable="nobody", found=found, fraud_said=fraud_said)


def buy(order: Order, *, now: datetime) -> Purchase:
    """Write down a purchase some days before `now`; its packing pictures are sealed on the day it was packed."""
    slug, facts = SOLD[order.goods]
    bought_at = now - timedelta(days=(order.delivered_days or 0) + 4) if order.shipped else now
    packed_at = bought_at + timedelta(hours=20)
    place = places.locate(address=order.buyer.address, now=bought_at)
    product = goods_queries.product(brand="heyan", code=str(facts["sku"])) if slug == "heyan" else None
    row = goods.purchase(
        seller=people_queries.organisation(slug),
        order_key=order.key,
        lines=[Bought(**facts, product=product)],  # type: ignore[arg-type]  # the rows are a table of texts and sums
        bought_at=bought_at,
        buyer=people.enrol(name=order.buyer.name, phone=order.buyer.phone, now=bought_at, place=place),
        paid_reference=f"F-{order.key}",
        by=SYSTEM,
        now=bought_at,
    )
    for role, names in (("listing", order.listing), ("packing", order.packing)):
        for name in names:
            _pack(row, name, role, slug, bought_at if role == "listing" else packed_at)
    if not order.shipped:
        return row
    goods.ship(purchase=row, waybill=f"YD{abs(hash_of(order.key)):010d}", by=SYSTEM, now=packed_at)
    if order.delivered_days is not None:
        goods.deliver(purchase=row, by=SYSTEM, now=now - timedelta(days=order.delivered_days))
    return row


def hash_of(text: str) -> int:
    """Make a number of ten digits at most out of a text, the same each time."""
    return sum((at + 1) * 7919 * ord(one) for at, one in enumerate(text)) % 10**10


def _pack(purchase: Purchase, name: str, role: str, slug: str, now: datetime) -> None:
    file = album.seal(name, now=now)
    evidence.pack(purchase=purchase, file=file, role=role, by=actor(PACKERS[slug], now=now), now=now)


def file(
    order: Order,
    *,
    now: datetime,
    type: str,
    reason: str,
    told: str,
    pictures: tuple[str, ...] = (),
    asked_fen: int = 0,
    declaration: str = "none",
    platform: tuple[str, datetime] | None = None,
) -> Claimed:
    """Buy, then file a claim about it with pictures of the album."""

    def filed() -> Claimed:
        given = tuple(
            PictureGiven(file=album.seal(name, now=now), role="detail" if at else "whole")
            for at, name in enumerate(pictures)
        )
        filing = Filing(
            purchase=buy(order, now=now),
            lines=(ClaimLineGiven(position=1),),
            type=type,
            reason=reason,
            told=told,
            asked_fen=asked_fen,
            declaration=declaration,
            pictures=given,
            phone=order.buyer.phone,
            platform_ref=platform[0] if platform else "",
            platform_due_at=platform[1] if platform else None,
        )
        made = claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now)
        return Claimed(claim=made.claim, token=made.token, now=now, seller=SOLD[order.goods][0])

    one = in_a_block(filed)
    one.read()
    return one
