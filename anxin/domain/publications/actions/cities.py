"""Write down what each city page says where that changed: its next edition."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any

from anxin.core.inserts import insert_or_move
from anxin.domain.people.models import Organisation
from anxin.domain.publications import rules
from anxin.domain.publications.models import CityEdition
from anxin.domain.publications.queries import cities, facts_everywhere

AT_ONCE = 500


def renew_cities(*, brand: Organisation, now: datetime) -> int:
    """Give each city page of a brand that says something else now its next edition; give how many did."""
    known = cities.latest(brand)
    made, ended = [], []
    alike = partial(_reads_alike, known)
    for category, region, facts in facts_everywhere(brand=brand, known=known, alike=alike, now=now):
        before = known.get((category, region))
        number = before.number + 1 if before else 1
        if before is not None:
            before.to_at = now
            ended.append(before)
        made.append(CityEdition(brand=brand, category=category, region=region, number=number, facts=facts, at=now))
    for some in batched((*ended, *made), AT_ONCE, strict=False):
        insert_or_move(some, ("to_at",))
    return len(made)


def _reads_alike(
    known: Mapping[tuple[str, str], CityEdition], category: str, region: str, facts: Mapping[str, Any]
) -> bool:
    before = known.get((category, region))
    return before is not None and rules.reads_alike(before.facts, facts)
