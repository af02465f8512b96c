"""The claims of the story, each told through the actions from the day it was filed until where it stands today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from anxin.core import settings
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.buyers import buyer
from anxin.demo.claims import Claimed, Order, buy, file
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.people import queries as people

type Told = Callable[["Dispute", datetime], Claimed]


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """One claim of the table: who bought what, how long ago he claimed, and how it went."""

    name: str
    number: int
    days: float
    goods: str
    type: str
    reason: str
    told: str
    tell: Told
    pictures: tuple[str, ...] = ()
    packing: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    delivered_days: float | None = 2.0
    asked_fen: int = 0
    declaration: str = "none"
    who: cast.Customer | None = None
    live: bool = False

    def filed(self, now: datetime, *, platform_h: float = 0) -> Claimed:
        """File it."""
        order = Order(
            goods=self.goods,
            buyer=self.who or buyer(self.number),
            key=f"{'YT' if self.goods[:4] != 'lock' else 'HY'}-{now:%Y%m%d}-{7000 + self.number}",
            listing=self.listing,
            packing=self.packing,
            delivered_days=self.delivered_days,
        )
        one = file(
            order,
            now=now,
            type=self.type,
            reason=self.reason,
            told=self.told,
            pictures=self.pictures,
            asked_fen=self.asked_fen,
            declaration=self.declaration,
            platform=(f"PT-{2600 + self.number}", now + timedelta(hours=platform_h)) if platform_h else None,
        )
        one.quiet = self.live
        return one


def advance_answers(*, now: datetime) -> None:
    """Let both sellers agree beforehand to small things: dated, by rule and sum, revocable."""
    for slug, owner, reasons, most, reason in (
        ("xiangyuan", cast.MERCHANT_OWNER, ("missing", "broken"), 5000, "五十元以内漏发、破损直接退，不必退回"),
        ("heyan", cast.HEYAN_OWNER, ("missing",), 6000, "六十元以内漏发配件直接退"),
    ):
        acting(
            partial(
                claims.give_advance_answer,
                organisation=people.organisation(slug),
                reasons=reasons,
                types=("refund_only",),
                most_fen=most,
                reason=reason,
                by=actor(owner, now=now),
                now=now,
            )
        )


SHOP_LOOK = {"name": "湘源杂货铺", "mark": "湘", "hotline": "028-00000188", "accent": "8a3b12"}


def return_addresses(*, now: datetime) -> None:
    """Let both sellers say where goods come back to, and the shop how it shows itself."""
    for owner, where in (
        (cast.MERCHANT_OWNER, "湘源退货组，028-00000188，四川省成都市金牛区仓库路 1 号"),
        (cast.HEYAN_OWNER, "禾砚售后仓，028-00000189，四川省成都市武侯区科华路 2 号"),
    ):
        by = actor(owner, now=now)
        propose = partial(settings.propose, organisation=by.organisation, valid_from=now, by=by, now=now)
        acting(partial(propose, name="claims.return_address", value=where))
        if owner is cast.MERCHANT_OWNER:
            acting(partial(propose, name="network.look", value=SHOP_LOOK))


def orders_to_pack(*, now: datetime) -> None:
    """Sell a few things that wait to be packed."""
    for number, sold in enumerate(("cup", "lamp", "box", "cup", "lock")):
        at = now - timedelta(hours=3 + 4 * number)
        order = Order(goods=sold, buyer=buyer(90 + number), key=f"YT-{at:%Y%m%d}-{8100 + number}", shipped=False)
        acting(partial(buy, order, now=at))


def tell(case: Dispute, *, now: datetime) -> Claimed:
    """Tell one case; its end lies before `now`."""
    one = case.tell(case, now - timedelta(days=case.days))
    if one.now > now:
        raise RuntimeError(f"{case.name} ends after today: {one.now} > {now}")
    return one
