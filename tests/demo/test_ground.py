"""The cast's ground on any day of the calendar."""

from datetime import UTC, date, datetime

import pytest

from anxin.core.acting import acting
from anxin.demo import cast, goods
from anxin.domain.goods.models import WarrantyTerm
from anxin.domain.people import actions as people

pytestmark = pytest.mark.django_db


def test_is_laid_on_the_29th_of_february_too() -> None:
    now = datetime(2028, 2, 29, 4, 0, tzinfo=UTC)
    brand = acting(lambda: people.found_organisation(kind="brand", slug=cast.HEYAN.slug, name="禾砚", now=now))
    acting(lambda: goods.stock(brand, now=now))
    assert set(WarrantyTerm.objects.values_list("from_date", flat=True)) == {date(2025, 2, 28)}
