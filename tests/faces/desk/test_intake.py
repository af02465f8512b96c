"""A phone call becomes a numbered, accepted repair in six fields; a known caller is taken over unseen."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.contacts.models import Contact
from anxin.domain.custody import queries as keeping
from anxin.domain.network import actions as network
from anxin.domain.network.models import Outlet, Shift, Waiting
from anxin.domain.notices.models import Notice
from anxin.domain.notices.queries import where_to
from anxin.domain.people.models import Person, Reveal
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Reservation, Visit
from anxin.faces.customer import windows
from tests import builders
from tests.faces.conftest import DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
URL = "/desk/repairs/new/"


def asked() -> dict[str, str]:
    """Give what the agent typed for a new caller."""
    return {
        "phone": cast.GRANDMA_LI.phone,
        "name": cast.GRANDMA_LI.name,
        "address": cast.GRANDMA_LI.address,
        "product": "heyan/S3",
        "told": "门锁打不开,老人一个人在家",
        "window": "now",
        "once": "one",
    }


def test_who_is_there_only_later_is_offered_windows_from_that_day_on(sits: Sits) -> None:
    chen, day = sits(cast.XIAO_CHEN), timezone.localdate() + timedelta(days=40)
    chosen = windows.windows(now=timezone.now(), since=day)[0]
    caller = {"phone": cast.MS_ZHANG.phone, "name": cast.MS_ZHANG.name, "address": cast.MS_ZHANG.address}
    given = {**asked(), **caller, "since": day.isoformat(), "window": chosen.key}
    assert f"{day:%Y-%m-%d}T" in chen.post("/desk/repairs/new/where/", given).content.decode()
    assert chen.post(URL, given | {"since": "2020-01-01"}).status_code == 422
    assert chen.post(URL, given).status_code == 302
    assert Repair.objects.get().wanted_from_at == chosen.from_at


class TestFull:
    def test_is_logged_without_a_window_where_the_brand_takes_that(self, sits: Sits) -> None:
        chen, now = sits(cast.XIAO_CHEN), timezone.now()
        Outlet.objects.update(capacity=0)
        caller = {"phone": cast.MS_ZHANG.phone, "name": cast.MS_ZHANG.name, "address": cast.MS_ZHANG.address}
        given = {**asked(), **caller, "window": windows.windows(now=now)[-1].key}
        assert 'name="soon"' not in chen.post(URL, given).content.decode()
        told = {"name": "network.without_window", "value": True, "valid_from": now, "by": SYSTEM, "now": now}
        acting(lambda: settings.propose(**told))
        page = chen.post(URL, given)
        assert (page.status_code, 'name="soon"' in page.content.decode()) == (422, True)
        logged = chen.post(URL, given | {"soon": "on"})
        assert logged.status_code == 302
        made = Repair.objects.get()
        assert (made.state, made.urgent, made.wanted_to_at > made.wanted_from_at + timedelta(days=1)) == (
            "accepted",
            False,
            True,
        )
        case = chen.get(logged.headers["Location"]).content.decode()
        assert "尽快，最晚" in case
        assert "报修时没有约时段" in case


class TestNew:
    def test_asks_six_fields_and_a_first_day_and_has_two_filled_in(self, sits: Sits) -> None:
        page = sits(cast.XIAO_CHEN).get(URL).content.decode()
        form = page.split('data-draft-form="desk-new"')[1].split("</form>")[0]
        names = {"phone", "name", "address", "product", "told", "since", "window", "kind", "mode"}
        assert all(f'name="{name}"' in form for name in names)
        assert form.count("data-draft") == len(names)

    def test_numbers_and_accepts_once(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        answers = [chen.post(URL, asked()) for _press in range(2)]
        repair = Repair.objects.get()
        assert {one.headers["Location"] for one in answers} == {f"/desk/repairs/{repair.number}/"}
        assert (repair.state, repair.channel, repair.urgent) == ("accepted", "phone", True)
        assert "把单号念给来电人" in chen.get(answers[0].headers["Location"]).content.decode()

    def test_takes_a_kind_and_a_way_that_are_offered(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        assert chen.post(URL, asked() | {"kind": "remove", "mode": "remote"}).status_code == 422
        answer = chen.post(URL, asked() | {"kind": "install", "mode": "remote"})
        made = Repair.objects.get()
        assert (made.kind, made.mode) == ("install", "remote")
        page = chen.get(answer.headers["Location"]).content.decode()
        assert "?do=help" in page
        assert "?do=triage" not in page
        assert chen.post(f"/desk/repairs/{made.number}/help/", {"way": "video"}).status_code == 422
        link = "https://video.example/room"
        assert chen.post(f"/desk/repairs/{made.number}/help/", {"way": "video", "link": link}).status_code == 302
        made.refresh_from_db()
        assert (made.state, made.help_link) == ("helping", link)

    @pytest.mark.parametrize("mode", ["drop_off", "mail_in"])
    def test_takes_what_is_brought_or_sent_to_an_outlet_near_and_tells_where(self, sits: Sits, mode: str) -> None:
        chen = sits(cast.XIAO_CHEN)
        caller = {"phone": cast.MS_ZHANG.phone, "name": cast.MS_ZHANG.name, "address": cast.MS_ZHANG.address}
        given = {**asked(), **caller, "mode": mode, "window": ""}
        part = chen.post(f"{URL}where/", given).content.decode()
        assert "武侯安心维修点" in part
        assert "四川省成都市武侯区示例路 1 号" in part
        assert ("运费" in part, 'name="bring"' in part, 'name="window"' in part) == (
            mode == "mail_in",
            mode == "drop_off",
            False,
        )
        assert chen.post(URL, given | {"outlet": "AX-XX-99"}).status_code == 422
        assert not Repair.objects.exists()
        answer = chen.post(URL, given | {"outlet": "AX-CD-01", "bring": "any", "once": "two"})
        made = Repair.objects.get()
        goods = keeping.latest_of(made.stream())
        assert goods is not None
        assert (made.mode, made.state, goods.state, goods.outlet.code) == (
            mode,
            "waiting_goods",
            "expected",
            "AX-CD-01",
        )
        assert "四川省成都市武侯区示例路 1 号" in chen.get(answer.headers["Location"]).content.decode()
        code, told = "goods_to_bring" if mode == "drop_off" else "goods_to_send", Notice.objects.exclude(person=None)
        assert [one.code for one in told] == [code], "one message, with the address"
        assert "武侯安心维修点（示例） 四川省成都市武侯区示例路 1 号" in where_to(told.get(), now=timezone.now())

    def test_shows_the_outlets_as_soon_as_product_address_and_way_are_there(
        self, sits: Sits, visitor: Callable[..., Visitor]
    ) -> None:
        chen = visitor(DESK).sits_down(sits(cast.XIAO_CHEN))
        chen.goes(URL)
        chen.page.select_option("#id_product", "heyan/S3")
        chen.page.select_option("#id_mode", "drop_off")
        chen.page.locator("#where", has_text="选好产品").wait_for()
        chen.page.locator("#id_address").press_sequentially(cast.MS_ZHANG.address)
        chen.page.locator("#id_address").press("Tab")
        chen.page.locator("#where", has_text="武侯安心维修点").wait_for()
        assert chen.page.locator("#bring").is_visible()
        chen.page.select_option("#id_mode", "mail_in")
        chen.page.locator("#where", has_text="寄来运费").wait_for()
        assert chen.page.locator("#outlet-AX-CD-01").count() == 1

    def test_offers_hours_in_which_somebody_works_there_and_takes_no_others(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        tomorrow = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        Shift.objects.update(from_min=8 * 60, to_min=12 * 60)
        late = next(one for one in windows.windows(now=timezone.now()) if one.from_at >= tomorrow + timedelta(hours=14))
        given = asked() | {"window": late.key}
        assert late.key in chen.get(URL).content.decode(), "nothing is known of product and place yet"
        part = chen.post(f"{URL}where/", given).content.decode()
        assert late.key not in part
        assert (tomorrow + timedelta(hours=8)).isoformat() in part
        refused = chen.post(URL, given)
        page = refused.content.decode()
        assert refused.status_code == 422
        assert "这个时段那里没人上班" in page
        assert 'value="now" selected' not in page, "nobody chose the most urgent"
        assert not Repair.objects.exists()
        assert chen.post(URL, given | {"mode": "remote"}).status_code == 302, "no technician's hours count"

    def test_takes_no_full_window_but_for_a_reason_that_stands_in_the_record(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        late = list(windows.windows(now=timezone.now()))[-1]
        given = asked() | {"window": late.key}
        assert 'name="full_why"' not in chen.get(URL).content.decode()
        assert chen.post(URL, given).status_code == 302
        assert Reservation.objects.count() + Visit.objects.count() == 1, "a window taken is a window gone"
        Outlet.objects.update(capacity=0)
        full = given | {"once": "two", "phone": "13800000076"}
        refused = chen.post(URL, full)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["window"])
        assert 'name="full_why"' in refused.content.decode()
        assert Repair.objects.count() == 1
        told = full | {"full_why": "老人独自在家，已和网点说好"}
        assert 'name="full_why"' in chen.post(f"{URL}where/", told).content.decode()
        answer = chen.post(URL, told)
        assert answer.status_code == 302
        assert "老人独自在家，已和网点说好" in chen.get(answer.headers["Location"]).content.decode()

    def test_says_where_nobody_takes_it_in_near(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        far = {**asked(), "address": "新疆乌鲁木齐市天山区解放北路1号", "mode": "drop_off", "window": ""}
        assert "附近没有网点" in chen.post(f"{URL}where/", far).content.decode()
        assert chen.post(URL, far).status_code == 422
        assert chen.post(URL, far | {"mode": "mail_in", "once": "two"}).status_code == 302

    def test_knows_where_a_known_caller_lives(self, sits: Sits, live_now: datetime) -> None:
        chen, first = sits(cast.XIAO_CHEN), builders.a_repair(now=live_now)
        given = asked() | {"phone": cast.MS_ZHANG.phone, "name": "", "address": ""}
        given |= {"person": str(first.repair.customer_id), "mode": "drop_off", "window": ""}
        assert "武侯安心维修点" in chen.post(f"{URL}where/", given).content.decode()
        assert chen.post(URL, given).status_code == 302
        assert Repair.objects.exclude(pk=first.repair.pk).get().mode == "drop_off"

    def test_keeps_what_was_typed_and_says_what_is_wrong(self, sits: Sits) -> None:
        answer = sits(cast.XIAO_CHEN).post(URL, asked() | {"phone": "12", "address": "东边"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert page.count('aria-invalid="true"') == 2
        assert "老人一个人在家" in page
        assert not Repair.objects.exists()

    def test_where_nobody_goes_puts_the_caller_on_the_waiting_list_with_what_was_typed(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        for address, place in (("香港九龙弥敦道1号", "香港特别行政区"), ("青海省玉树市胜利路5号", "玉树市")):
            refused = chen.post(URL, asked() | {"address": address})
            page = refused.content.decode()
            assert (refused.status_code, f'formaction="{URL}waiting/"' in page) == (422, True)
            assert place in page.split('id="id_address-wrong"')[1].split("</span></span>")[0]
            lacking = chen.post(f"{URL}waiting/", {"address": address, "product": "heyan/S3", "phone": "13800000077"})
            assert (lacking.status_code, lacking.content.decode().count('aria-invalid="true"')) == (422, 1)
            told = asked() | {"address": address, "told": ""}
            done = chen.post(f"{URL}waiting/", told)
            assert place in chen.get(done.headers["Location"]).content.decode()
        assert Waiting.objects.count() == 2
        assert not Repair.objects.exists()

    def test_promises_a_landline_no_text_but_says_how_it_is_reached(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        page = chen.post(URL, asked(), follow=True).content.decode()
        assert "收不到短信" in page
        assert "验收码" in page, "what stands for the code is said"
        mobile = {**asked(), "phone": cast.MS_ZHANG.phone, "name": cast.MS_ZHANG.name, "once": "two"}
        assert "收不到短信" not in chen.post(URL, mobile, follow=True).content.decode()

    def test_has_a_landline_on_the_waiting_list_rung_up_in_the_end(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        told = {**asked(), "address": "青海省玉树市胜利路5号"}
        assert "收不到短信" in chen.post(f"{URL}waiting/", told, follow=True).content.decode()
        row = Waiting.objects.get()
        acting(lambda: network.serve_waiting(entries=[row.pk], now=timezone.now()))
        made = Contact.objects.get()
        assert (made.person_id, made.state) == (row.person_id, "received")
        assert row.number in chen.get(f"/desk/contacts/{made.number}/").content.decode()

    def test_where_nobody_goes_proposes_what_needs_nobody_to_come(self, sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        given = asked() | {"address": "青海省玉树市胜利路5号"}
        refused = chen.post(URL, given)
        assert {one.value for one in refused.context["instead"]} == {"mail_in", "remote"}, "no counter is near"
        assert "不用师傅上门的办法" in refused.content.decode()
        page = chen.post(f"{URL}caller/", given | {"mode": "mail_in"})
        assert "武侯安心维修点" in page.content.decode(), "chosen, it says where the parcel goes"
        assert not page.context["form"].errors
        assert not Repair.objects.exists(), "nothing is numbered by looking"
        assert chen.post(URL, given | {"mode": "mail_in", "window": ""}).status_code == 302
        assert Repair.objects.get().mode == "mail_in"
        outside = chen.post(URL, asked() | {"address": "香港九龙弥敦道1号", "once": "two"})
        assert not outside.context["instead"], "nothing is proposed where no parcel of ours goes"

    def test_matches_a_known_caller_masked_with_open_repairs(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        walked = builders.a_repair(now=live_now)
        part = chen.post(f"{URL}caller/", {"phone": cast.MS_ZHANG.phone}, headers={"HX-Request": "true"})
        text = part.content.decode()
        assert "张**" in text
        assert cast.MS_ZHANG.name not in text
        assert walked.repair.number in text
        assert (
            "新来电人"
            in chen.post(f"{URL}caller/", {"phone": "13800000099"}, headers={"HX-Request": "true"}).content.decode()
        )
        half = chen.post(f"{URL}caller/", {"phone": "138"}, headers={"HX-Request": "true"}).content.decode()
        assert "看不懂这个号码" in half
        assert "新来电人" not in half

    def test_takes_a_known_caller_over_unseen_and_logs_it(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        first = builders.a_repair(now=live_now)
        known = str(first.repair.customer_id)
        given = asked() | {"phone": cast.MS_ZHANG.phone, "name": "", "address": "", "person": known}
        assert chen.post(URL, given).status_code == 302
        assert Repair.objects.exclude(pk=first.repair.pk).get().customer_id == first.repair.customer_id
        assert Reveal.objects.filter(person=known, granted=True).count() == 2

    def test_refuses_somebody_elses_person(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        builders.a_repair(now=live_now)
        other = Person.objects.exclude(phone_index="").first()
        assert other is not None
        answer = chen.post(URL, asked() | {"person": str(other.id), "phone": "13800000098"})
        assert answer.status_code == 422
        assert Repair.objects.count() == 1


def test_who_only_looks_is_offered_no_form_he_may_not_open(sits: Sits, live_now: datetime) -> None:
    builders.ground.lay(now=live_now)
    assert URL in sits(cast.XIAO_CHEN).get("/desk/repairs/").content.decode()
    assert URL not in sits(cast.ADMIN).get("/desk/repairs/").content.decode()
