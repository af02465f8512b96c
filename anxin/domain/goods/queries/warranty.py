"""What can be asked about the warranty of goods: the term of their brand and category that is in force on a day.

A term counts from its `from_date`: what was bought before keeps the one it was bought under.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import localtime

from anxin.core.wording import in_language
from anxin.domain.goods.models import Device, Product, WarrantyTerm
from anxin.domain.goods.rules import warranty as rules
from anxin.domain.goods.rules.warranty import Warranty, WarrantyTermThen

TERM = ("months", "title", "clause", "excludes", "source", "title_en", "clause_en", "excludes_en")


@dataclass(frozen=True, kw_only=True)
class TermView:
    """A warranty term as its reader reads it."""

    months: int
    title: str
    clause: str
    excludes: str


def term_view(term: WarrantyTermThen | None) -> TermView | None:
    """Return a warranty term in the reader's language, as far as the brand wrote it in that."""
    if term is None:
        return None
    return TermView(
        months=term.months,
        title=in_language(term.title, term.title_en),
        clause=in_language(term.clause, term.clause_en),
        excludes=in_language(term.excludes, term.excludes_en),
    )


def warranty(*, product: Product, bought_date: date | None, on: date, proved: bool = True) -> Warranty:
    """Return whether something bought on a day is in warranty: by the term in force on the day of purchase.

    `proved`: whether anybody but who reports it says which day that was.
    """
    rows = WarrantyTerm.objects.filter(brand_id=product.brand_id, category=product.category).order_by("-from_date")
    every = vars(product).get("every_term") or rows.values(*TERM, "from_date")
    row = next((one for one in every if one["from_date"] <= (bought_date or on)), None)
    term = WarrantyTermThen(**{name: row[name] for name in TERM}) if row else None
    return rules.warranty(bought_date=bought_date, term=term, on=on, proved=proved)


def owned(now: datetime) -> QuerySet[Device, Device]:
    """Return the devices in warranty still; one bought on a day nobody knows counts from when it was registered."""
    rows = Device.objects.annotate(since=Coalesce("bought_date", TruncDate("created_at")))
    return promised(rows, product="product", since="since", on=localtime(now).date())


def promised[Rows: QuerySet[Any, Any]](rows: Rows, *, product: str, since: str, on: date) -> Rows:
    """Return those of the rows whose goods are in warranty still on a day, from what the fields named here say.

    One statement for the terms. Where a month is shorter, the last day is taken some days late.
    """
    found = Q(pk__in=[])
    terms = WarrantyTerm.objects.order_by("brand_id", "category", "-from_date")
    for (brand, category), several in groupby(terms, key=lambda one: (one.brand_id, one.category)):
        until: Mapping[str, date] = {}
        for term in several:
            first = max(term.from_date, rules.months_after(on, -term.months))
            days = {f"{since}__gte": first, **until}
            found |= Q(**{f"{product}__brand": brand, f"{product}__category": category, **days})
            until = {f"{since}__lt": term.from_date}
    return rows.filter(found)
