"""Where somebody can go today: counties reached, province by province."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.domain.insight.rules import Share
from anxin.domain.network import queries as network
from anxin.domain.places import gateway as places


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A province: how many of its counties are reached today, and whether any outlet serves there at all."""

    code: str
    reached: Share
    served: bool


def coverage(actor: Actor, *, now: datetime) -> list[Coverage]:
    """Return the coverage of every province on this day (two queries)."""
    field = network.field_of(actor, day=now.astimezone(SHANGHAI).date(), now=now)
    served = {division[:2] for _outlet, _brand, division in field.territories}
    return [
        Coverage(
            code=one.code,
            reached=Share(held=len(field.reached(places.counties(one.code))), total=len(places.counties(one.code))),
            served=one.code in served,
        )
        for one in places.children()
    ]
