"""The page of a brand before the public: a rehearsal is asked for, played and read, and then the brand opens."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.opening.models import Opening
from anxin.domain.opening.queries import checklist
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.publications.models import CityEdition
from tests.builders import legal_texts
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
URL = "/desk/opening/heyan/"


@pytest.fixture
def admin(sits: Sits, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give an administrator's browser, one of two, where a brand is shut and a rehearsal is all it lacks."""
    monkeypatch.setattr(django_settings, "BEHIND_TLS", True)
    first, now = sits(cast.ADMIN), timezone.now()
    qian = people_queries.account(cast.QIAN.username)
    assert qian is not None
    acting(lambda: people.grant(account=qian, organisation=people_queries.operator(), role="operator", now=now))
    enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.XIAO_CHEN, cast.LIN)], now=now)
    address = {"name": "notices.address", "value": "https://s.example", "valid_from": now}
    acting(lambda: settings.propose(**address, by=SYSTEM, now=now))
    Opening.objects.all().delete()
    legal_texts(now=now)
    return first


def text_of(browser: Client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(URL).content.decode()))


class TestRehearsal:
    def test_is_asked_for_played_and_read_and_then_the_brand_opens(self, admin: Client) -> None:
        assert "上次改动后还没有走通过" in text_of(admin)
        assert admin.post(f"{URL}opening/", {}).status_code == 409
        refused = admin.post(f"{URL}rehearsal/", {"counties": "火星区", "hours": ""})
        assert (refused.status_code, "找不到区县“火星区”" in refused.content.decode()) == (422, True)

        assert admin.post(f"{URL}rehearsal/", {"counties": "武侯区，海淀区", "hours": "22:10"}).status_code == 302
        assert "正在走" in text_of(admin)
        assert f'hx-get="{URL}?part=rehearsal"' in admin.get(URL).content.decode()
        with CaptureQueriesContext(connection) as asked:
            played = admin.get(f"{URL}?part=rehearsal")
        part = played.content.decode()
        assert ("<html" in part, "正在走" in part, "HX-Refresh" in played.headers) == (False, True, False)
        assert len(asked) <= 8, "what stands in the way is looked at anew every three seconds"
        later.run_due(timezone.now())

        page = text_of(admin)
        assert "走通了" in page
        lines = re.findall(r"<summary.*?</summary>", admin.get(URL).content.decode(), re.DOTALL)
        assert any("海淀" in one and "那里还没有师傅" in one and "text-teal" not in one for one in lines)
        assert any("武侯" in one and "余" in one and "text-teal" in one for one in lines)
        assert "查真伪：禾砚已授权" in page
        assert admin.get(f"{URL}?part=rehearsal").headers["HX-Refresh"] == "true"  # the switch is there now
        assert admin.post(f"{URL}opening/", {}).status_code == 302
        assert Opening.objects.filter(brand__slug="heyan", shut_at=None).exists()
        later.run_due(timezone.now())
        assert CityEdition.objects.filter(brand__slug="heyan").exists(), "at once, not at the next quarter of an hour"

    def test_looks_once_at_what_stands_in_the_way(self, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        looks = []
        whole = checklist.checks
        monkeypatch.setattr(checklist, "checks", lambda *, now: looks.append(now) or whole(now=now))
        assert "还没有走通过" in text_of(admin)
        assert len(looks) == 1

    def test_is_not_for_others(self, sits: Sits) -> None:
        assert sits(cast.XIAO_CHEN).post(f"{URL}rehearsal/", {}).status_code == 403
