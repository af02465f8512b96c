"""What a stranger reads of a marketplace that is open for claims alone: no number to ring, no report, but claims."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.claims.models import Claim
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from tests.builders import legal_texts
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def laid() -> datetime:
    """Lay the ground with no brand open, and the house open for claims."""
    now = timezone.now()
    ground.lay(now=now)
    Opening.objects.all().delete()
    Opening.objects.create(brand=people.operator(), opened_by="system:system", opened_at=now)
    return now


def main(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode().split("<main")[1].split("<footer")[0]


class TestAMarketplace:
    def test_greets_with_claims_and_offers_neither_report_nor_number(self, laid: datetime) -> None:
        home = main("/")
        assert 'href="/claim/"' in home
        assert 'href="/contact/"' in home
        assert "还没有对外开放" not in home
        for path in ("/", "/claim/"):
            assert 'href="/report/"' not in main(path)
            assert 'href="/verify/"' not in main(path)
            assert 'href="tel:' not in main(path)

    def test_says_that_no_repair_is_taken_in_and_asks_nothing_about_visits(self, laid: datetime) -> None:
        report = main("/report/")
        assert "这里不接报修" in report
        assert 'href="/claim/"' in report
        topics = main("/contact/")
        assert "预约" not in topics
        assert 'value="claim"' in topics
        lost = Client().get("/nothing/here/")
        assert lost.status_code == 404
        assert 'href="/report/"' not in lost.content.decode()

    def test_lets_its_buyer_go_on_to_his_goods(self, laid: datetime) -> None:
        one = a_purchase(now=laid, customer=cast.BUYER)
        answer = Client().post("/claim/order/", {"order": one.order_key, "seller": "", "phone": cast.BUYER.phone})
        assert answer.status_code == 200
        assert "还没有在这里对外开放" not in answer.content.decode()
        assert not Claim.objects.exists()

    def test_lists_the_texts_of_claims_and_no_page_of_repairs(self, laid: datetime) -> None:
        legal_texts(now=laid, codes=("claims",))
        texts = main("/legal/")
        assert 'href="/legal/claims/"' in texts
        assert 'href="/legal/technicians/"' not in texts
        assert 'href="/prices/"' not in texts
        there = Client().get("/sitemaps/house.xml")
        assert there.status_code == 200
        assert "/claim/" in there.content.decode()
        assert "/report/" not in there.content.decode()

    def test_lists_brands_beside_claims_once_one_is_open(self, laid: datetime) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        Opening.objects.create(brand=brand, opened_by="system:system", opened_at=laid)
        home = main("/")
        assert f'href="/brands/{cast.HEYAN.slug}/"' in home
        assert 'href="/claim/"' in home
        assert 'href="/verify/"' in home
