"""What anybody may read: claim rules with their versions, price lists, who sees what; and the footer's dates."""

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.goods.models import PriceBook, PriceLine, Product
from anxin.domain.opening.models import Opening
from anxin.faces.ground import site

pytestmark = pytest.mark.django_db(transaction=True)
HOURS = "商家答复的小时数"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    return now


def proposed(value: int, *, valid_from: datetime, by: cast.Member = cast.ADMIN) -> None:
    """Propose another time to answer, as an administrator does."""
    now = valid_from - timedelta(days=8)
    acting(
        lambda: settings.propose(
            name="claims.answer_h", value=value, valid_from=valid_from, by=actor(by, now=timezone.now()), now=now
        )
    )


def page(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


class TestRules:
    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "9999-99-99"])
    def test_of_a_day_nobody_means_are_no_page(self, laid: datetime, day: str) -> None:
        page(f"/rules/{day}/", status=404)

    def test_stand_open_with_their_notice_and_the_rows_of_law(self, laid: datetime) -> None:
        text = page("/rules/")
        assert "电子商务法" in text
        assert "《消费者权益保护法》第二十五条" in text
        assert "提前 7 天" in text
        assert ">False<" not in re.sub(r"\s+", "", text)
        assert ">否<" in re.sub(r"\s+", "", text)
        assert 'name="robots"' not in text

    def test_publish_a_change_before_it_counts(self, laid: datetime) -> None:
        at = timezone.now() + timedelta(days=5)
        proposed(72, valid_from=at)
        text = page("/rules/")
        assert "72 小时" in text
        assert "48 小时" in text
        assert f"{timezone.localtime(at):%Y-%m-%d}" in text  # the address of the version to come

    def test_name_the_house_that_answers_sooner_than_all(self, laid: datetime) -> None:
        now = timezone.now()
        owner = actor(cast.MERCHANT_OWNER, now=now)
        told = {"name": "claims.answer_h", "valid_from": now + timedelta(days=7), "by": owner, "now": now}
        acting(lambda: settings.propose(**told, value=24, organisation=owner.organisation))  # type: ignore[arg-type]
        assert f"{cast.MERCHANT.name}：24 小时" in " ".join(page("/rules/").split())

    def test_keep_every_version_at_an_address_of_its_own(self, laid: datetime) -> None:
        changed = timezone.now() - timedelta(days=3)
        proposed(36, valid_from=changed)
        today, before = page("/rules/"), page(f"/rules/{timezone.localtime(changed) - timedelta(days=1):%Y-%m-%d}/")
        assert "36 小时" in today
        assert "48 小时" in before.split('id="law"')[0]
        assert f"/rules/{timezone.localtime(changed):%Y-%m-%d}/" in today

    def test_are_dated_by_the_day_here_before_eight_in_the_morning_too(
        self, laid: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        changed = timezone.localtime() - timedelta(days=3)
        changed = changed.replace(hour=2, minute=0, second=0, microsecond=0)
        proposed(36, valid_from=changed)
        seen: list[object] = []
        monkeypatch.setattr("anxin.faces.public.pages._since", lambda day, site: seen.append(day))
        page("/rules/")
        assert seen == [changed.date()]

    def test_know_no_day_that_is_none(self, laid: datetime) -> None:
        page("/rules/yesterday/", 404)


class TestOthers:
    def test_lists_every_published_price_list(self, laid: datetime) -> None:
        text = page("/prices/")
        assert f"/prices/{cast.HEYAN.slug}/lock/" in text
        assert cast.HEYAN.name in text

    def test_lists_a_category_by_whatever_name_its_brand_gives_it(self, laid: datetime) -> None:
        PriceLine.objects.filter(book__brand__slug=cast.HEYAN.slug, category="lock").update(category="门锁/五金")
        found = re.search(r'href="(/prices/heyan/[^"]+)"', page("/prices/"))
        assert found
        assert "门锁/五金" in page(found[1])
        page("/prices/heyan/冰箱/", 404)

    def test_shows_every_edition_of_prices_that_was_and_the_one_to_come(self, laid: datetime) -> None:
        book = PriceBook.objects.get(brand__slug=cast.HEYAN.slug)
        line = book.lines.exclude(category="").first()
        assert line is not None
        today = timezone.localdate()
        for edition, day, fen in (
            ("older", today - timedelta(days=900), 12300),
            ("next", today + timedelta(days=9), 45600),
        ):
            other = PriceBook.objects.create(
                brand=book.brand, edition=edition, from_date=day, published_at=book.published_at
            )
            PriceLine.objects.create(
                book=other, category="lock", code=line.code, name=line.name, kind=line.kind, amount_fen=fen
            )
        now, root = page("/prices/heyan/lock/"), "/prices/heyan/lock"
        days = [book.from_date, *(today + timedelta(days=n) for n in (-900, 9))]
        for day in days:
            assert f'href="{root}/{day}/"' in now
        assert "即将启用" in now
        assert "¥123.00" not in now
        old, coming = (page(f"{root}/{day}/") for day in days[1:])
        assert "¥123.00" in old
        assert "¥456.00" in coming
        assert f'<link rel="canonical" href="http://testserver{root}/{days[1]}/">' in old
        assert "¥456.00" not in page(f"{root}/{today + timedelta(days=8)}/")
        page(f"{root}/{today - timedelta(days=901)}/", 404)
        page(f"{root}/2026-13-40/", 404)

    def test_leads_to_the_report_of_a_model_with_a_slash(self, laid: datetime) -> None:
        Product.objects.filter(brand__slug=cast.HEYAN.slug, code="S3").update(code="KFR-35GW/N8")
        assert "/report/heyan/KFR-35GW/N8/" in page("/report/")
        assert "/report/heyan/KFR-35GW/N8/" in page("/report/heyan/KFR-35GW/N8/")

    def test_says_who_sees_what_and_how_long(self, laid: datetime) -> None:
        text = page("/privacy/")
        assert "师傅" in text
        assert "24 小时" in text
        assert "1096 天" in text

    def test_says_how_long_by_the_settings(self, laid: datetime) -> None:
        now = timezone.now()
        for name, value in (("people.reveal_days", 45), ("people.reveal_technician_h", 36)):
            told = {
                "name": name,
                "value": value,
                "valid_from": now - timedelta(minutes=2),
                "now": now - timedelta(days=8),
            }
            row = acting(partial(settings.propose, by=actor(cast.ADMIN, now=now), **told))
            if row.confirmed_at is None:
                acting(partial(settings.confirm, row, by=actor(cast.SUN, now=now), now=now))
        text = page("/privacy/")
        assert "结束后 45 天" in text
        assert text.count("结束后 36 小时") == 2

    def test_leads_to_all_of_them_from_every_public_page(self, laid: datetime) -> None:
        for path in ("/verify/", "/rules/", f"/prices/{cast.HEYAN.slug}/lock/"):
            text = page(path)
            assert all(f'href="{one}"' in text for one in ("/rules/", "/prices/", "/privacy/")), path


class TestFooter:
    @pytest.mark.parametrize(("days", "shown"), [(-180, False), (0, False), (2, True)])
    def test_never_says_changed_before_published(self, days: int, shown: bool) -> None:
        published = datetime(2026, 11, 24, 12, tzinfo=timezone.get_default_timezone())
        changed = site._changed(published + timedelta(days=days), published.date())
        assert (changed is not None) == shown
        assert changed is None or changed > published.date()

    def test_of_the_demo_reads_in_order(self, laid: datetime) -> None:
        footer = page("/verify/").split('class="legal"')[1]
        assert "发布" in footer
        assert "修改" not in footer


def test_prices_of_a_brand_that_is_shut_are_left_out_by_search_engines(laid: datetime) -> None:
    listed = f"/prices/{cast.HEYAN.slug}/lock/"
    assert "noindex" not in page(listed)

    Opening.objects.filter(brand__slug=cast.HEYAN.slug).delete()

    assert "noindex" in page(listed)
