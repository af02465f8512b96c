"""How long somebody is on the waiting list before he is asked whether he still waits, and how long he has to answer."""

from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.domain.network.models import Waiting
from anxin.domain.network.states import WAITS
from anxin.domain.people import queries as people

TERM, ANSWER = "network.waiting_days", "network.waiting_answer_days"
"""After so many days who waits is asked whether he still does, and has so many days for the answer."""
MOST = 500


def waits_before(setting: str, *, now: datetime) -> datetime:
    """Return the moment before which somebody must have come to stand as he does for a term to be over."""
    return now - timedelta(days=int(settings.get(setting, at=now)))


def asked_after(*, now: datetime) -> int:
    """Return after how many days who waits is asked whether he still does."""
    return int(settings.get(TERM, at=now))


def to_ask(*, now: datetime) -> list[UUID]:
    """Return who waits for so long that he is asked whether he still does, the longest first (one query)."""
    return _since("waiting", waits_before(TERM, now=now))


def unanswered(*, now: datetime) -> list[UUID]:
    """Return who was asked whether he still waits and whose time for the answer is over (one query)."""
    return _since("asked", waits_before(ANSWER, now=now))


def own_waiting(actor: Actor, *, now: datetime) -> list[Waiting]:
    """Return where somebody waits himself, the longest first (one query)."""
    mine = people.streams_of(actor, "waiting", now=now)
    rows = Waiting.objects.select_related("brand").filter(pk__in=mine, state__in=WAITS)
    return list(rows.order_by("created_at")[:MOST])


def _since(state: str, before: datetime) -> list[UUID]:
    rows = Waiting.objects.filter(state=state, updated_at__lt=before).order_by("updated_at")
    return list(rows.values_list("pk", flat=True)[:MOST])
