"""Write down what each city page says where that changed: its next edition."""

from datetime import datetime

from anxin.domain.people.models import Organisation
from anxin.domain.publications.models import CityEdition
from anxin.domain.publications.queries import cities, facts_everywhere


def renew_cities(*, brand: Organisation, now: datetime) -> int:
    """Give each city page of a brand that reads otherwise now its next edition; give how many did."""
    known = cities.latest(brand)
    made = []
    for category, region, facts in facts_everywhere(brand=brand, known=known, now=now):
        before = known.get((category, region))
        if before is not None and before.facts == facts:
            continue
        number = before.number + 1 if before else 1
        made.append(CityEdition(brand=brand, category=category, region=region, number=number, facts=facts, at=now))
    CityEdition.objects.bulk_create(made, batch_size=500)
    return len(made)
