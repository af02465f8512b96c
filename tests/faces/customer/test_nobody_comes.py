"""Where an outlet serves but nobody comes on the days that are offered, the page says why and keeps who waits."""

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from anxin.demo import ground
from anxin.domain.network import queries as network
from anxin.domain.network.models import Authorisation, Shift, Waiting
from anxin.domain.repairs.models import Repair
from tests.faces.customer.test_reports import FORM, answers

TOKEN = re.compile(r"value=\"[^\"]*\"|\d\d:\d\d:\d\d")
pytestmark = pytest.mark.django_db(transaction=True)


class TestReport:
    @pytest.mark.parametrize(
        ("lacks", "said"),
        [
            ("shifts", "这几天没有禾砚的师傅上班"),
            ("hours", "这几天没有禾砚的师傅上班"),
            ("vouched", "还没有禾砚的师傅上门"),
        ],
    )
    @pytest.mark.parametrize("urgent", [{}, {"urgent": "on"}])
    def test_says_why_and_keeps_who_waits(self, lacks: str, said: str, urgent: dict[str, str], client: Client) -> None:
        ground.lay(now=timezone.now())
        told = {**answers(), **urgent, "consent": "1"}
        if lacks == "shifts":
            Shift.objects.all().delete()
        elif lacks == "hours":  # of the night, which meet no window
            Shift.objects.update(from_min=60, to_min=420)
        else:
            Authorisation.objects.filter(kind="technician").update(state="suspended")
        for rest in ("", "submission/") if urgent else ("",):
            page = client.post(f"{FORM}{rest}", told)
            assert page.status_code == 200
            assert said in page.content.decode()
            assert "提交报修" not in page.content.decode()
        wish = {name: told[name] for name in ("name", "phone", "address")}
        assert "已经登记" in client.post(f"{FORM}waiting/", wish).content.decode()
        assert Waiting.objects.count() == 1
        assert not Repair.objects.exists()
        assert network.served_by_now(now=timezone.now()) == []

    def test_promises_no_text_where_none_is_sent(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(django_settings, "PLAY", False)
        ground.lay(now=timezone.now())
        Shift.objects.all().delete()
        wish = {name: answers()[name] for name in ("name", "phone", "address")}
        told = client.post(f"{FORM}waiting/", wish).content.decode()
        assert "客服就给您打一次电话" in told
        assert "发一条短信" not in told

    def test_asks_for_no_window_where_nobody_goes(self, client: Client) -> None:
        ground.lay(now=timezone.now())
        told = {**answers(), "address": "西藏自治区那曲市双湖县 1 号"}
        told.pop("window", None)
        page = client.post(FORM, told)
        assert page.status_code == 200
        assert "请选一个方便的时间" not in page.content.decode()
        assert f"{FORM}waiting/" in page.content.decode()

    def test_answers_a_stranger_the_same_whether_the_phone_waits_already(self, client: Client) -> None:
        ground.lay(now=timezone.now())
        Shift.objects.all().delete()
        wish = {name: answers()[name] for name in ("name", "phone", "address")}
        first, again = (Client().post(f"{FORM}waiting/", wish).content.decode() for _browser in range(2))
        assert "已经登记" in first
        assert Waiting.objects.get().number not in first + again
        assert TOKEN.sub("", first) == TOKEN.sub("", again)

    def test_names_each_hotline_with_what_it_is_for_below_one_sentence(self, client: Client) -> None:
        ground.lay(now=timezone.now())
        own = [one for one in network.hotlines(on=timezone.localdate()) if one.slug == "heyan"]
        shown = client.get(f"{FORM}waiting/").content.decode()
        assert shown.count("现在可以做的") == 1
        assert "寄修" not in shown
        for one in own:
            assert f'<a href="tel:{one.code}">{one.code}</a> <span class="quiet">{one.scope}</span>' in shown
