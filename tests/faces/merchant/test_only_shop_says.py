"""What only a shop says it gave back is said so everywhere, and whatever is chosen is drawn by its name."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.settings.registry import SETTINGS
from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.claims.models import Decision
from anxin.domain.goods.models import ShopRefund
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.ledger.wording import WENT_BACK, WENT_BY
from anxin.faces.auditor import overview as rules
from anxin.faces.merchant import overview
from tests.claim_builders import Walked, a_claim
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
SAID = "店铺说已退（未经核实）"
LISTED = "已在店铺退回，店铺自己的退款清单也有"


def said_only() -> Walked:
    one = a_claim(now=timezone.now(), at="closed")
    Payment.objects.filter(pk__in=one.claim.payouts.values("payment")).update(fault=SHOP_SAID)
    return one


class TestWhatOnlyTheShopSays:
    def test_stands_so_in_the_merchants_list_and_on_its_page(self, sits: Sits) -> None:
        one = said_only()
        owner = sits(cast.MERCHANT_OWNER)
        assert SAID in flat(owner.get("/merchant/claims/?waits=all"))
        page = flat(owner.get(f"/merchant/claims/{one.claim.number}/"))
        assert SAID in page
        assert ">shop<" not in page

    def test_is_not_counted_as_paid_back_and_is_named_apart(self, sits: Sits) -> None:
        one = said_only()
        found = queries.figures(one.by(cast.MERCHANT_OWNER), now=one.now)
        assert (found.paid_fen, found.paid_claims) == (0, 0)
        assert found.said_fen > 0
        assert "您说在店铺里退的" in flat(sits(cast.MERCHANT_OWNER).get("/merchant/overview/"))

    def test_is_said_of_nothing_that_the_list_of_the_shop_proves(self, sits: Sits) -> None:
        one = said_only()
        payment = one.claim.payouts.get().payment
        Payment.objects.filter(pk=payment.pk).update(refund_reference="tk-8")
        listed = {"purchase": one.claim.purchase, "number": "TK8", "told_at": one.now, "fen": payment.amount_fen}
        told = ShopRefund.objects.create(**listed, proven_fen=payment.amount_fen - 1)
        owner, mine = sits(cast.MERCHANT_OWNER), f"/merchant/claims/{one.claim.number}/"
        assert SAID in flat(owner.get(mine)), "a part of it is proved"
        ShopRefund.objects.filter(pk=told.pk).update(proven_fen=payment.amount_fen)
        assert SAID not in flat(owner.get("/merchant/claims/?waits=all"))
        page = flat(owner.get(mine))
        assert "未经核实" not in page
        assert LISTED in page
        found = queries.figures(one.by(cast.MERCHANT_OWNER), now=one.now)
        assert (found.paid_fen, found.paid_claims, found.said_fen) == (payment.amount_fen, 1, 0)


class TestEveryChoice:
    def test_of_a_way_and_of_a_kind_of_decision_has_its_name(self) -> None:
        assert set(WENT_BACK) - {"hand"} <= set(WENT_BY)
        assert set(Decision.Kind.values) == set(overview.kinds())

    def test_of_a_rule_that_is_yes_or_no_reads_in_words(self) -> None:
        switches = [one for one in SETTINGS.values() if one.name.startswith("claims.") and one.kind is bool]
        assert switches
        assert {rules._value_in_words(one.name, one.default) for one in switches} <= {"是", "否"}
