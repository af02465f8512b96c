"""Windows are asked for by day: a row of days, one open, the first free window chosen beforehand."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.ids import uuid7
from anxin.demo import ground
from anxin.domain.goods.models import Symptom
from anxin.domain.network import actions as network
from anxin.domain.network.models import Outlet, Technician, Waiting
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import queries
from anxin.domain.visits.models import Reservation
from anxin.faces.customer import windows
from tests.domain.visits.test_windows import product, spot
from tests.faces.customer.test_reports import FORM, answers
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")
PAIR = re.compile(r'type="hidden" name="([a-z_]+)" value="([^"]*)"')
NOON = datetime(2026, 11, 30, 12, tzinfo=timezone.get_default_timezone())
"""A Monday: today's afternoon can still be asked for."""


@pytest.fixture(autouse=True)
def _laid(django_db_setup: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    ground.lay(now=NOON)


def close(first: int, last: int) -> None:
    """Close the outlet from one day ahead to another."""
    outlet, days = Outlet.objects.get(code="AX-CD-01"), [NOON.date() + timedelta(days=n) for n in (first, last)]
    told = {"from_date": days[0], "to_date": days[1], "why": "盘点", "by": KEEPER, "now": NOON}
    acting(lambda: network.close(outlet=outlet, **told))


class TestRow:
    def test_reaches_two_weeks_and_shows_how_each_day_stands(self, client: Client) -> None:
        close(0, 1)
        told = answers(window=windows.windows(now=NOON)[-1].key)
        form = client.post(FORM, told | {"back": "1"}).context["form"]
        stands = [(one.at - NOON.date()).days for one in form.row if one.state == "shut"]
        assert [len(form.row), stands] == [14, [0, 1]]
        assert [one.at for one in form.row if one.open] == [windows.windows(now=NOON)[-1].from_at.date()]

    def test_opens_the_first_day_with_a_window_and_says_that_nothing_earlier_can_be_had(self, client: Client) -> None:
        close(0, 2)
        page = client.post(FORM, answers(window="") | {"back": "1"})
        form = page.context["form"]
        (shown,) = (one for one in form.row if one.open)
        assert (shown.at - NOON.date()).days == 3
        assert form.chosen == shown.windows[0].key
        assert "最早可约 12月3日 周四 08:00–10:00，再早没有空位" in flat(page)
        assert f'value="{form.chosen}" checked' in flat(page).replace("&#x2B;", "+")

    def test_says_nothing_of_earlier_ones_where_the_first_is_free(self, client: Client) -> None:
        assert "最早可约" not in flat(client.post(FORM, answers(window="") | {"back": "1"}))


def fill(since: date | None = None) -> None:
    """Have others hold every window, all from a day on."""
    told = {"stream_kind": "repair", "brand": product().brand, "division": spot().code}
    asked = queries.windows_asked(now=NOON, brand=product().brand_id, since=since)
    held = (Reservation(id=uuid7(), stream_key=uuid7(), from_at=at, **told) for at, _to in asked for _n in range(12))
    Reservation.objects.bulk_create(held)


class TestNobodyBefore:
    def test_a_day_from_which_all_is_full_is_said_at_the_day_and_leads_to_no_list(self, client: Client) -> None:
        since = NOON.date() + timedelta(days=40)
        fill(since)
        page = client.post(FORM, answers(window=windows.windows(now=NOON, since=since)[0].key, since=since.isoformat()))
        assert list(page.context["form"].errors) == ["since"]
        assert "从这天起的时段都约满了" in flat(page)

    def test_a_day_is_not_passed_over_by_whoever_comes_soonest(self, client: Client) -> None:
        told = {"name": "network.without_window", "value": True, "valid_from": NOON, "by": SYSTEM, "now": NOON}
        acting(lambda: settings.propose(**told))
        since = NOON.date() + timedelta(days=10)
        fill()
        fill(since)
        sent = answers(window="", since=since.isoformat(), soon="1", consent="1", once="k-1")
        assert client.post(f"{FORM}submission/", sent).status_code == 422
        assert not Repair.objects.exists()


class TestWindow:
    def test_of_the_last_day_is_taken_with_a_report(self, client: Client) -> None:
        last = windows.windows(now=NOON)[-1]
        assert (last.from_at.date() - NOON.date()).days == 13
        client.post(f"{FORM}submission/", answers(window=last.key, consent="1", once="k-1"))
        assert Repair.objects.get().wanted_from_at == last.from_at

    def test_of_another_day_than_the_open_one_is_asked_for_again(self, client: Client) -> None:
        first = next(one for one in windows.windows(now=NOON) if one.from_at > NOON + timedelta(days=1))
        day = NOON.date() + timedelta(days=5)
        page = client.post(FORM, answers(window=first.key, day=day.isoformat()))
        assert (page.status_code, "请再选一下这一天的时段" in flat(page)) == (422, True)
        assert [one.at for one in page.context["form"].row if one.open] == [day]
        assert client.post(FORM, answers(window=first.key, day=first.from_at.date().isoformat())).status_code == 200

    def test_is_nobody_s_who_is_on_leave_that_day(self, client: Client) -> None:
        day = NOON.date() + timedelta(days=9)
        told = {"kind": "leave", "from_date": day, "to_date": day, "by": KEEPER, "now": NOON}
        for one in Technician.objects.filter(engagements__outlet__code="AX-CD-01").distinct():
            acting(lambda one=one: network.absent(technician=one, **told))
        form = client.post(FORM, answers() | {"back": "1"}).context["form"]
        assert [one.state for one in form.row if one.at == day] == ["shut"]


class TestFull:
    def test_says_until_when_and_offers_what_needs_nobody_to_come_and_the_list(self, client: Client) -> None:
        Outlet.objects.filter(code="AX-CD-01").update(capacity=0)
        for rest in ("", "submission/"):
            page = client.post(f"{FORM}{rest}", answers(consent="1"))
            assert (page.status_code, page.context["why"]) == (200, "full")
            assert "到12月13日 周日为止，禾砚的时段都约满了" in flat(page)
            assert 'name="mode" value="remote"' in flat(page)
        wish = {"name": "买买提", "phone": "13800000077", "address": answers()["address"]}
        assert "按登记先后发短信通知您" in flat(client.post(f"{FORM}waiting/", wish))
        assert Waiting.objects.get().for_window
        assert not Repair.objects.exists()

    def test_takes_a_report_without_a_window_where_the_brand_does(self, client: Client) -> None:
        Outlet.objects.filter(code="AX-CD-01").update(capacity=0)
        told = {"name": "network.without_window", "value": True, "valid_from": NOON, "by": SYSTEM, "now": NOON}
        assert 'name="soon"' not in client.post(FORM, answers()).content.decode()
        acting(lambda: settings.propose(**told))
        page = client.post(FORM, answers())
        assert "12月13日 周日前都没有空的时段" in flat(page)
        kept = dict(PAIR.findall(page.content.decode().split('id="instead"')[1].split("</form>")[0]))
        check = client.post(FORM, {**kept, "soon": "1"})
        assert "尽快，最晚 12月13日 周日" in flat(check)
        sent = dict(PAIR.findall(check.content.decode().split('id="send"')[1].split("</form>")[0]))
        done = client.post(f"{FORM}submission/", {**sent, "consent": "1"}, follow=True)
        made = Repair.objects.get()
        assert (made.wanted_from_at, made.mode) == (NOON, "visit")
        assert sent["promised"] == f"{made.acknowledge_min}/{made.assign_min}"
        assert "尽快，最晚 12月13日 周日" in flat(done)

    def test_offers_the_windows_that_are_free_meanwhile(self, client: Client) -> None:
        told = {"name": "network.without_window", "value": True, "valid_from": NOON, "by": SYSTEM, "now": NOON}
        acting(lambda: settings.propose(**told))
        for rest in ("", "submission/"):
            page = client.post(f"{FORM}{rest}", answers(soon="1", window="", consent="1", once="k-1"))
            assert (page.status_code, list(page.context["form"].errors)) == (422, ["window"])
        assert not Repair.objects.exists()

    def test_takes_who_is_locked_out_all_the_same(self, client: Client) -> None:
        Outlet.objects.filter(code="AX-CD-01").update(capacity=0)
        assert "提交报修" in flat(client.post(FORM, answers(urgent="on")))


class TestLockedOut:
    @pytest.mark.parametrize("window", ["", "no such window"])
    def test_is_asked_for_no_window_and_is_wanted_at_once(self, window: str, client: Client) -> None:
        told = answers(urgent="on", window=window, kind="lock_opening", symptoms=[])
        check = flat(client.post(FORM, told))
        assert "马上：现在就问师傅" in check
        assert " · 紧急" not in check.split("</header>")[-1].replace("<b", " <b")
        done = client.post(f"{FORM}submission/", {**told, "consent": "1", "once": "k-1"}, follow=True)
        made = Repair.objects.get()
        assert (made.urgent, made.wanted_from_at, made.wanted_to_at) == (True, NOON, NOON + timedelta(hours=2))
        assert done.status_code == 200

    def test_is_what_an_urgent_fault_of_a_lock_ticks_beforehand_in_words_that_name_it(self, client: Client) -> None:
        Symptom.objects.filter(category="lock").update(urgent=False)
        one, other = Symptom.objects.filter(category="lock")[:2]
        Symptom.objects.filter(pk=one.pk).update(urgent=True)
        ticked = {code: client.get(f"{FORM}?symptom={code}").context["urgent"] for code in (one.code, other.code)}
        assert ticked == {one.code: True, other.code: False}
        assert "有人被锁在门外或门内" in flat(client.get(FORM))
