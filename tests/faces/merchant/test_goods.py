"""A merchant says which product his goods are, one by one, several at once and by a file; nobody else does it."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from anxin.core import later
from anxin.demo import cast
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Listing, PurchaseLine
from tests.claim_builders import a_claim, a_purchase
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
WAY = "/merchant/purchases/goods/"
Sits = Callable[[cast.Member], Client]
SOLD = (
    Bought(title="正品 禾砚 S3 智能锁 包安装", sku="T-1", amount_fen=99900),
    Bought(title="指纹锁 黑", sku="T-2", amount_fen=89900),
    Bought(title="粗陶碟", amount_fen=4800),
)


def sold(*counts: int) -> None:
    now = timezone.now()
    for line, count in zip(SOLD, counts, strict=True):
        for number in range(count):
            a_purchase(now=now, order=f"{line.title}-{number}", lines=(line,))


def named() -> dict[str, str]:
    rows = Listing.objects.select_related("product")
    return {one.code: one.product.code if one.product else "-" for one in rows}


class TestGoods:
    def test_are_listed_and_named_one_by_one_and_several_at_once(self, sits: Sits) -> None:
        sold(1, 3, 2)
        xiang = sits(cast.MERCHANT_OWNER)
        assert "商品与产品" in flat(xiang.get("/merchant/purchases/"))
        page = flat(xiang.get(WAY))
        assert page.index("指纹锁 黑") < page.index("粗陶碟") < page.index("正品 禾砚")
        with CaptureQueriesContext(connection) as asked:
            assert "粗陶碟" not in flat(xiang.get(WAY, {"text": "T-"}))
        assert len(asked) <= 8, [one["sql"][:200] for one in asked]
        form = flat(xiang.get(WAY, {"do": "naming", "code": "T-1"}))
        assert 'value="heyan:S3"' in form
        assert "<datalist" in form
        wrong = xiang.post(f"{WAY}naming/", {"codes": ["T-2"], "model": "没有的"})
        assert "没有产品叫“没有的”" in flat(wrong)
        assert wrong.status_code in (400, 422)
        done = xiang.post(f"{WAY}naming/", {"codes": ["T-2"], "model": "heyan:S5"}, follow=True)
        assert "3 行" in flat(done)
        later.run_due(timezone.now())
        assert PurchaseLine.objects.filter(product__code="S5").count() == 3
        asked = flat(xiang.get(WAY, {"do": "confirmation"}))
        assert "→ 禾砚" in asked
        assert "（没有名称相近的产品，不动）" in asked
        assert xiang.post(f"{WAY}confirmation/", {"codes": ["T-1", "粗陶碟"]}).status_code == 302
        assert xiang.post(f"{WAY}nothing/", {"codes": ["粗陶碟"]}).status_code == 302
        assert named() == {"T-1": "S3", "T-2": "S5", "粗陶碟": "-"}
        assert "粗陶碟" in flat(xiang.get(WAY, {"show": "nothing"}))
        assert "指纹锁 黑" in flat(xiang.get(WAY, {"show": "named"}))
        assert "指纹锁 黑" not in flat(xiang.get(WAY))

    def test_are_taken_as_a_table_and_brought_back_with_their_models(self, sits: Sits) -> None:
        sold(1, 1, 1)
        xiang = sits(cast.MERCHANT_OWNER)
        answer = xiang.get(f"{WAY}table.xlsx")
        sheet = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)).active
        assert sheet is not None
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        (first,) = [row for row in rows if row[0] == "T-1"]
        assert (first[1], first[2], first[4]) == (SOLD[0].title, "", "heyan:S3")
        head, *lines = rows
        filled = [[*row[:2], {"T-1": "heyan:S3", "T-2": "S5"}.get(row[0], "无"), *row[3:]] for row in lines]
        text = "\n".join(",".join(row) for row in (head, *filled))
        sent = xiang.post(f"{WAY}imports/", {"file": SimpleUploadedFile("goods.csv", text.encode())})
        page = xiang.get(sent.headers["Location"]).context
        chosen = {f"column_{one['name']}": one["chosen"] for one in page["columns"]}
        told = flat(xiang.post(f"{WAY}imports/check/", {"file": page["key"], **chosen, "how": "all"}, follow=True))
        assert "3" in told, told
        later.run_due(timezone.now())
        assert named() == {"T-1": "S3", "T-2": "S5", "粗陶碟": "-"}

    def test_are_of_nobody_elses_house(self, sits: Sits) -> None:
        sold(0, 1, 0)
        other, packer = sits(cast.HEYAN_OWNER), sits(cast.XIAO_WU)
        assert "指纹锁 黑" not in flat(other.get(WAY))
        assert other.post(f"{WAY}naming/", {"codes": ["T-2"], "model": "heyan:S5"}).status_code in (400, 404, 422)
        assert packer.get(WAY).status_code == 403
        assert named() == {}


class TestAClaimOnGoodsThatNobodyNamed:
    def test_says_what_to_do_to_the_merchant_and_to_who_decides(self, sits: Sits) -> None:
        now = timezone.now()
        one = a_claim(now=now, at="review", purchase=a_purchase(now=now, order="T-1", lines=(SOLD[1],)))
        xiang, lin = sits(cast.MERCHANT_OWNER), sits(cast.LIN)
        number = one.claim.number
        assert "do=naming&amp;code=T-2" in flat(xiang.get(f"/merchant/claims/{number}/"))
        lin.post(f"/desk/claims/{number}/assignment/")
        page = flat(lin.get(f"/desk/claims/{number}/"))
        assert "do=naming" in page
        told = {"remedy": "repair", "reason": "可修，先修", "liable": "merchant"}
        mark = flat(lin.post(f"/desk/claims/{number}/decision/", {**told, "how": "preview"}))
        read = mark.partition('name="read" value="')[2].partition('"')[0]
        refused = lin.post(f"/desk/claims/{number}/decision/", {**told, "read": read})
        assert "还没有人说明" in flat(refused)
        assert lin.post(f"/desk/claims/{number}/naming/", {"model": "heyan:S5"}).status_code == 302
        assert "do=naming" not in flat(lin.get(f"/desk/claims/{number}/"))
        assert PurchaseLine.objects.get(purchase__order_key="T-1").product.code == "S5"  # type: ignore[union-attr]
        assert "do=naming" not in flat(xiang.get(f"/merchant/claims/{number}/"))
