"""Staff at the desk: invited, given a role by two, sent on leave; and the checklist beside it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.commands.admin import change_role
from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network.models import PromiseProfile
from anxin.domain.opening import actions as opening
from anxin.domain.opening.actions import installation
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries import actors
from tests.claim_builders import a_claim
from tests.faces.conftest import DESK, Visitor
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


@pytest.fixture
def two(sits: Sits) -> tuple[Client, Client]:
    """Give the browsers of two administrators."""
    first = sits(cast.ADMIN)
    qian = people_queries.account(cast.QIAN.username)
    assert qian is not None
    home, now = people_queries.operator(), timezone.now()
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    enrolled([cast.ADMIN.username, cast.QIAN.username], now=now)
    return first, sits(cast.QIAN)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestStaff:
    def test_lists_fifty_and_finds_by_name_house_and_role(self, two: tuple[Client, Client]) -> None:
        page = text_of(two[0].get("/desk/staff/").content.decode())
        assert "小陈 chen" in page
        found = text_of(two[0].get("/desk/staff/", {"q": "chen", "role": "agent"}).content.decode())
        assert "小陈 chen" in found
        assert "林审核" not in found
        assert "没有这样的人员" in text_of(two[0].get("/desk/staff/", {"q": "zzz"}).content.decode())

    def test_on_leave_leaves_nobody_who_takes_reports_in_and_the_form_says_so_first(
        self, two: tuple[Client, Client], sits: Sits
    ) -> None:
        enrolled([cast.XIAO_CHEN.username, cast.LIN.username], now=timezone.now())
        said = "没有人受理报修"
        assert said in text_of(two[0].get("/desk/staff/chen/?do=leave").content.decode())
        assert said in text_of(sits(cast.XIAO_CHEN).get("/sign-in/mine/leave/").content.decode())
        assert said not in text_of(two[0].get("/desk/staff/lin/?do=leave").content.decode())

    def test_all_technicians_get_their_links_on_paper_in_one_press_and_lose_them_in_another(
        self, two: tuple[Client, Client]
    ) -> None:
        first, second = two
        here = "/desk/staff/technicians/"
        assert "位师傅还不能登录" in text_of(first.get(here).content.decode())
        assert first.post(f"{here}links/", {"way": "text"}).status_code == 422, "nobody takes text messages here"
        assert first.post(f"{here}links/", {"way": "paper"}).status_code == 302
        later.run_due(timezone.now(), queues=["heavy"])
        made = re.search(rf"{here}[0-9a-f-]{{36}}/", first.get(here).content.decode())
        assert made is not None
        outlet = re.search(r"\?outlet=[^\"]+", first.get(made[0]).content.decode())
        assert outlet is not None
        paper = first.get(made[0] + outlet[0]).content.decode()
        links = re.findall(r"http://testserver(/sign-in/invitation/[^\s<\"]+)", paper)
        assert paper.count('class="qr"') == len(links) > 0
        assert first.get(f"{made[0]}links.xlsx").status_code == 200
        for path in (made[0] + outlet[0], f"{made[0]}links.xlsx"):
            assert second.get(path).status_code == 404, "links are read by who made them"
        acting(lambda: installation.put_address(address="https://service.example", by=SYSTEM, now=timezone.now()))
        assert "链接指向 service.example，您现在用的是别的网址" in text_of(first.get(made[0]).content.decode())
        assert Client().get(links[0]).status_code == 200
        assert first.post(f"{made[0]}withdrawal/").status_code == 302
        assert Client().get(links[0]).status_code == 404
        assert "撤回" in text_of(first.get(here).content.decode())

    def test_a_merchants_last_owner_stays_while_claims_are_open_and_the_page_says_why(
        self, sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.ADMIN)
        a_claim(now=live_now)
        told = {"change": "withdraw:merchant_owner", "why": "离职"}
        answer = client.post(f"/desk/staff/{cast.MERCHANT_OWNER.username}/role/", told)
        assert answer.status_code == 409
        page = text_of(answer.content.decode())
        assert f"{cast.MERCHANT_OWNER.username} 是{cast.MERCHANT.name}的最后一位店主" in page
        assert "1 件未结的售后申请。请先把店主角色授予别人" in page

    def test_is_not_for_others(self, sits: Sits) -> None:
        assert sits(cast.XIAO_CHEN).get("/desk/staff/").status_code == 403
        assert Client().get("/desk/staff/chen/").status_code == 302

    def test_an_invited_colleague_comes_in_and_gets_his_role_from_two(self, two: tuple[Client, Client]) -> None:
        first, second = two
        house = first.get("/desk/staff/houses/").headers["Location"]
        given = {"called": "新来的", "username": "new.one", "role": "agent"}
        assert first.post(f"{house}invitation/", given).status_code == 302
        link = re.search(r"http://testserver(/sign-in/invitation/[^\s<\"]+)", first.get(house).content.decode())
        assert link is not None
        assert link[0] not in first.get(house).content.decode()

        assert "等第二人同意" in first.get("/desk/staff/").content.decode()
        waiting = second.get("/desk/staff/").content.decode()
        agree = re.search(r'action="(/desk/staff/changes/[^"]+/agreement/)"', waiting)
        assert agree is not None
        assert first.post(agree[1]).status_code == 302
        account = people_queries.account("new.one")
        assert account is not None
        assert not actors.actor_of_account(account, now=timezone.now()).roles
        own = Client()
        own.force_login(account)
        greeted = own.get("/").content.decode()
        assert "您的角色：客服" in greeted
        assert "另一位管理员" in greeted
        second.post(agree[1])
        assert actors.actor_of_account(account, now=timezone.now()).roles == {"agent"}

    def test_a_deputy_named_by_two_answers_on_a_page_of_his_own_and_opens_no_account(
        self, two: tuple[Client, Client], sits: Sits
    ) -> None:
        first, second = two
        until = timezone.localdate() + timedelta(days=200)
        assert "指定代理人" in first.get("/desk/staff/sun/").content.decode()
        first.post("/desk/staff/sun/deputy/", {"until_date": until.isoformat(), "why": "两人管理"})
        waiting = second.get("/desk/staff/changes/").content.decode()
        assert "孙质检" in waiting
        agree = re.search(r"/desk/staff/changes/[0-9a-f-]{36}/agreement/", waiting)
        assert agree is not None
        second.post(agree[0])
        assert f"到{until.year}年{until.month}月{until.day}日" in "".join(
            first.get("/desk/staff/sun/").content.decode().split()
        ), "the day that was asked for is his last"

        first.post("/desk/staff/chen/role/", {"change": "grant:finance", "why": "接手"})
        deputy = sits(cast.SUN)
        assert deputy.get("/desk/staff/").status_code == 403
        seen = deputy.get("/desk/staff/changes/").content.decode()
        agree = re.search(r"/desk/staff/changes/[0-9a-f-]{36}/agreement/", seen)
        assert agree is not None
        assert "/desk/staff/chen/" not in seen, "an account is not his to open"
        assert deputy.post(agree[0]).status_code == 302
        assert "没有角色变更" in deputy.get("/desk/staff/changes/").content.decode()
        assert sits(cast.XIAO_CHEN).get("/desk/staff/changes/").status_code == 403

    def test_a_slip_is_said_and_what_was_typed_stays(self, two: tuple[Client, Client]) -> None:
        house = two[0].get("/desk/staff/houses/").headers["Location"]
        answer = two[0].post(f"{house}invitation/", {"called": "新来的", "username": "chen", "role": "agent"})

        assert answer.status_code == 422
        assert "已经有人用了" in answer.content.decode()
        assert 'value="新来的"' in answer.content.decode()

    def test_ends_every_sign_in_of_somebody_who_is_shut(self, two: tuple[Client, Client], sits: Sits) -> None:
        chen = sits(cast.XIAO_CHEN)
        assert chen.get("/desk/repairs/").status_code == 200

        assert two[0].post("/desk/staff/chen/shutting/", {"why": "离职"}).status_code == 302

        assert chen.get("/desk/repairs/").status_code == 302
        assert "已停用" in two[0].get("/desk/staff/chen/").content.decode()

    def test_forgotten_hears_the_same_for_a_known_and_an_unknown_name(self, two: tuple[Client, Client]) -> None:
        answers = [Client().post("/sign-in/forgotten/", {"username": name}) for name in ("chen", "nobody")]

        pages = [re.sub(r'name="csrf[^>]+>|chen|nobody', "", one.content.decode()) for one in answers]
        assert answers[0].status_code == 200
        assert text_of(pages[0]) == text_of(pages[1])


class TestALead:
    def test_of_a_brand_looks_for_roles_by_the_names_that_stand_in_his_list(
        self, two: tuple[Client, Client], sits: Sits
    ) -> None:
        page = sits(cast.HEYAN_OWNER).get("/desk/staff/").content.decode()
        assert (">品牌负责人</option>" in page, "店主" in page) == (True, False)

    @pytest.mark.parametrize(
        ("lead", "home", "role"),
        [(cast.HEYAN_OWNER, "/merchant/", "packer"), (cast.BOSS_HE, "/outlet/", "parts_clerk")],
        ids=["merchant", "outlet"],
    )
    def test_keeps_his_own_people_within_the_pages_of_his_face(
        self, two: tuple[Client, Client], sits: Sits, lead: cast.Member, home: str, role: str
    ) -> None:
        client = sits(lead)
        page = client.get("/desk/staff/").content.decode()
        assert f'href="{home}' in page
        assert 'href="/desk/opening/"' not in page
        assert "小陈" not in page
        assert client.get("/desk/staff/chen/").status_code == 404
        assert client.get("/desk/staff/houses/anxin-demo/").status_code == 404
        house = client.get("/desk/staff/houses/").headers["Location"]
        given = {"called": "新来的", "username": "new.one", "role": role}
        assert client.post(f"{house}invitation/", given).status_code == 302
        page = client.get(house).content.decode()
        assert "http://testserver/sign-in/invitation/" in page
        assert "还没设对外网址" in page

        assert "新来的 new.one" in text_of(client.get("/desk/staff/").content.decode())
        account = people_queries.account("new.one")
        assert account is not None
        assert actors.actor_of_account(account, now=timezone.now()).roles == {role}
        assert client.post("/desk/staff/new.one/shutting/", {"why": "离职"}).status_code == 302
        assert "已停用" in client.get("/desk/staff/new.one/").content.decode()


class TestTheChecklist:
    def test_says_what_is_missing_and_where_it_is_done(self, two: tuple[Client, Client]) -> None:
        page = two[0].get("/desk/opening/").content.decode()

        assert 'href="/setup/steps/?do=address"' in page
        assert 'href="/desk/opening/errands/sms/"' in page
        assert "7–10 个工作日" in page
        assert two[0].post("/desk/opening/errands/sms/asking/", {"day": "2026-11-19"}).status_code == 302
        assert "预计" in two[0].get("/desk/opening/").content.decode()

    def test_asks_for_the_minutes_that_are_kept_where_nothing_is_promised_yet(self, sits: Sits) -> None:
        client = sits(cast.ADMIN)
        PromiseProfile.objects.all().delete()
        form = client.get("/desk/opening/heyan/", {"do": "promise"})
        assert form.status_code == 200
        asked = re.findall(r'name="(\w+)"', form.content.decode().split('action="/desk/opening/heyan/promise/"')[1])
        assert [one for one in asked if one not in {"csrfmiddlewaretoken", "once"}][:3] == [
            "acknowledge",
            "assign",
            "call",
        ]
        assert "window" not in asked  # how wide one is, a setting says, for all of them

    def test_a_shut_brand_says_so_to_whoever_reports(self, two: tuple[Client, Client]) -> None:
        heyan, now = people_queries.organisation("heyan"), timezone.now()
        there = re.search(r'href="(/report/heyan/[^"]+)"', Client().get("/report/").content.decode())
        assert there is not None
        assert 'name="address"' in Client().get(there[1]).content.decode()

        acting(lambda: opening.shut_brand(brand=heyan, why="搬家", by=SYSTEM, now=now))

        page = text_of(Client().get(there[1]).content.decode())
        assert "不再在网上受理新的报修" in page
        assert cast.HOTLINE in page
        assert Client().post(f"{there[1]}submission/", {"name": "张"}).status_code == 503


@pytest.mark.browser
def test_looks_right(two: tuple[Client, Client], visitor: Callable[..., Visitor]) -> None:
    desk = visitor(DESK).sits_down(two[0])
    two[0].post("/desk/staff/chen/leave/", {"deputy": "deng", "until": timezone.localdate().isoformat()})
    two[0].post("/desk/staff/lin/role/", {"change": "grant:quality", "why": "夜班缺人"})
    desk.goes("/desk/staff/")
    desk.looks_over("staff")
    desk.goes("/desk/staff/chen/")
    desk.looks_over("staff-account")
    desk.goes("/desk/staff/lin/?do=leave")
    desk.looks("staff-leave")
    heyan, now = people_queries.organisation("heyan"), timezone.now()
    acting(lambda: opening.shut_brand(brand=heyan, why="搬家", by=SYSTEM, now=now))
    desk.goes("/desk/opening/")
    desk.looks_over("checklist")
    desk.goes("/desk/opening/heyan/")
    desk.looks("checklist-brand")
    phone = visitor()
    phone.goes("/report/")
    phone.page.locator('a[href^="/report/heyan/"]').first.click()
    phone.looks_over("report-shut")


def test_looks_right_where_a_role_changes_in_the_place_of_who_is_ill(
    two: tuple[Client, Client], sits: Sits, visitor: Callable[..., Visitor]
) -> None:
    first, second = two
    until = (timezone.localdate() + timedelta(days=200)).isoformat()
    first.post("/desk/staff/sun/deputy/", {"until_date": until, "why": "两人管理"})
    agree = re.search(
        r"/desk/staff/changes/[0-9a-f-]{36}/agreement/", second.get("/desk/staff/changes/").content.decode()
    )
    assert agree is not None
    second.post(agree[0])
    first.post("/desk/staff/chen/role/", {"change": "grant:finance", "why": "接手"})
    acting(lambda: change_role("qian", "anxin:operator", "withdraw", timezone.now(), "住院"))
    deputy = visitor(DESK).sits_down(sits(cast.SUN))
    deputy.goes("/desk/staff/changes/")
    deputy.looks_over("staff-changes")
    desk = visitor(DESK).sits_down(first)
    desk.goes("/desk/staff/sun/?do=deputy")
    desk.looks_over("staff-deputy")


class TestAnAccountSomebodyElseHelps:
    def test_says_why_until_when_and_who_can_where_the_step_is_missing(self, two: tuple[Client, Client]) -> None:
        enrolled([cast.LIN.username], now=timezone.now())
        lin = people_queries.account(cast.LIN.username)
        assert lin is not None
        acting(lambda: people.set_password(account=lin, password="rain on the roof 5"))
        here = f"/desk/staff/{cast.LIN.username}/"
        assert 'id="hands"' not in two[0].get(here).content.decode()
        assert two[0].post(f"{here}password/").status_code == 302

        page = two[0].get(here).content.decode()

        assert "authenticator/" not in page
        said = text_of(page)
        assert "您不能办：撤销丢失的通行密钥和验证器" in said
        assert "您动过这个账号的登录方式（生成了重设密码的链接" in said
        assert f"在此之前能办的有：{cast.QIAN.called}" in said
        other = two[1].get(here).content.decode()
        assert "?do=authenticator" in other or "authenticator/" in other
        assert 'id="hands"' not in other
