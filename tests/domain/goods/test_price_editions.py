"""An edition of prices takes the place of one of the same day: at once, and what was told before keeps its price."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import WrongState
from anxin.core.tables import Values
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import price_imports as imports
from anxin.domain.goods.queries import price_imports as known
from anxin.domain.people import queries as people
from tests import builders

pytestmark = pytest.mark.django_db


def row(now: datetime, edition: str, amount_fen: int) -> Values:
    return {
        "brand": cast.HEYAN.slug,
        "edition": edition,
        "from": now.astimezone(SHANGHAI).date().isoformat(),
        "code": "VISIT",
        "name": "上门费",
        "kind": "fee",
        "category": "lock",
        "amount": amount_fen,
        "guarantee": 0,
        "name_en": None,
    }


def bring(now: datetime, edition: str, amount_fen: int) -> None:
    values = row(now, edition, amount_fen)
    assert known.why_no_price(values) == {}
    acting(lambda: imports.import_price(values=values, by=SYSTEM, now=now))


def twice(now: datetime) -> datetime:
    """Publish a wrong price, and the right one an hour later."""
    ground.lay(now=now)
    bring(now + timedelta(minutes=1), "错价", 300000)
    bring(now + timedelta(hours=1), "改正", 3100)
    return now + timedelta(hours=2)


class TestEditionOfTheSameDay:
    def test_takes_the_place_of_a_wrong_one_at_once(self, now: datetime) -> None:
        later = twice(now)
        brand, on = people.organisation(cast.HEYAN.slug), later.astimezone(SHANGHAI).date()
        assert goods.price_book(brand=brand, on=on).edition == "改正"
        lines = goods.prices(brand=brand, category="lock", on=on)
        assert [one.amount_fen for one in lines if one.code == "VISIT"] == [3100]
        assert {one.edition for one in goods.price_lists(on=on) if one.brand == brand.slug} == {"改正"}
        assert {one[1] for one in known.every_price(on) if one[0] == brand.slug} == {"改正"}

    def test_leaves_a_case_reported_between_the_two_at_what_it_was_told(self, now: datetime) -> None:
        later = twice(now)
        brand, on = people.organisation(cast.HEYAN.slug), later.astimezone(SHANGHAI).date()
        book, told = goods.price_books(brand=brand, on=on, told_at=now + timedelta(minutes=30))
        assert (book.edition, told.edition) == ("改正", "错价")
        book, told = goods.price_books(brand=brand, on=on, told_at=later)
        assert (book.edition, told.edition) == ("改正", "改正")

    def test_stands_in_the_history_beside_the_one_it_replaced(self, now: datetime) -> None:
        twice(now)
        first, second, *_rest = goods.price_editions(people.organisation(cast.HEYAN.slug))
        assert (first.edition, first.replaced_at) == ("改正", None)
        assert (second.edition, second.replaced_at) == ("错价", now + timedelta(hours=1))

    def test_is_not_published_at_the_same_moment_as_another(self, now: datetime) -> None:
        ground.lay(now=now)
        bring(now + timedelta(minutes=1), "一", 3000)
        with pytest.raises(WrongState):
            bring(now + timedelta(minutes=1), "二", 3100)

    def test_leaves_no_other_way_to_change_what_is_published(self, now: datetime) -> None:
        later = twice(now)
        assert known.why_no_price(row(later, "改正", 1)) != {}


class TestTaken:
    def test_is_not_what_an_open_case_was_told(self, now: datetime) -> None:
        ground.lay(now=now - timedelta(hours=3))
        told_at = now - timedelta(hours=2)
        bring(told_at, "便宜", 1000)
        one = builders.a_repair(now=now)
        back = lambda at: imports.remove_price(key=row(told_at, "便宜", 1000), by=SYSTEM, now=at)  # noqa: E731
        with pytest.raises(imports.ToldPrices) as refused:
            acting(lambda: back(now + timedelta(hours=1)))
        assert refused.value.facts == {"edition": "便宜", "cases": 1}
        bring(now + timedelta(hours=2), "改正", 3000)
        with pytest.raises(imports.ToldPrices):
            acting(lambda: back(now + timedelta(hours=3)))
        acting(lambda: imports.remove_price(key=row(now + timedelta(hours=2), "改正", 3000), by=SYSTEM, now=one.now))
