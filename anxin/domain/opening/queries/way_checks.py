"""What the checklist looks at in the ways goods come in: ticked for a class of goods, and taken in by an outlet."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from anxin.core.wording import joined
from anxin.domain.custody import queries as custody
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.network.queries import territories
from anxin.domain.opening.queries import departures
from anxin.domain.opening.rules import Check
from anxin.domain.people.models import Organisation

WAYS = ("drop_off", "mail_in")


def classes() -> dict[UUID, list[str]]:
    """Return which classes of goods each brand makes (one query)."""
    found: dict[UUID, list[str]] = {}
    for brand, category in Product.objects.order_by("category").values_list("brand", "category").distinct():
        found.setdefault(brand, []).append(category)
    return found


def untaken(organisation: str, *, now: datetime) -> list[Check]:
    """Return the ways ticked that no outlet takes goods in by, of one brand or of all that have outlets."""
    asked = territories.brands_asked(now=now)
    brands = [one for one in departures.staying() if one.pk in asked and organisation in ("", str(one.pk))]
    return [one for one in checks(brands, classes(), now) if not one.ok]


def checks(brands: Collection[Organisation], held: Mapping[UUID, Collection[str]], now: datetime) -> Iterable[Check]:
    """Check of each brand whether an outlet takes goods in as its classes say; a way nobody ticked is not asked for."""
    taken = custody.ways_in_of(brands, now=now)
    names = goods.class_names([code for several in held.values() for code in several], now=now)
    for one in brands:
        offered = goods.ways_of(one.pk, held.get(one.pk, ()), now=now)
        for way in WAYS:
            ticked = joined(names[code] for code, ways in offered.items() if way in ways)
            if ticked:
                ok = way in taken[one.pk]
                yield Check(code=way, ok=ok, brand=one.slug, brand_name=one.name, facts={"goods": ticked})
