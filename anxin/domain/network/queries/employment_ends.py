"""Employments that end as a file says it: which have ended already, and why a row can't be."""

from django.db.models import QuerySet

from anxin.core.tables import Values
from anxin.domain.network.models import Engagement
from anxin.domain.network.wording.tables import CELLS


def living(values: Values) -> Engagement | None:
    """Return the employment that a row would end."""
    rows = _of(values).filter(to_at=None).select_related("technician__account", "outlet", "brand")
    return rows.first()


def imported_end(key: Values) -> Values | None:
    """Return an ended employment as a file would write it; nothing where he works there still, or never did."""
    return dict(key) if living(key) is None and _of(key).exists() else None


def why_no_end(values: Values) -> dict[str, str]:
    """Return why a row ends nothing: he never worked there for the brand."""
    return {} if _of(values).exists() else {"number": str(CELLS["no_employment"])}


def _of(values: Values) -> QuerySet[Engagement]:
    pair = {"outlet__code": values["outlet"], "brand__slug": values["brand"]}
    return Engagement.objects.filter(technician__number=values["number"], **pair)
