"""Drop what everybody has read and nobody waits for, some at a time; the newest stays, and what is unsettled."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.outbox.models import Message
from anxin.core.settings import Setting

DONE = ("live", "sent", "expired")
AT_ONCE, AT_MOST = 2000, 200
KEEP = Setting(
    name="outbox.keep_d",
    default=30,
    unit="d",
    least=15,
    most=3650,
    title=_("Days that messages are kept after they were read or sent"),
    per_organisation=False,
)
"""No reader stands further back than its session lasts: fourteen days at most."""


def sweep(*, now: datetime) -> int:
    """Drop what is older than the time set, oldest first; return how many.

    What waits, failed or is unclear stays until it is settled and as long again. The newest message stays too: a
    database that is moved counts on from it, so that no position is ever given out twice.
    """
    days: int = settings.get(KEEP.name, at=now)
    before, reached, dropped = now - timedelta(days=days), 0, 0
    newest = Message.objects.order_by("-id").values_list("id", flat=True).first() or 0
    for _turn in range(AT_MOST):
        some = list(Message.objects.filter(id__gt=reached, id__lt=newest).order_by("id").values_list(*NAMES)[:AT_ONCE])
        old = [key for key, at, _state, _settled_at in some if at < before]
        ended = [
            key for key, at, state, settled_at in some if at < before and state in DONE and (settled_at or at) < before
        ]
        if ended:
            dropped += acting(partial(_drop, ended, before))
        if len(some) < AT_ONCE or not old:
            break
        reached = some[-1][0]
    return dropped


NAMES = ("id", "created_at", "state", "settled_at")


def _drop(keys: list[int], before: datetime) -> int:
    """Drop those that still are as they were found: somebody may have sent one again meanwhile."""
    done = Q(settled_at=None) | Q(settled_at__lt=before)
    return Message.objects.filter(done, pk__in=keys, state__in=DONE).delete()[0]
