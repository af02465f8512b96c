"""Whether somebody can be sent: the goods are of a product, and it is known where they are; else the buyer is asked."""

from collections.abc import Callable
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.domain.claims import queries, rules
from anxin.domain.claims.models import Claim
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Product, PurchaseLine
from anxin.domain.people.queries import access
from anxin.domain.places.models import Place
from anxin.domain.repairs import actions as repairs


class NothingToRepair(Invalid):
    """The goods are of no product anybody repairs."""

    code = "claims.nothing_to_repair"


class BuyerSilent(WrongState):
    """A house filed the claim without the buyer, and he has said nothing in it: nobody is sent to his door."""

    code = "claims.buyer_silent"


class NobodyVouchedFor(Invalid):
    """Nobody who can mend the goods is vouched for where they are."""

    code = "claims.nobody_vouched_for"


class AddressNeeded(Invalid):
    """It isn't known where somebody should come to."""

    code = "claims.address_needed"


def line_of(claim: Claim) -> PurchaseLine:
    """Return the first line a claim is about."""
    return claim.lines.select_related("line__product__brand").order_by("line__position")[0].line


def name_goods(*, claim: Claim, product: Product, by: Actor, now: datetime) -> None:
    """Say which product the goods of a claim are, where nobody has said it."""
    goods.name_line(line=line_of(claim), product=product)
    told = {"product": f"{product.brand.slug}:{product.code}"}
    timeline.write(claim.stream(), "claims.goods_named", by=by, now=now, facts=told)


def ask_address(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Ask the buyer where somebody is to come to; again once he has said nothing for a day."""
    lock(claim)
    if claim.buyer.place_id is not None or rules.waits_for_answer(queries.address_asked(claim), now=now):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "ask_address"})
    timeline.write(claim.stream(), "claims.address_asked", by=by, now=now)


def repairable(claim: Claim, *, now: datetime) -> bool:
    """Return whether somebody can be sent."""
    product, place = line_of(claim).product, claim.buyer.place
    return place is not None and not _nobody_sent(claim, product, now)


def destination(claim: Claim, *, now: datetime) -> tuple[Product, Place]:
    """Return what somebody would look at, and where.

    Raises `NothingToRepair`, `repairs.not_covered`, `NobodyVouchedFor`, `BuyerSilent`, and `AddressNeeded`, which
    leaves behind that the buyer was asked for his address.
    """
    product, place = line_of(claim).product, claim.buyer.place
    if product is None:
        raise NothingToRepair("remedy", expected="goods somebody repairs", got="repair")
    if place is None:
        raise AddressNeeded("remedy", expected="the buyer's address", got="", survives=(_ask(claim, now),))
    why = _nobody_sent(claim, product, now)
    if why == "silent":
        raise BuyerSilent({"number": claim.number})
    if why:
        repairs.covered(product.brand, place, now=now)
        raise NobodyVouchedFor("remedy", expected="a remedy that can be carried out", got="repair")
    return product, place


def _nobody_sent(claim: Claim, product: Product | None, now: datetime) -> str:
    unheard = access.is_unheard(claim.buyer, claim.stream())
    return queries.nobody_sent(claim, product, unheard=unheard, now=now)


def _ask(claim: Claim, now: datetime) -> Callable[[], None]:
    def ask() -> None:
        lock(claim)  # two who are refused at once ask once
        if not queries.address_asked(claim):
            timeline.write(claim.stream(), "claims.address_asked", by=SYSTEM, now=now)

    return ask
