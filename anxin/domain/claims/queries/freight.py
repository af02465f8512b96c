"""The freight of an order whose goods went back one by one: whether it may be asked for alone, and how much of it."""

from datetime import datetime, timedelta

from django.db.models import Max

from anxin.core import settings
from anxin.domain.claims.models import Payout
from anxin.domain.claims.queries import line_money
from anxin.domain.goods.models import Purchase


def alone_fen(purchase: Purchase) -> int:
    """Return the freight of an order that can be asked for alone; nothing while goods of it have not gone back."""
    return line_money.of_order(purchase).freight_alone_fen if purchase.freight_fen else 0


def why_not(purchase: Purchase, *, now: datetime) -> str:
    """Return why the freight of an order can't be asked for alone; empty where it can (four queries)."""
    if not alone_fen(purchase):
        return "goods_first"
    last = Payout.objects.filter(claim__purchase=purchase).aggregate(at=Max("at"))["at"]
    days: int = settings.get("claims.freight_d", at=now)
    return "freight_late" if last is not None and now > last + timedelta(days=days) else ""
