"""What to try first: three steps, and a report that knows the fault and what was tried."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core import files
from anxin.demo import cast, ground
from anxin.demo.walk import DOT
from anxin.domain.goods.models import Product
from anxin.domain.network.models import Authorisation
from anxin.domain.publications.models import Text
from tests.evidence_builders import jpeg

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = f"/brands/{cast.HEYAN.slug}"
DESK = "/desk/texts/help/lock/of/bolt_stuck/"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    return now


def page(path: str, status: int = 200, **headers: str) -> str:
    response = Client().get(path, headers=headers)
    assert response.status_code == status
    return response.content.decode()


class TestHelp:
    def test_shows_the_steps_and_leads_to_the_report(self, laid: datetime) -> None:
        text = page(f"{ROOT}/help/lock/?symptom=dark_panel")
        assert "拿充电宝插面板底部的应急口" in text
        assert '<details id="dark_panel" open>' in text
        assert "要师傅来" in text.split("锁舌卡住")[0]
        assert "symptom=dark_panel" in text
        assert "拿充电宝" in page(f"{ROOT}/")
        assert "Hold a power bank" in page(f"{ROOT}/help/lock/", **{"accept-language": "en"})

    def test_names_who_comes_at_any_hour_and_where_to_report_while_nobody_answers(
        self, laid: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Authorisation.objects.filter(kind="hotline", brand__slug=cast.HEYAN.slug).update(hours="周一至周日 8:00-20:00")
        day = timezone.localtime(laid).replace(minute=0)
        for hour, answered in ((5, False), (12, True)):
            monkeypatch.setattr(timezone, "now", lambda hour=hour: day.replace(hour=hour))
            text = page(f"{ROOT}/help/lock/")
            assert "tel:119" in text
            assert "tel:110" in text
            assert "闻到燃气味" in text
            assert "8:00" in text
            assert ("现在没人接" in text) is not answered
            assert ("随时可以在这里报修" in text) is not answered

    def test_carries_the_fault_and_what_was_tried_into_the_report(self, laid: datetime) -> None:
        listed = page("/report/?q=禾砚智能锁&symptom=dark_panel&tried=1")
        assert "/report/heyan/S3/?symptom=dark_panel&amp;tried=1" in listed
        text = page("/report/heyan/S3/?symptom=dark_panel&tried=1")
        assert "已经试过：拿充电宝" in text
        chosen = next(line for line in text.split("<input") if 'value="dark_panel"' in line)
        assert "checked" in chosen
        assert "已经试过" not in page("/report/heyan/S3/?symptom=dark_panel")

    def test_leads_straight_to_the_only_model(self, laid: datetime) -> None:
        Product.objects.filter(brand__slug=cast.HEYAN.slug, code="S5").delete()
        assert 'href="/report/heyan/S3/?symptom=dark_panel&amp;tried=1&amp;mode=visit"' in page(f"{ROOT}/help/lock/")

    def test_of_goods_the_brand_does_not_make_is_no_page(self, laid: datetime) -> None:
        page(f"{ROOT}/help/stove/", 404)


class TestAtTheDesk:
    def test_is_written_published_and_then_read_by_customers(self, sits: Callable[[object], Client]) -> None:
        desk = sits(cast.SUN)
        assert "锁舌卡住" in desk.get("/desk/texts/").content.decode()
        form = desk.get(f"{DESK}?do=write").content.decode()
        assert 'name="first_en"' in form
        assert desk.post(f"{DESK}write/", {"first": "别硬拧，先把门往里推一推。"}).status_code == 302
        assert "别硬拧" not in page(f"{ROOT}/help/lock/")
        file = SimpleUploadedFile("a.png", DOT, "image/png")
        assert desk.post(f"{DESK}picture/", {"step": "1", "photo_files": file}).status_code == 302
        sha256 = Text.objects.get(document__code="help/lock/bolt_stuck").pictures["1"]
        picture = f"/help/pictures/{sha256}/"
        assert desk.get(picture).status_code == 200
        assert Client().get(picture).status_code == 404, "a draft's picture is nobody's yet"
        shot, now = jpeg(Image.new("RGB", (64, 64), "red")), timezone.now()
        of_a_case = files.receive([shot], length=len(shot), allowed=files.PICTURES, now=now)
        assert desk.get(f"/help/pictures/{of_a_case.sha256}/").status_code == 404, "no way round the case's own page"
        day = f"{timezone.localdate():%Y-%m-%d}"
        assert desk.post(f"{DESK}publish/", {"from_date": day}).status_code == 302
        text = page(f"{ROOT}/help/lock/")
        assert "别硬拧" in text
        assert picture in text
        assert Client().get(picture).status_code == 200
        assert "客户现在看到第 1 版" in desk.get(DESK).content.decode()
        assert "别硬拧" in desk.get(f"{DESK}?do=write").content.decode(), "the form begins with what is read now"

    def test_is_not_for_an_agent(self, sits: Callable[[object], Client]) -> None:
        agent = sits(cast.XIAO_CHEN)
        assert agent.get("/desk/texts/").status_code == 403
        assert agent.post(f"{DESK}write/", {"first": "一"}).status_code == 403
