"""Goods in our keeping under attack: codes guessed by stepping back, parcels that count as come, claims that vanish."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks
from anxin.core.errors import Invalid, WrongState
from anxin.demo import bench, cast
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody import actions as custody
from anxin.domain.custody.models import HandCode
from anxin.domain.custody.rules import opening_hours
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, Transfer
from tests import builders

pytestmark = pytest.mark.django_db

BACK = {"carrier": "sf", "waybill": "SF1400000000029"}


def claims(one: Walked) -> dict[str, str]:
    return dict(kept(one).claims.values_list("way", "state"))


def guessed(one: Walked, name: str) -> None:
    """Enter digits that are not the customer's until nobody may try any more."""
    he, digits = one.by(cast.BOSS_HE), bench.code(one)
    wrong = f"{(int(digits or 0) + 1) % 1_000_000:06d}"
    while not HandCode.objects.filter(locked_at__isnull=False, used_at=None).exists():
        with pytest.raises((custody.WrongHandoverCode, custody.HandoverCodeLocked)):
            give(one, name, he, code=wrong)


class TestCodes:
    def test_the_counter_gets_no_new_tries_by_taking_a_step_back(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="here")
        he, chen = one.by(cast.BOSS_HE), one.by(cast.XIAO_CHEN)
        guessed(one, "signing")
        give(one, "straight-back", he, why="再来一次")
        bench.here(one)
        with pytest.raises(custody.HandoverCodeLocked):
            give(one, "signing", he, code="000000")
        give(one, "new-code", chen, recording="rec-0001")
        bench.held(one)
        give(one, "as-it-is", he, why="不修了")
        guessed(one, "handing-back")
        give(one, "going-on", he, why="再来一次")
        give(one, "new-code", chen, recording="rec-0002")
        assert not HandCode.objects.filter(locked_at__isnull=False).exists()
        give(one, "as-it-is", he, why="不修了")
        with pytest.raises(custody.WrongHandoverCode):
            give(one, "handing-back", he, code=f"{(int(bench.code(one)) + 1) % 1_000_000:06d}")
        give(one, "going-on", he, why="再来一次")
        give(one, "as-it-is", he, why="不修了")
        assert kept(one).codes.get(purpose="pickup").wrong_tries == 1
        give(one, "handing-back", he, code=bench.code(one))
        assert kept(one).state == "returned"


class TestMoney:
    def test_what_is_redone_before_it_was_paid_stays_owed_and_costs_nothing_more(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="mended")
        he, chen = one.by(cast.BOSS_HE), one.by(cast.XIAO_CHEN)
        first = ledger.latest(one.repair.stream())
        assert first is not None
        assert (first.state, first.total_fen) == ("agreed", 29800)
        give(one, "going-on", one.customer, why="取件时试了，还是打不开")
        bench.at_bench(one)
        with pytest.raises(WrongState):
            give(one, "as-it-is", chen, why="不修了")
        bench.agreed(one)
        bench.mended(one)
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        assert (bill.state, bill.total_fen) == ("agreed", 29800 + 3800)  # the battery is excluded from any cover
        with pytest.raises(WrongState):
            give(one, "handing-back", he, code=bench.code(one))
        bench.paid(one)
        bench.back(one)
        assert one.repair.state == "closed"
        assert Bill.objects.get(pk=first.pk).state == "replaced"
        owed = Transfer.objects.filter(state=Transfer.State.POSTED, bill__stream_key=one.repair.pk)
        by_customer = sum(row.amount_fen if row.debit == bill.payer else -row.amount_fen for row in owed)
        assert by_customer == 0


class TestParcels:
    def test_one_that_lay_here_long_counts_as_come_only_after_it_was_asked_for_too(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, mode="mail_in", at="paid")
        one.now += timedelta(days=7, minutes=1)
        one.run()
        assert kept(one).reminded == 1
        give(one, "sending-back", one.by(cast.BOSS_HE), **BACK)
        for state in ("sent_back", "returned"):
            one.now += timedelta(days=7, minutes=1)
            one.run()
            assert kept(one).state == state

    def test_each_of_two_claims_goes_its_own_way(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, mode="mail_in", at="sent")
        he, chen = one.by(cast.BOSS_HE), one.by(cast.XIAO_CHEN)
        give(one, "parcel", he, damaged=True, files=(bench.picture(one, "", 9),))
        give(one, "claim-filed", chen, reference="SF-C-1", claimed_fen=100_000)
        bench.held(one)
        give(one, "as-it-is", he, why="不修了")
        give(one, "sending-back", he, **BACK)
        give(one, "missing", one.customer, why="查不到物流")
        with pytest.raises(Invalid) as which:
            give(one, "claim-filed", chen, reference="SF-C-2", claimed_fen=100_000)
        assert which.value.field == "way"
        assert clocks.open_clocks(one.repair.stream()).filter(kind="custody.claim").exists()
        give(one, "claim-refused", chen, why="说包装不合格", way="in")
        give(one, "claim-filed", chen, reference="SF-C-2", claimed_fen=100_000, way="back")
        assert not clocks.open_clocks(one.repair.stream()).filter(kind="custody.claim").exists()
        give(one, "back", one.customer)
        assert claims(one) == {"in": "refused", "back": "dropped"}
        give(one, "claim-settled", chen, amount_fen=30000, why="按外包装破损赔付")
        assert claims(one) == {"in": "settled", "back": "dropped"}


@pytest.mark.parametrize("written", ["8:60-20:00", "08:00–20:99", "25:00-26:00", "看门口", ""])
def test_hours_nobody_can_keep_shut_no_report_out(written: str, now: datetime) -> None:
    usual = opening_hours.days_open("9:00-18:00", now=now, closed=frozenset())
    assert usual
    assert opening_hours.days_open(written, now=now, closed=frozenset()) == usual
