"""Read models: what pages get, in how many queries."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions import merges
from tests import builders

pytestmark = pytest.mark.django_db


class TestQueue:
    def test_asks_as_much_for_one_as_for_many(self, now: datetime) -> None:
        first = builders.a_repair(now=now, at="accepted")
        chen = first.by(cast.XIAO_CHEN)
        with CaptureQueriesContext(
            connection,
        ) as few:
            assert queries.queue(chen, now=now).total == 1
        for customer in (cast.NEIGHBOUR, cast.GRANDMA_LI, cast.BUYER_HERE):
            builders.a_repair(now=now, at="accepted", customer=customer)
        with CaptureQueriesContext(connection) as many:
            assert queries.queue(chen, now=now).total == 4
        assert len(few) == len(many) <= 9

    def test_puts_the_broken_promise_first(self, now: datetime) -> None:
        late = builders.a_repair(now=now - timedelta(hours=1))
        builders.a_repair(now=now, at="accepted", customer=cast.NEIGHBOUR)
        found = queries.queue(late.by(cast.XIAO_CHEN), now=now)
        assert found.rows[0].number == late.repair.number
        assert (found.late, found.rows[0].late, found.rows[0].county) == (1, True, "武侯区")

    def test_shows_masked_names_only(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        row = queries.queue(one.by(cast.XIAO_CHEN), now=now).rows[0]
        assert (row.customer.name, row.customer.phone) == ("张**", "138****0001")

    @pytest.mark.parametrize("only", ["late", "soon", "paused", "by_hand", "urged", "urgent"])
    def test_filters(self, only: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        assert queries.queue(one.by(cast.XIAO_CHEN), now=one.now, only=only).total == 0


class TestSearch:
    @pytest.mark.parametrize("text", ["R", "13800000001", "138 0000 0001", "0001", "number", "serial"])
    def test_finds_by_number_phone_and_tail(self, text: str, now: datetime) -> None:
        one = builders.a_repair(now=now)
        wanted = {"R": one.repair.number.lower(), "number": one.repair.number[-8:-2], "serial": "000001"}.get(
            text, text
        )
        found = queries.search(wanted, actor=one.by(cast.XIAO_CHEN), now=now)
        assert [row.number for row in found] == [one.repair.number]

    def test_finds_nothing_for_a_stranger(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        assert queries.search("13800000001", actor=one.by(cast.BOSS_TANG), now=now) == []

    def test_knows_the_caller_by_phone(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        builders.a_repair(now=now - timedelta(days=3), at="closed")
        (known,) = queries.caller("13800000001", actor=one.by(cast.XIAO_CHEN), now=now)
        assert ([row.number for row in known.open], known.past) == ([one.repair.number], 1)

    def test_counts_no_duplicate_among_what_the_caller_had_before(self, now: datetime) -> None:
        kept, twice = builders.a_repair(now=now), builders.a_repair(now=now + timedelta(minutes=1), at="accepted")
        chen = kept.by(cast.XIAO_CHEN)
        acting(
            lambda: merges.merge(
                repair=kept.repair, duplicate=twice.repair.number, why="同一处故障", by=chen, now=twice.now
            )
        )
        later = builders.a_repair(now=now + timedelta(hours=1))
        (known,) = queries.caller("13800000001", actor=chen, now=later.now)
        assert known.past == 0
        row = queries.repair(later.repair.number, actor=chen, now=later.now)
        assert [one.number for one in queries.earlier(row, actor=chen, now=later.now)] == [kept.repair.number]
        assert queries.view(row, actor=chen, now=later.now).earlier == 1


class TestView:
    def test_stays_within_its_queries_however_long_the_story(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        chen = one.by(cast.XIAO_CHEN)
        row = queries.repair(one.repair.number, actor=chen, now=one.now)
        with CaptureQueriesContext(connection) as asked:
            queries.view(row, actor=chen, now=one.now)
        assert len(asked) <= 4

    def test_walks_the_public_stepper(self, now: datetime) -> None:
        for at, states in {
            "submitted": "now past ahead ahead ahead",
            "accepted": "past past now ahead ahead",
            "named": "past past now ahead ahead",
            "assigned": "past past past now ahead",
            "on_site": "past past past now ahead",
            "quoted": "past past past paused ahead",
            "coded": "past past past past now",
            "closed": "past past past past past",
        }.items():
            one = builders.a_repair(now=now, at=at)
            row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
            view = queries.view(row, actor=one.customer, now=one.now)
            assert [step.state for step in view.stepper] == states.split(), at
            now += timedelta(days=1)

    def test_gives_the_customer_what_is_to_pay_and_the_code(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        view = queries.view(row, actor=one.customer, now=one.now)
        assert view.bill is not None
        assert (view.bill.due_fen, len(view.completion_code)) == (32800, 6)
        assert view.visit is not None
        assert view.visit.technician is not None
        assert view.visit.technician.called == "罗师傅"
        assert view.visit.technician.authorised_until is not None
        assert [reason.code for reason in view.visit.reasons] == ["near", "skill", "load", "week"]
