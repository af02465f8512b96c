"""Purchases: what was bought, with the listing of that moment; shipped, delivered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import pgettext

from anxin.core import inserts, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.goods import rules
from anxin.domain.goods.models import Product, Purchase, PurchaseLine
from anxin.domain.goods.queries import listings
from anxin.domain.goods.queries.purchases import is_borne, is_claimed
from anxin.domain.goods.rules.listings import code_of
from anxin.domain.goods.wording import CELLS
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation, Person


class OtherPurchase(WrongState):
    """The order is known already with other lines; what was sold is not rewritten."""

    code = "goods.other_purchase"


class ClaimedAbout(WrongState):
    """A claim stands on the order: nobody adds to what was sold, nor rewrites or takes away what was told of it."""

    code = "goods.claimed_about"


class SellerLeft(WrongState):
    """The seller left: nothing is sold of it any more; what was sold can still be claimed about."""

    code = "goods.seller_left"


def only_selling(seller: Organisation) -> None:
    """Refuse a new order of a seller that left; raises `SellerLeft`."""
    if seller.left_at is not None:
        raise SellerLeft({"house": seller.name})


@dataclass(frozen=True, kw_only=True)
class Bought:
    """One line: what, how many, for how much, and the listing as the buyer saw it (title, pictures' hashes)."""

    title: str
    amount_fen: int
    quantity: int = 1
    sku: str = ""
    cost_fen: int | None = None
    product: Product | None = None
    serial: str = ""
    listing: Mapping[str, object] = field(default_factory=dict)
    no_return: str = ""


def purchase(
    *,
    seller: Organisation,
    order_key: str,
    lines: Sequence[Bought],
    bought_at: datetime,
    by: Actor,
    now: datetime,
    buyer: Person | None = None,
    platform: Organisation | None = None,
    freight_fen: int = 0,
    paid_reference: str = "",
) -> Purchase:
    """Write down a purchase; the same order again gives the one known, and its payment's number once it is told.

    Raises `OtherPurchase` where the order is known with other lines, `Invalid` for the payment of another order.
    """
    paid_reference = rules.plain_reference(paid_reference)
    if not order_key.strip() or not lines:
        raise Invalid("order_key", expected="an order number and its lines", got=order_key[:40])
    for one in lines:
        if one.no_return not in ("", *rules.NO_RETURN):
            raise Invalid("no_return", expected=", ".join(rules.NO_RETURN), got=one.no_return)
    known = Purchase.objects.filter(seller=seller, order_key=order_key).first()
    if known is not None:
        told = [(row.title, row.quantity, row.amount_fen) for row in known.lines.order_by("position")]
        if told != [(one.title, one.quantity, one.amount_fen) for one in lines]:
            raise OtherPurchase({"order": order_key})
        if paid_reference and not known.paid_reference:
            paid_alone(paid_reference, seller=seller, order_key=order_key, field="paid_reference")
            Purchase.objects.filter(pk=known.pk).update(paid_reference=paid_reference)
            known.refresh_from_db()
        return known
    only_selling(seller)
    paid_alone(paid_reference, seller=seller, order_key=order_key, field="paid_reference")
    row = Purchase.objects.create(
        seller=seller,
        platform=platform,
        order_key=order_key,
        buyer=buyer,
        freight_fen=freight_fen,
        paid_reference=paid_reference,
        bought_at=bought_at,
    )
    inserts.insert([_line(row, at, one) for at, one in enumerate(_named(seller, lines), 1)])
    join_parties(row, now=now)
    timeline.write(stream_of(row), "goods.bought", by=by, now=now, facts={"lines": len(lines)})
    return row


def _named(seller: Organisation, lines: Sequence[Bought]) -> list[Bought]:
    """Return the lines with the products that their seller's table says they are, where nobody says another."""
    codes = {code_of(one.sku, one.title) for one in lines if one.product is None}
    known = listings.products_named(seller.pk, codes) if codes else {}
    found = (known.get(code_of(one.sku, one.title)) for one in lines)
    return [replace(one, product=one.product or product) for one, product in zip(lines, found, strict=True)]


def paid_alone(reference: str, *, seller: Organisation, order_key: str, field: str) -> None:
    """Refuse the payment of another order: money would go back to who paid for that one."""
    if is_borne(reference, seller=seller.slug, order=order_key):
        raise Invalid(field, expected=str(CELLS["own_number"]), got=reference)


def stream_of(row: Purchase) -> StreamKey:
    """Return the stream of a purchase."""
    return StreamKey("purchase", str(row.id))


def _line(row: Purchase, position: int, one: Bought) -> PurchaseLine:
    return PurchaseLine(
        purchase=row,
        position=position,
        sku=one.sku,
        title=one.title,
        quantity=one.quantity,
        amount_fen=one.amount_fen,
        cost_fen=one.cost_fen,
        product=one.product,
        serial=one.serial,
        listing=dict(one.listing),
        listing_at=row.bought_at,
        no_return=one.no_return,
    )


def join_parties(row: Purchase, *, now: datetime) -> None:
    """Let the sides of an order read its record."""
    stream = stream_of(row)
    people.join(stream=stream, role="merchant", organisation=row.seller, now=now)
    people.join(stream=stream, role="operator", organisation=people_queries.operator(), now=now)
    if row.platform is not None:
        people.join(stream=stream, role="platform", organisation=row.platform, now=now)
    if row.buyer is not None:
        people.join(stream=stream, role="customer", person=row.buyer, now=now)


def ship(*, purchase: Purchase, waybill: str, by: Actor, now: datetime) -> None:
    """Write down that the goods went out; a waybill that is written down is put right, or kept where none is said."""
    own = {} if purchase.waybill else {"waybill": waybill}
    if not Purchase.objects.filter(pk=purchase.pk, shipped_at=None).update(shipped_at=now, **own):
        return
    if not own and waybill:
        correct_waybill(purchase=purchase, waybill=waybill, by=by, now=now)
    purchase.refresh_from_db()
    timeline.write(stream_of(purchase), "goods.shipped", by=by, now=now)


def correct_waybill(*, purchase: Purchase, waybill: str, by: Actor, now: datetime) -> None:
    """Write down another waybill than the goods were said to go out with, and both in the record; when stays.

    Raises `Invalid` for none, `ClaimedAbout` where a claim stands on the order.
    """
    lock(purchase)
    was = purchase.waybill
    if was == waybill:
        return
    if not waybill:
        raise Invalid("waybill", expected=was, got=pgettext("a cell", "nothing"))
    if was and is_claimed(purchase):
        raise ClaimedAbout({"order": purchase.order_key})
    Purchase.objects.filter(pk=purchase.pk).update(waybill=waybill)
    purchase.waybill = waybill
    private = {"was": was, "becomes": waybill}
    timeline.write(stream_of(purchase), "goods.waybill_corrected", by=by, now=now, private=private)


def deliver(*, purchase: Purchase, by: Actor, now: datetime) -> None:
    """Write down that the goods were signed for; the first moment stays."""
    if not Purchase.objects.filter(pk=purchase.pk, delivered_at=None).update(delivered_at=now):
        return
    purchase.refresh_from_db()
    timeline.write(stream_of(purchase), "goods.delivered", by=by, now=now)
