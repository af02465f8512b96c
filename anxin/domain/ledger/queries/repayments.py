"""Money of paid bills that waits to be given back: the list of finance, and the situation of one."""

from datetime import datetime

from django.db.models import QuerySet

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock as lock
from anxin.domain.ledger.models import Repayment
from anxin.domain.ledger.queries.provider_statements import MAY_SEE
from anxin.domain.ledger.rules.situation import RepaymentSituation


class NoSuchRepayment(Missing):
    """There is no such repayment, or not for this actor."""

    code = "ledger.no_such_repayment"


def waiting_repayments(actor: Actor) -> QuerySet[Repayment]:
    """Return what waits to be given back, the oldest first; nothing for who doesn't keep the money."""
    rows = Repayment.objects.select_related("bill").filter(ended_at=None).order_by("proposed_at")
    return rows if actor.may(MAY_SEE) else rows.none()


def repayment(key: str, *, actor: Actor) -> Repayment:
    """Return a repayment by its id, for who keeps the money; raises `ledger.no_such_repayment`."""
    rows = Repayment.objects.select_related("bill")
    found = rows.filter(pk=key).first() if actor.may(MAY_SEE) else None
    if found is None:
        raise NoSuchRepayment({"repayment": key})
    return found


def repayment_situation(row: Repayment, *, by: Actor, now: datetime, hold: bool = False) -> RepaymentSituation:
    """Return the situation of a repayment for the rules of its commands; `hold` locks its bill first."""
    if hold:
        lock(row.bill)
        row.refresh_from_db(fields=["ended_at"])
    return RepaymentSituation(open=row.ended_at is None, own=row.proposed_by == by.key)


def why_repayment(row: Repayment) -> str:
    """Return in the words of who proposed it why money is to go back."""
    told = timeline.read(row.bill.stream(), opened=("why",))
    found = [one for one in told if one.code == "ledger.repayment_proposed" and one.facts.get("row") == str(row.pk)]
    return found[-1].private["why"].text if found else ""
