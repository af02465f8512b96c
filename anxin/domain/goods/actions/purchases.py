"""Purchases: what was bought, with the listing of that moment; shipped, delivered; or imported from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from anxin.core import inserts, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.tables import Values, text_in, whole_in
from anxin.core.timeline import StreamKey
from anxin.domain.goods import rules
from anxin.domain.goods.models import Product, Purchase, PurchaseLine
from anxin.domain.goods.queries import listings
from anxin.domain.goods.queries.purchases import is_borne
from anxin.domain.goods.rules.listings import code_of
from anxin.domain.goods.wording import CELLS
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation, Person


class OtherPurchase(WrongState):
    """The order is known already with other lines; what was sold is not rewritten."""

    code = "goods.other_purchase"


class ClaimedAbout(WrongState):
    """A claim stands on the order: no file changes what was sold, paid, or when it was signed for."""

    code = "goods.claimed_about"


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
            _paid_alone(paid_reference, seller=seller, order_key=order_key, field="paid_reference")
            Purchase.objects.filter(pk=known.pk).update(paid_reference=paid_reference)
            known.refresh_from_db()
        return known
    _paid_alone(paid_reference, seller=seller, order_key=order_key, field="paid_reference")
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
    _parties(row, now=now)
    timeline.write(stream_of(row), "goods.bought", by=by, now=now, facts={"lines": len(lines)})
    return row


def _named(seller: Organisation, lines: Sequence[Bought]) -> list[Bought]:
    """Return the lines with the products that their seller's table says they are, where nobody says another."""
    codes = {code_of(one.sku, one.title) for one in lines if one.product is None}
    known = listings.products_named(seller.pk, codes) if codes else {}
    found = (known.get(code_of(one.sku, one.title)) for one in lines)
    return [replace(one, product=one.product or product) for one, product in zip(lines, found, strict=True)]


def _paid_alone(reference: str, *, seller: Organisation, order_key: str, field: str) -> None:
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


def _parties(row: Purchase, *, now: datetime) -> None:
    stream = stream_of(row)
    people.join(stream=stream, role="merchant", organisation=row.seller, now=now)
    people.join(stream=stream, role="operator", organisation=people_queries.operator(), now=now)
    if row.platform is not None:
        people.join(stream=stream, role="platform", organisation=row.platform, now=now)
    if row.buyer is not None:
        people.join(stream=stream, role="customer", person=row.buyer, now=now)


def ship(*, purchase: Purchase, waybill: str, by: Actor, now: datetime) -> None:
    """Write down that the goods went out."""
    if not Purchase.objects.filter(pk=purchase.pk, shipped_at=None).update(shipped_at=now, waybill=waybill):
        return
    purchase.refresh_from_db()
    timeline.write(stream_of(purchase), "goods.shipped", by=by, now=now)


def correct_waybill(*, purchase: Purchase, waybill: str, by: Actor, now: datetime) -> None:
    """Write down another waybill than the goods were said to go out with; when they did stays."""
    if Purchase.objects.filter(pk=purchase.pk).exclude(waybill=waybill).update(waybill=waybill):
        purchase.refresh_from_db()
        timeline.write(stream_of(purchase), "goods.waybill_corrected", by=by, now=now)


def deliver(*, purchase: Purchase, by: Actor, now: datetime) -> None:
    """Write down that the goods were signed for; the first moment stays."""
    if not Purchase.objects.filter(pk=purchase.pk, delivered_at=None).update(delivered_at=now):
        return
    purchase.refresh_from_db()
    timeline.write(stream_of(purchase), "goods.delivered", by=by, now=now)


def import_purchase(*, values: Values, by: Actor, now: datetime) -> Purchase:
    """Write one row of an imported file: an order of one line, or a further line of an order.

    Raises `ClaimedAbout` where somebody stands on what it would change.
    """
    seller = people_queries.organisation(str(values["seller"]))
    if by.kind == "staff" and by.organisation != str(seller.id) and not by.roles & {"operator", "agent"}:
        raise Invalid("seller", expected="your own organisation", got=seller.slug)
    bought = _moment(values["bought"])
    _past(values, now)
    _paid_alone(text_in(values, "payment"), seller=seller, order_key=str(values["order"]), field="payment")
    row, new = Purchase.objects.get_or_create(
        seller=seller, order_key=str(values["order"]), defaults={"bought_at": bought, "buyer": _buyer(values, now)}
    )
    delivered = values.get("delivered")
    sold: dict[str, object] = {"bought_at": bought, "freight_fen": values.get("freight") or 0}
    sold["delivered_at"] = _moment(delivered) if delivered else None
    sold["paid_reference"] = text_in(values, "payment")
    line: dict[str, object] = {
        "title": text_in(values, "title"),
        "sku": text_in(values, "sku"),
        "product": _product(values),
        "quantity": whole_in(values, "quantity"),
        "amount_fen": whole_in(values, "amount"),
        "no_return": text_in(values, "no_return"),
        "listing_at": bought,
    }
    position = whole_in(values, "line")
    _stands(row, position, sold, line)
    Purchase.objects.filter(pk=row.pk).update(**sold, waybill=values.get("waybill") or "")
    line["cost_fen"] = None if values.get("cost") is None else whole_in(values, "cost")
    PurchaseLine.objects.update_or_create(purchase=row, position=position, defaults=line)
    if new:
        _parties(row, now=now)
        timeline.write(stream_of(row), "goods.bought", by=by, now=now, facts={"lines": 1})
    return row


def _past(values: Values, now: datetime) -> None:
    """Refuse a day that lies ahead: guarantees and the days to return goods run from it."""
    for name in ("bought", "delivered"):
        if values.get(name) and _moment(values[name]) > now:
            raise Invalid(name, expected=str(CELLS["not_yet"]), got=values[name])


def _stands(row: Purchase, position: int, sold: Mapping[str, object], line: Mapping[str, object]) -> None:
    """Refuse what would change an order that a claim stands on; what was not known may be told, once.

    That is when it was signed for, and its payment's number.
    """
    naming = [(one.related_model, one.field.name) for one in PurchaseLine._meta.related_objects]
    if not any(model._base_manager.filter(**{f"{name}__purchase": row}).exists() for model, name in naming):
        return
    known = row.lines.filter(position=position).first()
    changed = [name for name, value in sold.items() if getattr(row, name) not in (value, None, "")]
    changed += [name for name, value in line.items() if known is None or getattr(known, name) != value]
    if changed:
        raise ClaimedAbout({"order": row.order_key, "changed": sorted(changed)})


def _product(values: Values) -> Product | None:
    brand, _, code = str(values.get("model") or "").partition(":")
    return Product.objects.filter(brand__slug=brand, code=code).first() if code else None


def _buyer(values: Values, now: datetime) -> Person | None:
    if not values.get("name"):
        return None
    return people.enrol(name=str(values["name"]), phone=str(values.get("phone") or ""), now=now)


def _moment(day: object) -> datetime:
    return rules.on_day(date.fromisoformat(str(day)))


def remove_purchase(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported line away again, and the order with its last line."""
    rows = PurchaseLine.objects.filter(purchase__seller__slug=key["seller"], purchase__order_key=key["order"])
    rows.filter(position=whole_in(key, "line")).delete()
    orders = Purchase.objects.filter(seller__slug=key["seller"], order_key=key["order"], lines=None)
    for order in orders:
        timeline.write(stream_of(order), "goods.unimported", by=by, now=now)
        order.delete()
