"""The public pages in a browser: light, readable by everybody, whole without script, in both languages and sizes."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Response

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.people import queries as people
from anxin.domain.publications import actions
from tests import builders
from tests.faces.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = f"/brands/{cast.HEYAN.slug}"
PAGES = (
    "/brands/",
    f"{ROOT}/",
    f"{ROOT}/cities/",
    f"{ROOT}/cities/5101/lock/",
    f"{ROOT}/cities/11/lock/",
    f"{ROOT}/outlets/?near=成都武侯区",
    f"{ROOT}/help/lock/",
    f"/prices/{cast.HEYAN.slug}/lock/",
)
FORMS = ("/verify/", f"/report/{cast.HEYAN.slug}/S3/", "/claim/", "/legal/privacy/")
"""With a case's own page, what strangers come to of the ten pages that `bench/public.py` measures."""
BUDGET = 120_000


@pytest.fixture
def laid(live_now: datetime) -> None:
    """Lay the ground half an hour ago, and write down what the city pages say."""
    now = live_now - timedelta(minutes=30)
    ground.lay(now=now)
    acting(lambda: actions.renew_cities(brand=people.organisation(cast.HEYAN.slug), now=now))


def weight(answer: Response) -> int:
    """Return how many bytes an answer takes on its way: text is sent compressed, pictures as they are."""
    body = answer.body()
    return len(body) if answer.headers.get("content-type", "").startswith("image/") else len(gzip.compress(body, 6))


class TestPublicPages:
    def test_weigh_little_and_shut_nobody_out(self, laid: None, visitor: Callable[..., Visitor]) -> None:
        weights = {}
        case = f"/c/{builders.a_repair(now=datetime.now(UTC) - timedelta(minutes=20), at='accepted').token}/"
        builders.legal_texts(now=datetime.now(UTC), whole=True)
        for path in (*PAGES, *FORMS, case):
            phone = visitor(PHONE)  # a new one has nothing in its cache
            answers: list[Response] = []
            phone.page.on("response", lambda one, answers=answers: answers.append(one))
            phone.goes(path)
            phone.page.wait_for_load_state("networkidle")
            weights[path] = sum(weight(one) for one in answers if one.ok)
            phone.looks_over("case" if path == case else path.strip("/").replace("/", "-"))
            wire = phone.context.new_cdp_session(phone.page)
            wire.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
            assert phone.reaches_over() <= 0, f"{path} in letters twice as big is {phone.reaches_over()} px too wide"
        assert max(weights.values()) <= BUDGET, weights

    def test_wear_a_brands_own_colours_and_stay_readable(self, laid: None, visitor: Callable[..., Visitor]) -> None:
        at, house = datetime.now(UTC) - timedelta(minutes=5), str(people.organisation(cast.HEYAN.slug).id)
        look = {"accent": "8a1f11", "primary": "1d4ed8", "mark": "H", "name": "Heyan"}
        acting(
            lambda: settings.propose(
                name="network.look", value=look, organisation=house, valid_from=at, by=SYSTEM, now=at
            )
        )
        phone = visitor(PHONE)
        phone.goes(f"{ROOT}/")
        phone.finds_nothing_serious()
        filled = "getComputedStyle(document.querySelector('.bottombar .btn-primary')).backgroundColor"
        assert phone.page.evaluate(filled) == "rgb(29, 78, 216)"

    def test_are_whole_without_script_and_in_english(self, laid: None, visitor: Callable[..., Visitor]) -> None:
        desk = visitor({**DESK, "locale": "en-US", "java_script_enabled": False})
        for path in (*PAGES, *FORMS):
            desk.goes(path)
            assert desk.page.locator("h1").count() == 1, path
            assert path in FORMS or desk.page.locator("main a[href]").count() > 3, path
