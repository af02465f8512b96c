"""Orders from a file: written once; what a later file adds is taken, what it says otherwise is refused."""

from datetime import date, datetime, timedelta

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.tables import Values, text_in, whole_in
from anxin.domain.goods import rules
from anxin.domain.goods.actions.purchases import (
    ClaimedAbout,
    correct_waybill,
    join_parties,
    only_selling,
    paid_alone,
    stream_of,
)
from anxin.domain.goods.actions.shop_book import tell_total
from anxin.domain.goods.models import Product, Purchase, PurchaseLine
from anxin.domain.goods.queries import purchases
from anxin.domain.goods.queries.imports import why_ahead
from anxin.domain.goods.queries.shop_book import total_of
from anxin.domain.goods.rules import order_states, rewrites
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Person

TAKES_BACK = timedelta(days=1)
"""How long a seller takes an order of his own file back himself: a wrong file is seen at once."""


class WrittenForGood(WrongState):
    """The order was brought more than a day ago: its seller alone doesn't take it away any more."""

    code = "goods.written_for_good"


def import_purchase(*, values: Values, by: Actor, now: datetime) -> Purchase:
    """Write one row of an imported file: an order of one line, a further line of an order, or what is new of one.

    Raises `AlreadyWritten` where it says otherwise than what is written, `ClaimedAbout` for one line more.
    """
    seller = people_queries.organisation(str(values["seller"]))
    if by.kind == "staff" and by.organisation != str(seller.id) and not by.roles & {"operator", "agent"}:
        raise Invalid("seller", expected="your own organisation", got=seller.slug)
    _past(values, now)
    paid_alone(text_in(values, "payment"), seller=seller, order_key=str(values["order"]), field="payment")
    known = Purchase.objects.filter(seller=seller, order_key=values["order"]).exists()
    if not known:
        only_selling(seller)
    first = {"bought_at": _moment(values["bought"]), "freight_fen": values.get("freight") or 0}
    row, new = Purchase.objects.get_or_create(
        seller=seller,
        order_key=str(values["order"]),
        defaults={**first, "buyer": None if known else _buyer(values, now)},
    )
    lock(row)
    stands = purchases.standing(values)
    _refuse(stands, values)
    if _is_more("refunded", values, stands):
        only_selling(seller)  # who left doesn't say any more that money came not back: others pay
    more_fen = _write_line(row, values, by=by, now=now)
    _write_order(row, values, now)
    if new:
        join_parties(row, now=now)
        timeline.write(stream_of(row), "goods.bought", by=by, now=now, facts={"lines": 1})
    else:
        _tell(row, stands, values, more_fen=more_fen, by=by, now=now)
    return row


def _refuse(stands: Values, told: Values) -> None:
    for one in purchases.rewritten(told, stands=stands):
        raise one


def _write_order(row: Purchase, values: Values, now: datetime) -> None:
    told: dict[str, object] = {}
    if values.get("state") == order_states.SENT and row.sent_by is None:
        told["sent_by"] = now
    if not row.waybill:
        told["waybill"] = text_in(values, "waybill")
    if not row.paid_reference:
        told["paid_reference"] = text_in(values, "payment")
    if values.get("delivered") and row.delivered_at is None:
        told["delivered_at"] = _moment(values["delivered"])
    if told:
        Purchase.objects.filter(pk=row.pk).update(**told)


def _write_line(row: Purchase, values: Values, *, by: Actor, now: datetime) -> int:
    """Write a line; return how much more went back of it than was known."""
    line = _line(values)
    position = whole_in(values, "line")
    lines = row.lines.filter(position=position)
    if total_of(row, position) > _back(values) and purchases.is_refund_kept(row, position):
        raise ClaimedAbout({"order": row.order_key})
    if lines.update(**line):
        return tell_total(purchase=row, position=position, fen=_back(values), now=now)
    if purchases.is_claimed(row):
        raise ClaimedAbout({"order": row.order_key})
    PurchaseLine.objects.create(
        purchase=row,
        position=position,
        title=text_in(values, "title"),
        quantity=whole_in(values, "quantity"),
        amount_fen=whole_in(values, "amount"),
        no_return=text_in(values, "no_return"),
        listing_at=row.bought_at,
        **line,
    )
    more_fen = tell_total(purchase=row, position=position, fen=_back(values), now=now)
    if row.lines.count() > 1 and _written_at(row) != now:
        timeline.write(stream_of(row), "goods.told_later", by=by, now=now, facts=_told("line", values))
    return more_fen


def _line(values: Values) -> dict[str, object]:
    """Return what of a line is its seller's own, or may become known later; a product that is known stays."""
    cost, product = values.get("cost"), _product(values)
    told: dict[str, object] = {"sku": text_in(values, "sku")}
    told["cost_fen"] = None if cost is None else whole_in(values, "cost")
    return told if product is None else {**told, "product": product}


def _tell(row: Purchase, stands: Values, values: Values, *, more_fen: int, by: Actor, now: datetime) -> None:
    """Write what a later file told of an order that was written down without it."""
    for name in rewrites.LATER:
        if name in stands and values.get(name) and (not stands[name] or _is_more(name, stands, values)):
            facts = _told(name, values)
            facts |= {"line": whole_in(values, "line"), "more_fen": more_fen} if name == "refunded" else {}
            timeline.write(stream_of(row), "goods.told_later", by=by, now=now, facts=facts)
    if stands.get("refunded") and not values.get("refunded"):
        timeline.write(stream_of(row), "goods.told_later", by=by, now=now, facts=_told("refunded", values))
    if values.get("state") and row.sent_by is None:  # as it was read, before this row was written
        timeline.write(stream_of(row), "goods.told_later", by=by, now=now, facts=_told("state", values))
    if stands["waybill"]:
        correct_waybill(purchase=row, waybill=text_in(values, "waybill"), by=by, now=now)


def restore_purchase(*, values: Values, by: Actor, now: datetime) -> bool:
    """Take away again what a later row had told of an order; return that all of it is as it was.

    Raises `AlreadyWritten` where that would rewrite what was sold, `ClaimedAbout` where a claim stands on it.
    """
    row = Purchase.objects.select_related("seller").get(seller__slug=values["seller"], order_key=values["order"])
    lock(row)
    stands = purchases.standing(values)
    _refuse(values, stands)
    gone = [name for name in rewrites.LATER if name != "model" and stands[name] and not values.get(name)]
    gone += ["refunded"] if values.get("refunded") and _is_more("refunded", values, stands) else []
    if (gone or _is_more("refunded", stands, values)) and purchases.is_claimed(row):
        raise ClaimedAbout({"order": row.order_key})
    if values.get("waybill"):
        correct_waybill(purchase=row, waybill=text_in(values, "waybill"), by=by, now=now)
    sold: dict[str, object] = {"waybill": text_in(values, "waybill"), "paid_reference": text_in(values, "payment")}
    if "delivered" in gone:
        sold["delivered_at"] = None
    if values.get("state") != order_states.SENT:
        sold["sent_by"] = None
    Purchase.objects.filter(pk=row.pk).update(**sold)
    row.lines.filter(position=whole_in(values, "line")).update(**_line(values))
    tell_total(purchase=row, position=whole_in(values, "line"), fen=_back(values), now=now)
    for name in gone:
        timeline.write(stream_of(row), "goods.taken_back", by=by, now=now, facts=_told(name, stands))
    return True


def remove_purchase(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported line away again, and the order with its last line.

    Raises `WrittenForGood` for a seller who brought it more than a day ago: others rely on it by now.
    """
    row = Purchase.objects.filter(seller__slug=key["seller"], order_key=key["order"]).first()
    if row is None:
        return
    own = by.organisation == str(row.seller_id) and not by.roles & {"operator", "agent"}
    if own and _written_at(row) < now - TAKES_BACK:
        raise WrittenForGood({"order": row.order_key})
    lines = row.lines.filter(position=whole_in(key, "line"))
    told = {"line": lines[0].position, "amount_fen": lines[0].amount_fen} if lines else {}
    lines.delete()
    tell_total(purchase=row, position=whole_in(key, "line"), fen=0, now=now)
    timeline.write(stream_of(row), "goods.unimported", by=by, now=now, facts=told)
    if not row.lines.exists():
        row.delete()


def _is_more(name: str, stands: Values, told: Values) -> bool:
    """Return whether a row tells of more that went back than stands."""
    return name == "refunded" and _back(told) > _back(stands)


def _back(values: Values) -> int:
    return whole_in(values, "refunded") if values.get("refunded") else 0


def _told(name: str, values: Values) -> dict[str, object]:
    """Return which column was told, with a day or a number; what else it says stands in the order alone."""
    if name == "refunded":
        return {"cell": name, "told_fen": _back(values)}
    return {"cell": name, **({"told": values[name]} if name in ("delivered", "line") else {})}


def _written_at(row: Purchase) -> datetime:
    return timeline.facts_of(stream_of(row), code="goods.bought")[0].at


def _past(values: Values, now: datetime) -> None:
    """Refuse a day that lies ahead: guarantees and the days to return goods run from it."""
    for name, why in why_ahead(values, now).items():
        raise Invalid(name, expected=why, got=values[name])


def _product(values: Values) -> Product | None:
    brand, _, code = str(values.get("model") or "").partition(":")
    return Product.objects.filter(brand__slug=brand, code=code).first() if code else None


def _buyer(values: Values, now: datetime) -> Person | None:
    if not values.get("name"):
        return None
    return people.enrol(name=str(values["name"]), phone=str(values.get("phone") or ""), now=now)


def _moment(day: object) -> datetime:
    return rules.on_day(date.fromisoformat(str(day)))
