"""How a technician is told while no page is open: chosen on his page, this phone switched on and off."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast, ground
from anxin.domain.notices.models import PushSubscription, Way
from tests.flat import flat
from tests.standins.push import Browser

pytestmark = pytest.mark.django_db
PAGE = "/technician/notices/"


@pytest.fixture
def luo(sits: Callable[..., Client], live_now: datetime) -> Client:
    ground.lay(now=live_now)
    return sits(cast.MASTER_LUO)


class TestPage:
    def test_says_how_he_is_told_and_that_one_way_it_has_to_be(self, luo: Client) -> None:
        page = flat(luo.get(PAGE))
        assert "接单期间至少要留一种" in page
        assert 'value="push" checked' in page
        assert 'name="way" value="none"' not in page

    def test_warns_where_nothing_would_tell_him(self, luo: Client, settings: object) -> None:
        settings.PLAY = False  # type: ignore[attr-defined]
        page = flat(luo.get(PAGE))
        assert "页面一关，有派单也通知不到您" in page

    def test_keeps_what_he_chose(self, luo: Client) -> None:
        assert luo.post(f"{PAGE}way/", {"way": "both"})["Location"] == PAGE
        assert Way.objects.get().way == "both"
        assert 'value="both" checked' in flat(luo.get(PAGE))

    def test_refuses_what_is_no_way(self, luo: Client) -> None:
        assert luo.post(f"{PAGE}way/", {"way": "none"}).status_code == 422
        assert not Way.objects.exists()


class TestThisPhone:
    def test_is_switched_on_and_off(self, luo: Client) -> None:
        key = luo.post(f"{PAGE}key/").json()["key"]
        assert len(key) == 87
        assert luo.post(f"{PAGE}key/").json() == {"key": key}
        with Browser() as there:
            given = there.given
        assert luo.post(f"{PAGE}browser/", given).status_code == 204
        assert luo.post(f"{PAGE}browser/", given).status_code == 204
        assert PushSubscription.objects.count() == 1
        assert "1 台设备会收到通知" in flat(luo.get(PAGE))
        assert luo.post(f"{PAGE}browser/ending/", {"endpoint": given["endpoint"]}).status_code == 302
        assert not PushSubscription.objects.exists()

    @pytest.mark.parametrize("field", ["endpoint", "p256dh", "auth"])
    def test_that_gives_something_else_is_refused(self, field: str, luo: Client) -> None:
        with Browser() as there:
            assert luo.post(f"{PAGE}browser/", {**there.given, field: "x"}).status_code == 422
        assert not PushSubscription.objects.exists()

    @pytest.mark.parametrize("way", ["way/", "key/", "browser/", "browser/ending/"])
    def test_is_a_technician_s_alone(self, way: str, sits: Callable[..., Client], luo: Client) -> None:
        assert sits(cast.XIAO_CHEN).post(PAGE + way).status_code == 403
        assert Client().post(PAGE + way).status_code == 302
