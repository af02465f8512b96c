"""A claim that was entered with a platform's number is known again once its connected shop tells that number."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger.models import Bill
from anxin.domain.shops.actions import intake
from anxin.domain.shops.models import Heard
from anxin.domain.shops.providers import ClaimTold
from tests.claim_builders import Walked, a_claim
from tests.domain.claims.test_line_money import filed
from tests.domain.claims.test_takeovers import brought, line
from tests.domain.shops.scene import Scene, played
from tests.evidence_builders import CUP, a_purchase
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db
PRICE = 26800


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(Taobao, monkeypatch)


def entered(scene: Scene) -> Walked:
    one = a_claim(now=scene.now, purchase=a_purchase(now=scene.now, order="OX-1"), platform_ref="PT-7")
    one.read()
    return one


def tells(scene: Scene, one: Walked, state: str, *, order: str = "OX-1", fen: int = PRICE, ref: str = "PT-7") -> None:
    told = ClaimTold(ref=ref, order=order, type="refund_only", state=state, asked_fen=fen, reason="x")
    acting(lambda: intake.take_claim(shop=scene.row, told=told, now=scene.now + timedelta(minutes=9)))
    one.read()


class TestEnteredClaim:
    def test_is_the_one_its_shop_tells_while_it_is_open_and_once_it_is_decided(self, taobao: Scene) -> None:
        one = entered(taobao)
        tells(taobao, one, "open")
        assert (Claim.objects.count(), Heard.objects.get(ref="PT-7").claim_id) == (1, one.claim.pk)
        tells(taobao, one, "refunded")
        tells(taobao, one, "refunded")
        assert (Claim.objects.count(), one.claim.outcome) == (1, "platform_refunded")
        assert Bill.objects.get().refunded_fen == PRICE
        assert timeline.verify() == []

    def test_that_its_merchant_said_to_be_refunded_is_proven_by_its_shop(self, taobao: Scene) -> None:
        one = entered(taobao)
        gave = {"what": "refunded", "amount_fen": PRICE, "reference": "PT-7", "reason": ""}
        him = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.take_outcome(claim=one.claim, **gave, by=him, now=one.now))
        assert one.claim.outcome == "said_refunded"
        tells(taobao, one, "refunded")
        assert (Claim.objects.count(), one.claim.outcome) == (1, "platform_refunded")
        assert Bill.objects.get().refunded_fen == PRICE

    def test_that_was_taken_over_by_that_number_is_the_one_its_shop_tells_and_its_money_is_counted_once(
        self, taobao: Scene, tmp_path: Path
    ) -> None:
        a_purchase(now=taobao.now, order="YT-1", lines=(CUP,))
        assert brought(tmp_path, line("executing", old="TK-1"), now=taobao.now).refused == []
        one = Walked(claim=Claim.objects.get(), token="", now=taobao.now)
        one.read()
        tells(taobao, one, "refunded", order="YT-1", ref="TK-1")
        assert (Claim.objects.count(), Bill.objects.get().refunded_fen) == (1, 0)
        qian = one.by(cast.QIAN)
        one.do(lambda: claims.paid_there(claim=one.claim, reference="TK-1", by=qian, now=one.now))
        assert (one.claim.state, Bill.objects.get().refunded_fen) == ("closed", PRICE)

    def test_of_another_order_with_that_number_is_another(self, taobao: Scene) -> None:
        one = entered(taobao)
        a_purchase(now=taobao.now, order="OX-2")
        tells(taobao, one, "open", order="OX-2")
        assert Claim.objects.count() == 2
        Claim.objects.exclude(pk=one.claim.pk).update(platform_ref="")  # the scene counts numbers

    def test_tells_what_went_back_of_a_line_that_was_paid_here_as_paid_twice_and_leaves_the_other(
        self, taobao: Scene
    ) -> None:
        goods = (Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000))
        row = a_purchase(now=taobao.now, order="OX-3", lines=goods)
        cup = filed(row, taobao.now, positions=(1,))
        cup.agree()
        cup.run()
        cup.read()
        assert row.shipped_at is not None
        tells(taobao, cup, "refunded", order="OX-3", fen=10000, ref="J-1")
        (fact,) = timeline.facts_of(cup.claim.stream(), code="claims.gone_twice")
        assert (fact.facts["amount_fen"], Claim.objects.count()) == (10000, 1)
        lamp = filed(row, cup.now, positions=(2,))
        assert lamp.claim.asked_fen == 30000
