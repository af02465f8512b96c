"""What classes of goods there are, and what each is called: those everybody knows, and those a house makes besides."""

from collections.abc import Iterable
from datetime import datetime

from anxin.core import settings
from anxin.core.wording import in_language
from anxin.domain.goods.models import Product
from anxin.domain.goods.wording import CATEGORIES
from anxin.domain.people.models import Organisation

IN_ENGLISH = "goods.in_english"


def categories(*, brand: Organisation | None = None) -> list[str]:
    """Return the codes of the categories that products are of, or those of a brand."""
    rows = Product.objects.filter(brand=brand) if brand else Product.objects
    return [*rows.order_by("category").values_list("category", flat=True).distinct()]


def class_name(code: str, *, now: datetime) -> str:
    """Name a class of goods in the reader's language; a house's own by its word, in English as the house says it."""
    return class_names([code], now=now)[code]


def class_names(codes: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Name several."""
    found = dict.fromkeys(codes, "")
    own = settings.get(IN_ENGLISH, at=now) if found.keys() - CATEGORIES.keys() - {""} else {}
    return {
        code: str(CATEGORIES[code]) if code in CATEGORIES else in_language(code, own.get(code, "")) for code in found
    }
