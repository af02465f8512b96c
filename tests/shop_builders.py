"""What a shop's orders file says of an order, for tests."""

from datetime import datetime

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.claims.actions.shop_refunds import apply_book
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Purchase


def file_says(purchase: Purchase, position: int, fen: int, *, now: datetime) -> None:
    """Have a file say how much of a line went back in its shop, in all."""
    row = Purchase.objects.get(pk=purchase.pk)

    def says() -> None:
        goods.tell_total(purchase=row, position=position, fen=fen, now=now)
        apply_book(row, by=SYSTEM, now=now)

    acting(says)
