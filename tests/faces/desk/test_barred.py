"""Whom the brand vouches for no more while he is at a customer's: who must ring reads it, and no call finishes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.commands import CommandRefused
from anxin.demo import cast
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits.models import OutletOrder
from tests.builders import Walked, a_repair
from tests.faces.customer.test_progress import address, entered
from tests.faces.customer.test_suspended import suspend, word
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def barred(at: str) -> Walked:
    walk = a_repair(now=timezone.now() - timedelta(minutes=40), at=at)
    suspend(word("technician", walk.visit.technician.number), timezone.now())
    return walk


class TestCall:
    def test_finishes_nothing_while_the_customer_is_told_to_pay_nothing(self) -> None:
        walk = barred("billed")
        given = {"recording": "a" * 64}
        with pytest.raises(CommandRefused) as refused:
            walk.do(
                lambda: TABLE.give(
                    "completion", row=walk.repair, by=walk.by(cast.XIAO_CHEN), now=timezone.now(), fields=given
                )
            )
        assert refused.value.code == "repairs.not_by_call"
        page = flat(entered(walk).get(address(walk)))
        assert "请不要付钱" in page
        assert "还没付款" not in page


class TestDesk:
    def test_reads_whose_word_ended_and_offers_no_end_by_call(self, sits: Sits) -> None:
        chen, walk = sits(cast.XIAO_CHEN), barred("billed")
        page = flat(chen.get(f"/desk/repairs/{walk.repair.number}/"))
        assert "停止了对罗师傅的授权" in page
        assert f"tel:{walk.visit.outlet.phone.replace(' ', '')}" in page
        assert "电话录音验收" not in page
        assert "客户页面已隐藏" in page
        assert "应付" not in page

    def test_is_not_told_to_ask_for_a_yes_to_his_quote(self, sits: Sits) -> None:
        chen, walk = sits(cast.XIAO_CHEN), barred("quoted")
        page = flat(chen.get(f"/desk/repairs/{walk.repair.number}/"))
        assert "停止了对罗师傅的授权" in page
        assert "报价保留时间" not in page


class TestOutlet:
    def test_reads_it_first_in_its_list_and_on_the_job(self, sits: Sits) -> None:
        he, walk = sits(cast.BOSS_HE), barred("billed")
        assert "马上打给双方" in flat(he.get("/outlet/jobs/"))
        page = flat(he.get(f"/outlet/jobs/{OutletOrder.objects.get(visit=walk.visit).pk}/"))
        assert "请马上打给他" in page
        assert "电话录音验收" not in page


class TestCustomer:
    def test_agrees_to_nothing_of_his_quote_and_has_numbers_to_ring(self) -> None:
        walk = barred("quoted")
        page = flat(entered(walk).get(address(walk)))
        assert "现在什么都不要同意" in page
        assert "本次应付" not in page
        assert 'id="agree"' not in page
        assert 'href="tel:110"' in page
