"""How long work is guaranteed: as the price list says that the customer agreed to, from when he has it again."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import bench, cast, ground
from anxin.domain.goods.models import PriceLine
from anxin.domain.goods.queries.term_gaps import short_guarantees
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries, rules
from anxin.domain.repairs.commands import TABLE, appointments
from anxin.domain.repairs.models import Guarantee
from anxin.domain.visits.rules import local_day
from tests import builders

pytestmark = pytest.mark.django_db


def published(days: int) -> None:
    """Have every line of the price list be guaranteed for so many days, the fee of the way for ninety."""
    for line in PriceLine.objects.all():
        line.guarantee_days = 90 if line.code == "VISIT" else days
        line.save(update_fields=["guarantee_days"])


class TestAGuarantee:
    @pytest.mark.parametrize("days", [30, 365])
    def test_lasts_as_long_as_the_price_list_says(self, now: datetime, days: int) -> None:
        ground.lay(now=now)
        published(days)
        one = builders.a_repair(now=now, at="closed")
        assert one.repair.guarantee.days == days

    def test_of_no_days_is_said_to_be_none(self, now: datetime) -> None:
        ground.lay(now=now)
        published(0)
        one = builders.a_repair(now=now, at="closed")
        assert one.repair.guarantee.days == 0
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert "价目没有约定质保天数；法律给的保障不变" in [entry.sentence for entry in view.timeline]
        customer = one.customer
        assert "rework" not in TABLE.allowed(queries.situation(one.repair, by=customer, now=one.now), customer).names

    def test_begins_when_the_goods_are_handed_back(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="mended")
        assert not Guarantee.objects.filter(repair=one.repair).exists()
        bench.paid(one)
        bench.back(one)
        assert one.repair.guarantee.from_date == one.now.date()

    def test_lasts_as_the_house_says_where_no_list_says_anything(self) -> None:
        assert rules.guarantee_days([], former=None, unsaid=90) == 90
        assert rules.guarantee_days([0], former=None, unsaid=90) == 0
        assert rules.guarantee_days([30, 180], former=None, unsaid=90) == 180

    def test_of_what_is_redone_is_no_shorter_than_it_was(self) -> None:
        assert rules.guarantee_days([0], former=365, unsaid=90) == 365

    def test_shorter_than_usual_is_named_before_the_list_is_published(self, now: datetime) -> None:
        days = {"开锁": 0, "换主板": 180, "清洗": None}
        rows = [{"name": name, "guarantee": one} for name, one in days.items()]
        (said,) = short_guarantees(rows, now)
        assert "开锁 (0)" in said
        assert "换主板" not in said
        assert short_guarantees(rows[1:], now) == []


def test_a_rework_after_his_word_was_revoked_is_offered_the_windows_of_others(now: datetime) -> None:
    one = builders.a_repair(now=now, at="closed")
    word = Authorisation.objects.get(kind="technician", code=cast.MASTER_LUO.number, brand=one.repair.brand)
    acting(lambda: network.revoke(authorisation=word, why="left", by=SYSTEM, now=one.now))
    acting(lambda: repairs.rework(repair=one.repair, why="again", by=one.customer, now=one.now))
    one.repair.refresh_from_db()
    several = appointments.windows(one.repair, local_day(one.now) + timedelta(days=1), one.now)
    assert any(window.free for window in several)
