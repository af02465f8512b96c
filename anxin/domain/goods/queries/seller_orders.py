"""What a seller asks about his own orders: lists, one order whole, an order by what a scanner reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from anxin.core import imports
from anxin.core.actors import Actor
from anxin.core.gathered_rows import EachAsked, Gathered
from anxin.core.imports import ImportBatch
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.buyer_links import UNREACHED, is_wanted
from anxin.domain.goods.queries.purchases import NoSuchPurchase, purchases_of
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView

MOST, RECENT = 1000, timedelta(days=90)
NEWEST = ("-bought_at", "-id")


@dataclass(frozen=True, kw_only=True)
class SaleRow:
    """One order in a list; `reached`: a phone of its buyer is known."""

    id: UUID
    order_key: str
    title: str
    lines: int
    total_fen: int
    buyer: str
    waybill: str
    bought_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    reached: bool = True

    @property
    def is_sent(self) -> bool:
        """Return whether the goods went out; an order of a file has its waybill and no moment of it."""
        return self.shipped_at is not None or bool(self.waybill)


@dataclass(frozen=True, kw_only=True)
class Sales:
    """A page of orders, how many fit up to `MOST`, and whether more follow."""

    rows: tuple[SaleRow, ...]
    total: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class SoldLine:
    """A line of an order with the listing as it stood when it was placed."""

    position: int
    title: str
    sku: str
    quantity: int
    amount_fen: int
    cost_fen: int | None
    refunded_fen: int
    serial: str
    listing: dict[str, object]
    listing_at: datetime
    no_return: str
    product: str


@dataclass(frozen=True, kw_only=True)
class SaleView:
    """An order whole; its buyer masked."""

    id: UUID
    order_key: str
    platform: str
    buyer: PersonView | None
    freight_fen: int
    unnamed_fen: int
    total_fen: int
    waybill: str
    bought_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    lines: tuple[SoldLine, ...]


def own_sales(actor: Actor, *, now: datetime) -> QuerySet[Purchase]:
    """Return the orders an actor's own house has sold; a house that left reads its claims, and no order besides."""
    return purchases_of(actor, now=now).filter(seller=actor.house, seller__left_at=None)


def sales(
    actor: Actor, *, now: datetime, text: str = "", brought: ImportBatch | None = None, offset: int = 0, limit: int = 50
) -> Sales:
    """Return a seller's orders, newest first (two queries), counted to `MOST`.

    `text` is a whole number or waybill, or a part of one or of the goods in orders of the last `RECENT` days.
    `brought` keeps the orders of one imported file (one query more).
    """
    rows = own_sales(actor, now=now)
    if brought is not None:
        rows = rows.filter(order_key__in=imports.brought(brought, "order"))
    rows = _narrowed(rows, text.strip(), now)
    found = list(_told(rows.order_by(*NEWEST).values("pk")[offset : offset + limit + 1]))
    total = rows.order_by()[:MOST].count()
    return Sales(rows=tuple(_row(one) for one in found[:limit]), total=total, more=len(found) > limit)


def unreached_sales(actor: Actor, *, now: datetime, text: str = "", limit: int) -> list[Purchase]:
    """Return a seller's newest orders of the last `RECENT` days whose buyers can't prove themselves, with lines."""
    rows = _narrowed(own_sales(actor, now=now), text.strip(), now).filter(UNREACHED, bought_at__gte=now - RECENT)
    return list(rows.order_by(*NEWEST).prefetch_related("lines")[:limit])


def _narrowed(rows: QuerySet[Purchase], words: str, now: datetime) -> QuerySet[Purchase]:
    if words:
        recent = rows.filter(bought_at__gte=now - RECENT)
        part = Q(order_key__icontains=words) | Q(waybill__icontains=words)
        part |= Q(EachAsked(PurchaseLine.objects.filter(purchase=OuterRef("pk"), title__icontains=words)))
        whole = Q(order_key__in={words, words.upper()}) | Q(waybill__in={words, words.upper()})
        keys = recent.filter(part).order_by("-bought_at").values_list("pk", flat=True)[:MOST]
        rows = rows.filter(pk__in={*keys, *rows.filter(whole).values_list("pk", flat=True)})
    return rows


def _told(keys: "QuerySet[Purchase, Any]") -> "QuerySet[Purchase, Any]":
    """Return the orders found, with what a list tells: nothing is looked up for those that come before a page."""
    lines = PurchaseLine.objects.filter(purchase=OuterRef("pk")).order_by("position")
    rows = Purchase.objects.filter(pk__in=keys).select_related("buyer")
    return rows.annotate(sold=Gathered(lines, "title", "amount_fen")).order_by(*NEWEST)


def has_sold(actor: Actor, *, now: datetime) -> bool:
    """Return whether a seller has any order here (one query)."""
    return own_sales(actor, now=now).order_by().exists()


def _row(one: Any) -> SaleRow:
    lines = one.sold
    return SaleRow(
        id=one.id,
        order_key=one.order_key,
        title=lines[0]["title"] if lines else "",
        lines=len(lines),
        total_fen=sum(line["amount_fen"] for line in lines) + one.freight_fen,
        buyer=one.buyer.name_masked if one.buyer else "",
        waybill=one.waybill,
        bought_at=one.bought_at,
        shipped_at=one.shipped_at,
        delivered_at=one.delivered_at,
        reached=not is_wanted(one),
    )


def sale(key: UUID, *, actor: Actor, now: datetime) -> Purchase:
    """Return one of a seller's own orders."""
    found = own_sales(actor, now=now).filter(id=key).first()
    if found is None:
        raise NoSuchPurchase({"order": str(key)})
    return found


def scanned(text: str, *, actor: Actor, now: datetime) -> list[Purchase]:
    """Return a seller's orders by what a scanner reads: the whole order number, or the whole waybill."""
    words = text.strip()
    if not words:
        return []
    whole = {words, words.upper(), words.lower()}
    rows = own_sales(actor, now=now).filter(Q(order_key__in=whole) | Q(waybill__in=whole))
    return list(rows.prefetch_related("lines")[:5])


def sale_view(row: Purchase) -> SaleView:
    """Show an order whole (one query)."""
    lines = list(row.lines.select_related("product").order_by("position"))
    return SaleView(
        id=row.id,
        order_key=row.order_key,
        platform=row.platform.name if row.platform else "",
        buyer=people.masked(row.buyer) if row.buyer else None,
        freight_fen=row.freight_fen,
        unnamed_fen=row.unnamed_fen,
        total_fen=sum(one.amount_fen for one in lines) + row.freight_fen,
        waybill=row.waybill,
        bought_at=row.bought_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        lines=tuple(
            SoldLine(
                position=one.position,
                title=one.title,
                sku=one.sku,
                quantity=one.quantity,
                amount_fen=one.amount_fen,
                cost_fen=one.cost_fen,
                refunded_fen=one.refunded_fen,
                serial=one.serial,
                listing=one.listing,
                listing_at=one.listing_at,
                no_return=one.no_return,
                product=one.product.called if one.product else "",
            )
            for one in lines
        ),
    )
