"""Which brand an intake from outside is for, and whether that one is shut to the public."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.core.acting import current
from anxin.domain.goods.models import Product, PurchaseLine
from anxin.domain.opening.models import Departure, Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

OPENED = Exists(Opening.objects.filter(brand=OuterRef("pk"), shut_at=None))
BRAND_OPENED = Exists(Opening.objects.filter(brand=OuterRef("brand"), shut_at=None))
LEFT = Exists(Departure.objects.filter(house=OuterRef("pk"), state="left"))


def shut_for(kind: str, facts: Mapping[str, Any]) -> Organisation | None:
    """Return which shut house a repair, a wait, a claim or a message is for, by its first fact.

    One query, and none of a repair whose product was looked for in this block, where its brand is open.
    """
    if kind == "claim":
        return shut_seller(seller=UUID(str(facts["seller"])), purchase=UUID(str(facts["purchase"])))
    if kind == "contact":
        return shut_house()
    if kind != "waiting" and current().recall(_opened(UUID(str(facts["brand"])))) == (True,):
        return None
    whose = Q(slug=facts["brand"]) if kind == "waiting" else Q(pk=facts["brand"])
    return Organisation.objects.filter(whose, ~OPENED).first()


def keep_opened(product: Product, opened: bool) -> None:
    """Remember whether the brand of a product is open, as it was read along with that."""
    current().keep(_opened(product.brand_id), (opened,), Opening._meta.db_table)


def _opened(brand: UUID) -> tuple[str, UUID]:
    return ("opened", brand)


def shut_seller(*, seller: UUID, purchase: UUID) -> Organisation | None:
    """Return which shut house a claim on a purchase is for: the seller if it is a brand, else whose goods were bought.

    What a shop sold may be claimed on where the house is open for claims; goods of no known brand need only one brand
    that is open, too. What was bought of a brand that left is claimed on with the operator, as long as its buyer may.
    """
    made = Exists(PurchaseLine.objects.filter(purchase=purchase, product__brand=OuterRef("pk")))
    rows = Organisation.objects.filter(kind__in=(Organisation.Kind.BRAND, Organisation.Kind.OPERATOR)).order_by("name")
    houses = list(rows.annotate(opened=OPENED, left=LEFT, made=made))
    brands = [one for one in houses if one.kind == Organisation.Kind.BRAND]
    own = [one for one in brands if one.pk == seller]
    if not own and any(one.opened for one in houses if one.kind == Organisation.Kind.OPERATOR):
        return None
    if meant := own or [one for one in brands if one.made]:
        return next((one for one in meant if not (one.opened or one.left)), None)
    return None if any(one.opened for one in brands) else people.operator()


def shut_for_claims() -> Organisation | None:
    """Return the operator while no claim is taken in here, whatever was bought: nothing is open, and no brand left."""
    house = shut_house()
    return None if house is None or Departure.objects.filter(state="left").exists() else house


def shut_house() -> Organisation | None:
    """Return the operator while neither a brand nor the house itself is open: nobody is served here yet."""
    return None if is_anything_open() else people.operator()


def is_anything_open() -> bool:
    """Return whether a brand, or the house itself, serves the public."""
    return Opening.objects.filter(shut_at=None).exists()
