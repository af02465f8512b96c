"""What the warranty pays for: faults of goods whose term is known; the rest by the price list, and nothing in doubt."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import LOCK_LINES, Walked, a_report, begin, quoted
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Device, WarrantyTerm
from anxin.domain.goods.queries.term_gaps import term_gaps
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.rules.in_warranty import IN_WARRANTY, SETTING, check_in_warranty
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def begun(now: datetime) -> None:
    """Lay the ground: brand, products, prices, terms."""
    ground.lay(now=now)


def asked(now: datetime, kind: str) -> Walked:
    """Report this kind of service for a lock that was proved to be bought a hundred days ago."""
    bought = now.date() - timedelta(days=100)
    report = replace(a_report(now=now), kind=kind, bought_date=bought, proved=True)
    return begin(report, now=now)


OTHERS = ["install", "maintain", "remove", "lock_opening"]


class TestKind:
    @pytest.mark.parametrize("kind", OTHERS)
    def test_that_is_ordered_costs_what_the_price_list_says_though_the_device_is_in_warranty(
        self, kind: str, now: datetime
    ) -> None:
        one = asked(now, kind)
        view = queries.view(one.repair, actor=one.customer, now=now)
        assert (view.covered, view.warranty_open, view.in_price_list) == (False, False, True)
        one.repair.refresh_from_db()
        draft = queries.draft(one.repair, wanted={"HY3-FIT": queries.DraftedLine()}, on=now.date())
        assert [(line.why, line.amount_fen > 0) for line in draft.lines if line.quantity] == [
            ("by_price_list", True)
        ] * 2

    @pytest.mark.parametrize("kind", ["repair", "inspect"])
    def test_of_a_fault_is_in_warranty(self, kind: str, now: datetime) -> None:
        one = asked(now, kind)
        assert one.repair.covered

    def test_is_free_where_the_brand_says_so(self, now: datetime) -> None:
        known = asked(now, "repair")
        free = {**IN_WARRANTY, "install": "warranty"}
        acting(
            lambda: settings.propose(
                name=SETTING,
                value=free,
                valid_from=now,
                by=SYSTEM,
                now=now,
                organisation=str(known.repair.brand_id),
            )
        )
        assert asked(now, "install").repair.covered

    def test_says_which_way_is_wrong(self) -> None:
        for wrong in ({}, {**IN_WARRANTY, "install": "nobody"}):
            with pytest.raises(Invalid, match=SETTING):
                check_in_warranty(wrong)

    def test_is_redone_free_of_charge(self, now: datetime) -> None:
        one = asked(now, "repair").until("closed")
        type(one.repair).objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="not_warranted")
        one.do(lambda: repairs.rework(repair=one.repair, why="松了", by=one.customer, now=one.now))
        assert queries.view(one.repair, actor=one.customer, now=one.now).covered


class TestNoTerm:
    def test_is_no_out_of_warranty_but_to_be_confirmed_and_each_line_says_so(self, now: datetime) -> None:
        WarrantyTerm.objects.all().delete()
        one = asked(now, "repair").until("on_site")
        quoted(one)
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.warranty_open
        assert view.quote is not None
        assert {line.why for line in view.quote.lines} == {"term_open"}

    def test_is_settled_by_the_desk_once_the_brand_named_its_term(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        type(one.repair).objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="no_term")
        one.repair.refresh_from_db()
        chen, day = one.by(cast.XIAO_CHEN), one.now.date() - timedelta(days=30)
        one.do(lambda: repairs.check_cover(repair=one.repair, bought_date=day, by=chen, now=one.now))
        assert one.repair.covered
        assert not one.repair.quotes.filter(state="sent").exists()


class TestTermsOfAFile:
    ROW = {"brand": cast.HEYAN.slug, "category": "washer", "months": 72}

    def test_say_what_was_bought_before_the_first_of_them(self, now: datetime) -> None:
        builders.a_repair(now=now)
        day = now.date()
        (said,) = term_gaps([{**self.ROW, "from": day.isoformat()}], now)
        assert day.isoformat() in said

    def test_name_the_oldest_device_that_none_of_them_covers(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        WarrantyTerm.objects.all().delete()
        old = now.date() - timedelta(days=900)
        goods.register(product=one.repair.product, serial="OLD-1", now=now, bought_date=old)
        assert Device.objects.filter(bought_date=old).exists()
        (said,) = term_gaps([{**self.ROW, "category": "lock", "from": now.date().isoformat()}], now)
        assert old.isoformat() in said

    def test_say_nothing_where_whatever_is_older_is_over_anyway(self, now: datetime) -> None:
        builders.a_repair(now=now)
        assert not term_gaps([{**self.ROW, "from": "2016-01-01"}, {**self.ROW, "from": now.date().isoformat()}], now)
        assert not term_gaps([{**self.ROW, "from": None}], now)


class TestQuoteOfNothing:
    def test_says_that_nothing_is_to_pay_and_claims_no_yes(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        type(one.repair).objects.filter(pk=one.repair.pk).update(covered=True, warranty_why="in_term")
        one.repair.refresh_from_db()
        lines = [replace(line, excluded=False) for line in LOCK_LINES]
        by = one.by(one.technician)
        one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=by, now=one.now))
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.quote is not None
        assert (view.quote.agreed, view.quote.free) == (True, True)
        said = [entry.sentence for entry in queries.timeline_of(one.repair, actor=one.customer)]
        assert any("不用付" in text for text in said)
        assert not any("客户同意" in text for text in said)
