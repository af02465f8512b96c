"""Later: what an earlier version began for a claim goes on as it does now; repairs that nobody can make any more."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.queries.brought_claims import untold
from anxin.domain.claims.queries.payers import uncharged, uncounted
from anxin.domain.claims.queries.shop_debts import is_told_of
from anxin.domain.goods.models import Purchase


@later.every(seconds=3600)
@later.task(queue="heavy")
def catch_up(*, now: datetime) -> None:
    """Follow repairs and shops' debts that no clock follows, call off looks nobody hears of; one keeps up no other."""
    works = [partial(claims.follow_repair, claim=row, now=now) for row in queries.unfollowed_repairs()]
    works += [partial(claims.charge_earlier, decision=row, now=now) for row in uncharged()]
    works += [partial(claims.count_paid, decision=row) for row in uncounted()]
    works += [partial(claims.tell_shop, claim=row, now=now) for row in queries.untold_shops()]
    works += [partial(claims.call_off_look, visit=row, now=now) for row in queries.unheard_looks()]
    _each(works, "claims of an earlier version that could not be brought on")


@later.every(seconds=60)
@later.task(queue="notices")
def tell_brought(*, now: datetime) -> None:
    """Tell merchants of the claims that a file brought in for them; one keeps up no other."""
    works = [partial(claims.tell_brought, brought=one, now=now) for one in untold(now=now)]
    _each(works, "merchants who could not be told of claims brought in for them")


@later.every(seconds=60)
@later.task(queue="heavy")
def tell_addresses(*, now: datetime) -> None:
    """Look whose merchant has said where the goods go back to; one keeps up no other."""
    works = [partial(claims.tell_address, claim=row, now=now) for row in queries.unaddressed()]
    _each(works, "buyers who could not be told where goods go back to")


@later.every(seconds=3600)
@later.task(queue="heavy")
def give_up_repairs(*, now: datetime) -> None:
    """Look for whom decided repairs wait: where nobody can be sent a reviewer decides; one keeps up no other."""
    works = [partial(claims.give_up_repair, claim=row, now=now) for row in queries.sought_repairs()]
    _each(works, "decided repairs that could not be given up")


@later.task(queue="heavy", waits=is_told_of)
def read_book(*, purchase: str, now: datetime) -> None:
    """Let an order's book pay what a provider left to its shop after the shop's list had told of it."""
    row = Purchase.objects.get(pk=purchase)
    acting(lambda: claims.read_book(row, now=now))


def _each(works: Iterable[Callable[[], None]], of: str) -> None:
    faults = []
    for work in works:
        try:
            acting(work)
        except Exception as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup(of, faults)
