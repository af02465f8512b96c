"""What can be done with warranty terms: a new one counts from its day, what was bought before keeps the earlier one."""

from datetime import date

from anxin.domain.goods.models import WarrantyTerm
from anxin.domain.people.models import Organisation


def publish_term(
    *,
    brand: Organisation,
    category: str,
    months: int,
    from_date: date,
    title: str,
    clause: str,
    excludes: str,
    source: str,
    checked_on: date,
    title_en: str = "",
    clause_en: str = "",
    excludes_en: str = "",
) -> WarrantyTerm:
    """Publish what a brand promises for a category, with its source."""
    return WarrantyTerm.objects.create(
        brand=brand,
        category=category,
        months=months,
        from_date=from_date,
        title=title,
        clause=clause,
        excludes=excludes,
        source=source,
        checked_on=checked_on,
        title_en=title_en,
        clause_en=clause_en,
        excludes_en=excludes_en,
    )
