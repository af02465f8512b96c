"""What of a house's account never went through here: orders paid in a shop, and what went back of them there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from anxin.core import providers
from anxin.core.gathered_rows import EachAsked
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.providers import KIND, REAL
from anxin.domain.ledger.rules import shops_money
from anxin.domain.ledger.rules.payees import GONE_KEY, SHOP_SAID

ORDER = "purchase"


def counted(account: str) -> list[Transfer]:
    """Return the movements of an account that are about money the house itself gave back of orders (two queries).

    What was charged for an order, and went back the way it was paid, is apart: a shop or its platform had that money.
    A transfer that its bank sent back counts as what it was, and so does its return: a month that is over stays.
    """
    own = Bill.objects.filter(payee=account, by_hand=True, stream_kind=ORDER).values("pk")
    borne = Transfer.objects.filter(debit=account, reason=rules.BORNE, bill__stream_kind=ORDER).values("bill")
    given = Payment.objects.filter(direction=Payment.Direction.BACK, provider__in=rules.OWN)
    sent = list(given.filter(bill__in=own.union(borne)).values_list("id", "key", "bill"))
    if not sent:
        return []
    keys, backs = {f"credit:{key}" for _id, key, _bill in sent}, {one.hex for one, _key, _bill in sent}
    rows = Transfer.objects.filter(bill__in={bill for _id, _key, bill in sent}, state=Transfer.State.POSTED)
    moved = rows.filter(Q(debit=account) | Q(credit=account)).select_related("reverses").order_by("settled_at", "id")
    return [one for one in moved if _is_of(one.reverses or one, keys, backs)]


def _is_of(one: Transfer, keys: Iterable[str], backs: Iterable[str]) -> bool:
    return one.key in keys or (one.reason == rules.BORNE and rules.back_of(one.key) in backs)


def over_provider() -> EachAsked:
    """Return, of a movement, whether its order was paid to a provider of the house, or given back by it: it had it."""
    paid = Q(direction=Payment.Direction.IN, provider__in=providers.names_among(KIND, REAL))
    gone = Q(direction=Payment.Direction.BACK) & ~(Q(fault=SHOP_SAID) | Q(key__contains=f":{GONE_KEY}"))
    moved = Payment.objects.filter(paid | gone, state="succeeded", bill=OuterRef("bill"), bill__stream_kind=ORDER)
    return EachAsked(moved.exclude(provider__in=rules.OWN))


def is_apart(row: dict[str, Any], known: set[Any]) -> bool:
    """Return whether a movement is of an order, and not of what the house itself gave back of it."""
    return row["stream_kind"] == ORDER and row["id"] not in known


def misbooked() -> "QuerySet[Transfer, Transfer]":
    """Return what an earlier version took from a provider though only a shop or its platform says that it gave it.

    Not what was taken back since, nor what is booked with its shop.
    """
    moved = Q(key__startswith=rules.ELSEWHERE) & ~Q(key__startswith=f"{rules.ELSEWHERE}{shops_money.THERE}")
    said = Q(payment__fault=SHOP_SAID, payment__state="succeeded") & ~_known(rules.LAID_KEY)
    posted = Transfer.objects.filter(moved | said, state=Transfer.State.POSTED, reversed_by=None)
    there = Q(debit__in=shops_money.STATED) | Q(credit__in=shops_money.STATED)
    return posted.filter(there).exclude(_known(shops_money.OWN_KEY)).order_by("id")


def is_misbooked() -> bool:
    """Return whether any such is left, so that its task is taken up again."""
    return misbooked().exists()


def _known(before: str) -> Exists:
    return Exists(Transfer.objects.filter(key=Concat(Value(before), OuterRef("key"))))
