"""Money that a former system decided and that waits for finance, who sends it from here or says that it has gone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.gathered_rows import KeyText
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Decision, Payout
from anxin.domain.claims.rules.billed_repairs import KEEPS
from anxin.domain.claims.rules.takeovers import FORMER
from anxin.domain.claims.wording.clocks import CLOCKS

MONEY_CLOCK = "claims.money"


@dataclass(frozen=True, kw_only=True)
class FormerRefund:
    """A refund that was decided elsewhere, and until when it is to be back, as a chip of a clock shows it."""

    number: str
    old_number: str
    seller: str
    amount_fen: int
    label: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None = None
    paused_since: datetime | None = None
    waits_for: str = ""


def former_refunds(actor: Actor) -> QuerySet[Claim, Claim]:
    """Return the claims whose money a former system decided, and that nobody here has sent or said to have gone."""
    if not actor.may(KEEPS):
        return Claim.objects.none()
    sent = Payout.objects.filter(claim=OuterRef("pk"))
    return Claim.objects.filter(Exists(_theirs()) & ~Exists(sent), state="executing")


def waiting_refunds(actor: Actor, *, limit: int) -> list[FormerRefund]:
    """Return the refunds decided elsewhere that wait, whose time is up first at the top (one query)."""
    clock = Clock.objects.filter(stream_kind="claim", stream_key=KeyText(OuterRef("pk")), kind=MONEY_CLOCK)
    clock = clock.filter(met_at=None).order_by("-started_at")[:1]
    rows = former_refunds(actor).annotate(
        seller_name=F("seller__name"),
        old=F("taken_over__old_number"),
        fen=Subquery(_theirs().order_by("-given_at", "-id").values("amount_fen")[:1]),
        started_at=Subquery(clock.values("started_at")),
        due_at=Subquery(clock.values("due_at")),
    )
    told = rows.order_by("due_at", "id").values_list("number", "old", "seller_name", "fen", "started_at", "due_at")
    names = ("number", "old_number", "seller", "amount_fen", "started_at", "due_at")
    label = str(CLOCKS[MONEY_CLOCK])
    return [FormerRefund(label=label, **dict(zip(names, one, strict=True))) for one in told[:limit]]


def _theirs() -> QuerySet[Decision, Decision]:
    """Return the decision about a claim that stands, where it came from elsewhere and is about money."""
    rows = Decision.objects.filter(claim=OuterRef("pk"), state="final")
    return rows.filter(decided_by__in=FORMER, remedy__in=rules.MONEY)
