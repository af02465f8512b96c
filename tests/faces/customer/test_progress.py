"""The customer follows the own case by its link: what it says at every state, what may be pressed, and nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.places.models import Place
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import CheckIn, Window
from anxin.faces import shared
from anxin.faces.customer import windows
from tests.builders import WALK, Walked, a_repair, the_code
from tests.faces.conftest import ON_A_PHONE, Visitor
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


def walked(at: str) -> Walked:
    """Walk Ms Zhang's repair to a state, this morning."""
    return a_repair(now=timezone.now() - timedelta(minutes=40), at=at)


def entered(walk: Walked) -> Client:
    """Open the case by its link, as she does on her phone."""
    client = Client()
    assert client.get(f"/c/{walk.token}/").status_code == 302
    return client


def address(walk: Walked, rest: str = "") -> str:
    return f"/customer/repairs/{walk.repair.number}/{rest}"


class TestProgress:
    @pytest.mark.parametrize("at", WALK)
    def test_says_where_it_stands_in_every_state(self, at: str) -> None:
        walk = walked(at)
        response = entered(walk).get(address(walk))
        page = response.content.decode()
        assert response.status_code == 200
        assert walk.repair.number in page
        assert cast.MS_ZHANG.phone not in page
        assert "银杏里" not in page

    def test_leads_from_the_link_to_the_one_case(self) -> None:
        walk = walked("submitted")
        client = Client()
        response = client.get(f"/c/{walk.token}/", follow=True)
        assert response.redirect_chain[-1][0] == address(walk)

    def test_asks_no_more_of_the_database_however_long_the_story(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        walk = walked("closed")
        client = entered(walk)
        with django_assert_max_num_queries(12):
            client.get(address(walk))

    def test_shows_a_redo_from_the_beginning(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(days=1), at="closed")
        client = entered(walk)
        client.post(address(walk, "rework/"), {"why": "指纹又没反应了"})
        registered, _sealed, _arranging, visit, _assured = client.get(address(walk)).context["steps"]
        assert visit["clock"] is None
        assert registered["clock"] is not None

    @pytest.mark.parametrize(("here", "said"), [("yes", "确认师傅到了"), ("no", "您说师傅还没到")])
    def test_asks_whether_the_technician_is_there_where_it_is_not_plain(self, here: str, said: str) -> None:
        walk = walked("on_site")
        Place.objects.filter(pk=walk.repair.place_id).update(radius_m=60)
        client = entered(walk)
        CheckIn.objects.filter(visit=walk.visit).update(place="door", timing="in_window")
        assert "师傅到了吗" not in client.get(address(walk)).content.decode()
        CheckIn.objects.filter(visit=walk.visit).update(place="far", timing="early")
        asked = client.get(address(walk)).content.decode()
        assert "师傅到了吗" in asked
        assert "师傅正在检修" not in asked
        assert client.post(address(walk, "arrival/"), {"here": here}).status_code == 302
        page = client.get(address(walk)).content.decode()
        assert "师傅到了吗" not in page
        assert said in page

    def test_refuses_a_stranger(self) -> None:
        walk = walked("submitted")
        response = Client().get(address(walk))
        assert response.status_code == 302
        assert "/customer/sign-in/" in response["Location"]

    def test_shows_nothing_of_somebody_elses_case(self) -> None:
        mine = walked("submitted")
        other = a_repair(now=timezone.now() - timedelta(minutes=20), customer=cast.BUYER_HERE)
        assert entered(mine).get(address(other)).status_code == 404

    @pytest.mark.parametrize("rest", ["urgency/", "confirmation/", "payment/", "quotes/1/agreement/"])
    def test_lets_nobody_else_press_anything(self, rest: str) -> None:
        mine, other = walked("submitted"), a_repair(now=timezone.now(), customer=cast.BUYER_HERE)
        before = Repair.objects.values().get(pk=other.repair.pk)
        assert entered(mine).post(address(other, rest)).status_code == 404
        assert Client().post(address(other, rest)).status_code == 302
        assert Repair.objects.values().get(pk=other.repair.pk) == before

    def test_refuses_a_link_nobody_made(self) -> None:
        assert Client().get("/c/nothing-of-the-kind/").status_code == 404


class TestQuote:
    def test_is_agreed_to_with_the_lines_that_are_ticked(self) -> None:
        walk = walked("quoted")
        response = entered(walk).post(address(walk, "quotes/1/agreement/"), {"line": ["HY3-MAG-01"]})
        assert response.status_code == 302
        quote = walk.repair.quotes.get()
        assert quote.state == "agreed"
        assert quote.lines.get(line__code="HY3-MAG-01").chosen

    def test_may_be_refused_with_a_reason(self) -> None:
        walk = walked("quoted")
        client = entered(walk)
        assert client.post(address(walk, "quotes/1/refusal/"), {"why": ""}).status_code == 422
        assert client.post(address(walk, "quotes/1/refusal/"), {"why": "太贵了"}).status_code == 302
        assert walk.repair.quotes.get().state == "refused"

    def test_agreed_twice_says_so_and_changes_nothing(self) -> None:
        walk = walked("quoted")
        client = entered(walk)
        client.post(address(walk, "quotes/1/agreement/"))
        response = client.post(address(walk, "quotes/1/agreement/"))
        assert response.status_code == 409
        assert 'role="alert"' in response.content.decode()


class TestButtons:
    def test_urge_reaches_the_desk_and_again_only_later(self) -> None:
        walk = walked("accepted")
        client = entered(walk)
        assert client.post(address(walk, "urgency/")).status_code == 302
        assert client.post(address(walk, "urgency/")).status_code == 409
        assert Repair.objects.get().urged == 1

    def test_call_it_off_needs_a_reason(self) -> None:
        walk = walked("accepted")
        client = entered(walk)
        assert client.post(address(walk, "cancellation/"), {"why": ""}).status_code == 422
        assert client.post(address(walk, "cancellation/"), {"why": "自己修好了"}).status_code == 302
        assert Repair.objects.get().state == "cancelled"

    def test_a_repair_that_is_done_and_priced_is_not_called_off_for_nothing(self) -> None:
        walk = walked("billed")
        client = entered(walk)
        bill = client.get(address(walk), headers={"Accept-Language": "en"}).content.decode()
        assert "cancellation/" not in bill
        assert ("front panel board" in bill, "前面板主板" in bill) == (True, False)
        assert client.post(address(walk, "cancellation/"), {"why": "能用了"}).status_code == 409
        assert Repair.objects.get().state == "in_service"

    def test_what_was_agreed_to_stands_no_more_as_due_once_it_is_called_off(self) -> None:
        walk = walked("agreed")
        client = entered(walk)
        page = client.get(address(walk)).content.decode()
        assert ("本次应付" in page, page.count("未计入")) == (True, 1)  # what he left out is not in the sum
        assert address(walk, "cancellation/") not in page  # he is at it: the desk does
        assert client.post(address(walk, "cancellation/"), {"why": "不修了"}).status_code == 409
        walk.do(lambda: repairs.cancel(repair=walk.repair, why="不修了", by=walk.by(cast.XIAO_CHEN), now=walk.now))
        assert "本次应付" not in client.get(address(walk)).content.decode()

    def test_a_quote_is_read_in_the_readers_language(self) -> None:
        walk = walked("quoted")
        page = entered(walk).get(address(walk), headers={"Accept-Language": "en"}).content.decode()
        assert "front panel board" in page
        assert "前面板主板" not in page

    def test_the_window_is_moved_while_there_is_time(self) -> None:
        walk = walked("booked")
        client = entered(walk)
        last = windows.windows(now=timezone.now())[-1]
        assert "位师傅" in client.get(address(walk, "window/")).content.decode()
        assert client.post(address(walk, "window/"), {"window": last.key}).status_code == 302
        assert walk.visit.wanted_from_at == last.from_at
        assert client.post(address(walk, "window/"), {"window": "2020-01-01T08:00:00+08:00"}).status_code == 422

    def test_a_window_in_which_nobody_can_come_is_shown_as_full_and_refused(self) -> None:
        walk = walked("booked")
        last = windows.windows(now=timezone.now())[-1]
        for one in Technician.objects.all():
            Window.objects.create(technician=one, from_at=last.from_at, most=1, taken=1)
        client = entered(walk)
        page = client.get(address(walk, "window/")).content.decode()
        assert "约满" in page
        answer = client.post(address(walk, "window/"), {"window": last.key})
        assert answer.status_code == 422
        assert walk.visit.technician is not None

    def test_where_all_windows_are_full_a_person_is_asked_about_the_case(self) -> None:
        walk = walked("booked")
        Outlet.objects.update(capacity=0)
        page = entered(walk).get(address(walk, "window/")).content.decode()
        assert "这几天都约满了" in page
        assert f"?about={walk.repair.number}" in page.split('id="window"')[1]

    def test_the_code_is_shown_to_the_customer_alone(self) -> None:
        walk = walked("billed")
        page = entered(walk).get(address(walk)).content.decode()
        assert the_code(walk) in page
        assert the_code(walk) not in Client().get(address(walk), follow=True).content.decode()


class TestCaller:
    def test_who_rings_from_his_own_phone_is_known_on_the_check_once_the_case_is_open_there(self) -> None:
        walk, asked = walked("booked"), {"kind": "hotline", "code": cast.MASTER_LUO.phone}
        page = entered(walk).get("/verify/", asked).content.decode()
        assert "是上门师傅打给您的号码" in page
        assert f"{cast.MASTER_LUO.called} {cast.MASTER_LUO.number}" in page
        stranger = Client().get("/verify/", asked).content.decode()
        assert 'data-state="unknown"' in stranger
        assert "先打开您的单子" in stranger


class TestMyData:
    @pytest.mark.parametrize(
        ("there", "said"), [(True, "我们会先给您的手机发一个验证码"), (False, "目前这里还发不了短信")]
    )
    def test_says_whether_the_code_for_a_copy_can_be_sent(
        self, there: bool, said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: there)
        page = entered(walked("assigned")).get("/customer/me/").content.decode()
        assert said in page
        assert page.count("先给您的手机发一个验证码") + page.count("目前这里还发不了短信") == 1
        assert page.count("给新号码发一个验证码") == there
        assert page.count("目前这里发不了验证码") == (not there)

    def test_shows_who_saw_it(self) -> None:
        walk = walked("assigned")
        page = entered(walk).get("/customer/me/").content.decode()
        assert "138****0001" in page
        assert "张晓梅" not in page

    def test_is_erased_only_when_no_case_needs_it_any_more(self) -> None:
        walk = walked("booked")
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(walk.repair.customer_id)))
        session.save()
        refused = client.post("/customer/me/erasure/")
        assert refused.status_code == 409
        assert walk.repair.number in refused.content.decode()
        entered(walk).post(address(walk, "cancellation/"), {"why": "自己修好了"})
        by_link = entered(walk).post("/customer/me/erasure/")
        assert by_link["Location"].startswith("/customer/sign-in/")
        asked = entered(walk).get("/customer/me/erasure/")
        assert asked["Location"] == reverse("sign_in:phone", query={"next": "/customer/me/erasure/"})
        told = flat(Client().get(asked["Location"]))
        assert "请先确认是您本人" in told
        assert "查您的服务单" not in told
        walk.repair.customer.refresh_from_db()
        assert walk.repair.customer.phone_sealed
        assert "已删除" in client.post("/customer/me/erasure/", follow=True).content.decode()
        walk.repair.customer.refresh_from_db()
        assert walk.repair.customer.phone_sealed == ""

    def test_is_for_nobody_else(self) -> None:
        assert Client().get("/customer/me/").status_code == 302
        assert Client().post("/customer/me/erasure/").status_code == 302


class TestPrices:
    def test_are_published(self) -> None:
        ground.lay(now=timezone.now())
        page = Client().get("/prices/heyan/lock/").content.decode()
        assert "前面板主板" in page
        assert "¥260.00" in page


@pytest.mark.browser
class TestProgressInTheBrowser:
    @pytest.mark.parametrize("at", ["submitted", "booked", "quoted", "coded", "closed"])
    @ON_A_PHONE
    def test_looks_right(self, at: str, size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
        walk = walked(at)
        zhang = visitor(size)
        zhang.goes(f"/c/{walk.token}/")
        zhang.sees(walk.repair.number)
        zhang.looks_over(f"progress-{at}")

    def test_a_quote_is_agreed_to_in_one_press_that_names_its_sum(self, visitor: Callable[..., Visitor]) -> None:
        walk = walked("quoted")
        zhang = visitor()
        page = zhang.goes(f"/c/{walk.token}/")
        button = page.locator("button[form=agree]")
        before = button.inner_text()
        page.locator("[data-fen]:not(:disabled):not(:checked)").first.check(force=True)
        assert button.inner_text() != before
        zhang.loses_signal()
        zhang.sees("没有信号")
        zhang.context.set_offline(False)
        button.click()
        zhang.sees("已同意的报价")
        assert walk.repair.quotes.get().state == "agreed"
