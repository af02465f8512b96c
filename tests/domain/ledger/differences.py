"""A difference as a statement brings it, and two persons of finance who end it."""

from datetime import datetime
from uuid import uuid4

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.domain.ledger import actions
from anxin.domain.ledger.commands import DIFFERENCES
from anxin.domain.ledger.models import Difference, Payment
from anxin.domain.ledger.rules.reconciliation import FoundDifference

FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance", "agent"}))
SECOND = Actor(kind="staff", id="second", organisation="o", roles=frozenset({"operator"}))
THIRD = Actor(kind="staff", id="third", organisation="o", roles=frozenset({"finance"}))


def found(
    kind: str, fen: int, *, at: datetime, provider: str = "wechat", paid: Payment | None = None, number: str = ""
) -> Difference:
    """Have a provider say that money moved which our books don't say: a refund of its own, or a payment once more."""
    number = number or (paid.id.hex if paid else uuid4().hex[:28])
    said = FoundDifference(
        kind=kind,
        direction="in" if paid else "back",
        number=number,
        key=str(paid.id) if paid else "",
        reference=f"50{number[:20]}",
        ours_fen=paid.amount_fen if paid else None,
        theirs_fen=fen,
    )
    acting(lambda: actions.provider_statements.note(provider=provider, found=[said], at=at, now=at))
    return Difference.objects.get(provider=provider, number=number, kind=kind)


def give(name: str, row: Difference, *, now: datetime, by: Actor = FINANCE, **fields: object) -> Difference:
    """Give a command of a difference, and return it as it is then."""
    fresh = Difference.objects.select_related("payment__bill").get(pk=row.pk)
    acting(lambda: DIFFERENCES.give(name, row=fresh, by=by, now=now, fields=fields))
    return Difference.objects.get(pk=row.pk)


def bind(row: Difference, number: str, *, now: datetime) -> Difference:
    """Give a refund to a bill, by two."""
    give("binding", row, now=now, number=number, why="后台退的，看过流水")
    return give("agreement", row, now=now, by=SECOND)


def keep(row: Difference, *, now: datetime) -> Difference:
    """Keep as an advance what came twice, by two."""
    give("advance", row, now=now, why="客户同意抵下次")
    return give("agreement", row, now=now, by=SECOND)
