"""What somebody bears of a bill beside its payer: each charge of it, and the one that stands."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Transfer


def charged(bill: Bill, back: str = "") -> list[Transfer]:
    """Return every charge of what is borne of a bill, or of a refund of it, in its order (two queries)."""
    key = rules.borne_key(str(bill.pk), back)
    rows = bill.transfers.filter(Q(key=key) | Q(key__startswith=f"{key}#"), reason=rules.BORNE)
    return list(rows.prefetch_related("reversed_by").order_by("created_at", "id"))


def standing(charges: Iterable[Transfer]) -> Transfer | None:
    """Return the charge, or payment of one, among some that was not reversed; None where there is none."""
    return next((one for one in charges if not hasattr(one, "reversed_by")), None)


def paid_at(charge: Transfer) -> datetime | None:
    """Return when it was written down that who bears a charge has paid it; None until then."""
    paid = standing(payments_of(charge))
    return paid.settled_at if paid is not None else None


def payments_of(charge: Transfer) -> list[Transfer]:
    """Return every payment of a charge by who bears it, also those taken back, in their order (two queries)."""
    key = rules.borne_paid_key(str(charge.pk))
    rows = Transfer.objects.filter(Q(key=key) | Q(key__startswith=f"{key}#"), reason=rules.BORNE_PAID)
    return list(rows.prefetch_related("reversed_by").order_by("created_at", "id"))


def every_borne() -> QuerySet[Transfer, Transfer]:
    """Return every charge of what is borne, those that were reversed, too."""
    return Transfer.objects.filter(reason=rules.BORNE)
