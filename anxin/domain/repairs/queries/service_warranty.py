"""Whether the warranty of goods pays for a service: of some kinds it never does, a brand says of which."""

from datetime import date, datetime

from anxin.core import settings
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.goods.rules.warranty import Warranty
from anxin.domain.repairs.rules import NOT_WARRANTED
from anxin.domain.repairs.rules.in_warranty import SETTING


def service_warranty(
    *, product: Product, kind: str, bought_date: date | None, now: datetime, proved: bool = True
) -> Warranty:
    """Return whether a service that is reported now is in warranty, of goods bought on a day."""
    if settings.get(SETTING, at=now, organisation=str(product.brand_id))[kind] == "price_list":
        return Warranty(covered=False, until=None, why=NOT_WARRANTED)
    on = now.astimezone(SHANGHAI).date()
    return goods.warranty(product=product, bought_date=bought_date, on=on, proved=proved)
