"""What somebody was sent: each notice in his own language, for who may take a copy of it away."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from anxin.core import wording
from anxin.core.actors import ACCOUNTS, Actor
from anxin.domain.notices import rules
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people


@dataclass(frozen=True, kw_only=True)
class OwnNotice:
    """A notice that was sent to somebody: about which case, what it said, when it went."""

    number: str
    text: str
    at: datetime
    gone_at: datetime | None


def own(actor: Actor, *, now: datetime) -> list[OwnNotice]:
    """List what somebody was sent and is still kept, oldest first (one query)."""
    works_here = actor.kind in ACCOUNTS
    mine = Q(account=actor.id) if works_here else Q(person__in=people.visible_to(actor, now=now).values("pk"))
    return [
        OwnNotice(
            number=one.number,
            text=wording.message(rules.template_of(one.code, one.facts), {**one.facts, "number": one.number}),
            at=one.at,
            gone_at=one.gone_at,
        )
        for one in Notice.objects.filter(mine).order_by("at", "id")
    ]
