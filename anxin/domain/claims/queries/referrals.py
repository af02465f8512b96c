"""Find what a side did outside."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.claims.models import Referral
from anxin.domain.claims.queries.lookup import NoSuchClaim, visible_to
from anxin.domain.threads import queries as threads


def referral(key: str, *, actor: Actor, now: datetime) -> Referral:
    """Return a door outside that one's own side went through; the desk finds every side's."""
    rows = Referral.objects.select_related("claim").filter(id=key, claim__in=visible_to(actor, now=now))
    side = threads.side_of(actor)
    found = (rows if side == "desk" else rows.filter(side=side)).first()
    if found is None:
        raise NoSuchClaim({"referral": key[:40]})
    return found
