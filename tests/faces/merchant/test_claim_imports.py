"""A merchant brings open claims from another system himself: about his own orders, decided nowhere, with pictures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import imports, later
from anxin.core.acting import acting
from anxin.core.clocks import Clock
from anxin.core.imports import ImportBatch
from anxin.core.outbox.models import Message
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import takeovers
from anxin.domain.evidence.models import Link
from anxin.domain.goods.models import Purchase
from anxin.domain.people import queries as people
from anxin.domain.people.actions import found_organisation
from tests.domain.claims.test_takeover_files import HEAD, PICTURE, packed, said
from tests.domain.claims.test_takeovers import STATES
from tests.evidence_builders import CUP, a_purchase
from tests.faces.customer.claims.test_filing import by_phone
from tests.faces.desk.test_imports_beside import client_value
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
HOME = "/merchant/claims/imports/"
COLUMNS = {
    f"column_{one.name}": header
    for one in imports.table("own_claims").columns
    if one.name != "seller" and (header := one.among(HEAD.split(",")))
}


@pytest.fixture
def shop(sits: Sits) -> Client:
    a_purchase(now=timezone.now(), order="YT-1", lines=(CUP,))
    return sits(cast.MERCHANT_OWNER)


def handed_in(client: Client, *lines: str, beside: bytes = b"") -> dict[str, str]:
    """Hand a file in, with a ZIP of pictures where there is one; return what its page is asked with."""
    sent: dict[str, object] = {"file": SimpleUploadedFile("claims.csv", "\n".join([HEAD, *lines]).encode())}
    if beside:
        sent["beside"] = [SimpleUploadedFile("凭证.zip", beside)]
    answer = client.post(HOME, sent)
    assert answer.status_code == 302, flat(answer)
    page = flat(client.get(answer.headers["Location"]))
    return {**COLUMNS, **{one: client_value(page, one) for one in ("file", "pack")}}


def applied(client: Client, fields: dict[str, str], how: str = "all") -> int:
    told = flat(client.post(f"{HOME}check/", fields))
    return client.post(f"{HOME}check/", {**fields, "how": how, "once": client_value(told, "once")}).status_code


class TestBringing:
    def test_takes_open_claims_about_his_own_orders_with_the_pictures_of_both_sides(self, shop: Client) -> None:
        assert HOME in flat(shop.get("/merchant/claims/"))
        assert 'name="beside"' in flat(shop.get(HOME))
        pictures = packed({"a.jpg": PICTURE[0], "b.jpg": PICTURE[1]})
        assert applied(shop, handed_in(shop, said(buyer="a.jpg", merchant="b.jpg"), beside=pictures)) == 302
        claim = Claim.objects.get()
        assert (claim.state, claim.taken_over.old_number) == ("merchant_answer", "TK-1")
        assert sorted(Link.objects.values_list("side", "role")) == [("buyer", "brought"), ("merchant", "brought")]
        page = flat(shop.get(HOME))
        assert "查看售后单" in page
        assert 'class="ask"' not in page, "no file of claims is taken back"

    def test_gives_an_empty_file_without_a_column_for_the_shop(self, shop: Client) -> None:
        answer = shop.get(f"{HOME}template.xlsx")
        assert answer.status_code == 200
        assert answer["Content-Type"].endswith("sheet")

    def test_reads_whose_they_are_from_nobody_s_file(self, shop: Client) -> None:
        order = Purchase.objects.get(order_key="YT-1")
        order.seller = people.organisation(cast.HEYAN.slug)
        order.save()
        told = flat(shop.post(f"{HOME}check/", handed_in(shop, said(店铺=cast.HEYAN.slug))))
        assert "没有这个订单号" in told
        assert not Claim.objects.exists()

    def test_says_what_is_wrong_by_row_and_cell(self, shop: Client) -> None:
        lacking = handed_in(shop, said(buyer="c.jpg"), beside=packed({"a.jpg": PICTURE[0]}))
        assert "c.jpg：没有这个名称的文件" in flat(shop.post(f"{HOME}check/", lacking))
        assert "换换换" in flat(shop.post(f"{HOME}check/", handed_in(shop, said(售后类型="换换换"))))


class TestTheBuyer:
    def test_is_told_of_it_with_its_link_and_goes_on_in_it(self, shop: Client) -> None:
        assert applied(shop, handed_in(shop, said())) == 302
        claim = Claim.objects.get()
        later.run_due(timezone.now() + timedelta(hours=12))  # at night it waits for the morning
        told = Message.objects.get(template="notices.claim_brought")
        assert told.audience == f"person:{claim.buyer_id}"
        assert told.ids["link"].endswith(f"/customer/claims/{claim.number}/")
        buyer = by_phone(cast.BUYER)
        blocked = flat(buyer.get(f"/claim/order/?order=YT-1&seller={cast.MERCHANT.slug}"))
        assert f'href="/customer/claims/{claim.number}/"' in blocked
        assert "还在处理" in blocked
        assert f"/customer/claims/{claim.number}/withdrawal/" in flat(buyer.get(f"/customer/claims/{claim.number}/"))


class TestWhatHeMayNot:
    @pytest.mark.parametrize("state", takeovers.OWN)
    def test_name_a_platform_that_told_us_of_no_such_order(self, shop: Client, state: str) -> None:
        fields = handed_in(shop, said(state, 平台单号="PT-1"))
        assert "这个订单不是平台传来的" in flat(shop.post(f"{HOME}check/", fields))
        assert shop.post(f"{HOME}check/", {**fields, "how": "all"}).status_code == 422
        assert not Claim.objects.exists()

    def test_give_himself_more_time_before_a_platform(self, shop: Client) -> None:
        now = timezone.now()
        market = acting(lambda: found_organisation(kind="platform", slug="market", name="示例平台", now=now))
        Purchase.objects.update(platform=market)
        due = f"{timezone.now().astimezone(SHANGHAI) + timedelta(days=9):%Y-%m-%d}"
        assert applied(shop, handed_in(shop, said(截止时间=due, 平台单号="PT-1"))) == 422
        assert not Claim.objects.exists()
        assert applied(shop, handed_in(shop, said(平台单号="PT-1"))) == 302
        answer = Clock.objects.get(kind="claims.answer")
        assert Claim.objects.get().forum == Claim.Forum.PLATFORM
        assert answer.due_at - answer.started_at <= timedelta(days=2)

    @pytest.mark.parametrize("state", sorted(set(STATES) - set(takeovers.OWN)))
    def test_bring_what_was_decided_or_paid(self, shop: Client, state: str) -> None:
        fields = handed_in(shop, said(state))
        assert "由运营方导入" in flat(shop.post(f"{HOME}check/", fields))
        assert shop.post(f"{HOME}check/", {**fields, "how": "all"}).status_code == 422
        assert not Claim.objects.exists()

    @pytest.mark.parametrize(("state", "days"), [("merchant_answer", 9), ("offer_made", 1), ("need_evidence", 1)])
    def test_give_himself_more_time_or_the_buyer_less(self, shop: Client, state: str, days: int) -> None:
        due = timezone.now().astimezone(SHANGHAI) + timedelta(days=days)
        fields = handed_in(shop, said(state, 截止时间=f"{due:%Y-%m-%d}" if days > 1 else f"{due:%Y-%m-%d %H:%M}"))
        assert applied(shop, fields) == 422
        assert not Claim.objects.exists()

    def test_tie_a_claim_to_a_repair(self, shop: Client) -> None:
        head = f"{HEAD},维修单号"
        rows = SimpleUploadedFile("claims.csv", "\n".join([head, f"{said()},R-20261124-000001-1"]).encode())
        page = flat(shop.get(shop.post(HOME, {"file": rows}).headers["Location"]))
        fields = {**COLUMNS, "column_repair": "维修单号", "file": client_value(page, "file")}
        assert "由运营方关联" in flat(shop.post(f"{HOME}check/", fields))

    def test_see_the_files_of_another_house(self, shop: Client, sits: Sits) -> None:
        assert applied(shop, handed_in(shop, said())) == 302
        assert ImportBatch.objects.filter(table="own_claims").count() == 1
        assert "查看售后单" in flat(shop.get(HOME))
        assert "查看售后单" not in flat(sits(cast.HEYAN_OWNER).get(HOME))

    def test_is_no_page_of_a_packer_or_the_operator_s_list(self, shop: Client, sits: Sits) -> None:
        assert sits(cast.XIAO_WU).get(HOME).status_code == 403
        assert "own_claims" not in flat(sits(cast.ADMIN).get("/desk/imports/"))
