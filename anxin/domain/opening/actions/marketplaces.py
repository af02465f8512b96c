"""Open the house for claims on what its shops sold, and shut it."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.timeline import StreamKey
from anxin.domain.opening.models import Opening
from anxin.domain.people.models import Organisation


def open_claims(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Open the house for claims; what stands in the way is its command's to say."""
    opened = {"opened_by": by.key, "opened_at": now}
    _made, new = Opening.objects.get_or_create(brand=house, shut_at=None, defaults=opened)
    if new:
        timeline.write(_stream(house), "opening.claims_opened", by=by, now=now)


def shut_claims(*, house: Organisation, why: str, by: Actor, now: datetime) -> None:
    """Shut the house for claims: nothing new is filed online, what was filed is finished."""
    rows = Opening.objects.filter(brand=house, shut_at=None)
    if rows.update(shut_at=now, shut_by=by.key, why=why):
        timeline.write(_stream(house), "opening.claims_shut", by=by, now=now, private={"why": why})


def _stream(house: Organisation) -> StreamKey:
    return StreamKey("organisation", str(house.pk))
