"""In which cases money is on its way back to whoever paid, or lies here for him."""

from collections.abc import Collection

from django.db.models import Q

from anxin.core.timeline import StreamKey
from anxin.domain.ledger.models import Bill, Payment, Remittance, Repayment
from anxin.domain.ledger.states import PAYMENT


def owed(cases: Collection[StreamKey]) -> set[StreamKey]:
    """Return those of some cases of which money is owed to their customer still (one query)."""
    back = Payment.objects.filter(direction=Payment.Direction.BACK).exclude(state__in=PAYMENT.ends)
    asked = Repayment.objects.filter(ended_at=None)
    over = Remittance.objects.filter(direction=Payment.Direction.IN, over_fen__gt=0, state="booked")
    over = over.exclude(returned_by__state="booked")
    due = Q(pk__in=back.values("bill")) | Q(pk__in=asked.values("bill")) | Q(pk__in=over.values("bill"))
    rows = Bill.objects.filter(due, stream_key__in=[one.key for one in cases])
    return {StreamKey(kind, str(key)) for kind, key in rows.values_list("stream_kind", "stream_key")} & set(cases)
