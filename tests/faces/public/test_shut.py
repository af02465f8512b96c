"""What a stranger meets while a brand is shut: it is said, a number to ring stands there, nothing comes in."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.claims.models import Claim
from anxin.domain.contacts.models import Contact
from anxin.domain.network.models import Waiting
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db(transaction=True)
WHO = {"name": cast.STRANGER.name, "phone": cast.STRANGER.phone}


@pytest.fixture
def laid() -> datetime:
    """Lay the ground, with every brand shut."""
    now = timezone.now()
    ground.lay(now=now)
    Opening.objects.all().delete()
    return now


def said(path: str, form: dict[str, str], status: int) -> str:
    answer = Client().post(path, form)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


class TestShut:
    def test_takes_nobody_on_the_waiting_list(self, laid: datetime) -> None:
        path = f"/report/{cast.HEYAN.slug}/S3/waiting/"
        text = said(path, WHO | {"address": "新疆乌鲁木齐市天山区"}, 503)
        assert f"{cast.HEYAN.name}眼下不接网上报修" in text
        assert cast.HOTLINE in text
        assert not Waiting.objects.exists()

    def test_takes_no_message_and_offers_none_until_one_brand_is_open(self, laid: datetime) -> None:
        form = WHO | {"topic": "price", "text": "门锁报价单看不懂"}
        assert cast.HOTLINE in said("/contact/", form, 503)
        assert cast.HOTLINE in Client().get("/contact/").content.decode()
        home = f"/brands/{cast.HEYAN.slug}/"
        assert 'href="/contact/"' not in Client().get(home).content.decode().split("<main")[1].split("</main")[0]
        assert not Contact.objects.exists()

        other = Organisation.objects.get(slug=cast.QINGFENG.slug)
        Opening.objects.create(brand=other, opened_by="system:system", opened_at=laid)
        assert 'href="/contact/"' in Client().get(home).content.decode().split("<main")[1].split("</main")[0]
        assert Client().post("/contact/", form)["Location"] == "/contact/thanks/"

    def test_neither_offers_claims_and_messages_nor_asks_for_an_order(self, laid: datetime) -> None:
        home = Client().get("/").content.decode().split("<main")[1]
        assert "这里还在筹备" in home
        assert "师傅" not in home.split("<footer")[0]
        assert 'href="/claim/"' not in home
        assert 'href="/contact/"' not in home
        claim = Client().get("/claim/").content.decode()
        assert 'name="phone"' not in claim
        assert "还没有对外开放" in claim

    def test_lists_no_product_to_report_but_whom_to_ring(self, laid: datetime) -> None:
        for path in ("/report/", "/report/nothing/"):
            page = Client().get(path).content.decode().split("<main")[1].split("</main")[0]
            assert "这里不接报修" in page, path
            assert cast.HOTLINE in page, path
            for door in ("/report/", "/claim/", "/contact/"):
                assert f'href="{door}' not in page, (path, door)

    def test_says_since_when_where_claims_alone_were_taken(self, laid: datetime) -> None:
        Opening.objects.create(brand=people.operator(), opened_by="system:system", opened_at=laid, shut_at=laid)
        for path in ("/", "/claim/", "/contact/"):
            page = Client().get(path).content.decode().split("<main")[1].split("<footer")[0]
            assert "以前的报修和退换照常进行" in page, path
            assert "师傅" not in page, path

    def test_says_so_to_the_buyer_who_proves_his_order(self, laid: datetime) -> None:
        one = a_purchase(now=laid, customer=cast.BUYER)
        text = said("/claim/order/", {"order": one.order_key, "seller": "", "phone": cast.BUYER.phone}, 409)
        assert 'href="tel:' in text.partition('role="alert"')[2]
        assert "还没有在这里对外开放" in text
        assert not Claim.objects.exists()
