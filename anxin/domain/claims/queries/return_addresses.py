"""Whose buyers wait for where to send the goods."""

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import clocks
from anxin.core.clocks import Clock
from anxin.core.gathered_rows import KeyText
from anxin.domain.claims.models import Claim

ADDRESS_ASKED = "claims.return_to"


def waits_for_address(row: Claim) -> bool:
    """Return whether goods are to come back, and their buyer waits for where to (one query)."""
    return row.state == "waiting_return" and clocks.open_clocks(row.stream()).filter(kind=ADDRESS_ASKED).exists()


def unaddressed() -> QuerySet[Claim, Claim]:
    """Return the claims whose buyers wait for where to send the goods."""
    asked = Clock.objects.filter(kind=ADDRESS_ASKED, stream_kind="claim", met_at=None, stopped_at=None)
    waits = asked.filter(stream_key=KeyText(OuterRef("pk")))
    return Claim.objects.filter(Exists(waits), state="waiting_return").order_by("id")
