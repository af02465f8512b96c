"""What a shop told under the number of a claim that counts it is one refund: the order's other goods stay whole."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.rules import SUB_ORDER
from anxin.domain.ledger.models import Bill
from anxin.domain.shops.actions import intake
from anxin.domain.shops.providers import ClaimTold
from tests.claim_builders import Walked
from tests.domain.claims.test_line_money import filed
from tests.domain.claims.test_takeovers import brought, line
from tests.domain.shops.scene import Scene, played
from tests.evidence_builders import a_purchase
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db
CUP, LAMP = 26800, 30000


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(Taobao, monkeypatch)


@pytest.fixture
def order(taobao: Scene) -> Purchase:
    sold = (Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP))
    row = a_purchase(now=taobao.now, order="YT-1", lines=sold)
    PurchaseLine.objects.filter(purchase=row, position=1).update(listing={SUB_ORDER: "s1"})
    return row


def taken_over(state: str, scene: Scene, path: Path, **cells: str) -> Walked:
    """Give a claim about both goods that came from a former system."""
    assert not brought(path, line(state, **{"申请金额": "268", **cells}), now=scene.now).refused
    return Walked(claim=queries.claim_by_key(str(Claim.objects.get().pk)), token="", now=scene.now)


def tells(scene: Scene, ref: str, *, key: str = "s1", fen: int = CUP) -> None:
    told = ClaimTold(ref=ref, order="YT-1", type="return", state="returned", asked_fen=fen, reason="x", line=key)
    acting(lambda: intake.take_claim(shop=scene.row, told=told, now=scene.now))


def decided(one: Walked, fen: int) -> None:
    told = {"what": "refunded", "amount_fen": fen, "reference": "PT-9", "reason": ""}
    one.do(lambda: claims.take_outcome(claim=one.claim, by=one.by(cast.QIAN), now=one.now, **told))


def left(order: Purchase) -> tuple[int, list[int]]:
    row = Purchase.objects.get(pk=order.pk)
    most = [order_options.most_for(purchase=row, pieces={position: 1}) for position in (1, 2)]
    return Bill.objects.get(stream_key=order.pk).refunded_fen, most


@pytest.mark.parametrize("fen", [CUP, 10000])
def test_what_finance_finds_a_platform_decided_counts_instead(
    taobao: Scene, order: Purchase, tmp_path: Path, fen: int
) -> None:
    one = taken_over("merchant_answer", taobao, tmp_path, 平台单号="PT-8")
    tells(taobao, "PT-9")
    assert left(order) == (CUP, [0, LAMP])
    decided(one, fen)
    back, most = left(order)
    assert (back, sum(most)) == (CUP, LAMP), "what the shop proves beyond it stays"
    assert fen != CUP or most == [0, LAMP]
    assert not timeline.facts_of(one.claim.stream(), code="claims.gone_twice")
    assert not list(timeline.verify())


def test_counts_again_once_its_buyer_says_that_it_is_not_so(taobao: Scene, order: Purchase) -> None:
    one = filed(order, taobao.now, platform_ref="PT-8", platform_due_at=taobao.now + timedelta(hours=24))
    tells(taobao, "PT-9")
    decided(one, CUP)
    assert left(order) == (CUP, [0, LAMP])
    one.do(lambda: claims.contradict(claim=one.claim, why="没收到", by=one.buyer, now=one.now))
    assert left(order) == (CUP, [0, LAMP])
    assert not list(timeline.verify())


def test_of_all_goods_takes_no_more_than_the_claim_says(taobao: Scene, order: Purchase) -> None:
    one = filed(order, taobao.now, platform_ref="PT-8", platform_due_at=taobao.now + timedelta(hours=24))
    tells(taobao, "PT-9", key="", fen=CUP + LAMP)
    decided(one, 10000)
    assert left(order) == (CUP + LAMP, [0, 0])


def test_so_does_a_refund_of_no_known_line(taobao: Scene, order: Purchase, tmp_path: Path) -> None:
    tells(taobao, "PT-9", key="", fen=20000)
    one = taken_over("merchant_answer", taobao, tmp_path, 平台单号="PT-8")
    assert Purchase.objects.get(pk=order.pk).unnamed_fen == 20000
    decided(one, 20000)
    assert Purchase.objects.get(pk=order.pk).unnamed_fen == 0
    back, most = left(order)
    assert (back, sum(most)) == (20000, CUP + LAMP - 20000)


def test_what_a_former_system_sent_by_that_number_counts_instead(
    taobao: Scene, order: Purchase, tmp_path: Path
) -> None:
    one = taken_over("executing", taobao, tmp_path)
    tells(taobao, "TK-1")
    one.do(lambda: claims.paid_there(claim=one.claim, reference="TK-1", by=one.by(cast.QIAN), now=one.now))
    one.run()
    one.read()
    assert (one.claim.state, left(order)) == ("closed", (CUP, [0, LAMP]))
    assert not list(timeline.verify())


def test_of_another_number_is_another_refund(taobao: Scene, order: Purchase, tmp_path: Path) -> None:
    one = taken_over("merchant_answer", taobao, tmp_path, 平台单号="PT-8")
    tells(taobao, "PT-10")
    decided(one, 10000)
    assert left(order) == (CUP + 10000, [0, LAMP - 10000])
