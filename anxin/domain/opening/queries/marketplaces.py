"""The house before its shops' buyers: is it open for claims, and what stands in the way of that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from anxin.core import settings
from anxin.domain.opening.models import Opening
from anxin.domain.opening.queries import lookup, rehearsals
from anxin.domain.opening.rules import Check
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.publications import queries as publications

RULES = "claims"
"""The text that says how claims are handled."""


@dataclass(frozen=True, kw_only=True)
class Marketplace:
    """The house as it opens for claims: since when it is open, and whether a brand is."""

    house: Organisation
    opened_at: datetime | None
    brands: bool


def takes_claims() -> bool:
    """Return whether the house is open for claims on what its shops sold."""
    return Opening.objects.filter(shut_at=None, brand__kind=Organisation.Kind.OPERATOR).exists()


def marketplace() -> Marketplace | None:
    """Return the house as it opens for claims; None where it is shut and either a brand is open or no shop here."""
    rows = list(Opening.objects.filter(shut_at=None).select_related("brand"))
    own = next((one for one in rows if one.brand.kind == Organisation.Kind.OPERATOR), None)
    if own is None and (rows or not shops().exists()):
        return None
    house = own.brand if own else people.operator()
    return Marketplace(house=house, opened_at=own.opened_at if own else None, brands=len(rows) > bool(own))


def shops() -> QuerySet[Organisation]:
    """Return the merchants here."""
    return Organisation.objects.filter(kind=Organisation.Kind.MERCHANT, retired_at=None)


def checks(done: Sequence[Check], *, now: datetime) -> Iterable[Check]:
    """Check what claims need beside the installation's checks (`done`): only where the house may open for them."""
    found = marketplace()
    if found is None:
        return
    texts = publications.in_force(on=timezone.localdate(now))
    needs = {
        "shop_orders": rehearsals.selling_shop() is not None,
        "claim_rules": RULES in texts,
    }
    own = [Check(code=code, ok=ok) for code, ok in needs.items()]
    for one in (*own, _money(done, now), _rehearsal(found, now)):
        yield replace(one, brand=found.house.slug, brand_name=found.house.name, blocks=True)


def _money(done: Sequence[Check], now: datetime) -> Check:
    """Check how money goes back: by payment or transfer, or by the shops, where it was said to go on without."""
    pays = any(one.code == "payment" and one.ok for one in done)
    said = "payment" in str(settings.get(lookup.PUT_OFF, at=now)).split()
    return Check(code="claim_money", ok=pays or said, says="by_shops" if said and not pays else "")


def _rehearsal(found: Marketplace, now: datetime) -> Check:
    row = rehearsals.newest(found.house)
    ok = found.opened_at is not None or rehearsals.still_counts(row)
    return replace(rehearsals.check(row, ok=ok, now=now), code="claim_rehearsal")
