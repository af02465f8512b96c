"""Whose page it is: a case, its link, its messages and the check wear the brand or shop of the case."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from tests.builders import a_repair
from tests.claim_builders import a_claim
from tests.faces.customer import test_progress as repair_page
from tests.faces.customer.claims import claimed
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "禾砚服务"
LATER = timezone.now() - timedelta(minutes=10)
SHOP = {"name": "湘源杂货", "mark": "湘", "hotline": "0731-5550000", "accent": "7a3b12"}


def looks(slug: str, value: dict[str, str]) -> None:
    """Have an organisation say how it shows itself."""
    now = timezone.now() - timedelta(hours=2)
    house = str(people.organisation(slug).id)
    acting(
        lambda: settings.propose(
            name="network.look", value=value, valid_from=now, by=SYSTEM, now=now, organisation=house
        )
    )


def top(client: Client, path: str) -> str:
    """Read the head and the bar of a page."""
    return flat(client.get(path)).partition("<main")[0]


class TestClaim:
    def test_wears_its_shop_on_every_page_of_the_link(self) -> None:
        one = a_claim(now=claimed.an_hour_ago())
        looks(cast.MERCHANT.slug, SHOP)
        client = claimed.entered(one)
        paths = [claimed.address(one), claimed.address(one, "withdrawal/"), claimed.address(one, "receipt/")]
        for path in (*paths, reverse("customer:mine"), reverse("contact:customer")):
            page = top(client, path)
            assert f"· {SHOP['name']}</title>" in page, path
            assert 'aria-hidden="true">湘</span>' in page, path
            assert f"tel:{SHOP['hotline']}" in page, path
            assert "店铺电话" in page, path  # his own word: nobody signed it
            assert f"accent/{SHOP['accent']}.css" in page, path
            assert SITE not in page, path

    def test_says_below_each_page_whose_number_answers_for_what(self) -> None:
        one = a_claim(now=claimed.an_hour_ago())
        looks(cast.MERCHANT.slug, SHOP)
        client = claimed.entered(one)
        for path in (claimed.address(one), claimed.address(one, "withdrawal/"), reverse("contact:customer")):
            foot = flat(client.get(path)).partition("<footer")[2]
            assert f"{SHOP['name']}负责" in foot, path
            assert f"tel:{SHOP['hotline']}" in foot, path

    def test_wears_its_name_where_the_shop_chose_nothing_and_no_colour_nobody_can_read(self) -> None:
        one = a_claim(now=claimed.an_hour_ago())
        with pytest.raises(Invalid):
            looks(cast.MERCHANT.slug, {"accent": "ffee00"})
        page = top(claimed.entered(one), claimed.address(one))
        assert f"· {cast.MERCHANT.name}</title>" in page
        assert "ffee00" not in page
        assert "tel:" not in page  # no number is his, and the operator's is not put in its place

    def test_is_refused_to_a_stranger_in_the_sites_own_dress(self) -> None:
        one = a_claim(now=claimed.an_hour_ago())
        looks(cast.MERCHANT.slug, SHOP)
        page = flat(Client().get(claimed.address(one), follow=True))
        assert SHOP["name"] not in page


class TestRepair:
    def test_wears_its_brand_with_the_hotline_it_vouches_for(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="assigned")
        looks(cast.HEYAN.slug, {"name": "禾砚智能锁"})
        client = repair_page.entered(walk)
        page = top(client, repair_page.address(walk))
        assert "· 禾砚智能锁</title>" in page
        assert f"tel:{cast.HOTLINE}" in page
        check = reverse("customer:check", query={"kind": "technician", "code": "x", "brand": cast.HEYAN.slug})
        assert "禾砚智能锁" in top(client, check)
        assert SITE in top(Client(), reverse("customer:check"))

    def dials(self, typed: str) -> set[str]:
        """Return what the pages of a repair, of its brand and of an error dial, and the list of brands shows."""
        looks(cast.HEYAN.slug, {"name": "禾砚智能锁", "hotline": typed})
        Opening.objects.filter(brand__slug=cast.HEYAN.slug).update(shut_at=timezone.now())
        paths = [f"/brands/{cast.HEYAN.slug}/", f"/report/{cast.HEYAN.slug}/{self.model}/"]
        shown = "".join(Client().get(path).content.decode() for path in paths)
        shown += top(repair_page.entered(self.walk), repair_page.address(self.walk))
        assert not [path for path in paths if Client().get(path).status_code == 500]
        return set(re.findall(r'href="tel:([^"]+)"', shown)) - {"12315"}

    @pytest.fixture
    def walk(self) -> None:
        self.walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="assigned")
        self.model = self.walk.repair.product.code

    @pytest.mark.usefixtures("walk")
    def test_dials_no_number_that_its_brand_only_typed(self) -> None:
        assert self.dials("400-000-0999") == {cast.HOTLINE}

    @pytest.mark.usefixtures("walk")
    def test_dials_the_one_that_was_chosen_of_those_it_vouches_for(self) -> None:
        second = "400-000-0501"
        acting(lambda: ground.authorise(people.organisation(cast.HEYAN.slug), "hotline", second, "安装", now=LATER))
        looks(cast.HEYAN.slug, {"hotline": second.replace("-", " ")})
        bar = top(repair_page.entered(self.walk), repair_page.address(self.walk))
        assert f"tel:{second}" in bar
        assert cast.HOTLINE not in bar

    @pytest.mark.usefixtures("walk")
    @pytest.mark.parametrize("ends", [{"state": "revoked"}, {"signature": "AAAA"}])
    def test_dials_nobody_once_its_word_is_over(self, ends: dict[str, str]) -> None:
        Authorisation.objects.filter(kind="hotline").update(**ends)
        assert self.dials(cast.HOTLINE) == set()

    @pytest.mark.usefixtures("walk")
    def test_dials_nobody_once_its_key_is_lost(self) -> None:
        BrandKey.objects.update(lost_at=timezone.now())
        assert self.dials(cast.HOTLINE) == set()

    def test_is_reported_and_priced_on_pages_of_its_brand(self) -> None:
        a_repair(now=timezone.now() - timedelta(minutes=40), at="submitted")
        looks(cast.QINGFENG.slug, {"name": "清风到家", "mark": "清风"})
        for path in (f"/prices/{cast.QINGFENG.slug}/water_heater/", f"/report/{cast.QINGFENG.slug}/WH16/"):
            assert "清风到家" in top(Client(), path) or Client().get(path).status_code == 404


class TestMessage:
    def test_is_signed_by_the_brand_or_shop_of_the_case(self) -> None:
        one = a_claim(now=timezone.now())
        later.run_due(timezone.now() + timedelta(hours=20))
        sent = [json.loads(path.read_text()) for path in (django_settings.DATA / "sms").glob("*.json")]
        mine = [row for row in sent if one.claim.number in row["text"]]
        assert mine
        assert {row["sender"] for row in mine} == {cast.MERCHANT.name}
        assert all(row["text"].startswith(f"【{cast.MERCHANT.name}】") for row in mine)


class TestLook:
    @pytest.mark.parametrize(
        "value", [{"slogan": "x"}, {"mark": "四个字儿"}, {"hotline": "call me"}, {"name": 5}], ids=str
    )
    def test_refuses_what_no_page_could_wear(self, value: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            settings.declared("network.look").checked(value)
