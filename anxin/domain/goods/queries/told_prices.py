"""How many open cases were told the prices of an edition: it isn't taken back while they count on it."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db.models import Q

from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import PriceBook
from anxin.domain.people.models import Organisation

_OPEN: list[Callable[[Organisation, datetime, datetime | None], int]] = []


def counts_open(asks: Callable[[Organisation, datetime, datetime | None], int]) -> None:
    """Declare who counts the open cases of a brand that came from a moment on, and before another."""
    _OPEN.append(asks)


def told(book: PriceBook) -> int:
    """Return how many open cases came while an edition was the one that they were told (as `price_books` reads it)."""
    after = Q(from_date__gt=book.from_date) | Q(from_date=book.from_date, published_at__gt=book.published_at)
    later = PriceBook.objects.filter(after, brand=book.brand_id).values_list("from_date", "published_at")
    until = min((_since(*one) for one in later), default=None)
    since = _since(book.from_date, book.published_at)
    return sum(asks(book.brand, since, until) for asks in _OPEN)


def _since(day: date, published_at: datetime) -> datetime:
    return max(published_at, datetime.combine(day, time(), SHANGHAI))
