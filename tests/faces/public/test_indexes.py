"""What machines read: the list of pages, robots, whom to tell of a weakness, and what each page states of itself."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings, wording
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.network.rules import appearance
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.publications import actions
from anxin.domain.publications import queries as publications
from anxin.domain.publications.commands import TEXTS

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = f"/brands/{cast.HEYAN.slug}"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago, and write down what the city pages say."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    acting(lambda: actions.renew_cities(brand=people.organisation(cast.HEYAN.slug), now=now))
    return now


def keep(name: str, value: object) -> None:
    now = timezone.now()
    acting(lambda: settings.propose(name=name, value=value, valid_from=now, by=SYSTEM, now=now))


def listed(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    return [str(one.text) for one in ElementTree.fromstring(answer.content).iter(LOC)]


def stated(path: str) -> list[dict[str, object]]:
    text = Client().get(path).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found, path
    return list(json.loads(found[1])["@graph"])


class TestSitemap:
    def test_leads_to_pages_that_are_there_and_may_be_found(self, laid: datetime) -> None:
        lists = listed("/sitemap.xml")
        assert [one.rpartition("/")[2] for one in lists] == ["house.xml", "heyan.xml", "qingfeng.xml"]
        pages = [page for one in lists[:2] for page in listed(one)]
        assert f"http://testserver{ROOT}/cities/5101/lock/" in pages
        for page in pages:
            answer = Client().get(page.removeprefix("http://testserver"))
            assert answer.status_code == 200, page
            assert b"noindex" not in answer.content, page

    def test_names_the_texts_in_force_with_their_day_and_where_devices_are_found(self, laid: datetime) -> None:
        now, by = timezone.now(), actor(cast.ADMIN, now=timezone.now())
        for name, fields in (
            ("write", {"zh": "我们只收集办事所需的信息。", "en": ""}),
            ("publish", {"from_date": timezone.localdate(), "checked_by": "李律师"}),
        ):
            row = publications.document("privacy")
            acting(partial(TEXTS.give, name, row=row, by=by, now=now, fields=fields))
        pages = listed("/sitemaps/house.xml")
        assert "http://testserver/devices/" in pages
        assert "http://testserver/claim/" in pages
        assert "http://testserver/legal/" in pages
        held = publications.texts_since(on=timezone.localdate())
        assert held
        for code, since in held.items():
            assert f"http://testserver/legal/{code}/" in pages
            text = Client().get("/sitemaps/house.xml").content.decode()
            assert f"/legal/{code}/</loc><lastmod>{since}</lastmod>" in text
        assert not [one for one in pages if "/d/" in one]

    def test_names_no_page_of_a_city_nobody_goes_to_nor_of_a_shut_brand(self, laid: datetime) -> None:
        assert not [one for one in listed("/sitemaps/heyan.xml") if "/cities/11/" in one]
        Opening.objects.filter(brand__slug=cast.HEYAN.slug).delete()
        assert Client().get("/sitemaps/heyan.xml").status_code == 404
        assert "heyan" not in "".join(listed("/sitemap.xml"))

    def test_says_the_public_address_where_there_is_one(self, laid: datetime) -> None:
        keep("notices.address", "https://service.example.com")
        assert all(one.startswith("https://service.example.com/") for one in listed("/sitemaps/heyan.xml"))
        assert "https://service.example.com/sitemap.xml" in Client().get("/robots.txt").content.decode()

    def test_leads_to_a_brands_own_name_where_that_was_asked(self, laid: datetime) -> None:
        keep("notices.address", "https://service.example.com")
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="https://localhost")
        answer = Client(headers={"host": "localhost"}).get("/sitemaps/heyan.xml").content.decode()
        assert "<loc>https://localhost/brands/heyan/</loc>" in answer
        assert "service.example.com" not in answer
        home = Client(headers={"host": "localhost"}).get(f"{ROOT}/").content.decode()
        assert f'<link rel="canonical" href="https://localhost{ROOT}/">' in home
        assert '"url": "https://localhost/brands/heyan/"' in home
        check = Client(headers={"host": "localhost"}).get("/verify/").content.decode()
        assert '<link rel="canonical" href="https://service.example.com/verify/">' in check


class TestSecurity:
    def test_names_the_contact_form_until_somebody_is_named(self, laid: datetime) -> None:
        text = Client().get("/.well-known/security.txt").content.decode()
        assert "Contact: http://testserver/contact/\n" in text
        keep("site.security_contact", "security@example.com")
        text = Client().get("/.well-known/security.txt").content.decode()
        assert "Contact: mailto:security@example.com\n" in text
        expires = datetime.fromisoformat(re.findall(r"Expires: (\S+)", text)[0])
        assert timedelta(days=20) < expires - timezone.now() < timedelta(days=366)


ASKED = {
    "Organization": ("name", "url", "logo", "contactPoint"),
    "Service": ("serviceType", "provider", "areaServed", "url"),
    "LocalBusiness": ("name", "address", "telephone", "geo", "openingHoursSpecification"),
    "HowTo": ("name", "step"),
    "BreadcrumbList": ("itemListElement",),
}
"""What search engines ask of each kind they show."""


def leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of what a page states, with its name."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, name)
    elif isinstance(value, str):
        yield name, value


class TestStating:
    def test_says_who_a_brand_is_and_where_it_is_reached(self, laid: datetime) -> None:
        [found] = stated(f"{ROOT}/")
        assert found["@type"] == "Organization"
        assert cast.HOTLINE in json.dumps(found)

    def test_says_what_is_served_in_a_city_and_nothing_where_nobody_is(self, laid: datetime) -> None:
        kinds = [one["@type"] for one in stated(f"{ROOT}/cities/5101/lock/")]
        assert kinds == ["Service", "LocalBusiness", "BreadcrumbList"]
        assert [one["@type"] for one in stated(f"{ROOT}/cities/11/lock/")] == ["BreadcrumbList"]

    def test_says_what_to_try_first(self, laid: datetime) -> None:
        assert {one["@type"] for one in stated(f"{ROOT}/help/lock/")} == {"HowTo"}

    def test_lets_no_name_end_the_script(self, laid: datetime) -> None:
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(name="</script><script>alert(1)</script>&")
        text = Client().get(f"{ROOT}/").content.decode()
        assert "<script>alert" not in text
        assert stated(f"{ROOT}/")[0]["name"] == "</script><script>alert(1)</script>&"

    def test_gives_messengers_a_card_and_search_engines_one_address(self, laid: datetime) -> None:
        text = Client().get(f"{ROOT}/?near=武侯").content.decode()
        assert f'<link rel="canonical" href="http://testserver{ROOT}/">' in text
        assert f'property="og:image" content="http://testserver/looks/{cast.HEYAN.slug}/card.png"' in text
        assert f'name="twitter:image" content="http://testserver/looks/{cast.HEYAN.slug}/card.png"' in text
        assert f'rel="icon" href="/looks/{cast.HEYAN.slug}/mark.svg"' in text
        assert 'content="http://testserver/static/anxin/card.png"' in Client().get("/verify/").content.decode()

    def test_holds_what_search_engines_ask_of_each_kind(self, laid: datetime) -> None:
        for path in (f"{ROOT}/", f"{ROOT}/cities/5101/lock/", f"{ROOT}/cities/11/lock/", f"{ROOT}/help/lock/"):
            for one in stated(path):
                lacks = [name for name in ASKED[str(one["@type"])] if not one.get(name)]
                assert not lacks, (path, one["@type"], lacks)
                for name, value in leaves(one):
                    if name in ("url", "@id", "item", "logo"):
                        assert value.startswith("http://testserver/"), (path, name, value)
                        assert Client().get(value.removeprefix("http://testserver")).status_code == 200, value

    def test_counts_crumbs_from_one(self, laid: datetime) -> None:
        crumbs = next(one for one in stated(f"{ROOT}/cities/5101/lock/") if one["@type"] == "BreadcrumbList")
        rows = crumbs["itemListElement"]
        assert isinstance(rows, list)
        assert [one["position"] for one in rows] == list(range(1, len(rows) + 1))
        assert all(one["name"] for one in rows)


class TestColours:
    @pytest.mark.parametrize(("colour", "contrast"), [("ffcc00", "1.3"), ("7a8a8a", "3.2")])
    def test_that_nobody_can_read_are_refused_with_their_contrast(self, colour: str, contrast: str) -> None:
        with pytest.raises(Invalid) as refused:
            appearance.check({"accent": colour})
        assert refused.value.code == "network.bad_colour"
        assert refused.value.facts["contrast"] == contrast
        appearance.check({"accent": refused.value.facts["darker"]})

    @pytest.mark.parametrize("said", ["深青色", "dark green", "#0c5b5c", "0c5b5"])
    def test_told_by_name_are_refused_with_how_they_are_written(self, said: str) -> None:
        with pytest.raises(Invalid) as refused:
            appearance.check({"accent": said})
        assert refused.value.code == "network.no_colour"
        assert f"“{said}”认不出是什么颜色" in wording.error(refused.value)

    def test_that_can_be_read_are_taken(self) -> None:
        appearance.check({"accent": "0c5b5c"})
