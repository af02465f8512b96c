"""What can be asked about the warranty of goods: the term of their brand and category that is in force on a day.

A term counts from its `from_date`: what was bought before keeps the one it was bought under.
"""

from datetime import date

from anxin.domain.goods.models import Product, WarrantyTerm
from anxin.domain.goods.rules import warranty as rules
from anxin.domain.goods.rules.warranty import Term, Warranty

TERM = ("months", "title", "clause", "excludes", "source")


def term_of(product: Product, *, on: date) -> Term | None:
    """Return the warranty term of what is bought today."""
    return warranty(product=product, bought_date=None, on=on).term


def warranty(*, product: Product, bought_date: date | None, on: date) -> Warranty:
    """Return whether something bought on a day is in warranty: by the term in force on the day of purchase."""
    rows = WarrantyTerm.objects.filter(brand_id=product.brand_id, category=product.category).order_by("-from_date")
    every = vars(product).get("every_term") or rows.values(*TERM, "from_date")
    row = next((one for one in every if one["from_date"] <= (bought_date or on)), None)
    term = Term(**{name: row[name] for name in TERM}) if row else None
    return rules.warranty(bought_date=bought_date, term=term, on=on)
