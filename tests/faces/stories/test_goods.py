"""A merchant names what his shops sold: a list, a form, a claim that waited for it; whole on a desk and a phone."""

import pytest
from django.utils import timezone

from anxin.core import later
from anxin.demo import cast
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import PurchaseLine
from tests.claim_builders import a_claim, a_purchase
from tests.faces.conftest import posted
from tests.faces.stories.stage import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
DOOR = Bought(title="正品 禾砚 S3 智能锁 家用防盗门指纹锁 包上门安装", sku="XY-LOCK-S3-BLACK-0001", amount_fen=99900)
PLAIN = Bought(title="粗陶碟", amount_fen=4800)


class TestAMerchant:
    def test_names_goods_and_reads_on_a_claim_that_it_lacks(self, stage: Stage) -> None:
        for number, line in enumerate((DOOR, DOOR, PLAIN)):
            row = a_purchase(now=stage.now, order=f"G-{number}", lines=(line,))
        one = a_claim(now=stage.now, purchase=row)
        page = stage.shop(one)
        assert "还没有说明是哪款产品" in page.locator("body").inner_text()
        page = stage.staff(cast.MERCHANT_OWNER, "/merchant/purchases/goods/")
        stage.seen(page, "goods-unnamed")
        page.get_by_role("link", name="对应产品", exact=True).first.click()
        assert page.locator("[name=model]").input_value() == "heyan:S3"
        stage.seen(page, "goods-naming")
        with posted(page):
            page.get_by_role("button", name="说明是哪款产品").first.click()
        assert "2 行" in page.locator("body").inner_text()
        stage.seen(page, "goods-named")
        later.run_due(timezone.now())
        assert PurchaseLine.objects.filter(product__code="S3").count() == 2
