"""What nobody knows yet is not charged as out of warranty in silence, and no bill is let go during the service."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.demo import cast
from anxin.domain.goods import actions as goods_actions
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries, rules
from tests import builders

AGENT = Actor(kind="staff", id="a", organisation="o", roles=frozenset({"agent", "finance"}))


class TestPays:
    @pytest.mark.parametrize("why", ["no_purchase_date", "unknown", "bought_in_future", "unproved"])
    def test_says_that_the_warranty_is_open(self, why: str) -> None:
        assert rules.pays(full_fen=100, covered=False, kind="part", excluded=False, why=why) == (100, "cover_open")

    def test_says_out_of_warranty_only_where_that_is_known(self) -> None:
        told = rules.pays(full_fen=100, covered=False, kind="part", excluded=False, why="term_over")
        assert told == (100, "out_of_warranty")


@pytest.mark.django_db
class TestReceipt:
    def test_decides_what_was_open(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        type(one.repair).objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="no_purchase_date")
        one.repair.refresh_from_db()
        chen = one.by(cast.XIAO_CHEN)
        assert queries.view(one.repair, actor=chen, now=now).warranty_open
        day = now.date() - timedelta(days=100)
        assert acting(lambda: repairs.check_cover(repair=one.repair, bought_date=day, by=chen, now=now))
        seen = queries.view(one.repair, actor=chen, now=now)
        assert (seen.covered, seen.warranty_why, seen.warranty_open) == (True, "in_term", False)

    def test_is_kept_with_the_device_so_that_the_next_repair_begins_with_it(self, now: datetime) -> None:
        one, day = builders.a_repair(now=now, at="accepted"), now.date() - timedelta(days=100)
        device = goods_actions.register(product=one.repair.product, serial="HY3-READ", now=now, bought_date=now.date())
        type(one.repair).objects.filter(pk=one.repair.pk).update(device=device)
        one.repair.refresh_from_db()
        chen = one.by(cast.XIAO_CHEN)
        acting(lambda: repairs.check_cover(repair=one.repair, bought_date=day, by=chen, now=now))
        device.refresh_from_db()
        assert device.bought_date == day

    @pytest.mark.parametrize("role", ["agent", "dispatcher"])
    def test_puts_the_quote_aside_whoever_of_the_desk_reads_it(self, now: datetime, role: str) -> None:
        one = builders.a_repair(now=now, at="quoted")
        quote = one.repair.quotes.get(state="sent")
        by = replace(one.by(cast.XIAO_CHEN), roles=frozenset({role}))
        acting(lambda: repairs.check_cover(repair=one.repair, bought_date=now.date(), by=by, now=one.now))
        quote.refresh_from_db()
        assert quote.state == "replaced"

    def test_is_read_by_the_desk_only_and_is_not_from_tomorrow(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        customer = Actor(kind="customer_link", id="x", roles=frozenset({"customer"}))
        with pytest.raises(Forbidden):
            acting(lambda: repairs.check_cover(repair=one.repair, bought_date=now.date(), by=customer, now=now))
        late, chen = now.date() + timedelta(days=9), one.by(cast.XIAO_CHEN)
        with pytest.raises(Invalid):
            acting(lambda: repairs.check_cover(repair=one.repair, bought_date=late, by=chen, now=now))


@pytest.mark.django_db
class TestWaive:
    def test_is_refused_during_the_service_whoever_asks(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        bill = bills.latest(one.repair.stream())
        assert bill is not None
        with pytest.raises(WrongState):
            acting(lambda: ledger.waive(bill=bill, why="少收点", by=AGENT, now=now))
        bill.refresh_from_db()
        assert bill.state != "waived"

    def test_nor_is_a_bill_lowered_to_nothing_during_it_shown_or_agreed(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        bill = bills.latest(one.repair.stream())
        assert bill is not None
        owed = bill.total_fen
        for state in ("shown", "agreed"):
            assert (one.repair.state, bill.state) == ("in_service", state)
            with pytest.raises(ledger.NotOver):
                acting(lambda: ledger.reduce(bill=bill, to_fen=0, why="送的", by=AGENT, now=now))
            bill.refresh_from_db()
            if state == "shown":
                acting(lambda: ledger.agree(bill=bill, by=one.customer, now=now))
        assert (bill.state, bill.total_fen) == ("agreed", owed)


@pytest.mark.django_db
class TestPriceList:
    def test_shows_the_visit_fee_that_every_quote_carries(self, now: datetime) -> None:
        builders.a_repair(now=now)
        brand = people.organisation(cast.HEYAN.slug)
        Product.objects.create(brand=brand, code="W1", name="禾砚热水器", category="water_heater", skill="water_heater")
        for category in ("lock", "water_heater"):
            lines = goods.prices(brand=brand, category=category, on=now.date())
            assert [one.name for one in lines if one.kind == "fee"] == ["上门费"], category
