"""A shop's, a marketplace's or the operator's own program files a claim, or answers one in a person's name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.domain.claims.actions.answers import SELLER, NotYourClaim
from anxin.domain.claims.actions.filing import FiledClaim, Filing, file
from anxin.domain.claims.models import Claim
from anxin.domain.goods import actions as goods
from anxin.domain.goods import queries as goods_queries
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation, Person
from anxin.domain.people.queries import access, actors, programs

TELLERS = {"brand": "shop", "merchant": "shop"}
"""By whom a buyer was told what becomes of his data, where a house's program says nothing of it."""


class NotYourShop(Forbidden):
    """This organisation's program may not file claims about this shop's orders."""

    code = "claims.not_your_shop"


@dataclass(frozen=True, kw_only=True)
class OrderGiven:
    """An order as the sender knows it, for an order that is not known here yet."""

    lines: Sequence[Bought]
    bought_at: datetime
    buyer_name: str
    buyer_phone: str
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    waybill: str = ""
    freight_fen: int = 0
    paid_reference: str = ""


def file_by_program(
    *, seller: str, order_key: str, order: OrderGiven | None, filing: Filing, by: Actor, now: datetime
) -> FiledClaim:
    """Number a claim an organisation's program files about an order of its own, of its marketplace, or of anybody.

    `filing` comes without its purchase, which is found or written down first. Raises `NotYourShop`,
    `NoSuchPurchase`, and whatever `file` refuses.
    """
    home = programs.home_of(by)
    shop = _shop(seller, "" if order else order_key, home)
    if home.kind not in ("operator", "platform") and home.id != shop.id:
        raise NotYourShop({"seller": shop.slug})
    platform = home if home.kind == "platform" else None
    known = Purchase.objects.filter(seller=shop, order_key=order_key).select_related("buyer").first()
    row = _ordered(shop, order_key, order, platform, known, by, now) if order else None
    row = row or goods_queries.purchase_at(seller=shop, order_key=order_key)
    if order is not None:
        filing = replace(filing, name=order.buyer_name, phone=order.buyer_phone)
    if platform is not None and row.platform_id != platform.id:
        raise goods_queries.NoSuchPurchase({"order": order_key[:40]})
    by_whom = "platform" if platform is not None or filing.platform_ref else TELLERS.get(home.kind, "api")
    told_by = filing.told_by or ("api" if filing.consent_version else by_whom)
    filed = file(filing=replace(filing, purchase=row, channel="api", told_by=told_by), by=by, now=now)
    return replace(filed, kept=_told_otherwise(known.buyer, order)) if known and known.buyer and order else filed


def _told_otherwise(buyer: Person, order: OrderGiven) -> tuple[str, ...]:
    """Return what an order says of its buyer otherwise than it is kept: only the person himself changes that."""
    right = access.said_right(buyer, name=order.buyer_name, phone=order.buyer_phone)
    return tuple(one for one in ("name", "phone") if one not in right)


def _shop(slug: str, order_key: str, home: Organisation) -> Organisation:
    """Return whose order is meant: its own, the named shop's, or that of the only shop with such a known order."""
    if not slug and home.kind in ("brand", "merchant"):
        return home
    if order_key and not slug and home.kind in ("operator", "platform"):
        known = Purchase.objects.select_related("seller")
        sold = known.filter(platform=home) if home.kind == "platform" else known
        return goods_queries.the_only(sold, order_key).seller
    try:
        return people_queries.organisation(slug)
    except people_queries.UnknownOrganisation:
        raise Invalid("seller", expected="the short name of a shop", got=slug[:40]) from None


def _ordered(
    shop: Organisation,
    order_key: str,
    order: OrderGiven,
    platform: Organisation | None,
    known: Purchase | None,
    by: Actor,
    now: datetime,
) -> Purchase:
    moments = [one for one in (order.bought_at, order.shipped_at, order.delivered_at) if one is not None]
    if moments != sorted(moments) or moments[-1] > now:
        raise Invalid("order.bought_at", expected="bought, shipped and delivered in this order, by now", got="")
    row = goods.purchase(
        seller=shop,
        order_key=order_key,
        lines=order.lines,
        bought_at=order.bought_at,
        buyer=None if known else people.enrol(name=order.buyer_name, phone=order.buyer_phone, now=now),
        platform=platform,
        freight_fen=order.freight_fen,
        paid_reference=order.paid_reference,
        by=by,
        now=now,
    )
    if order.shipped_at:
        goods.ship(purchase=row, waybill=order.waybill, by=by, now=order.shipped_at)
    if order.delivered_at:
        goods.deliver(purchase=row, by=by, now=order.delivered_at)
    return row


def person_answering(*, claim: Claim, username: str, by: Actor, now: datetime) -> Actor:
    """Return the person in whose name a merchant's program answers: who drafted an answer will never judge it.

    Raises `NotYourClaim`, and `Invalid` for somebody who doesn't answer claims there.
    """
    if by.organisation != str(claim.seller_id):
        raise NotYourClaim({"number": claim.number})
    account = people_queries.account(username)
    if account is not None and account.is_active:
        who = actors.actor_of_account(account, now=now, via=f"token:{by.id[-12:]}")
        if who.organisation == str(claim.seller_id) and who.roles & SELLER:
            return who
    raise Invalid("person", expected="the sign-in name of one of yours who answers claims", got="")
