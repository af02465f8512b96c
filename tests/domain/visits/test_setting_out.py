"""On the way: not long before the window, a slip is taken back; whose word ends then is let in by nobody."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.commands import CommandRefused
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.domain.ledger.models import Payment
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation, Engagement
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit
from anxin.faces.customer.summary import lead
from tests import builders
from tests.domain.visits.test_one_truth import shown
from tests.domain.visits.test_vouched import LUO, owner, take_back

pytestmark = pytest.mark.django_db


def at_window(one: builders.Walked, *, before_h: float) -> None:
    """Let it be so many hours before the agreed window."""
    one.now = one.repair.wanted_from_at - timedelta(hours=before_h)


def give(one: builders.Walked, name: str, fields: dict[str, object] | None = None) -> None:
    by = one.by(cast.MASTER_LUO)
    one.do(lambda: JOBS.give(name, row=one.visit, by=by, now=one.now, fields=fields or {}), minutes=0)
    one.visit.refresh_from_db()


def told(one: builders.Walked, code: str) -> list[Notice]:
    later.run_due(one.now)
    return list(Notice.objects.filter(code=code, person=one.repair.customer))


class TestSettingOut:
    @pytest.mark.parametrize("before_h", [33, 14, 2.1])
    def test_long_before_the_window_is_refused_with_the_way_out(self, before_h: float, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        at_window(one, before_h=before_h)
        for name, fields in (("departure", None), ("arrival", {"why": "moved"})):
            with pytest.raises(WrongState):
                give(one, name, fields)
        by = one.by(cast.MASTER_LUO)
        with pytest.raises(visits.TooEarly) as refused:
            one.do(lambda: visits.set_out(visit=one.visit, by=by, now=one.now), minutes=0)
        assert refused.value.facts["minutes"] == 120
        one.visit.refresh_from_db()
        assert one.visit.state == "booked"
        assert not told(one, "repair_coming")

    def test_shortly_before_it_tells_the_customer(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        at_window(one, before_h=2)
        give(one, "departure")
        assert one.visit.state == "on_the_way"
        assert told(one, "repair_coming")

    def test_by_mistake_is_taken_back_and_the_customer_told(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        at_window(one, before_h=1)
        give(one, "departure")
        one.now += timedelta(minutes=3)
        give(one, "turning-back")
        assert (one.visit.state, [row.goes_at for row in told(one, "repair_not_yet")]) == ("booked", [one.now])
        give(one, "departure")
        assert one.visit.state == "on_the_way"

    def test_some_time_ago_is_no_slip(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        one.now += timedelta(minutes=11)
        by = one.by(cast.MASTER_LUO)
        with pytest.raises(visits.TooLateToTurn):
            one.do(lambda: visits.turn_back(visit=one.visit, by=by, now=one.now), minutes=0)


class TestWordThatEnds:
    @pytest.mark.parametrize("how", ["suspend", "revoke", "key_lost"])
    def test_while_he_is_on_the_way_goes_to_the_customer_at_night_too(self, how: str, now: datetime) -> None:
        one = builders.a_repair(now=now.replace(hour=12), at="on_the_way")  # eight in the evening in Shanghai
        one.now = one.now.replace(hour=14, minute=30)
        take_back(how, LUO, one.now)
        (row,) = told(one, "repair_stay_out")
        assert row.goes_at == one.now
        assert not told(one, "repair_another")
        assert Notice.objects.filter(code="visit_stay_out", account__isnull=False).exists()

    def test_while_he_is_on_the_way_stands_first_on_the_customers_page_while_he_may_come(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        take_back("suspend", LUO, one.now)
        with translation.override("zh-hans"):
            first, hotline = lead(shown(one)).heading, shown(one).headline.phone
        assert first == f"品牌已不授权{cast.MASTER_LUO.called}（{LUO}）：他若上门，不要开门"
        assert hotline == cast.HOTLINE
        until = max(one.visit.wanted_to_at, one.now + timedelta(hours=2))
        one.now = until - timedelta(minutes=1)
        assert shown(one).headline.says == "stay_out"
        one.now = until
        assert shown(one).headline.says != "stay_out"

    def test_for_his_outlet_does_so_too(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        outlet = one.visit.outlet
        assert outlet is not None
        _end_outlet(one, outlet.code)
        assert told(one, "repair_stay_out")
        assert shown(one).headline.says == "stay_out"

    def test_is_over_on_the_customers_page_once_the_check_vouches_for_him_again(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        chen = one.by(cast.XIAO_CHEN)
        take_back("suspend", LUO, one.now)
        assert shown(one).headline.says == "stay_out"
        assert [row.danger for row in repairs.queue(chen, now=one.now).rows] == [True]
        for word in Authorisation.objects.filter(code=LUO, brand=one.repair.brand, state="suspended"):
            one.do(lambda word=word: network.resume(authorisation=word, by=owner(), now=one.now), minutes=0)
        assert shown(one).headline.says != "stay_out"
        assert [row.danger for row in repairs.queue(chen, now=one.now).rows] == [False]

    def test_a_day_ahead_is_news_that_waits(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        at_window(one, before_h=20)
        take_back("revoke", LUO, one.now)
        assert told(one, "repair_another")
        assert not told(one, "repair_stay_out")

    @pytest.mark.parametrize("how", ["suspend", "revoke"])
    def test_while_he_is_at_work_tells_customer_technician_and_desk_at_once(self, how: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        one.now = one.now.replace(hour=15)
        take_back(how, LUO, one.now)
        (row,) = told(one, "repair_unvouched")
        assert row.goes_at == one.now
        codes = set(Notice.objects.filter(account__isnull=False).values_list("code", flat=True))
        assert {"job_unvouched", "visit_unvouched"} <= codes
        one.visit.refresh_from_db()
        assert one.visit.state == "on_site"
        assert timeline.read(one.visit.stream())[-1].code == "visits.unvouched"

    def test_while_he_is_at_work_leaves_him_nothing_to_do_there_but_to_go(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        one.now = one.now.replace(hour=15)
        luo = one.by(cast.MASTER_LUO)

        def may(row: Visit) -> set[str]:
            return {*JOBS.allowed(JOBS.situation(row, by=luo, now=one.now), luo).names}

        before = may(one.visit)
        assert {"quote", "agreement-here"} <= before
        take_back("suspend", LUO, one.now)
        one.visit.refresh_from_db()
        work = {"identity", "quote", "agreement-here", "parts", "payment", "completion", "checks", "receipt"}
        assert may(one.visit) & work == set()
        assert "ending" in may(one.visit)
        with pytest.raises(CommandRefused) as refused:
            one.do(lambda: TABLE.give("agreement", row=one.repair, by=one.customer, now=one.now, fields={}), minutes=0)
        assert refused.value.code == "repairs.not_vouched"
        assert repairs.view(one.repair, actor=one.customer, now=one.now).headline.says == "unvouched"
        for word in Authorisation.objects.filter(code=LUO, brand=one.repair.brand, state="suspended"):
            one.do(lambda word=word: network.resume(authorisation=word, by=owner(), now=one.now), minutes=0)
        one.visit.refresh_from_db()
        assert may(one.visit) == before
        assert timeline.read(one.visit.stream())[-1].code == "visits.vouched_again"

    @pytest.mark.parametrize(("at", "says"), [("on_the_way", "stay_out"), ("quoted", "unvouched")])
    def test_says_the_same_of_whose_work_there_ends_at_once(self, at: str, says: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at=at)
        his = list(Engagement.objects.filter(technician__number=LUO, to_at=None))
        for work in his:
            one.do(lambda work=work: network.release(engagement=work, by=SYSTEM, now=one.now), minutes=0)
        one.run()
        one.visit.refresh_from_db()
        assert queries.genuine_card(kind="technician", code=LUO, now=one.now).status == "suspended"
        assert shown(one).headline.says == says
        for work in his:
            again = {"technician": work.technician, "outlet": work.outlet, "brand": work.brand}
            one.do(lambda again=again: network.engage(**again, by=SYSTEM, now=one.now), minutes=0)
        one.run()
        one.visit.refresh_from_db()
        assert queries.genuine_card(kind="technician", code=LUO, now=one.now).genuine
        assert shown(one).headline.says != says

    def test_while_the_bill_lies_before_the_customer_takes_no_money_from_him(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        way = {"way": "fake"}

        def may() -> frozenset[str]:
            return TABLE.allowed(TABLE.situation(one.repair, by=one.customer, now=one.now), one.customer).names

        assert "payment" in may()
        take_back("suspend", LUO, one.now)
        one.visit.refresh_from_db()
        assert "payment" not in may()
        with pytest.raises(WrongState):
            one.do(lambda: TABLE.give("payment", row=one.repair, by=one.customer, now=one.now, fields=way), minutes=0)
        assert not Payment.objects.exists()


def _end_outlet(one: builders.Walked, code: str) -> None:
    def work() -> None:
        for row in Authorisation.objects.filter(kind="outlet", code=code, brand=one.repair.brand, state="authorised"):
            network.suspend(authorisation=row, why="查实", by=owner(), now=one.now)

    acting(work)
