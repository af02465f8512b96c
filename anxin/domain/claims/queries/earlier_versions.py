"""What an earlier version began for claims, and nothing follows any more."""

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core.clocks.models import Clock
from anxin.core.gathered_rows import KeyText
from anxin.domain.claims.models import Claim, Decision, Payout
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.ledger.rules import UNASKED, by_hand, is_unknown
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit
from anxin.domain.visits.states import VISIT


def unfollowed_repairs() -> QuerySet[Claim, Claim]:
    """Return the claims whose decided repair no clock has ever followed."""
    decided = Decision.objects.filter(claim=OuterRef("pk"), state="final", remedy="repair")
    made = Repair.objects.filter(number=OuterRef("repair_number"))
    clocks = Clock.objects.filter(kind="claims.repair", stream_kind="claim", stream_key=KeyText(OuterRef("pk")))
    rows = Claim.objects.filter(Exists(decided), Exists(made), state="executing").exclude(repair_number="")
    return rows.exclude(Exists(clocks)).order_by("id")


def untold_shops() -> QuerySet[Claim, Claim]:
    """Return the claims whose money no provider finds, and whose shop was never told that it gives it back itself."""
    faults = [fault for fault in map(by_hand, UNASKED) if is_unknown(fault)]
    waits = Payout.objects.filter(claim=OuterRef("pk"), payment__state="unclear", payment__fault__in=faults)
    clocks = Clock.objects.filter(kind=SHOP_PAYS, stream_kind="claim", stream_key=KeyText(OuterRef("pk")))
    return Claim.objects.filter(Exists(waits), ~Exists(clocks), state="executing").order_by("id")


def unheard_looks() -> QuerySet[Visit, Visit]:
    """Return the looks at goods under way that stand on a claim itself, not on a repair of its own."""
    return Visit.objects.filter(stream_kind="claim").exclude(state__in=VISIT.ends).order_by("id")
