"""Two reports of one fault become one case; a bill is waived: at the desk, with a reason the customer reads."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.ledger import queries as ledger
from anxin.domain.repairs import actions as repairs
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def url_of(one: builders.Walked) -> str:
    return f"/desk/repairs/{one.repair.number}/"


class TestMerging:
    def test_leads_the_other_here_with_its_pictures(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        first = builders.a_repair(now=live_now - timedelta(minutes=9), at="triaged")
        second = builders.a_repair(now=live_now - timedelta(minutes=2))
        picture = builders.a_picture(now=live_now)
        second.do(lambda: repairs.add_picture(repair=second.repair, file=picture, by=second.customer, now=second.now))
        page = chen.get(url_of(first)).content.decode()
        assert "并到本单" in page
        looks_on = sits(cast.ADMIN).get(url_of(first)).content.decode()
        assert second.repair.number in looks_on
        assert "并到本单" not in looks_on, "who may not merge is led to no refusal"
        form = chen.get(f"{url_of(first)}?do=merging").content.decode()
        assert f'value="{second.repair.number}"' in form
        given = {"duplicate": second.repair.number, "why": "同一把锁报了两次", "once": "one"}
        assert chen.post(f"{url_of(first)}merging/", given).status_code == 302
        second.repair.refresh_from_db()
        assert (second.repair.state, second.repair.redirected_to) == ("redirected", first.repair.number)
        assert first.repair.pictures.filter(file=picture.sha256).exists()
        codes = [entry.code for entry in timeline.read(first.repair.stream(), "customer")]
        assert "repairs.merged" in codes
        assert second.repair.number in chen.get(url_of(first)).content.decode()

    def test_is_refused_once_somebody_is_on_it(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        booked = builders.a_repair(now=live_now - timedelta(minutes=20), at="booked")
        fresh = builders.a_repair(now=live_now)
        given = {"duplicate": booked.repair.number, "why": "同一把锁", "once": "two"}
        answer = chen.post(f"{url_of(fresh)}merging/", given)
        assert answer.status_code == 409
        assert "已经有人在处理" in answer.content.decode()
        booked.repair.refresh_from_db()
        assert booked.repair.state == "arranged"

    def test_takes_no_stranger_for_the_same(self, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="accepted")
        other = builders.a_repair(now=live_now, customer=cast.NEIGHBOUR)
        by = one.by(cast.XIAO_CHEN)
        with pytest.raises(repairs.NotTheSame):
            acting(
                lambda: repairs.merge(
                    repair=one.repair, duplicate=other.repair.number, why="看错了", by=by, now=live_now
                )
            )


class TestWaiver:
    def test_ends_the_case_without_money(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="coded")
        assert "waiver" in chen.get(url_of(one)).content.decode()
        assert chen.post(f"{url_of(one)}waiver/", {"why": "", "once": "a"}).status_code == 422
        assert chen.post(f"{url_of(one)}waiver/", {"why": "上门晚了两小时", "once": "b"}).status_code == 302
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        assert bill.state == "waived"
        one.repair.refresh_from_db()
        assert one.repair.state == "closed"

    def test_is_not_offered_to_a_dispatcher_nor_before_the_end(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="billed")
        assert "waiver" not in sits(cast.XIAO_CHEN).get(url_of(one)).content.decode()
        assert sits(cast.XIAO_DENG).post(f"{url_of(one)}waiver/", {"why": "好", "once": "c"}).status_code == 403
