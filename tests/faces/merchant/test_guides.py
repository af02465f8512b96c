"""A brand's own self-help: written at its desk or the house's, read on its pages, unseen by other brands before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.demo.walk import DOT
from anxin.domain.goods.models import Device, Product
from anxin.domain.people import queries as people
from anxin.domain.publications.models import Text
from tests.faces.conftest import ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[object], Client]
GUIDE = "/merchant/guides/heyan/lock/of/dark_panel/"
HOUSE = "/desk/texts/brands/heyan/lock/of/dark_panel/"
OWN, OF_ALL = "用禾砚的应急钥匙开门。", "拿充电宝插面板底部的应急口"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago; both brands make locks."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    made = {"brand": people.organisation(cast.QINGFENG.slug), "code": "QL-1", "name": "青枫 QL-1 智能锁"}
    Product.objects.create(**made, category="lock", skill="lock")
    return now


def text(client: Client, path: str, status: int = 200, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == status, path
    return response.content.decode()


def published(client: Client, at: str = GUIDE, *, step: str = OWN) -> None:
    given = {"first": step, "first_en": "Open with the emergency key of Heyan."}
    assert client.post(f"{at}write/", given).status_code == 302
    assert client.post(f"{at}publish/", {"from_date": f"{timezone.localdate():%Y-%m-%d}"}).status_code == 302


class TestABrandsGuide:
    def test_is_written_from_what_its_customers_read_now(self, laid: datetime, sits: Sits) -> None:
        owner = sits(cast.HEYAN_OWNER)
        listed = text(owner, "/merchant/guides/")
        assert GUIDE in listed
        assert OF_ALL in listed
        assert "运营方的" in listed
        assert "它的客户现在看到的是运营方的这份" in text(owner, GUIDE)
        form = text(owner, f"{GUIDE}?do=write")
        assert f'value="{OF_ALL}' in form
        assert owner.post(f"{GUIDE}write/", {"first": OWN}).status_code == 302
        assert OWN in text(owner, f"{GUIDE}?do=write")
        assert OF_ALL not in text(owner, f"{GUIDE}?do=publish").split("<form")[2]

    def test_is_read_on_every_page_of_its_goods_and_on_no_other_brands(self, laid: datetime, sits: Sits) -> None:
        before = "/brands/heyan/help/lock/"
        published(sits(cast.HEYAN_OWNER))
        stranger = Client()
        pages = (before, "/brands/heyan/", "/report/heyan/S3/?symptom=dark_panel&tried=1")
        for page in pages:
            assert OWN in text(stranger, page), page
            assert OF_ALL not in text(stranger, page), page
        assert "Open with the emergency key" in text(stranger, before, **{"accept-language": "en"})
        assert OF_ALL in text(stranger, "/brands/qingfeng/help/lock/")
        assert OWN not in text(stranger, "/brands/qingfeng/help/lock/")
        history = text(stranger, "/brands/heyan/history/help/?goods=lock")
        assert cast.HEYAN.name in history.split("面板不亮")[0].rsplit("<li", 1)[1] + history.split("面板不亮")[1]
        assert f"<lastmod>{timezone.localdate()}</lastmod>" in text(stranger, "/sitemaps/heyan.xml")

    def test_is_offered_on_the_page_of_a_device_of_the_brand(self, laid: datetime, sits: Sits) -> None:
        for n, product in enumerate((Product.objects.get(code="S3"), Product.objects.get(code="QL-1"))):
            Device.objects.create(serial=f"QR-{n}", product=product, label=f"label{n}", created_at=laid)
        published(sits(cast.HEYAN_OWNER), GUIDE.replace("dark_panel", "bolt_stuck"))
        assert "/brands/heyan/help/lock/?symptom=bolt_stuck" in text(Client(), "/d/label0/")
        assert "symptom=bolt_stuck" not in text(Client(), "/d/label1/").split('id="tries"')[1]

    def test_in_draft_is_nobodys_but_its_writers(self, laid: datetime, sits: Sits) -> None:
        owner, other, quality = sits(cast.HEYAN_OWNER), sits(cast.QINGFENG_OWNER), sits(cast.SUN)
        assert owner.post(f"{GUIDE}write/", {"first": OWN}).status_code == 302
        file = SimpleUploadedFile("a.png", DOT, "image/png")
        assert owner.post(f"{GUIDE}picture/", {"step": "1", "photo_files": file}).status_code == 302
        [sha256] = Text.objects.get(published_at=None).pictures.values()
        picture = f"/help/pictures/{sha256}/"
        seen = [one.get(picture).status_code for one in (owner, quality, other, Client())]
        assert seen == [200, 200, 404, 404]
        text(other, GUIDE, 404)
        assert other.post(f"{GUIDE}write/", {"first": "x"}).status_code == 404
        assert other.post(f"{GUIDE}publish/", {"from_date": f"{timezone.localdate()}"}).status_code == 404
        assert OWN not in text(other, "/merchant/guides/")
        text(other, "/desk/texts/", 403)
        text(other, HOUSE, 403)
        assert OWN in text(quality, HOUSE)

    def test_is_written_at_the_desk_too(self, laid: datetime, sits: Sits) -> None:
        quality = sits(cast.SUN)
        assert HOUSE not in text(quality, "/desk/texts/")
        assert HOUSE in text(quality, "/desk/texts/?brand=heyan")
        published(quality, HOUSE)
        assert OWN in text(Client(), "/brands/heyan/help/lock/")
        assert OWN in text(quality, "/desk/texts/?brand=heyan")
        assert OWN not in text(quality, "/desk/texts/")
        text(quality, "/desk/texts/brands/heyan/air_conditioner/of/not_cold/", 404)
        text(sits(cast.XIAO_CHEN), HOUSE, 403)

    def test_is_none_of_a_shops(self, laid: datetime, sits: Sits) -> None:
        shop = sits(cast.MERCHANT_OWNER)
        assert "商家不用写" in text(shop, "/merchant/guides/")
        text(shop, GUIDE, 404)
        text(sits(cast.XIAO_WU), "/merchant/guides/", 403)


class TestLooks:
    @ON_A_DESK
    def test_shows_list_form_and_guide_at_every_size(
        self, visitor: Callable[..., Visitor], laid: datetime, sits: Sits, size: dict[str, object]
    ) -> None:
        owner = sits(cast.HEYAN_OWNER)
        published(owner)
        assert owner.post(f"{GUIDE}write/", {"first": "换两节新电池。"}).status_code == 302
        window = visitor(size).sits_down(owner)
        for what, path in (("list", "/merchant/guides/"), ("one", GUIDE), ("form", f"{GUIDE}?do=write")):
            window.goes(path)
            window.looks_over(f"guides-{what}")
        window = visitor(size).sits_down(sits(cast.SUN))
        window.goes("/desk/texts/?brand=heyan")
        window.looks_over("guides-desk")
