"""Which brand an intake from outside is for, and whether that one is shut to the public."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.domain.goods.models import PurchaseLine
from anxin.domain.opening.models import Departure, Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

OPENED = Exists(Opening.objects.filter(brand=OuterRef("pk"), shut_at=None))
LEFT = Exists(Departure.objects.filter(house=OuterRef("pk"), state="left"))


def shut_for(kind: str, facts: Mapping[str, Any]) -> Organisation | None:
    """Return which shut house a repair, a wait, a claim or a message is for, by its first fact (one query)."""
    if kind == "claim":
        return shut_seller(seller=UUID(str(facts["seller"])), purchase=UUID(str(facts["purchase"])))
    if kind == "contact":
        return shut_house()
    whose = Q(slug=facts["brand"]) if kind == "waiting" else Q(pk=facts["brand"])
    return Organisation.objects.filter(whose, ~OPENED).first()


def shut_seller(*, seller: UUID, purchase: UUID) -> Organisation | None:
    """Return which shut brand a claim on a purchase is for: the seller if it is one, else whose goods were bought.

    Goods of no known brand need only one brand that is open. What was bought of a brand that left is claimed on with
    the operator, as long as its buyer may.
    """
    made = Exists(PurchaseLine.objects.filter(purchase=purchase, product__brand=OuterRef("pk")))
    rows = Organisation.objects.filter(kind=Organisation.Kind.BRAND).order_by("name")
    brands = list(rows.annotate(opened=OPENED, left=LEFT, made=made))
    meant = [one for one in brands if one.pk == seller] or [one for one in brands if one.made]
    if meant:
        return next((one for one in meant if not (one.opened or one.left)), None)
    return None if any(one.opened for one in brands) else people.operator()


def shut_house() -> Organisation | None:
    """Return the operator while no brand of this installation is open: nobody is served here yet."""
    return None if Opening.objects.filter(shut_at=None).exists() else people.operator()
