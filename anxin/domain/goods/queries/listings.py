"""A seller's goods by their SKUs: which product each is of, those that nobody has named yet, and their order lines."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, UUIDField, When
from django.db.models import Value as Constant
from django.db.models.functions import Cast, Coalesce, Concat

from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.core.tables import Value, Values, text_in
from anxin.domain.goods.models import Listing, Product, PurchaseLine
from anxin.domain.goods.queries.catalogue import ProductView, products
from anxin.domain.goods.rules.listings import ListingSituation, code_of, suggested
from anxin.domain.people.models import Organisation

SINCE, MOST = timedelta(days=90), 1000
"""Goods nobody bought for so long are asked for no more; so many of a list are counted."""
NOTHING = "-"
"""What a file writes for goods that are no product anybody repairs."""
NOBODY = UUID(int=0)
"""What stands for no product where lines are looked up by their SKU: no index of products is to be asked instead."""
CODE = Case(When(sku="", then=F("title")), default=F("sku"))


@dataclass(frozen=True, kw_only=True)
class GoodsView:
    """Goods of a seller: in how many orders nobody has named them, or what they were named, by whom, and when."""

    code: str
    title: str
    orders: int = 0
    product: Product | None = None
    suggested: ProductView | None = None
    named_by: str = ""
    named_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class GoodsPage:
    """A page of goods, how many fit up to `MOST`, and whether more follow."""

    rows: tuple[GoodsView, ...]
    total: int
    more: bool


def situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> ListingSituation:
    """Return the situation of a house for the rules of naming its goods; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return ListingSituation(sells=row.kind in ("brand", "merchant"), own=by.organisation == str(row.pk))


def unnamed(seller: UUID, *, now: datetime, text: str = "", offset: int = 0, limit: int = 50) -> GoodsPage:
    """Return the goods of a seller that nobody has named, those in most orders first (three queries)."""
    rows = _unnamed([seller], now=now)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(sku__icontains=text))
    told = rows.values("code").annotate(called=Max("title"), orders=Count("purchase", distinct=True))
    found = list(told.order_by("-orders", "code")[offset : offset + limit + 1])
    known = [(one, one.code, one.name) for one in products()] if found else []
    views = tuple(
        GoodsView(
            code=one["code"],
            title=one["called"],
            orders=one["orders"],
            suggested=suggested(one["code"], one["called"], known),
        )
        for one in found[:limit]
    )
    total = rows.values("code").distinct()[:MOST].count() if offset or len(found) > limit else len(found)
    return GoodsPage(rows=views, total=total, more=len(found) > limit)


def named(seller: UUID, *, ours: bool, text: str = "", offset: int = 0, limit: int = 50) -> GoodsPage:
    """Return the goods that were named, or (not `ours`) said to be nothing anybody repairs, the newest first."""
    rows = Listing.objects.filter(seller=seller, product__isnull=not ours)
    if text:
        like = Q(code__icontains=text) | Q(title__icontains=text)
        rows = rows.filter(like | Q(product__name__icontains=text) | Q(product__code__iexact=text))
    found = list(rows.select_related("product__brand").order_by("-named_at", "code")[offset : offset + limit + 1])
    views = tuple(
        GoodsView(code=one.code, title=one.title, product=one.product, named_by=one.named_by, named_at=one.named_at)
        for one in found[:limit]
    )
    return GoodsPage(rows=views, total=rows.order_by()[:MOST].count(), more=len(found) > limit)


def unnamed_goods(sellers: Collection[UUID], *, now: datetime) -> int:
    """Count the goods of sellers that nobody has named, up to `MOST` (one query)."""
    rows = _unnamed(sellers, now=now).values("purchase__seller", "code")
    return rows.distinct()[:MOST].count() if sellers else 0


def _unnamed(sellers: Collection[UUID], *, now: datetime) -> "QuerySet[Any, Any]":
    orders = {"purchase__seller__in": sellers, "purchase__bought_at__gte": now - SINCE}
    rows = PurchaseLine.objects.filter(product=None, **orders).annotate(code=CODE)
    return rows.exclude(Exists(Listing.objects.filter(seller=OuterRef("purchase__seller"), code=OuterRef("code"))))


def products_named(seller: UUID, codes: Iterable[str]) -> dict[str, Product]:
    """Return which products a seller's goods were said to be, by their codes (one query)."""
    rows = Listing.objects.filter(seller=seller, code__in=set(codes)).exclude(product=None)
    return {one.code: one.product for one in rows.select_related("product__brand") if one.product}


def suggestions(seller: UUID, codes: Iterable[str]) -> dict[str, ProductView]:
    """Return the product that each of some goods is called like; those called like none, or several, are left out."""
    known = [(one, one.code, one.name) for one in products()]
    likes = {code: suggested(code, title, known) for code, title in titles_of(seller, codes).items()}
    return {code: like for code, like in likes.items() if like is not None}


def like(code: str, title: str) -> ProductView | None:
    """Return the product that goods are called like (one query)."""
    return suggested(code, title, [(one, one.code, one.name) for one in products()])


def titles_of(seller: UUID, codes: Iterable[str]) -> dict[str, str]:
    """Return what goods are called in the last order they were bought in (one query); those of no order are left out.

    The keys of lines rise with time: beside its key, as text, the title of the last one is the greatest.
    """
    wanted = list(dict.fromkeys(codes))
    last = Max(Concat(Cast("pk", CharField()), Constant(" "), F("title"), output_field=CharField()))
    rows = _lines_of(seller, wanted).annotate(code=CODE).order_by().values("code").annotate(last=last)
    known = {one["code"]: one["last"].partition(" ")[2] for one in rows}
    return {code: known[code] for code in wanted if known.get(code)}


def lagging(row: Listing, *, former: UUID | None) -> "QuerySet[PurchaseLine]":
    """Return the order lines of goods that still are what their seller's table said of them before.

    What a person named otherwise is none of them, nor a line that was named and that somebody stands on since.
    """
    lines = _with_of(_lines_of(row.seller_id, [row.code]))
    return lines.filter(_was(row.product_id, former)) if _was(row.product_id, former) else lines.none()


def lagging_counts(rows: Iterable[Listing], *, former: Mapping[str, UUID | None]) -> dict[str, int]:
    """Count by their codes the lagging order lines of goods of one seller, by what each was before (one query)."""
    rows = list(rows)
    alike: dict[tuple[UUID | None, UUID | None], list[str]] = {}
    for one in rows:
        alike.setdefault((one.product_id, former.get(one.code)), []).append(one.code)
    was = Q()
    for (product, before), codes in alike.items():
        if _was(product, before):
            was |= _coded(codes) & _was(product, before)
    if not was:
        return {}
    lines = _with_of(_lines_of(rows[0].seller_id, [one.code for one in rows])).filter(was)
    counted = lines.annotate(code=CODE).order_by().values_list("code").annotate(n=Count("pk"))
    return dict(counted)


def _was(product: UUID | None, former: UUID | None) -> Q:
    """Return the condition on a line of goods that it lags behind what they are now."""
    was = Q(of=NOBODY) if product is not None else Q()
    return was | (Q(of=former) & ~stood_on()) if former not in (None, product) else was


def _with_of(lines: "QuerySet[PurchaseLine]") -> "QuerySet[PurchaseLine]":
    return lines.annotate(of=Coalesce("product", Constant(NOBODY), output_field=UUIDField()))


def is_lagging(listing: str, former: str) -> bool:
    """Return whether order lines still wait to follow what their goods were named."""
    row = Listing.objects.filter(pk=listing).first()
    return row is not None and lagging(row, former=UUID(former) if former else None).exists()


def _lines_of(seller: UUID, codes: Collection[str]) -> "QuerySet[PurchaseLine]":
    """Return the order lines of some goods, by the index of SKUs."""
    return PurchaseLine.objects.filter(_coded(codes), purchase__seller=seller)


def _coded(codes: Collection[str]) -> Q:
    return Q(sku__in=codes) | Q(sku="", title__in=codes)


def stood_on() -> Q:
    """Return the condition on an order's line that rows of others (a claim's lines) name it."""
    naming = [(one.related_model, one.field.name) for one in PurchaseLine._meta.related_objects]
    found = Q()
    for model, name in naming:
        found |= Q(Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return found


def model_of(row: Product | None) -> str | None:
    """Return a product as files name it."""
    return f"{row.brand.slug}:{row.code}" if row is not None else None


def model_sold(values: Values) -> str | None:
    """Return which product the goods of an order's line are by their seller's table, as files name it (one query)."""
    code = code_of(text_in(values, "sku"), text_in(values, "title"))
    row = Listing.objects.select_related("product__brand").filter(seller__slug=values["seller"], code=code).first()
    return model_of(row.product) if row else None


def every(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the goods that were named by their keys."""
    return Listing.objects.order_by("seller__slug", "code").values_list("seller__slug", "code")


def imported(key: Values) -> Values | None:
    """Return goods as a file would write them."""
    row = Listing.objects.select_related("product__brand").filter(seller__slug=key["seller"], code=key["code"]).first()
    return {**key, "title": row.title or None, "model": model_of(row.product) or NOTHING} if row else None
