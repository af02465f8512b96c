"""What a file leaves open: bought before the first warranty term, or guaranteed for less time than usual."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.timezone import localtime

from anxin.core import settings
from anxin.core.tables import Values
from anxin.core.wording import joined
from anxin.domain.goods.models import Device, WarrantyTerm
from anxin.domain.goods.queries.classes import class_name
from anxin.domain.goods.rules.warranty import months_after
from anxin.domain.goods.wording.tables import SHORT_GUARANTEE, TERM_GAP, TERM_GAP_KNOWN
from anxin.domain.people import queries as people

NAMED = 8
"""How many lines are named; of more their count is told."""


def term_gaps(rows: Sequence[Values], now: datetime) -> list[str]:
    """Return a sentence for each class of goods of which something bought before its first term may be in warranty."""
    told = {(str(one.get("brand")), str(one.get("category"))) for one in rows if one.get("from") and one.get("months")}
    return [text for brand, category in sorted(told) for text in _gap(rows, brand, category, now)]


def short_guarantees(rows: Sequence[Values], now: datetime) -> list[str]:
    """Return a sentence where lines of a price list guarantee for less time than counts where no list says any."""
    least: int = settings.get("repairs.guarantee_days", at=now)
    given = [(str(one.get("name")), int(str(one["guarantee"]))) for one in rows if one.get("guarantee") is not None]
    short = [f"{name} ({days})" for name, days in given if days < least]
    several = joined(short[:NAMED]) + (" …" if len(short) > NAMED else "")
    return [str(SHORT_GUARANTEE).format(days=least, lines=several, n=len(short))] if short else []


def _gap(rows: Iterable[Values], brand: str, category: str, now: datetime) -> Iterable[str]:
    of = [one for one in rows if (one.get("brand"), one.get("category")) == (brand, category)]
    days = [(date.fromisoformat(str(one["from"])), int(str(one["months"]))) for one in of if one.get("from")]
    known = WarrantyTerm.objects.filter(brand__slug=brand, category=category).values_list("from_date", "months")
    first, months = min([*days, *known])
    if months_after(first, months) <= localtime(now).date():
        return
    devices = Device.objects.filter(product__brand__slug=brand, product__category=category, bought_date__lt=first)
    oldest = devices.order_by("bought_date").values_list("bought_date", flat=True).first()
    facts = {"brand": people.organisation(brand).name, "goods": class_name(category, now=now)}
    text = TERM_GAP_KNOWN if oldest else TERM_GAP
    yield str(text).format(first=first, oldest=oldest, **facts)
