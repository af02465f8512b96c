"""What became of messages on their way, as the carriers' networks say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from anxin.core.carriers.sms.port import SmsReceipt
from anxin.core.outbox.models import UNSETTLED, Message

ARRIVED = "arrived"
LATELY = timedelta(hours=24)
MANY = 5
NOBODY = "no address"
"""What stands at a message that had no receiver: it says nothing of its carrier."""


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """How many messages of a day were heard of, how many did not arrive, and why the last one."""

    heard: int
    lost: int
    why: str = ""

    @property
    def is_bad(self) -> bool:
        """Return whether so many don't arrive that it isn't the phones: a signature that isn't filed, say."""
        return self.heard >= MANY and 2 * self.lost > self.heard


@dataclass(frozen=True, kw_only=True)
class RefusedMessage:
    """How many messages a carrier last took none of, the newest's moment, and what was answered."""

    count: int
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Became:
    """What became of one message: since when its carrier has it (None: not yet), and what the network said."""

    sent_at: datetime | None
    receipt: str

    @property
    def is_told(self) -> bool:
        """Return whether it counts as told: a carrier has it, and nobody said that it was lost."""
        return self.sent_at is not None and self.receipt in ("", ARRIVED)


def became_of(key: str) -> Became | None:
    """Return what became of the message with a key; None where none was written (one query)."""
    return all_became((key,)).get(key)


def all_became(keys: Iterable[str]) -> dict[str, Became]:
    """Return what became of messages by their keys, of those that are kept still (one query)."""
    rows = Message.objects.filter(key__in=list(keys)).values_list("key", "state", "settled_at", "receipt")
    return {key: Became(sent_at=at if state == "sent" else None, receipt=receipt) for key, state, at, receipt in rows}


def refused(carrier: str, *, since: datetime) -> RefusedMessage:
    """Return what a carrier refused since a moment; nothing where it took one after the first of them (two queries)."""
    rows = Message.objects.filter(carrier=carrier, state__in=UNSETTLED, created_at__gte=since)
    found = list(rows.exclude(answer__in=["", NOBODY]).order_by("-id").values_list("id", "created_at", "answer")[:500])
    if not found or Message.objects.filter(id__gt=found[-1][0], carrier=carrier, state="sent").exists():
        return RefusedMessage(count=0)
    return RefusedMessage(count=len(found), at=found[0][1], why=found[0][2])


def take_receipts(provider: str, receipts: Iterable[SmsReceipt], *, now: datetime) -> int:
    """Write down what became of messages; give how many are known here. The same twice changes nothing."""
    known = 0
    for one in receipts:
        mine = Q(answer=f"{provider}:{one.number}"[:64], carrier="sms")
        if one.key:
            mine |= Q(key=one.key, carrier="sms")
        said = ARRIVED if one.arrived else (one.why or "lost")[:40]
        rows = Message.objects.filter(mine)
        known += rows.exists()
        rows.filter(receipt="").update(receipt=said, receipt_at=now)
    return known


def arrivals(*, now: datetime) -> Arrivals:
    """Return how messages arrived within a day (one query)."""
    rows = Message.objects.filter(receipt_at__gte=now - LATELY).order_by("-receipt_at")
    said = list(rows.values_list("receipt", flat=True)[:500])
    lost = [one for one in said if one != ARRIVED]
    return Arrivals(heard=len(said), lost=len(lost), why=lost[0] if lost else "")
