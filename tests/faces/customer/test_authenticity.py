"""Anybody can check a number: the page answers genuine, retired, look-alike and unknown, with who vouches."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.actions import sightings
from anxin.domain.network.models import Authorisation, ReportedNumber
from anxin.domain.people import actions as people
from tests.claim_builders import drawn, jpeg
from tests.faces.conftest import ON_A_PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
HOTLINE = "400-000-0000"


def a_hotline(*, until: date | None = None, revoked: bool = False) -> None:
    """Authorise the brand's hotline, signed by its key."""
    now, today = timezone.now(), datetime.now(UTC).date()

    def work() -> None:
        brand = people.found_organisation(kind="brand", slug="heyan", name="禾砚", now=now, site="heyan.example")
        network.make_key(brand=brand, by=SYSTEM, now=now)
        row = network.apply(
            brand=brand,
            kind="hotline",
            code=HOTLINE,
            scope="智能锁报修、咨询",
            from_date=today - timedelta(days=100),
            to_date=until or today + timedelta(days=100),
            by=SYSTEM,
            now=now,
        )
        network.approve(authorisation=row, by=SYSTEM, now=now)
        owner = Actor(kind="staff", id="o", organisation=str(brand.id), roles=frozenset({"merchant_owner"}))
        network.authorise(authorisation=row, by=owner, now=now)
        if revoked:
            network.revoke(authorisation=row, why="换号", by=owner, now=now)

    acting(work)


class TestCheck:
    def test_says_who_vouches_for_a_genuine_number_however_it_is_typed(self, client: Client) -> None:
        a_hotline()
        page = client.get("/verify/", {"kind": "hotline", "code": "4000000000"}).content.decode()
        assert "禾砚" in page
        assert "heyan.example" in page
        assert "授权书" in page or "签名" in page

    def test_stands_on_the_kind_that_was_found_not_on_the_kind_asked(self, client: Client) -> None:
        a_hotline()
        page = " ".join(client.get("/verify/", {"kind": "outlet", "code": HOTLINE}).content.decode().split())
        assert '<input type="hidden" name="kind" value="hotline">' in page
        assert re.search(r'aria-current="page" ?> ?热线', page)
        unknown = client.get("/verify/", {"kind": "outlet", "code": "400-999-9999"}).content.decode()
        assert '<input type="hidden" name="kind" value="outlet">' in unknown

    def test_never_shows_hours_as_signed(self, client: Client) -> None:
        a_hotline()
        Authorisation.objects.update(hours="08:00–22:00")
        page = " ".join(client.get("/verify/", {"kind": "hotline", "code": HOTLINE}).content.decode().split())
        assert "由品牌填写，不在签名内容里" in page
        Authorisation.objects.update(hours="")
        assert "不在签名内容里" not in client.get("/verify/", {"kind": "hotline", "code": HOTLINE}).content.decode()

    def test_warns_of_a_look_alike_and_offers_the_official_number(self, client: Client) -> None:
        a_hotline()
        page = client.get("/verify/", {"kind": "hotline", "code": "400-000-0001"}).content.decode()
        assert 'href="tel:400-000-0000"' in page
        assert "先别付款" in page

    def test_remembers_a_retired_number(self, client: Client) -> None:
        a_hotline(revoked=True)
        page = client.get("/verify/", {"kind": "hotline", "code": HOTLINE}).content.decode()
        assert 'data-state="not"' in page
        assert "曾授权，现在没有了" in page

    def test_accuses_nobody_of_an_unknown_number(self, client: Client) -> None:
        page = client.get("/verify/", {"kind": "hotline", "code": "400-999-9999"}).content.decode()
        assert 'data-state="unknown"' in page
        assert "别让人进门" not in page
        assert "举报" in page

    def test_shows_the_check_before(self, client: Client) -> None:
        a_hotline()
        client.get("/verify/", {"kind": "hotline", "code": HOTLINE})
        page = client.get("/verify/", {"kind": "hotline", "code": "400-999-9999"}).content.decode()
        assert page.count('class="genuine"') == 2

    def test_offers_in_its_title_what_can_be_checked_and_nothing_else(self, client: Client) -> None:
        page = client.get("/verify/").content.decode()
        assert "查热线、师傅、网点" in page.split("<title")[1].split("</title>")[0]
        assert "查热线、师傅、网点、配件" not in page
        assert "outlet or part" not in client.get("/verify/", headers={"accept-language": "en"}).content.decode()

    @pytest.mark.parametrize("kind", ["part", "nonsense"])
    def test_knows_no_kind_that_is_not_born(self, kind: str, client: Client) -> None:
        assert client.get("/verify/", {"kind": kind, "code": "1"}).status_code == 404

    @pytest.mark.parametrize("code", ["x" * 41, "\x00", "<script>alert(1)</script>", "𠮷" * 10, "=1+1"])
    def test_takes_any_text_calmly(self, code: str, client: Client) -> None:
        response = client.get("/verify/", {"kind": "hotline", "code": code})
        assert response.status_code in {200, 422}
        assert "<script>alert" not in response.content.decode()

    def test_limits_a_machine_that_tries_all_numbers(self, client: Client) -> None:
        codes = [client.get("/verify/", {"kind": "hotline", "code": str(n)}).status_code for n in range(25)]
        assert 429 in codes


class TestReport:
    def test_is_kept_as_unconfirmed(self, client: Client) -> None:
        a_hotline()
        acting(lambda: people.found_organisation(kind="operator", slug="anxin", name="安心", now=timezone.now()))
        told = {"kind": "hotline", "code": "400-000-0001", "note": "冒充官方，要先转账", "phone": ""}
        assert client.post("/verify/reports/", told).status_code == 302
        page = client.get("/verify/", {"kind": "hotline", "code": "400-000-0001"}).content.decode()
        assert "1 人举报" in page

    def test_takes_up_to_three_pictures_that_the_desk_sees(self, client: Client) -> None:
        acting(lambda: people.found_organisation(kind="operator", slug="anxin", name="安心", now=timezone.now()))
        picture = SimpleUploadedFile("广告.jpg", jpeg(drawn(4)), content_type="image/jpeg")
        given = {"kind": "hotline", "code": "400-000-0009", "photo_files": picture}
        assert "您在哪里见到的" in client.get("/verify/reports/").content.decode()
        assert client.post("/verify/reports/", given).status_code == 302
        (one,) = queries.sightings_of(ReportedNumber.objects.get())
        assert one.reported

    def test_says_that_there_are_pictures_enough_and_keeps_what_was_typed(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        acting(lambda: people.found_organisation(kind="operator", slug="anxin", name="安心", now=timezone.now()))
        monkeypatch.setattr(sightings, "MOST", 0)
        picture = SimpleUploadedFile("广告.jpg", jpeg(drawn(4)), content_type="image/jpeg")
        given = {"kind": "hotline", "code": "400-000-0009", "note": "短信里的", "photo_files": picture}
        answer = client.post("/verify/reports/", given)
        page = answer.content.decode()
        assert (answer.status_code, "图片已经够了" in page, "短信里的" in page) == (422, True, True)
        assert not ReportedNumber.objects.exists()
        del given["photo_files"]
        assert client.post("/verify/reports/", given).status_code == 302

    def test_says_what_can_be_no_picture_and_keeps_what_was_typed(self, client: Client) -> None:
        text = SimpleUploadedFile("广告.jpg", b"just words", content_type="image/jpeg")
        answer = client.post(
            "/verify/reports/", {"kind": "hotline", "code": "400-000-0009", "note": "短信里的", "photo_files": text}
        )
        assert (answer.status_code, "短信里的" in answer.content.decode()) == (422, True)
        assert not ReportedNumber.objects.exists()

    @pytest.mark.parametrize(("there", "said"), [(True, "会给您发短信"), (False, "现在还发不了短信")])
    def test_promises_a_text_message_only_where_one_can_be_sent(
        self, there: bool, said: str, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: there)
        acting(lambda: people.found_organisation(kind="operator", slug="anxin", name="安心", now=timezone.now()))
        told = {"kind": "hotline", "code": "400-000-0001", "note": "要先转账", "phone": "13900001234"}
        page = client.post("/verify/reports/", told, follow=True).content.decode()
        assert said in page
        assert page.count("发短信") + page.count("发不了短信") == 1

    @pytest.mark.parametrize(("field", "text"), [("code", "某某维修部"), ("phone", "我不记得了")])
    def test_says_at_the_field_what_is_no_number(self, field: str, text: str, client: Client) -> None:
        told = {"kind": "hotline", "code": "400-000-0001", "note": "", "phone": "", field: text}
        response = client.post("/verify/reports/", told)
        assert response.status_code == 422
        assert text in response.content.decode()

    def test_keeps_what_was_typed_beside_the_slip(self, client: Client) -> None:
        response = client.post("/verify/reports/", {"kind": "hotline", "code": "", "note": "要先转账"})
        assert response.status_code == 422
        assert "要先转账" in response.content.decode()


class TestWellKnown:
    def test_gives_what_the_brand_publishes(self, client: Client) -> None:
        a_hotline()
        statement = client.get("/verify/brands/heyan/anxin.json").json()
        assert statement["keys"][0]["algorithm"] == "Ed25519"
        assert HOTLINE.replace("-", "") in statement["authorisations"][0]["statement"]

    def test_knows_no_brand_without_a_key(self, client: Client) -> None:
        assert client.get("/verify/brands/nobody/anxin.json").status_code == 404


@pytest.mark.browser
class TestCheckInTheBrowser:
    @ON_A_PHONE
    def test_answers_in_one_press(self, size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
        a_hotline()
        anna = visitor(size)
        page = anna.goes("/verify/")
        page.fill("#code", HOTLINE)
        page.keyboard.press("Enter")
        anna.sees("禾砚")
        page.fill("#code", "400-000-0001")
        page.keyboard.press("Enter")
        anna.sees("先别付款")
        anna.looks_over("verify")
