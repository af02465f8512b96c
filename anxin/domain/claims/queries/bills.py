"""Where the bill of a claim lies: with the order it is about."""

from anxin.core.timeline import StreamKey
from anxin.domain.claims.models import Claim


def billed_stream(number: str) -> StreamKey | None:
    """Return the stream whose bill a claim's number means, for who binds money to it; no actor is asked."""
    key = Claim.objects.filter(number=number.upper()).values_list("purchase_id", flat=True).first()
    return StreamKey("purchase", str(key)) if key else None
