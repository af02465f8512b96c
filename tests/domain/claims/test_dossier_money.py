"""A dossier names every sum with whose word it is, and what was agreed with who agreed."""

from dataclasses import replace
from datetime import datetime

import pytest

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.queries import dossier_pages
from tests.claim_builders import CUP, a_claim
from tests.domain.claims.test_dossiers import packed, page
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestMoneyAndAgreement:
    def test_names_what_the_shop_says_it_gave_back_the_sum_of_the_order_and_each_party_s_share(
        self, now: datetime
    ) -> None:
        one = a_claim(now=now)
        owner = one.by(cast.MERCHANT_OWNER)
        told = {"amount_fen": 5_000, "reference": "TB-1", "by": owner}
        one.do(lambda: claims.say_refund(claim=one.claim, now=one.now, **told))
        one.do(lambda: claims.agree(claim=one.claim, by=owner, now=one.now))
        one.run()
        pack = packed(one)
        bought, said, *refunds, sums = page(pack, "money")
        order = one.claim.purchase
        goods = sum(order.lines.values_list("amount_fen", flat=True))
        assert (bought["amount_fen"], bought["freight_fen"]) == (goods + order.freight_fen, order.freight_fen)
        assert (said["told_by"], said["amount_fen"], said["reference"]) == ("merchant", 5_000, "TB-1")
        assert sums["shop_fen"] == 5_000
        assert sums["house_fen"] == sum(each["amount_fen"] for each in refunds if each["way"])
        document = flat(pack.read("卷宗.html").decode())
        for part in ("店铺说已退 ¥50.00", "店铺说的退款单号: TB-1", "订单总额", "五、约定", "商家同意买家的请求"):
            assert part in document, part
        assert "支付机构退款单号: TB-1" not in document
        assert "裁定人: —" not in document
        assert "裁定人" not in document.partition("五、约定")[2].partition("六、")[0]


def test_it_prices_the_claimed_piece_of_a_line_and_not_its_whole_line(now: datetime) -> None:
    one = a_claim(now=now, lines=(replace(CUP, quantity=2, amount_fen=10_000),))
    [line] = dossier_pages.case(one.claim)["lines"]  # type: ignore[misc]
    assert (line["quantity"], line["amount_fen"]) == (1, 5_000)
