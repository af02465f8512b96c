"""Links by which a buyer proves his phone: what stands in their address, which one lives, whose phone it may not be."""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core import vault
from anxin.core.errors import Missing
from anxin.domain.goods.models import BuyerLink, Purchase
from anxin.domain.people.actions.throttle import keyed
from anxin.domain.people.models import Role

LIVES, AGAIN_AFTER = timedelta(hours=72), timedelta(days=30)
OWN_FOR = timedelta(days=90)
"""So long after he left, a shop's former employee is no buyer of it by a link."""
OFTEN, TRIES, SENT = 3, 5, 5
"""From so many orders of one shop on a phone is told of; so many wrong numbers, and codes, a link bears."""
KEY = 32
UNREACHED = Q(buyer=None) | Q(buyer__phone_sealed="", buyer__erased_at=None)
"""Orders whose buyers can't prove themselves: no phone of theirs is known."""


class BuyerLinkOver(Missing):
    """The link was used, is over, was replaced, or there is none."""

    code = "goods.link_over"


def token_of(row: BuyerLink) -> str:
    """Return what stands in the address of a link: who holds the rows alone can't make one."""
    return f"{row.pk.hex}{_mark(row.pk)}"


def _mark(key: UUID) -> str:
    return keyed("buyer link", key.hex)[:KEY]


def living(rows: QuerySet[BuyerLink], *, now: datetime) -> QuerySet[BuyerLink]:
    """Return the links that can be used still."""
    return rows.filter(ended_at=None, expires_at__gt=now)


def found(token: str, *, now: datetime) -> BuyerLink:
    """Return the link of an address; raises `goods.link_over`, whatever is wrong with it."""
    try:
        key = UUID(hex=token[:32])
    except ValueError:
        raise BuyerLinkOver from None
    if not hmac.compare_digest(_mark(key).encode(), token[32:].encode()):
        raise BuyerLinkOver
    rows = living(BuyerLink.objects.select_related("purchase__seller", "purchase__buyer"), now=now)
    row = rows.filter(pk=key).first()
    if row is None or not is_wanted(row.purchase):
        raise BuyerLinkOver
    return row


def is_wanted(row: Purchase) -> bool:
    """Return whether nobody can prove himself the buyer: no phone of his is known."""
    return row.buyer is None or (not row.buyer.phone_sealed and row.buyer.erased_at is None)


def open_link(row: Purchase, *, now: datetime) -> BuyerLink | None:
    """Return the link of an order that can be used still (one query)."""
    return living(row.buyer_links.all(), now=now).first()


def is_of_the_shop(row: Purchase, phone: str, *, now: datetime) -> bool:
    """Return whether this is the phone of somebody who works for the seller of an order, or did lately."""
    own = Role.objects.filter(organisation=row.seller_id, account__person__phone_index__in=vault.blind_indexes(phone))
    return own.filter(Q(to_at=None) | Q(to_at__gt=now - OWN_FOR)).exists()


def bound_lately(row: Purchase, phone: str, *, now: datetime) -> int:
    """Count the orders of a seller that this phone was bound to by links lately."""
    rows = BuyerLink.objects.filter(purchase__seller=row.seller_id, end="used", ended_at__gt=now - AGAIN_AFTER)
    return rows.filter(phone_index__in=vault.blind_indexes(phone)).count()


def links_of(rows: Iterable[Purchase], *, now: datetime) -> dict[UUID, BuyerLink]:
    """Return the links that can be used still, by order (one query)."""
    keys = [one.pk for one in rows]
    return {one.purchase_id: one for one in living(BuyerLink.objects.filter(purchase__in=keys), now=now)}
