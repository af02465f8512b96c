"""What hangs on a brand's word for a technician or an outlet, before it ends."""

from anxin.domain.network.models import Authorisation
from anxin.domain.visits.models import Offer, OutletOrder, Visit
from anxin.domain.visits.states import BEFORE_THE_DOOR, OPEN, ORDERED


def jobs_on(row: Authorisation) -> int:
    """Return how many jobs go to another at once where this word ends: given, or asked about (two queries)."""
    held = Visit.objects.filter(brand=row.brand, state__in=BEFORE_THE_DOOR)
    if row.kind == row.Kind.TECHNICIAN:
        offers = Offer.objects.filter(visit__brand=row.brand, technician__number=row.code, state__in=OPEN)
        return held.filter(technician__number=row.code).count() + offers.values("visit").distinct().count()
    if row.kind == row.Kind.OUTLET:
        orders = OutletOrder.objects.filter(visit__brand=row.brand, outlet__code=row.code, state__in=ORDERED)
        asked = orders.exclude(visit__state__in=BEFORE_THE_DOOR)
        return held.filter(outlet__code=row.code).count() + asked.values("visit").distinct().count()
    return 0
