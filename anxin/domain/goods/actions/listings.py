"""A seller's goods are named: which product each is of. The order lines that stand take it, block by block."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

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
    lock(seller)
    count = 0
    for code in dict.fromkeys(codes):
        count += _name(seller, code, queries.title_of(seller.pk, code), product, by, now)
    told = {"goods": len(set(codes)), "product": queries.model_of(product) or ""}
    fact = "goods.named" if product else "goods.not_ours"
    timeline.write(StreamKey("organisation", str(seller.pk)), fact, by=by, now=now, facts=told)
    return count


def _name(seller: Organisation, code: str, title: str, product: Product | None, by: Actor, now: datetime) -> int:
    row = Listing.objects.filter(seller=seller, code=code).first()
    former = row.product_id if row else None
    told = {"title": title, "product": product, "named_by": by.key, "named_at": now}
    if row is None:
        row = Listing.objects.create(seller=seller, code=code, **told)
    else:
        Listing.objects.filter(pk=row.pk).update(**told)
        row.refresh_from_db()
    count = queries.lagging(row, former=former).count()
    if count:
        put(listing=row.pk, former=former, now=now)
    return count


def put(*, listing: UUID, former: UUID | None, now: datetime, run_at: datetime | None = None) -> None:
    """Have the lines of goods follow what they were named."""
    about = {"listing": str(listing), "former": str(former or "")}
    key = f"goods.name:{listing}:{about['former']}:{(run_at or now).timestamp():.6f}"
    later.put(NAME_LINES, arguments=about, key=key, now=now, run_at=run_at)


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
    _name(seller, text_in(values, "code"), text_in(values, "title"), product, by, now)


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
