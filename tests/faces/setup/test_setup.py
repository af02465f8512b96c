"""The first visit of an empty installation, over the pages."""

import re
from datetime import timedelta
from urllib.parse import quote

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.models import SetupCode
from anxin.domain.people.models import Account, Organisation, Role
from anxin.faces.ground.middleware import SetUpFirst

pytestmark = pytest.mark.django_db
FOUNDING = {
    "operator": "青禾服务（示例）有限公司",
    "site": "青禾服务",
    "called": "周敏",
    "username": "zhou.min",
    "new": "a long walk home 7",
    "again": "a long walk home 7",
}


@pytest.fixture
def code(settings, tmp_path) -> str:  # type: ignore[no-untyped-def]
    """Make the code the terminal prints, in a data folder of its own."""
    settings.DATA = tmp_path
    return acting(lambda: opening.make_code(now=timezone.now()))


def found(client: Client, code: str, **changes: str):  # type: ignore[no-untyped-def]
    return client.post("/setup/", {**FOUNDING, "code": code, **changes})


def enrol(client: Client, there: str) -> None:
    """Set up the authenticator as the page asks."""
    page = client.get(there).content.decode()
    secret = re.search(r"<code[^>]*>\s*([A-Z2-7 ]{20,})\s*</code>", page)
    assert secret is not None
    answer = client.post(there, {"code": pyotp.TOTP(secret[1].replace(" ", "")).now()})
    assert answer.status_code == 200


class TestAnEmptyInstallation:
    @pytest.mark.parametrize("path", ["/", "/report/", "/sign-in/", "/desk/repairs/", "/verify/", "/nothing/"])
    def test_leads_every_page_to_the_set_up(self, client: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        monkeypatch.setattr(SetUpFirst, "done", False)

        assert client.get(path).headers["Location"] == "/setup/"
        assert "还没有开通" in client.get("/setup/").content.decode()

    def test_leads_nowhere_once_somebody_administers_it(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, code: str
    ) -> None:
        found(client, code)
        monkeypatch.setattr(SetUpFirst, "done", False)

        assert client.get("/sign-in/").status_code == 200
        assert SetUpFirst.done
        assert client.get("/setup/").headers["Location"] == "/setup/steps/"


class TestTheCode:
    def test_of_the_link_opens_the_form(self, client: Client, code: str) -> None:
        page = client.get("/setup/", {"code": code}).content.decode()

        assert 'name="operator"' in page

    @pytest.mark.parametrize("given", ["wrong", "aaaa-bbbb-cccc-dddd-eeee-ffff"])
    def test_that_is_wrong_opens_nothing_and_says_where_a_new_one_is(
        self, client: Client, code: str, given: str
    ) -> None:
        answer = client.get("/setup/", {"code": given})

        assert answer.status_code == 422
        assert "anxin setup code" in answer.content.decode()
        assert found(client, given).status_code == 422
        assert not Account.objects.exists()

    def test_is_over_after_a_day_and_when_a_newer_one_was_made(self, client: Client, code: str) -> None:
        newer = acting(lambda: opening.make_code(now=timezone.now()))
        assert client.get("/setup/", {"code": code}).status_code == 422

        SetupCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert client.get("/setup/", {"code": newer}).status_code == 422

    def test_is_kept_as_a_hash(self, code: str) -> None:
        assert code.replace("-", "") not in str(list(SetupCode.objects.values()))

    def test_can_be_tried_twenty_times_then_six_a_minute(self, client: Client, code: str) -> None:
        answers = [client.get("/setup/", {"code": "wrong"}).status_code for _try in range(21)]

        assert answers == [422] * 20 + [429]

    def test_is_dead_once_somebody_administers(self, client: Client, code: str) -> None:
        assert found(client, code).status_code == 302

        late = found(Client(), code, username="somebody.else")
        assert late.status_code == 302
        assert late.headers["Location"] == "/setup/steps/"
        assert Account.objects.count() == 1
        with pytest.raises(opening.SetUpAlready):
            acting(lambda: opening.make_code(now=timezone.now()))


class TestTheFirstVisit:
    def test_says_all_that_is_wrong_at_once_by_its_field(self, client: Client, code: str) -> None:
        page = client.get("/setup/", {"code": code}).content.decode()
        assert "novalidate" in page.partition('action="/setup/"')[2].partition(">")[0]
        answer = found(client, code, operator="", site="", called="", username="x", again="other")
        assert answer.status_code == 422
        told = answer.content.decode()
        assert [
            one for one in ("operator", "site", "called", "username", "again") if f"id_{one}-wrong" not in told
        ] == []

    def test_is_listed_in_the_authenticator_under_the_name_of_the_site(self, client: Client, code: str) -> None:
        page = client.get(found(client, code)["Location"]).content.decode()
        assert f"issuer={quote('青禾服务')}" in page

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"operator": ""}, "id_operator-wrong"),
            ({"again": "another long walk"}, "两次"),
            ({"licence": "91110108MA01ABCD2X"}, "id_licence-wrong"),
            ({"licence": "123"}, "id_licence-wrong"),
            ({"filing": "x"}, "id_filing-wrong"),
            ({"new": "short", "again": "short"}, "10"),
            ({"username": "周敏"}, "wang.min"),
            ({"mail": "no address", "again": "another long walk"}, "id_mail-wrong"),
        ],
    )
    def test_keeps_nothing_of_a_slip_and_says_it_at_the_field(
        self, client: Client, code: str, changes: dict[str, str], said: str
    ) -> None:
        answer = found(client, code, **changes)

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Account.objects.exists()
        assert not Organisation.objects.exists()
        assert found(client, code).status_code == 302

    def test_founds_operator_imprint_and_administrator_at_once(self, client: Client, code: str) -> None:
        answer = found(client, code, licence="示例 0009", mail="zhou@qinghe.example")

        assert answer.headers["Location"] == "/sign-in/second-factor/?next=%2Fsetup%2Fsteps%2F"
        home = Organisation.objects.get()
        assert (home.kind, home.name) == ("operator", FOUNDING["operator"])
        assert Role.objects.get().role == "operator"
        imprint = settings.get("site.imprint", at=timezone.now())
        assert imprint == {"name": "青禾服务", "operator": FOUNDING["operator"], "licence": "示例 0009"}
        assert FOUNDING["new"] not in Account.objects.get().password

    def test_may_be_broken_off_before_the_authenticator_and_goes_on_at_the_sign_in(
        self, client: Client, code: str
    ) -> None:
        found(client, code)
        other = Client()

        half = other.post("/sign-in/", {"username": "zhou.min", "password": FOUNDING["new"]})

        assert half.headers["Location"] == reverse("sign_in:second_factor")
        enrol(other, half.headers["Location"])
        assert other.get("/setup/steps/").status_code == 200


@pytest.fixture
def admin(client: Client, code: str) -> Client:
    """Sit down as the first administrator, all set up."""
    enrol(client, found(client, code).headers["Location"])
    return client


class TestTheSteps:
    def test_ask_a_stranger_to_sign_in_and_nobody_else_in(self, client: Client, code: str) -> None:
        assert client.get("/setup/steps/").headers["Location"].startswith("/sign-in/")

    @pytest.mark.parametrize("asked", ["", "?do=nothing"])
    def test_open_the_first_that_is_left(self, admin: Client, asked: str) -> None:
        page = admin.get(f"/setup/steps/{asked}").content.decode()

        assert "开通还差 7 步" in page
        assert 'action="/setup/steps/address/"' in page, "an invitation leads there"

    def test_invite_the_second_administrator_whose_word_counts_from_his_authenticator_on(self, admin: Client) -> None:
        given = {"called": "孙平", "username": "sun.ping"}
        there = admin.post("/setup/steps/administrators/", given).headers["Location"]
        link = re.search(r"http://testserver(/sign-in/invitation/[^\s<\"]+)", admin.get(there).content.decode())
        assert link is not None
        assert link[0] not in admin.get("/setup/steps/").content.decode()
        other = Client()

        chosen = other.post(link[1], {"new": "rain on the roof 5", "again": "rain on the roof 5"})
        enrol(other, chosen.headers["Location"])

        assert other.get("/setup/steps/").status_code == 200
        assert Client().get(link[1]).status_code == 404
        assert "administrators" in {one.code for one in queries.house_checks(now=timezone.now()) if one.ok}

    def test_say_who_was_asked_and_open_what_is_left(self, admin: Client) -> None:
        admin.post("/setup/steps/administrators/", {"called": "孙平", "username": "sun.ping"})
        handed = admin.get("/setup/steps/").content.decode()
        assert 'href="/setup/steps/?do=address"' in handed or 'href="/setup/steps/?do=brand"' in handed
        assert "邀请了，还没登录" in handed

        answer = admin.post("/setup/steps/address/", {"address": "https://service.qinghe.example"})

        assert answer.headers["Location"] == "/setup/steps/?do=brand"
        page = admin.get("/setup/steps/").content.decode()
        assert "等第二个人" in page or "等第二位" in page
        assert "开通还差 5 步" in page
        assert 'action="/setup/steps/brand/"' in page, "neither what was asked for nor who was invited is asked again"

    def test_keep_the_public_address_and_answer_to_it_at_once(self, admin: Client, settings) -> None:  # type: ignore[no-untyped-def]
        answer = admin.post("/setup/steps/address/", {"address": "https://Service.Qinghe.example/"})

        assert answer.status_code == 302
        assert (settings.DATA / "address").read_text() == "https://service.qinghe.example\n"
        assert 'value="https://service.qinghe.example"' in admin.get("/setup/steps/?do=address").content.decode()

    def test_come_up_again_as_they_were_left(self, admin: Client) -> None:
        page = admin.get("/setup/steps/?do=imprint").content.decode()
        for kept in ("青禾服务", FOUNDING["operator"]):
            assert f'value="{kept}"' in page

    @pytest.mark.parametrize("address", ["qinghe.example", "ftp://qinghe.example", "https://qinghe.example/shop"])
    def test_refuse_an_address_nobody_could_type(self, admin: Client, address: str) -> None:
        answer = admin.post("/setup/steps/address/", {"address": address})

        assert answer.status_code == 422
        assert "https://service.example.com" in answer.content.decode()

    def test_keep_the_mail_server_sealed_and_say_what_a_trial_came_to(self, admin: Client) -> None:
        given = {"host": "127.0.0.1", "kind": "smtp", "port": "9", "user": "zhou@qinghe.example", "password": "s3cret!"}
        admin.post("/setup/steps/mail/", given)
        server = queries.mail_server()
        assert server is not None
        assert "s3cret" not in str(vars(server))
        assert queries.server_url(server) == "smtp://zhou%40qinghe.example:s3cret%21@127.0.0.1:9"
        assert "s3cret" not in admin.get("/setup/steps/?do=mail").content.decode()

        answer = admin.post("/setup/mail-trial/", {"to": "zhou@qinghe.example"})

        assert answer.status_code == 502
        server.refresh_from_db()
        assert server.tried_at is not None
        assert server.fault
        page = admin.get("/setup/steps/?do=mail").content.decode()
        assert 'value="127.0.0.1"' in page
        assert 'value="zhou@qinghe.example"' in page
        again = {**given, "password": ""}
        admin.post("/setup/steps/mail/", again)
        assert "s3cret%21" in queries.server_url(queries.mail_server() or server)

    def test_refuse_a_folder_that_is_lost_with_the_data(self, admin: Client, settings, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
        inside, outside = settings.DATA / "backups", tmp_path_factory.mktemp("elsewhere")
        (outside / "file").write_text("")

        refused = {
            str(inside): "数据文件夹之外",
            str(settings.DATA): "数据文件夹之外",
            "relative": "绝对路径",
            "/a\0b": "",
            str(outside / "missing" / "deeper"): "上一级文件夹不存在",
            str(outside / "file"): "是一个文件",
            "/proc/anxin-backup": "没有那里的写权限",
        }
        for folder, said in refused.items():
            answer = admin.post("/setup/steps/backup/", {"folder": folder})
            assert answer.status_code == 422, folder
            assert said in answer.content.decode(), folder
        assert not inside.exists()
        assert not (outside / "missing").exists()
        assert admin.post("/setup/steps/backup/", {"folder": str(outside)}).status_code == 302
        assert queries.backup_due(now=timezone.now()) == str(outside)

    def test_make_the_last_part_of_the_folder_for_backups(self, admin: Client, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
        folder = tmp_path_factory.mktemp("disk") / "anxin"

        assert admin.post("/setup/steps/backup/", {"folder": str(folder)}).status_code == 302

        assert folder.stat().st_mode & 0o777 == 0o700
        assert queries.backup_due(now=timezone.now()) == str(folder)

    def test_are_not_for_other_staff(self, admin: Client) -> None:
        account = Account.objects.create(username="agent", called="小陈", created_at=timezone.now())
        Role.objects.create(
            account=account, organisation=Organisation.objects.get(), role="agent", from_at=timezone.now()
        )
        other = Client()
        other.force_login(account)

        assert other.get("/setup/steps/").status_code == 403


class TestWhoIsAsked:
    """Text messages and payment: set up and tried within the set-up, or left for later with what that costs."""

    @pytest.mark.parametrize(
        ("step", "name", "costs", "onward"),
        [("messages", "aliyun", "一条短信也发不出去", "payment"), ("payment", "alipay", "客户付现金", "backup")],
    )
    def test_may_wait_and_the_page_says_what_it_costs(
        self, admin: Client, step: str, name: str, costs: str, onward: str
    ) -> None:
        page = admin.get(f"/setup/steps/?do={step}").content.decode()
        assert costs in page
        assert f'href="/setup/providers/{name}/"' in page

        assert admin.post(f"/setup/steps/{step}/").headers["Location"] == f"/setup/steps/?do={onward}"
        assert "先搁下" in admin.get("/setup/steps/?do=backup").content.decode()
        assert step in {one.code for one in queries.house_checks(now=timezone.now()) if not one.ok}

    def test_that_all_wait_leave_nothing_open_but_the_rest(self, admin: Client) -> None:
        for step in ("messages", "payment"):
            admin.post(f"/setup/steps/{step}/")
        assert "开通还差 5 步" in admin.get("/setup/steps/").content.decode()

    def test_are_kept_sealed_and_tried_there(self, admin: Client) -> None:
        given = {
            "rank": "1",
            "key_id": "LTAI5tQnKxGfC2G6",
            "secret_key": "s3cret!",
            "sign": "青禾",
            "gateway": "http://127.0.0.1:9",
        }
        kept = admin.post("/setup/providers/aliyun/", given)
        assert kept.headers["Location"] == "/setup/steps/?do=messages"
        form = admin.get("/setup/providers/aliyun/").content.decode()
        assert 'value="LTAI5tQnKxGfC2G6"' in form
        assert "s3cret" not in form

        tried = admin.post("/setup/providers/aliyun/trial/")
        assert tried.status_code == 502
        page = tried.content.decode()
        assert "没有试通" in page
        assert 'action="/setup/providers/aliyun/trial/"' in page

    def test_are_headed_by_the_step_and_not_by_what_goes_on_without(self, admin: Client) -> None:
        heading = re.search(
            r'id="step-h"[^>]*>\s*(.*?)\s*</h2>', admin.get("/setup/steps/?do=messages").content.decode()
        )
        assert heading is not None
        assert heading[1] == "短信"

    def test_are_told_at_the_field_what_is_wrong(self, admin: Client) -> None:
        answer = admin.post("/setup/providers/aliyun/", {"rank": "1", "key_id": "", "sign": ""})
        assert answer.status_code == 422
        assert 'class="wrong"' in answer.content.decode()
        assert 'aria-current="step"' in answer.content.decode()

    @pytest.mark.parametrize("name", ["nobody", "stamps"])
    def test_of_another_kind_are_not_here(self, admin: Client, name: str) -> None:
        for path in (f"/setup/providers/{name}/", f"/setup/providers/{name}/trial/"):
            assert admin.post(path, {}).status_code == 404


class TestTheAddress:
    def test_shows_what_a_proxy_is_told_with_this_house_s_names(self, admin: Client) -> None:
        assert "caddy" not in admin.get("/setup/steps/?do=address").content.decode().lower()
        admin.post("/setup/steps/address/", {"address": "https://service.qinghe.example"})
        page = admin.get("/setup/steps/?do=address").content.decode()
        assert "server_name service.qinghe.example;" in page
        assert "reverse_proxy 127.0.0.1:" in page

    def test_names_the_port_that_is_listened_on_behind_tls_too(self, admin: Client, settings) -> None:  # type: ignore[no-untyped-def]
        settings.BEHIND_TLS = True
        admin.post("/setup/steps/address/", {"address": "https://service.qinghe.example"})
        page = admin.get("/setup/steps/?do=address", SERVER_PORT="8123").content.decode()
        assert "reverse_proxy 127.0.0.1:8123" in page
        assert "proxy_pass http://127.0.0.1:8123" in page

    def test_is_looked_at_and_said_what_it_came_to(self, admin: Client) -> None:
        admin.post("/setup/steps/address/", {"address": "https://localhost:9"})
        page = admin.post("/setup/address-look/").content.decode()
        assert "https://localhost:9 没有应答" in page
        assert "没有应答" in admin.get("/desk/opening/").content.decode()

    def test_is_where_this_house_answers_what_only_it_can(self, client: Client) -> None:
        answer = client.get("/.well-known/anxin-house/ab12")
        assert answer.content.decode() == queries.house_mark("ab12")
        assert queries.house_mark("ab13") != queries.house_mark("ab12")
