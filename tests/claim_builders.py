"""Build claims at any state: a purchase, a filing with pictures, and the cast who walks it on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from anxin.core import clocks, later
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing, PictureGiven, Ruling
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.evidence import actions as evidence
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.people.queries import actors
from tests import laid
from tests.evidence_builders import CUP, a_purchase, drawn, jpeg, sealed

WALK = ("merchant_answer", "review", "decided", "closed")
FACTS = (("看过照片", ("B1",)),)


@dataclass(kw_only=True)
class Walked:
    """A claim on its way, and what time it is there."""

    claim: Claim
    token: str
    now: datetime

    @property
    def buyer(self) -> Actor:
        """Make the actor of its case link."""
        return actors.actor_of_link(self.token, now=self.now)

    @property
    def decision(self) -> Decision:
        """Give its newest decision."""
        row = self.claim.decisions.order_by("-created_at")[0]
        row.claim = self.claim
        return row

    def by(self, member: cast.Member) -> Actor:
        """Make a member's actor at this moment."""
        return actor(member, now=self.now)

    def do[T](self, work: Callable[[], T], *, minutes: int = 1) -> T:
        """Do something in a block of its own, some minutes later."""
        self.now += timedelta(minutes=minutes)
        done = acting(work)
        self.read()
        return done

    def read(self) -> None:
        """Read the claim anew."""
        self.claim = queries.claim_by_key(str(self.claim.id))

    def run(self) -> None:
        """Run what is due by now."""
        later.run_due(self.now)
        self.read()

    def wait(self, **time: float) -> None:
        """Let time pass and look at the clocks."""
        self.now += timedelta(**time)
        clocks.sweep(self.now)
        later.run_due(self.now)
        self.read()

    def view(self, by: Actor) -> queries.ClaimView:
        """Show the claim as somebody sees it."""
        row = queries.claim(self.claim.number, actor=by, now=self.now)
        return queries.view(row, actor=by, now=self.now)

    def answer(self, reason: str = "出库时完好,请看装箱照片") -> None:
        """The merchant does not agree."""
        self.do(lambda: claims.answer(claim=self.claim, reason=reason, by=self.by(cast.MERCHANT_OWNER), now=self.now))

    def agree(self) -> None:
        """The merchant agrees by click."""
        self.do(lambda: claims.agree(claim=self.claim, by=self.by(cast.MERCHANT_OWNER), now=self.now))

    def propose(self, ruling: Ruling | None = None, *, by: cast.Member = cast.LIN) -> Decision:
        """A reviewer decides."""
        said = ruling or refund(self.claim.asked_fen)
        said = replace(said, early=said.early or "没有提出新的内容")  # heard only where an appeal waits for its answer
        return self.do(lambda: claims.propose(claim=self.claim, ruling=said, by=self.by(by), now=self.now))

    def hand_in(self, content: bytes, *, by: Actor, role: str) -> None:
        """Hand in a picture."""
        one = PictureGiven(file=sealed(content, now=self.now), role=role)
        self.do(lambda: claims.hand_in(claim=self.claim, picture=one, by=by, now=self.now))


def refund(amount_fen: int, *, reason: str = "裂纹在多个角度可见,支持退款", fraud_said: bool = False) -> Ruling:
    """Rule that money goes back."""
    return Ruling(remedy="refund_only", amount_fen=amount_fen, reason=reason, found=FACTS, fraud_said=fraud_said)


def refuse(reason: str = "照片与商品图为同一次拍摄,裂纹处不一致,未补拍", *, fraud_said: bool = False) -> Ruling:
    """Rule that the claim is not supported."""
    return Ruling(remedy="refuse", reason=reason, liable="nobody", found=FACTS, fraud_said=fraud_said)


def pack(purchase: Purchase, content: bytes, *, now: datetime, role: str = "packing") -> None:
    """Seal a merchant's picture on the purchase, before anybody claims."""
    file = sealed(content, now=now)
    by = actor(cast.XIAO_WU, now=now)
    seller = str(purchase.seller_id)
    acting(
        lambda: evidence.receive(
            file=file,
            stream=stream_of(purchase),
            owner_key=seller,
            order_key=purchase.order_key,
            party_key=f"organisation:{seller}",
            side="merchant",
            role=role,
            by=by,
            now=now,
        )
    )


def a_claim(
    *,
    now: datetime,
    at: str = "merchant_answer",
    type: str = "refund_only",
    reason: str = "broken",
    pictures: tuple[bytes, ...] = (),
    lines: tuple[Bought, ...] = (CUP,),
    purchase: Purchase | None = None,
    order: str = "YT-20261118-7730",
    asked_fen: int = 0,
    platform_ref: str = "",
) -> Walked:
    """File a claim about the cup and walk it to a state of `WALK`."""
    asked = {"type": type, "reason": reason, "asked_fen": asked_fen, "platform_ref": platform_ref}

    def walk() -> Walked:
        bought = purchase or a_purchase(now=now, order=order, lines=lines)
        one = _filed(bought, pictures, now, **asked)  # type: ignore[arg-type]
        for state in WALK[1 : WALK.index(at) + 1]:
            STEPS[state](one)
        return one

    if purchase:  # it lies there already
        return walk()
    return laid.walking_once((at, pictures, repr(lines), order, *asked.values()), now, walk, as_it_lies)


def as_it_lies(one: Walked) -> Walked:
    """Give a walk that was put back."""
    return replace(one, claim=queries.claim_by_key(str(one.claim.id)))


def _filed(
    bought: Purchase,
    pictures: tuple[bytes, ...],
    now: datetime,
    *,
    type: str,
    reason: str,
    asked_fen: int,
    platform_ref: str,
) -> Walked:
    given = tuple(PictureGiven(file=sealed(one, now=now), role="detail") for one in pictures)
    filing = Filing(
        purchase=bought,
        lines=(ClaimLineGiven(position=1),),
        type=type,
        reason=reason,
        told="拆开就有裂",
        pictures=given,
        phone=cast.BUYER.phone,
        asked_fen=asked_fen,
        platform_ref=platform_ref,
        platform_due_at=now + timedelta(hours=24) if platform_ref else None,
    )
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
    return Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)


def _review(one: Walked) -> None:
    one.answer()
    one.run()


def _decided(one: Walked) -> None:
    one.propose()


def _closed(one: Walked) -> None:
    one.wait(days=7, minutes=1)
    one.run()


STEPS = {"review": _review, "decided": _decided, "closed": _closed}

__all__ = ["WALK", "Walked", "a_claim", "a_purchase", "drawn", "jpeg", "pack", "refund", "refuse", "sealed"]
