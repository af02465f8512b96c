"""Where a claim meets a repair: the one it opened, the one it follows from."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.gathered_rows import KeyText
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.views import ClaimView
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import RepairView

GRACE = "claims.nobody_sent"
LOOKED_FOR = ("submitted", "accepted", "triaged")
"""Where a repair stands while somebody is to be found who goes there."""


def waiting_repairs() -> QuerySet[Claim, Claim]:
    """Return the claims whose decided repair waits for somebody who goes there."""
    return Claim.objects.filter(Exists(_made()), state="executing").exclude(repair_number="").order_by("id")


def _made() -> QuerySet[Repair, Repair]:
    return Repair.objects.filter(number=OuterRef("repair_number"), mode=Repair.Mode.VISIT, state__in=LOOKED_FOR)


def sought_repairs() -> QuerySet[Claim, Claim]:
    """Return the claims whose decided repair waits for somebody, or for which nobody could be sent lately."""
    graces = _graces().filter(stream_key=KeyText(OuterRef("pk")))
    rows = Claim.objects.filter(state="executing").exclude(repair_number="")
    return rows.filter(Exists(_made()) | Exists(graces)).order_by("id")


def grace_of(claim: Claim) -> Clock | None:
    """Return the wait for somebody to be vouched for again, over or not; None where nobody waits."""
    return _graces().filter(stream_key=str(claim.pk)).first()


def _graces() -> QuerySet[Clock, Clock]:
    return Clock.objects.filter(kind=GRACE, stream_kind="claim", met_at=None, stopped_at=None)


def repair_view(view: ClaimView, *, actor: Actor, now: datetime) -> RepairView | None:
    """Show the repair a claim has opened or follows from, to who may see the claim (no query where there is none)."""
    number = view.repair_number or view.records.beside.followed
    key = Repair.objects.filter(number=number).values_list("id", flat=True).first() if number else None
    return repairs.view(repairs.repair_by_key(str(key)), actor=actor, now=now) if key else None
