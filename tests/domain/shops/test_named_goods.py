"""An order read from a shop names no product until its seller says which one it is; then a repair can be decided."""

import pytest

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing, Ruling
from anxin.domain.claims.commands import TABLE as CLAIMS
from anxin.domain.goods.commands import TABLE
from anxin.domain.goods.models import Purchase
from anxin.domain.opening.queries import checklist, sentences
from anxin.domain.people import actions as people
from anxin.domain.places import actions as places
from anxin.domain.repairs.models import Repair
from tests.claim_builders import FACTS, Walked
from tests.domain.shops.scene import Scene
from tests.domain.shops.test_shops import taobao  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
MEND = Ruling(remedy="repair", reason="可修，先修", found=FACTS)


def an_order(there: Scene) -> Purchase:
    """Have an order read from the shop, of a buyer who proved his phone and gave his address."""
    there.there.sells("260001")
    there.read_on()
    row = Purchase.objects.get(order_key="260001")

    def known() -> None:
        place = places.locate(address=cast.BUYER_HERE.address, now=there.now)
        buyer = people.enrol(name=cast.BUYER_HERE.name, phone=cast.BUYER_HERE.phone, now=there.now, place=place)
        Purchase.objects.filter(pk=row.pk).update(buyer=buyer)

    acting(known)
    return Purchase.objects.select_related("seller", "buyer").get(pk=row.pk)


def a_case(there: Scene, row: Purchase) -> Walked:
    """File a claim of the buyer on it, which the merchant contests."""
    filing = Filing(
        purchase=row,
        lines=(ClaimLineGiven(position=1),),
        type="exchange",
        reason="defective",
        told="打不开",
        phone=cast.BUYER_HERE.phone,
    )
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=there.now))
    one = Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=there.now)
    one.answer()
    one.run()
    return one


class TestAnOrderOfAShop:
    def test_is_named_claimed_about_and_repaired(self, taobao: Scene) -> None:  # noqa: F811
        row = an_order(taobao)
        line = row.lines.get()
        assert line.product is None
        self._count(taobao, 1)
        by, told = taobao.owner, {"codes": (line.sku or line.title,), "model": "heyan:S3"}
        acting(lambda: TABLE.give("naming", row=taobao.house, by=by, now=taobao.now, fields=told))
        taobao.run()
        self._count(taobao, 0)
        one = a_case(taobao, row)
        one.propose(MEND)
        one.wait(days=7, hours=9, minutes=1)
        repair = Repair.objects.get(number=one.claim.repair_number)
        assert (repair.product.code, repair.state in ("closed", "cancelled")) == ("S3", False)

    def test_that_comes_in_after_is_of_its_product_at_once(self, taobao: Scene) -> None:  # noqa: F811
        line = an_order(taobao).lines.get()
        by, told = taobao.owner, {"codes": (line.sku or line.title,), "model": "heyan:S3"}
        acting(lambda: TABLE.give("naming", row=taobao.house, by=by, now=taobao.now, fields=told))
        taobao.there.sells("260002", hours_ago=0)
        taobao.read_on(20)
        assert Purchase.objects.get(order_key="260002").lines.get().product.code == "S3"  # type: ignore[union-attr]

    def test_that_nobody_named_is_named_by_who_decides(self, taobao: Scene) -> None:  # noqa: F811
        row = an_order(taobao)
        one = a_case(taobao, row)
        with pytest.raises(AnxinError) as refused:
            one.propose(MEND)
        assert refused.value.code == "claims.nothing_to_repair"
        lin = one.by(cast.LIN)
        assert "naming" in CLAIMS.allowed(queries.situation(one.claim, by=lin, now=one.now), lin)
        one.do(lambda: CLAIMS.give("naming", row=one.claim, by=lin, now=one.now, fields={"model": "s3"}))
        assert "naming" not in CLAIMS.allowed(queries.situation(one.claim, by=lin, now=one.now), lin)
        one.propose(MEND)
        one.wait(days=7, hours=9, minutes=1)
        assert Repair.objects.get(number=one.claim.repair_number).product.code == "S3"

    def _count(self, there: Scene, goods: int) -> None:
        """The checklist says how many goods nobody has named, once the shop is read."""
        acting(lambda: providers.note_trial(there.row.account, fault="", now=there.now))
        (check,) = [one for one in checklist.house_checks(now=there.now) if one.code == "shop"]
        assert (check.ok, check.says, check.facts["goods"]) == (True, "goods" if goods else "", goods)
        said = sentences.says(check)
        assert ("1 " in said) == bool(goods), said
