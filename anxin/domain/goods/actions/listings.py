"""A seller's goods are named: which product each is of. The order lines that stand take it, block by block."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, UUIDField, Value, When

from anxin.core import later, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.core.tables import Values, text_in
from anxin.core.timeline import StreamKey
from anxin.domain.goods.models import Listing, Product, PurchaseLine
from anxin.domain.goods.queries import listings as queries
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

NAME_LINES = "anxin.domain.goods.tasks.name_lines"
AT_ONCE, AGAIN = 200, timedelta(minutes=10)
"""So many lines a block names; an order that was being written meanwhile is found by a second look."""


def name_goods(*, seller: Organisation, codes: Sequence[str], product: Product | None, by: Actor, now: datetime) -> int:
    """Say which product some goods of a seller are (None: nothing anybody repairs); give how many lines follow."""
    return name_each(seller=seller, named=dict.fromkeys(codes, product), by=by, now=now)


def name_each(*, seller: Organisation, named: Mapping[str, Product | None], by: Actor, now: datetime) -> int:
    """Say of each of some goods which product it is, in as many statements for a hundred as for one."""
    lock(seller)
    count = _name(seller, named, queries.titles_of(seller.pk, named), by, now)
    for model, several in Counter(queries.model_of(one) or "" for one in named.values()).items():
        fact = "goods.named" if model else "goods.not_ours"
        told = {"goods": several, "product": model}
        timeline.write(StreamKey("organisation", str(seller.pk)), fact, by=by, now=now, facts=told)
    return count


def _name(
    seller: Organisation, named: Mapping[str, Product | None], titles: Mapping[str, str], by: Actor, now: datetime
) -> int:
    there = {one.code: one for one in Listing.objects.filter(seller=seller, code__in=list(named))}
    former = {code: one.product_id for code, one in there.items()}
    said = {"named_by": by.key, "named_at": now}
    fresh = [
        Listing(seller=seller, code=code, title=titles.get(code, ""), product=product, **said)
        for code, product in named.items()
        if code not in there
    ]
    Listing.objects.bulk_create(fresh)
    for code, one in there.items():
        one.product, one.title = named[code], titles.get(code, "")
    if there:
        Listing.objects.filter(pk__in=[one.pk for one in there.values()]).update(
            product=Case(*(When(pk=one.pk, then=Value(one.product_id, UUIDField())) for one in there.values())),
            title=Case(*(When(pk=one.pk, then=Value(one.title)) for one in there.values())),
            **said,
        )
    rows = [*fresh, *there.values()]
    counts = queries.lagging_counts(rows, former=former)
    for one in rows:
        if counts.get(one.code):
            put(listing=one.pk, former=former.get(one.code), now=now)
    return sum(counts.values())


def put(*, listing: UUID, former: UUID | None, now: datetime, run_at: datetime | None = None) -> None:
    """Have the lines of goods follow what they were named."""
    about = {"listing": str(listing), "former": str(former or "")}
    key = f"goods.name:{listing}:{about['former']}:{(run_at or now).timestamp():.6f}"
    later.put_last(NAME_LINES, arguments=about, key=key, now=now, run_at=run_at)


def name_lines(*, listing: str, former: str) -> int:
    """Give the next block of lines the product their goods are named now; give how many there were."""
    row = Listing.objects.filter(pk=listing).first()
    if row is None:
        return 0
    lines = queries.lagging(row, former=UUID(former) if former else None)
    keys = list(lines.values_list("pk", flat=True)[:AT_ONCE])
    PurchaseLine.objects.filter(pk__in=keys).update(product=row.product_id)
    return len(keys)


def look_again(*, listing: str, former: str, now: datetime) -> None:
    """Look once more after a while: an order that was being written meanwhile took no product yet."""
    put(listing=UUID(listing), former=UUID(former) if former else None, now=now, run_at=now + AGAIN)


def name_line(*, line: PurchaseLine, product: Product) -> None:
    """Say which product one line of an order is of, where nobody has said it before."""
    if not PurchaseLine.objects.filter(pk=line.pk, product=None).update(product=product):
        raise Invalid("model", expected="goods that nobody has named yet", got=line.sku)


def import_listing(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of an imported file."""
    seller = people.organisation(text_in(values, "seller"))
    if by.kind == "staff" and by.organisation != str(seller.id) and not by.roles & {"operator", "agent"}:
        raise Invalid("seller", expected="your own organisation", got=seller.slug)
    brand, _colon, code = text_in(values, "model").partition(":")
    product = Product.objects.get(brand__slug=brand, code=code) if code else None
    lock(seller)
    code = text_in(values, "code")
    _name(seller, {code: product}, {code: text_in(values, "title")}, by, now)


def remove_listing(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported row away again; its lines are of no product then."""
    seller = people.organisation(text_in(key, "seller"))
    lock(seller)
    row = Listing.objects.get(seller=seller, code=key["code"])
    former = str(row.product_id or "")
    Listing.objects.filter(pk=row.pk).update(product=None)
    while name_lines(listing=str(row.pk), former=former):
        pass
    row.delete()
