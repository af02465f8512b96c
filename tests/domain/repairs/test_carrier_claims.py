"""What is claimed of a carrier: filed with its sum, followed up, paid in parts, dropped; the fen balance throughout."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Forbidden, Invalid
from anxin.demo import cast
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody import queries
from anxin.domain.custody.commands import PARCEL_CLAIMS
from anxin.domain.custody.models import ParcelClaim
from anxin.domain.notices.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db
CLAIMED = 120_000


def missing(now: datetime) -> Walked:
    one = builders.at_a_bench(now=now, mode="mail_in", at="sent")
    give(one, "missing", one.customer, why="查不到物流")
    return one


def filed(now: datetime, claimed_fen: int = CLAIMED) -> Walked:
    one = missing(now)
    give(one, "claim-filed", one.by(cast.XIAO_CHEN), reference="SF-C-1", claimed_fen=claimed_fen)
    return one


def claim(one: Walked) -> ParcelClaim:
    return kept(one).claims.get()


def on_claim(one: Walked, name: str, by: Actor | None = None, **fields: object) -> None:
    who = by or one.by(cast.QIAN)
    one.do(lambda: PARCEL_CLAIMS.give(name, row=claim(one), by=who, now=one.now, fields=fields))


def sums(one: Walked) -> tuple[int, int, int, int]:
    row = claim(one)
    assert row.claimed_fen == row.received_fen + row.owed_fen + row.given_up_fen
    return row.claimed_fen, row.received_fen, row.owed_fen, row.given_up_fen


def running(one: Walked) -> list[str]:
    from anxin.core.timeline import StreamKey

    return [clock.kind for clock in clocks.open_clocks(StreamKey("parcel_claim", str(claim(one).pk)))]


def silent(one: Walked) -> int:
    return sum(entry.code == "custody.carrier_silent" for entry in timeline.read(one.repair.stream()))


class TestFiled:
    def test_is_followed_up_by_a_clock_of_its_own_that_rings_again_though_the_repair_has_ended(
        self, now: datetime
    ) -> None:
        one = filed(now)
        assert (sums(one), running(one)) == ((CLAIMED, 0, CLAIMED, 0), ["custody.carrier"])
        give(one, "writing-off", one.by(cast.XIAO_CHEN), why="快递公司确认丢失")
        assert one.repair.state == "cancelled"
        for _term in range(2):
            one.now += timedelta(days=30, minutes=1)
            one.run()
        assert silent(one) == 2
        told = Notice.objects.filter(code="carrier_silent").exclude(account=None)
        assert {row.account.username for row in told if row.account} >= {cast.QIAN.username, cast.XIAO_CHEN.username}
        late = queries.parcel_claims(one.by(cast.QIAN), only="late", now=one.now)
        assert [row.pk for row in late] == [claim(one).pk]

    def test_is_for_a_sum(self, now: datetime) -> None:
        one = missing(now)
        with pytest.raises(AnxinError):
            give(one, "claim-filed", one.by(cast.XIAO_CHEN), reference="SF-C-1", claimed_fen=0)
        assert claim(one).state == "opened"

    def test_again_for_more_keeps_what_was_paid(self, now: datetime) -> None:
        one = filed(now)
        on_claim(one, "payment", amount_fen=20_000, reference="T-1")
        give(one, "claim-refused", one.by(cast.XIAO_CHEN), why="只赔运费")
        with pytest.raises(Invalid) as refused:
            give(one, "claim-filed", one.by(cast.XIAO_CHEN), reference="SF-C-2", claimed_fen=10_000)
        assert refused.value.field == "claimed_fen"
        give(one, "claim-filed", one.by(cast.XIAO_CHEN), reference="SF-C-2", claimed_fen=150_000)
        assert sums(one) == (150_000, 20_000, 130_000, 0)


class TestPaid:
    def test_is_booked_in_parts_once_each_and_never_more_than_is_owed(self, now: datetime) -> None:
        one = filed(now)
        on_claim(one, "payment", amount_fen=50_000, reference="T-1")
        assert sums(one) == (CLAIMED, 50_000, 70_000, 0)
        for amount_fen, reference, field in ((70_001, "T-2", "amount_fen"), (1_000, "T-1", "reference")):
            with pytest.raises(Invalid) as refused:
                on_claim(one, "payment", amount_fen=amount_fen, reference=reference)
            assert refused.value.field == field
        assert sums(one) == (CLAIMED, 50_000, 70_000, 0)
        on_claim(one, "payment", amount_fen=70_000, reference="T-2")
        assert sums(one) == (CLAIMED, CLAIMED, 0, 0)
        assert sum(row.amount_fen for row in claim(one).payments.all()) == CLAIMED
        with pytest.raises(AnxinError) as over:
            on_claim(one, "payment", amount_fen=1, reference="T-3")
        assert over.value.code == "custody.nothing_owed"
        acting(lambda: timeline.checkpoint(one.now))
        assert timeline.verify() == []

    def test_is_booked_by_finance_alone(self, now: datetime) -> None:
        one = filed(now)
        for member in (cast.XIAO_CHEN, cast.BOSS_HE):
            with pytest.raises(Forbidden):
                on_claim(one, "payment", one.by(member), amount_fen=1_000, reference="T-1")
        assert not queries.parcel_claims(one.by(cast.BOSS_HE), only="all", now=one.now)

    def test_is_still_owed_after_the_customer_was_made_good_until_the_rest_is_given_up(self, now: datetime) -> None:
        one = filed(now)
        give(one, "claim-settled", one.by(cast.XIAO_CHEN), amount_fen=CLAIMED, why="按购机价赔付")
        on_claim(one, "payment", amount_fen=100_000, reference="T-1")
        assert (claim(one).state, running(one)) == ("settled", ["custody.carrier"])
        assert [row.pk for row in queries.parcel_claims(one.by(cast.QIAN), only="", now=one.now)] == [claim(one).pk]
        on_claim(one, "rest", why="保价上限一千元")
        assert (sums(one), running(one)) == ((CLAIMED, 100_000, 0, 20_000), [])
        assert not queries.parcel_claims(one.by(cast.QIAN), only="", now=one.now)

    def test_balances_by_the_database_too(self, now: datetime) -> None:
        one = filed(now)
        with pytest.raises(IntegrityError), transaction.atomic():
            ParcelClaim.objects.filter(pk=claim(one).pk).update(received_fen=1)


class TestDropped:
    def test_with_a_reason_and_what_was_owed_is_given_up(self, now: datetime) -> None:
        one = filed(now)
        with pytest.raises(AnxinError):
            on_claim(one, "dropping", why="")
        on_claim(one, "dropping", one.by(cast.XIAO_CHEN), why="证据不足，快递公司不赔")
        assert (claim(one).state, sums(one), running(one)) == ("dropped", (CLAIMED, 0, 0, CLAIMED), [])
        with pytest.raises(AnxinError):
            on_claim(one, "dropping", why="再撤一次")

    def test_by_itself_when_the_parcel_turns_up(self, now: datetime) -> None:
        one = filed(now)
        give(one, "parcel", one.by(cast.BOSS_HE), shelf="B-07")
        assert (claim(one).state, sums(one), running(one)) == ("dropped", (CLAIMED, 0, 0, CLAIMED), [])


class TestSums:
    def test_of_the_list_are_those_of_its_rows(self, now: datetime) -> None:
        one, other = filed(now), filed(now, 30_000)
        on_claim(one, "payment", amount_fen=50_000, reference="T-1")
        on_claim(other, "dropping", why="不值得")
        rows = queries.parcel_claims(one.by(cast.QIAN), only="all", now=one.now)
        assert queries.sums_of(rows) == {
            "claimed_fen": 150_000,
            "received_fen": 50_000,
            "owed_fen": 70_000,
            "given_up_fen": 30_000,
            "amount_fen": 0,
        }

    def test_of_a_list_that_only_grows_are_those_of_its_last_year(self, now: datetime) -> None:
        one, qian = filed(now), filed(now, 30_000).by(cast.QIAN)
        ParcelClaim.objects.filter(custody__stream_key=one.repair.pk).update(created_at=now - timedelta(days=400))

        def claimed(only: str) -> int:
            rows = queries.parcel_claims(qian, only=only, now=one.now)
            return queries.sums_of(queries.summed(rows, only=only, now=one.now))["claimed_fen"]

        assert (claimed("all"), claimed("")) == (30_000, CLAIMED + 30_000)
