"""A platform's number stands in the clear as it may: one that looks like a phone stops no list."""

from collections.abc import Iterator

import pytest

from anxin.core.acting import acting
from anxin.domain.claims.models import Outcome
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import PurchaseLine, ShopRefund
from anxin.domain.goods.rules import SUB_ORDER
from anxin.domain.goods.rules.shop_book import plain, spelt
from anxin.domain.shops.actions import intake
from anxin.domain.shops.providers import ClaimTold
from tests.domain.shops.scene import Scene, played
from tests.evidence_builders import a_purchase
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(Taobao, monkeypatch)


@pytest.mark.parametrize("ref", ["13812345678", "退-1", "TK 8", "15012345678901"])
@pytest.mark.parametrize("state", ["returned", "refunded"])
def test_whatever_it_looks_like_is_taken_once(taobao: Scene, ref: str, state: str) -> None:
    row = a_purchase(now=taobao.now, order="YT-1", lines=(Bought(title="杯", amount_fen=26800),))
    PurchaseLine.objects.filter(purchase=row, position=1).update(listing={SUB_ORDER: "s1"})
    told = ClaimTold(ref=ref, order="YT-1", type="refund_only", state=state, asked_fen=2000, reason="x", line="s1")
    for _time in range(2):
        acting(lambda: intake.take_claim(shop=taobao.row, told=told, now=taobao.now))
    told_of = [plain(one) for one in Outcome.objects.values_list("reference", flat=True)]
    told_of += ShopRefund.objects.values_list("number", flat=True)
    assert told_of == [plain(spelt(ref))]
    assert plain(spelt(ref)) == plain(ref) or not ref.isascii()
