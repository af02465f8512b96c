"""Claims that no file takes to another house yet, since no row tells what happened to them: each is named with why."""

from collections.abc import Iterable

from django.db.models import Q

from anxin.core.money import format_fen
from anxin.domain.claims.models import Appeal, Claim, Payout
from anxin.domain.claims.queries.companions import OPEN
from anxin.domain.claims.queries.lists import UNDER_WAY
from anxin.domain.claims.queries.returned_goods import is_money_due
from anxin.domain.claims.wording.tables import APPEALED, HALF_PAID, ON_ITS_WAY
from anxin.domain.ledger.rules import is_by_hand
from anxin.domain.ledger.states import PAYMENT

NOT_YET = ("noted", "proposed")
"""A transfer that was entered and that nobody has booked or dropped."""


def claims() -> list[Claim]:
    """Return the open claims that gave money and go on, whose refund is on its way, or that are appealed."""
    return [row for row, _why, _fen in _found()]


def sentences() -> Iterable[str]:
    """Return which claims stay here, and why."""
    return [str(why).format(number=row.number, sum=format_fen(fen)) for row, why, fen in _found()]


def _found() -> list[tuple[Claim, object, int]]:
    paid = Q(pk__in=Payout.objects.exclude(payment__state="failed").values("claim"))
    appealed = {*Appeal.objects.filter(state__in=OPEN).values_list("decision__claim", flat=True)}
    rows = Claim.objects.filter(paid | Q(pk__in=appealed), state__in=UNDER_WAY).order_by("number")
    found: list[tuple[Claim, object, int]] = []
    for row in rows:
        payouts = [*row.payouts.select_related("payment").prefetch_related("payment__remittances")]
        gone = sum(one.amount_fen for one in payouts if one.payment.state == "succeeded")
        on_its_way = sum(one.amount_fen for one in payouts if _is_on_its_way(one))
        if on_its_way:
            found.append((row, ON_ITS_WAY, on_its_way))
        elif gone and (row.state != "executing" or is_money_due(row)):
            found.append((row, HALF_PAID, gone))
        elif row.pk in appealed:
            found.append((row, APPEALED, 0))
    return found


def _is_on_its_way(payout: Payout) -> bool:
    """Return whether money was sent or entered, and nobody knows yet whether it arrives."""
    payment = payout.payment
    if payment.state in PAYMENT.ends:
        return False
    return not is_by_hand(payment.fault) or any(one.state in NOT_YET for one in payment.remittances.all())
