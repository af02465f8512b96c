"""What can be asked about purchases, for the people they concern."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import pgettext

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, Missing
from anxin.core.money import format_fen
from anxin.core.tables import Value, Values, text_in, whole_in
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import rules
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.shop_book import told_of_line, total_of
from anxin.domain.goods.rules import order_states, rewrites
from anxin.domain.goods.rules.lines import Sold, numbered
from anxin.domain.goods.wording import CELLS
from anxin.domain.goods.wording.tables import WITHOUT_LINE
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries.imports import plainly

TOLD_LATER, UNNAMED, NAMED = "goods.told_later", "unnamed", "named"
"""A fact of an order; its cells where the shop gave money back, not saying for which line, and where that was said."""
MANY = 20
"""So many shops are named at most that have an order of one number."""
_KEEPS: list[Callable[[Purchase, int], bool]] = []
_GIVES: list[Callable[[Purchase, int], int]] = []


class NoSuchPurchase(Missing):
    """No such order, or not this person's."""

    code = "goods.no_such_purchase"


class SeveralShops(Invalid):
    """Several shops here have an order of this number; `shops` are those that may be named, by their short names."""

    code = "goods.several_shops"

    def __init__(self, order_key: str, rows: Sequence[Purchase]) -> None:
        """Name the shops of some orders."""
        self.shops = {one.seller.slug: one.seller.name for one in rows}
        facts = {"order": order_key[:40]}
        super().__init__("seller", expected=joined(self.shops.values()), got="", facts=facts)


class AlreadyWritten(Invalid):
    """A row says otherwise than what is written down of its order: the first word stands."""

    code = "goods.already_written"


def purchase(*, order_key: str, phone: str = "", seller: str = "") -> Purchase:
    """Return an order by its number and the phone it was ordered with; without the phone nothing is told.

    Raises `SeveralShops` where one phone ordered under the same number in several: of no other's order a word is said.
    """
    rows = Purchase.objects.select_related("seller", "platform", "buyer__place")
    proved = rows.filter(buyer__phone_index__in=vault.blind_indexes(phone)) if phone else rows.none()
    return the_only(proved, order_key, seller=seller)


def the_only(rows: QuerySet[Purchase], order_key: str, *, seller: str = "") -> Purchase:
    """Return the order of a number among some that may be told; raises `NoSuchPurchase`, `SeveralShops`."""
    rows = rows.filter(order_key=order_key.strip())
    rows = rows.filter(seller__slug=seller) if seller else rows
    found = list(rows.order_by("seller__name")[:MANY])
    if not found:
        raise NoSuchPurchase({"order": order_key[:40]})
    if len(found) > 1:
        raise SeveralShops(order_key, found)
    return found[0]


def purchase_at(*, seller: Organisation, order_key: str) -> Purchase:
    """Return an order of a shop by its number, for whoever the caller knows may ask."""
    rows = Purchase.objects.select_related("seller", "platform", "buyer__place")
    found = rows.filter(seller=seller, order_key=order_key.strip()).first()
    if found is None:
        raise NoSuchPurchase({"order": order_key[:40]})
    return found


def purchases_of(actor: Actor, *, now: datetime) -> QuerySet[Purchase]:
    """Return the purchases of an actor's streams."""
    rows = Purchase.objects.filter(people.sees(actor, "purchase", now=now, seated=("seller",)))
    return rows.select_related("seller", "platform", "buyer__place").order_by("-bought_at")


def purchase_of(order_key: str, *, actor: Actor, now: datetime, seller: str = "") -> Purchase:
    """Return an order by its number, for who is party to it; the seller's name in addresses tells two alike apart."""
    return the_only(purchases_of(actor, now=now), order_key, seller=seller)


def is_borne(reference: str, *, seller: str, order: str) -> bool:
    """Return whether another order, of whatever house, bears this payment's number."""
    number = rules.payment_number_in(rules.plain_reference(reference))
    if not number:
        return False
    others = Purchase.objects.filter(paid_reference=number).exclude(seller__slug=seller, order_key=order)
    return others.exists()


def is_from_platform(row: Purchase) -> bool:
    """Return whether an order came from a platform: by its own program, or read by a connected shop."""
    return row.platform_id is not None or row.lines.filter(listing__has_key=rules.SUB_ORDER).exists()


def is_claimed(row: Purchase) -> bool:
    """Return whether anything names a line of an order: then what was sold stays as it is."""
    naming = [(one.related_model, one.field.name) for one in PurchaseLine._meta.related_objects]
    return any(model._base_manager.filter(**{f"{name}__purchase": row}).exists() for model, name in naming)


def keeps_refunds(asks: Callable[[Purchase, int], bool]) -> None:
    """Declare who says whether what the shop tells that it gave back for a line of an order stays as it is."""
    _KEEPS.append(asks)


def is_refund_kept(row: Purchase, position: int) -> bool:
    """Return whether what the shop tells that it gave back for a line stays: somebody claims, or was given money."""
    return any(asks(row, position) for asks in _KEEPS)


def gives_refunds(asks: Callable[[Purchase, int], int]) -> None:
    """Declare who says what of a line was sent, not by its shop: no file of a shop's counts more than the rest."""
    _GIVES.append(asks)


def given_elsewhere(row: Purchase, position: int) -> int:
    """Return what of a line claims sent past its shop, in fen: no file of the shop's counts it."""
    return sum(asks(row, position) for asks in _GIVES)


def every(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the lines of all orders by their keys."""
    rows = PurchaseLine.objects.order_by("purchase__seller__slug", "purchase__order_key", "position")
    return rows.values_list("purchase__seller__slug", "purchase__order_key", "position").iterator()


def numbers(rows: Sequence[Values]) -> list[int | str]:
    """Number the rows of one order that say no line, by the lines that are here; say why one can't be told."""
    key = {"purchase__seller__slug": rows[0].get("seller"), "purchase__order_key": rows[0].get("order")}
    lines = PurchaseLine.objects.filter(**key).order_by("position")
    known = [(position, Sold(*told)) for position, *told in lines.values_list("position", *Sold._fields)]
    sold = [_sold(one) for one in rows]
    return [
        _which_line(row, [one for _n, one in known]) if found is None else found
        for row, found in zip(sold, numbered(sold, known), strict=True)
    ]


def _sold(row: Values) -> Sold:
    """Return what tells a row's line; a cell that could not be read has its own reason already."""
    quantity, amount = (whole_in(row, one) if row.get(one) is not None else 0 for one in ("quantity", "amount"))
    return Sold(text_in(row, "sku"), text_in(row, "title"), quantity, amount)


def _which_line(row: Sold, known: Sequence[Sold]) -> str:
    """Say why nothing tells which line a row is."""
    twin = next((one for one in known if one.is_doubtful(row)), None)
    if twin is not None:
        here = f"{twin.title} × {twin.quantity} {format_fen(twin.amount_fen)}"
        return str(CELLS["same_title"]).format(here=here)
    here = joined(one.title for one in known[:3])
    return str(CELLS["which_line"]).format(here=here)


def imported(key: Values) -> Values | None:
    """Return an imported line as a file would write it, or None where there is none."""
    rows = PurchaseLine.objects.select_related("purchase__seller", "purchase__buyer", "product__brand")
    row = rows.filter(**_order_of(key, "purchase__"), position=whole_in(key, "line")).first()
    if row is None:
        return None
    buyer = row.purchase.buyer
    name, phone = plainly(buyer) if buyer and buyer.name_sealed else (None, None)
    told = {**_line_told(row), **_order_told(row.purchase), "name": name, "phone": phone}
    told["refunded"] = told_of_line(row.purchase, row.position) or None
    return {**key, **told, "state": order_states.SENT if row.purchase.sent_by else None, "back": None}


def unnamed() -> Iterable[str]:
    """Return of which orders the shop gave back for no known line, each with its sum: no row tells that."""
    found = Purchase.objects.filter(unnamed_fen__gt=0).order_by("order_key").values_list("order_key", "unnamed_fen")
    return [str(WITHOUT_LINE).format(order=order, sum=format_fen(fen)) for order, fen in found]


def standing(key: Values) -> Values:
    """Return what is written down of the order that a row names, and of its line: nothing where it is not known."""
    rows = PurchaseLine.objects.select_related("purchase", "product__brand").filter(**_order_of(key, "purchase__"))
    row = rows.filter(position=whole_in(key, "line")).first()
    if row is not None:
        return {**_line_told(row), **_order_told(row.purchase)}
    order = Purchase.objects.filter(**_order_of(key)).first()
    return {} if order is None else _order_told(order)


def rewritten(values: Values, *, stands: Values) -> list[AlreadyWritten]:
    """Return what a row says otherwise than what `stands` of its order, column by column."""
    found = []
    for name in rewrites.rewritten(stands, values):
        told = {"order": text_in(values, "order")}
        here, came = _said(name, stands[name]), _said(name, values[name])
        found.append(AlreadyWritten(name, expected=here, got=came, facts=told))
    return found


def _said(name: str, value: Value) -> str:
    if isinstance(value, int) and name in ("amount", "freight", "refunded"):
        return format_fen(value)
    return str(value) if value else pgettext("a cell", "nothing")


def is_buyer_erased(values: Values) -> bool:
    """Return whether a row names an order whose buyer had his data deleted (one query): no file brings it back."""
    return Purchase.objects.filter(**_order_of(values), buyer__erased_at__isnull=False).exists()


def _order_of(key: Values, to: str = "") -> dict[str, Value]:
    return {f"{to}seller__slug": key["seller"], f"{to}order_key": key["order"]}


def _line_told(row: PurchaseLine) -> Values:
    return {
        "title": row.title,
        "sku": row.sku or None,
        "model": f"{row.product.brand.slug}:{row.product.code}" if row.product else None,
        "quantity": row.quantity,
        "amount": row.amount_fen,
        "cost": row.cost_fen,
        "refunded": total_of(row.purchase, row.position) or None,
        "no_return": row.no_return or None,
    }


def _order_told(row: Purchase) -> Values:
    return {
        "freight": row.freight_fen,
        "payment": row.paid_reference or None,
        "waybill": row.waybill or None,
        "bought": row.bought_at.astimezone(SHANGHAI).date().isoformat(),
        "delivered": row.delivered_at.astimezone(SHANGHAI).date().isoformat() if row.delivered_at else None,
    }
