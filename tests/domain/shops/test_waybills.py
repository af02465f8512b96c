"""An order goes out: its platform is told the waybill once; one it refused is put right, or entered there by hand.

The first lines of these tests are rows of the table in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.goods.actions.purchases import ClaimedAbout, stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.shops import actions, queries
from tests.domain.shops.scene import Scene, played
from tests.standins.shops import ALL, Taobao

pytestmark = pytest.mark.django_db


# what one shop says otherwise than another is no question of the database
@pytest.fixture(
    params=[ALL[0], *(pytest.param(one, marks=pytest.mark.sqlite) for one in ALL[1:])], ids=lambda one: one.name
)
def scene(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(request.param, monkeypatch)


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(Taobao, monkeypatch)


class TestWaybill:
    def test_an_order_goes_out_and_its_platform_is_told_once(self, scene: Scene) -> None:
        """An order goes out: told once, after a fault too"""
        there = scene.there
        there.sells("260001", shipped=False)
        scene.read_on()
        row = Purchase.objects.get(seller=scene.house)
        told = {"shop": scene.row, "courier": "SF", "waybill": "SF0001", "by": scene.owner, "now": scene.now}
        acting(lambda: actions.send_out(purchase=row, **told))
        there.moods.append("busy" if there.name != "douyin" else "500")
        scene.run()
        assert there.parcels == []
        scene.run(3)
        assert [(order, with_.split()[1]) for order, with_ in there.parcels] == [("260001", "SF0001")]
        found = queries.sent_out(row)
        assert found is not None
        assert found.code == "shops.shipped"
        with pytest.raises(actions.SentAlready):
            acting(lambda: actions.send_out(purchase=row, **told))

    def test_a_waybill_its_platform_refused_is_put_right_and_told_again(self, scene: Scene) -> None:
        """A waybill refused there: put right and told again, after a fault too"""
        row, told = self._refused(scene)
        told["waybill"] = "SF0002"
        acting(lambda: actions.send_again(purchase=row, **told))
        with pytest.raises(actions.SentAlready):
            acting(lambda: actions.send_again(purchase=row, **told))
        scene.there.moods.append("500")
        scene.run()
        assert scene.there.parcels == []
        scene.run(3)
        assert [(order, with_.split()[1]) for order, with_ in scene.there.parcels] == [("260001", "SF0002")]
        row.refresh_from_db()
        assert (row.waybill, queries.was_not_taken(row)) == ("SF0002", False)
        assert [one.code for one in timeline.read(stream_of(row))][-5:] == [
            *("goods.shipped", "shops.not_shipped", "goods.waybill_corrected", "shops.sent_again", "shops.shipped"),
        ]

    def test_a_waybill_entered_at_the_platform_itself_is_taken_over(self, taobao: Scene) -> None:
        """A waybill refused there and entered there by hand: taken over, not told again"""
        row, told = self._refused(taobao)
        sold = taobao.there.sold["260001"]
        sold.waybill, sold.shipped, sold.changed = "SF0003", taobao.now, taobao.now
        acting(lambda: actions.send_again(purchase=row, **told))
        taobao.run()
        row.refresh_from_db()
        assert (row.waybill, taobao.there.parcels, queries.was_not_taken(row)) == ("SF0003", [], False)

    def test_a_waybill_entered_at_the_platform_is_read_with_its_order(self, taobao: Scene) -> None:
        """A waybill refused there and entered there by hand: read with its order"""
        row, _told = self._refused(taobao)
        sold = taobao.there.sold["260001"]
        sold.waybill, sold.shipped, sold.changed = "SF0003", taobao.now, taobao.now
        taobao.read_on(20)
        row.refresh_from_db()
        assert (row.waybill, queries.was_not_taken(row)) == ("SF0003", False)

    def test_a_waybill_under_a_claim_is_rewritten_neither_by_its_seller_nor_at_the_platform(
        self, taobao: Scene
    ) -> None:
        """A waybill with a claim on its order: kept, whatever is entered there"""
        row, told = self._refused(taobao)
        filing = Filing(purchase=row, lines=(ClaimLineGiven(position=1),), type="refund_only", reason="not_received")
        acting(lambda: claims.file(filing=filing, by=taobao.owner, now=taobao.now))
        told["waybill"] = "SF0002"
        with pytest.raises(ClaimedAbout):
            acting(lambda: actions.send_again(purchase=row, **told))
        sold = taobao.there.sold["260001"]
        sold.waybill, sold.shipped, sold.changed = "SF0003", taobao.now, taobao.now
        taobao.read_on(20)
        row.refresh_from_db()
        assert (row.waybill, queries.was_not_taken(row)) == ("SF0001", False)

    def _refused(self, scene: Scene) -> tuple[Purchase, dict[str, Any]]:
        """Send an order out whose waybill the platform refuses."""
        scene.there.sells("260001", shipped=False)
        scene.read_on()
        row = Purchase.objects.get(seller=scene.house)
        told = {"shop": scene.row, "courier": "SF", "waybill": "SF0001", "by": scene.owner, "now": scene.now}
        acting(lambda: actions.send_out(purchase=row, **told))
        scene.there.moods.append("refuse")
        scene.run()
        assert queries.was_not_taken(row)
        return row, told
