"""What stands at the foot of a public page, and the page that tells what changed on it."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.settings import snapshot
from anxin.core.settings.models import SettingRow
from anxin.demo import cast, ground
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import PriceBook, Product
from anxin.domain.network.models import Authorisation
from anxin.domain.opening import queries as opening
from anxin.domain.opening.actions import shut_brand
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from anxin.domain.publications import actions
from anxin.domain.publications import queries as publications
from anxin.faces.public.pages import SEES_CHANGED
from anxin.faces.words import full_day

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = f"/brands/{cast.HEYAN.slug}"
PAGES = (
    f"{ROOT}/",
    f"{ROOT}/outlets/",
    f"{ROOT}/cities/",
    f"{ROOT}/help/lock/",
    f"/prices/{cast.HEYAN.slug}/lock/",
    f"/report/{cast.HEYAN.slug}/S3/",
    "/verify/",
    "/report/",
    "/devices/",
    "/contact/",
    "/brands/",
    "/prices/",
    "/rules/",
    "/privacy/",
    "/legal/privacy/",
    "/legal/terms/",
    "/legal/algorithm/",
)


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago, and write down what the city pages say."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    acting(lambda: actions.renew_cities(brand=people.organisation(cast.HEYAN.slug), now=now))
    return now


def page(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def foot(path: str) -> str:
    return page(path).split('class="legal"')[1]


def answers(who: str, organisation: str = "") -> None:
    now = timezone.now()
    told = {"name": "publications.responsible", "value": who, "organisation": organisation}
    acting(lambda: settings.propose(**told, valid_from=now, by=SYSTEM, now=now))


def book(day: datetime, edition: str) -> None:
    brand = people.organisation(cast.HEYAN.slug)
    PriceBook.objects.create(brand=brand, edition=edition, from_date=timezone.localdate(day), published_at=day)


class TestFoot:
    @pytest.mark.parametrize("path", PAGES)
    def test_names_who_answers_and_leads_to_what_changed(self, laid: datetime, path: str) -> None:
        answers("林经理（客户服务部）")
        text = foot(path)
        assert "林经理（客户服务部）负责" in text
        assert "什么时候改了什么" in text

    def test_of_a_device_counts_the_terms_and_guides_of_its_goods(self, laid: datetime) -> None:
        product = Product.objects.get(brand__slug=cast.HEYAN.slug, code="S3")
        acting(lambda: goods.register(product=product, serial="HY-1", now=laid))
        text = foot("/devices/?serial=HY-1")
        assert "本页第" in text
        assert f"{ROOT}/history/device/?goods=lock" in text

    @pytest.mark.parametrize("path", [f"{ROOT}/", f"/report/{cast.HEYAN.slug}/S3/"])
    def test_of_a_shut_brand_leads_to_a_history_that_opens(self, laid: datetime, path: str) -> None:
        Opening.objects.filter(brand__slug=cast.HEYAN.slug).delete()
        answers("林经理（客户服务部）")
        text = foot(path)
        assert "林经理（客户服务部）负责" in text
        assert f"{ROOT}/history/shut/" in text
        assert cast.HOTLINE in page(f"{ROOT}/history/shut/")
        assert f"{ROOT}/history/shut/" in foot(f"{ROOT}/history/brand/")  # which says that it is shut

    def test_of_a_house_where_nobody_is_served_yet(self, laid: datetime) -> None:
        Opening.objects.all().delete()
        answers("林经理（客户服务部）")
        assert "林经理（客户服务部）负责" in foot("/contact/")

    def test_names_who_answers_for_the_brand_where_it_said_so(self, laid: datetime) -> None:
        answers("运营方法务部")
        answers("禾岩客服部", organisation=str(people.organisation(cast.HEYAN.slug).pk))
        assert "禾岩客服部负责" in foot(f"{ROOT}/")
        assert "运营方法务部负责" in foot("/verify/")

    def test_counts_the_days_on_which_the_page_changed(self, laid: datetime) -> None:
        now, brand = timezone.now(), people.organisation(cast.HEYAN.slug)
        one = publications.page_of("prices", brand=brand)
        before = publications.page_edition(one, now=now)
        book(now, "today")
        book(now + timedelta(days=9), "later")
        after = publications.page_edition(one, now=now)
        assert after.number == before.number + 1
        assert after.since == timezone.localdate(now)
        assert full_day(after.since) in foot(f"/prices/{cast.HEYAN.slug}/lock/") or before.since != after.since

    def test_costs_one_statement(self, laid: datetime) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        for kind in publications.KINDS_OF_PAGES:
            own = brand if kind in publications.OF_A_BRAND else None
            one = publications.page_of(kind, brand=own, category="lock") if own else opening.house_page(kind)
            settings.get("publications.responsible", at=timezone.now(), organisation=str(brand.pk))
            with CaptureQueriesContext(connection) as asked:
                publications.page_edition(one, now=timezone.now())
            told = [row["sql"] for row in asked if "core_settingrow" not in row["sql"].lower()]
            assert len(told) == 1, (kind, told)


class TestEdition:
    """An edition of prices that a history tells of is read at its own address."""

    @pytest.mark.parametrize("path", [f"/prices/{cast.HEYAN.slug}/lock/", f"{ROOT}/", "/prices/"])
    def test_leads_to_its_address(self, laid: datetime, path: str) -> None:
        history = re.findall(r'href="([^"]*history/[^"]*)"', foot(path))
        told = page(unescape(history[0]))
        first = PriceBook.objects.filter(brand__slug=cast.HEYAN.slug).earliest("from_date")
        address = f"/prices/{cast.HEYAN.slug}/lock/{first.from_date}/"
        assert f'href="{address}"' in told
        assert first.edition in page(address)


class TestHistory:
    def test_tells_what_changed_on_which_day_and_by_which_house(self, laid: datetime) -> None:
        now = timezone.now()
        book(now, "2026-冬")
        text = page(f"{ROOT}/history/brand/")
        day = text.split(full_day(timezone.localdate(now)))[1]
        assert "2026-冬" in day
        assert cast.HEYAN.name in day
        assert cast.HOTLINE in text

    def test_tells_an_end_with_its_day(self, laid: datetime) -> None:
        Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(ended_at=timezone.now(), state="revoked")
        text = page("/history/check/")
        assert f"热线 {cast.HOTLINE} 不再有授权" in text

    def test_tells_nothing_of_what_was_never_signed(self, laid: datetime) -> None:
        Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(state="applied")
        assert cast.HOTLINE not in page("/history/check/").split("<main")[1].split('class="legal"')[0]

    @pytest.mark.parametrize("kind", ["brands", "check", "price_lists"])
    def test_of_the_house_tells_nothing_of_a_brand_that_is_not_open(self, laid: datetime, kind: str) -> None:
        said = "2026-冬" if kind == "price_lists" else cast.HOTLINE
        book(timezone.now(), "2026-冬")
        assert said in page(f"/history/{kind}/")
        brand, now = people.organisation(cast.HEYAN.slug), timezone.now()
        acting(lambda: shut_brand(brand=brand, why="x", by=SYSTEM, now=now))
        assert said not in page(f"/history/{kind}/").split("<main")[1].split('class="legal"')[0]

    @pytest.mark.parametrize("kind", sorted(publications.OF_A_BRAND))
    def test_of_each_page_of_a_brand_opens_from_its_foot(self, laid: datetime, kind: str) -> None:
        text = page(f"{ROOT}/history/{kind}/?goods=lock")
        assert "什么时候改了什么" in text
        assert "<li" in text.split("<main")[1].split('class="legal"')[0], kind

    @pytest.mark.parametrize("kind", ["brands", "check", "price_lists", "products", "devices", "contact"])
    def test_of_each_page_of_the_house_opens(self, laid: datetime, kind: str) -> None:
        assert "什么时候改了什么" in page(f"/history/{kind}/")

    @pytest.mark.parametrize(
        "path",
        ["/history/brand/", "/history/nothing/", f"{ROOT}/history/check/", f"{ROOT}/history/help/?goods=nothing"],
    )
    def test_of_no_page_is_none(self, laid: datetime, path: str) -> None:
        page(path, 404)


def test_no_page_is_older_than_its_house(laid: datetime) -> None:
    today = timezone.localdate(laid)
    SettingRow.objects.filter(name="site.imprint").delete()
    first = {"name": "site.imprint", "value": {"name": "安心"}, "valid_from": laid}
    SettingRow.objects.create(**first, proposed_at=laid, confirmed_at=laid)
    snapshot.forget()
    for path in (f"/prices/{cast.HEYAN.slug}/lock/", "/devices/", "/privacy/", "/rules/", f"{ROOT}/"):
        assert f"{full_day(max(today, SEES_CHANGED))}起" in foot(path), path
    assert "第 1 版" in foot(f"/prices/{cast.HEYAN.slug}/lock/")
    prices = publications.page_of("prices", brand=people.organisation(cast.HEYAN.slug), category="lock")
    days = {one.day for one in publications.page_changes(prices, now=timezone.now())}
    assert days == {today}


@pytest.mark.parametrize(("page", "goods", "status"), [("prices", "", 404), ("help", "", 404), ("help", "lock", 200)])
def test_of_a_page_by_class_names_a_class(laid: datetime, page: str, goods: str, status: int) -> None:
    assert Client().get(f"{ROOT}/history/{page}/", {"goods": goods} if goods else {}).status_code == status
