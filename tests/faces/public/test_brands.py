"""The home page of a brand: whose it is, whom to ring, what it costs, how long it really takes; shut says shut."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import cast, ground
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.actions import WrittenMessage
from anxin.domain.goods.models import PriceBook, PriceLine, Product
from anxin.domain.insight.models import MeasuredTime
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Outlet, PromiseProfile
from anxin.domain.opening.models import Opening
from anxin.domain.people.models import Organisation
from anxin.domain.publications.models import Text
from anxin.faces.words import full_day

pytestmark = pytest.mark.django_db(transaction=True)
HOME = f"/brands/{cast.HEYAN.slug}/"


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


def measured(n: int, division: str = "") -> None:
    brand = Organisation.objects.get(slug=cast.HEYAN.slug)
    for step, nine_s in (("accepted", 240), ("assigned", 1500), ("arrived", 9 * 3600), ("lasted", 0)):
        told = {"n": n, "half_s": nine_s // 3, "nine_s": nine_s, "held": n - 1}
        MeasuredTime.objects.create(brand=brand, division=division, step=step, at=timezone.now(), **told)


class TestHeldNumbers:
    def test_are_named_with_why_and_until_when_while_the_key_that_signed_them_is_lost(self, laid: datetime) -> None:
        brand, now = Organisation.objects.get(slug=cast.HEYAN.slug), timezone.now()
        acting(lambda: network.lose_key(brand=brand, why="被偷", by=ground.owner_of(brand), now=now))
        text = page(HOME)
        assert "您在别处看到的号码都不是我们的" not in text
        assert f"{cast.HEYAN.name}自己的号码眼下暂停使用" in text
        assert f'<b class="font-semibold">{cast.HOTLINE}</b>' in text
        assert "签它的密钥已挂失" in text
        assert f'href="tel:{cast.HOTLINE}"' not in text

    def test_are_named_while_the_brand_has_suspended_them_and_not_once_it_revoked_them(self, laid: datetime) -> None:
        row = Authorisation.objects.get(code=cast.HOTLINE)
        owner, now = ground.owner_of(row.brand), timezone.now()
        acting(lambda: network.suspend(authorisation=row, why="换线", by=owner, now=now))
        assert "品牌方已暂停" in page(HOME)
        acting(lambda: network.revoke(authorisation=row, why="换号", by=owner, now=now))
        assert "这个品牌眼下没有授权热线" in page(HOME)


class TestRoot:
    def test_lists_the_brands_that_are_open(self, laid: datetime) -> None:
        text = page("/")
        assert f'href="{HOME}"' in text
        assert f"/brands/{cast.QINGFENG.slug}/" in text

    def test_leads_to_the_only_one(self, laid: datetime) -> None:
        Opening.objects.exclude(brand__slug=cast.HEYAN.slug).delete()
        assert Client().get("/")["Location"] == HOME

    def test_leads_to_the_brand_whose_own_site_was_asked(self, laid: datetime) -> None:
        Organisation.objects.filter(slug=cast.QINGFENG.slug).update(pages_at="https://testserver")
        assert Client().get("/")["Location"] == f"/brands/{cast.QINGFENG.slug}/"


class TestHome:
    def test_says_who_vouches_whom_to_ring_and_what_it_costs(self, laid: datetime) -> None:
        text = page(HOME)
        for said in (cast.HOTLINE, cast.OPERATOR.name, "官方授权", "¥30.00", "¥260.00", "5 分钟内受理"):
            assert said in text
        assert cast.RETIRED_HOTLINE not in text
        assert 'name="robots"' not in text

    def test_invites_to_try_first_only_what_somebody_wrote(self, laid: datetime) -> None:
        said = "先试一下，也许不用等"
        assert said in page(HOME)
        Text.objects.filter(document__code__startswith="help/").delete()
        assert said not in page(HOME)

    def test_says_what_is_promised_from_a_day_on(self, laid: datetime) -> None:
        assert "分钟内受理" in page(HOME)
        assert "3 分钟内受理，" not in page(HOME)
        brand, begins = Organisation.objects.get(slug=cast.HEYAN.slug), timezone.now() + timedelta(days=9)
        told = {"name": "更快", "acknowledge_min": 3, "assign_min": 40, "call_min": 30, "published_at": timezone.now()}
        PromiseProfile.objects.create(brand=brand, from_at=begins, **told)
        for path in (HOME, f"{HOME}cities/5101/lock/"):
            assert "起：报修 3 分钟内受理，40 分钟内确定师傅" in page(path)

    def test_says_until_when_a_promise_counts_that_is_for_a_peak_only(self, laid: datetime) -> None:
        brand, begins = Organisation.objects.get(slug=cast.HEYAN.slug), timezone.now() + timedelta(days=9)
        told = {"name": "春节", "acknowledge_min": 120, "assign_min": 1440, "call_min": 30, "peak": True}
        ends = begins + timedelta(days=9)
        PromiseProfile.objects.create(brand=brand, from_at=begins, to_at=ends, published_at=timezone.now(), **told)
        last = full_day(timezone.localdate(ends))
        for path in (HOME, f"{HOME}cities/5101/lock/"):
            assert f"{full_day(begins)}至{last}期间：报修 2 小时内受理，1 天内确定师傅" in page(path)
        assert f"只到{last}为止" in page(f"{HOME}history/brand/")

    def test_has_a_way_to_everything(self, laid: datetime) -> None:
        text = page(HOME)
        for way in ("/report/", "/customer/", "/claim/", "/verify/", "/contact/", "/rules/", "/prices/heyan/lock/"):
            assert f'href="{way}' in text, way

    def test_says_whether_a_hotline_is_answered_and_how_many_messages_wait(self, laid: datetime) -> None:
        Authorisation.objects.filter(kind="hotline").update(hours="1234567 00:00-24:00")
        text = page(HOME)
        assert "现在是接听时间，全天接听" in text
        assert "现在是接听时间，全天接听" in page(f"/verify/?kind=hotline&code={cast.HOTLINE}")
        assert "接听时间" not in page(f"/verify/?kind=hotline&code={cast.RETIRED_HOTLINE}")  # nobody is to ring it
        assert "在等答复" not in text
        told = WrittenMessage(text="报价单看不懂", topic="price", name=cast.STRANGER.name, phone=cast.STRANGER.phone)
        acting(lambda: contacts.receive(message=told, by=STRANGER, now=timezone.now()))
        for path in (HOME, "/verify/"):
            assert "现在有 1 条留言在等答复" in page(path), path
            assert "近 24 小时" not in page(path), path

    def test_tells_no_time_of_few(self, laid: datetime) -> None:
        measured(19)
        text = page(HOME)
        assert "9 小时" not in text
        assert "还太少" in text

    def test_tells_half_and_nine_in_ten_with_how_many_they_are(self, laid: datetime) -> None:
        measured(318)
        text = page(HOME)
        assert "九成的单，9 小时内师傅到门口" in text
        assert text.count("<dd>318</dd>") == 3
        assert "318 单里准点 317 单" in text

    def test_tells_them_of_where_somebody_lives(self, laid: datetime) -> None:
        measured(900)
        measured(50, "510107")
        assert "武侯：九成的单" in page(f"{HOME}?near=成都武侯区")
        assert "武侯" not in page(f"{HOME}?near=北京海淀")
        assert "武侯：九成的单" in page(f"{HOME}?at=510107")

    def test_of_a_brand_without_numbers_and_prices_promises_neither(self, laid: datetime) -> None:
        Authorisation.objects.filter(kind="hotline").delete()
        PriceBook.objects.all().delete()
        text = page(HOME)
        assert "没有授权热线" in text
        assert "谁也不能向您收费" in text

    def test_heads_its_prices_with_the_call_out_and_names_postage_back_only_where_parcels_are_taken(
        self, laid: datetime
    ) -> None:
        book = PriceBook.objects.get(brand__slug=cast.HEYAN.slug)
        told = {"book": book, "category": "", "kind": "fee", "guarantee_days": 0}
        PriceLine.objects.create(**told, code="FREIGHT", name="回程运费", amount_fen=1500)
        for name, taken in (("回程运费", True), ("回程运费", False)):
            Outlet.objects.update(by_mail=taken)
            text = page(HOME)
            assert "上门费 ¥30.00，在保不收" in text
            assert (name in text) == taken

    def test_is_whole_in_english(self, laid: datetime) -> None:
        measured(318)
        text = page(HOME, **{"accept-language": "en"})
        for said in (
            "within 9 h",
            "vouches for these numbers",
            "smart locks: repairs",
            "front panel board",
            "call-out ¥30.00",
        ):
            assert said in text, said

    def test_of_a_shut_brand_says_so_and_takes_nothing_in(self, laid: datetime) -> None:
        Opening.objects.filter(brand__slug=cast.HEYAN.slug).delete()
        text = page(HOME)
        assert "还没有对外开放" in text
        assert cast.HOTLINE in text
        assert 'href="/report/' not in text

    def test_of_a_brand_that_is_shut_again_says_since_when_and_that_what_runs_goes_on(self, laid: datetime) -> None:
        Opening.objects.update(shut_at=laid)
        code = Product.objects.filter(brand__slug=cast.HEYAN.slug)[0].code
        for path in (HOME, f"/report/{cast.HEYAN.slug}/{code}/", "/contact/"):
            text = page(path)
            assert "起不再在网上受理新的报修" in text, path
            assert not any(one in text for one in ("还没有对外开放", "筹备"))
            assert all(one in text for one in (cast.HOTLINE, 'href="/customer/"')), path
            assert 'href="/claim/"' not in text, path
        assert f"/sitemaps/{cast.HEYAN.slug}.xml" not in page("/sitemap.xml")

    def test_of_the_only_brand_is_the_start_page_once_it_is_shut_again_too(self, laid: datetime) -> None:
        Opening.objects.exclude(brand__slug=cast.HEYAN.slug).delete()
        for _shut in (False, True):
            assert Client().get("/")["Location"] == HOME
            Opening.objects.update(shut_at=laid)
        Opening.objects.all().delete()
        assert "还没有对外开放" in page("/")

    def test_of_no_brand_is_no_page(self, laid: datetime) -> None:
        page("/brands/nobody/", 404)
        page(f"/brands/{cast.OUTLET_WUHOU.slug}/", 404)
