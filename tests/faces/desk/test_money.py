"""Providers set up and tried by the operator; money shown, and paid at the door."""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.ledger.models import Payment
from anxin.domain.opening import queries as opening
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests.builders import a_repair, account
from tests.domain.ledger.test_money import FINANCE
from tests.factor_builders import enrolled
from tests.standins import rsa
from tests.standins.alipay import Alipay
from tests.standins.company import Company
from tests.standins.numbers import Numbers
from tests.standins.robots import Robots
from tests.standins.service_account import Service
from tests.standins.sms import Aliyun
from tests.standins.stamps import Stamps
from tests.standins.tiles import Tiles
from tests.standins.wechat import WeChat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
INSIDE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile MicroMessenger/8.0.50"
AT = "/desk/opening/providers/"


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


@pytest.fixture
def bank() -> Iterator[WeChat]:
    with WeChat(now=timezone.now()) as found:
        yield found


@pytest.fixture
def admin(sits: Sits) -> Client:
    return sits(cast.ADMIN)


def set_up(bank: WeChat | Alipay, now: datetime, **more: str) -> None:
    kept = {"values": {**bank.values, **more}, "secrets": bank.secrets}

    def work() -> None:
        providers.keep(kind="payment", name=bank.name, rank=1, **kept, by=FINANCE, now=now)
        settings.propose(name="notices.address", value="https://service.example", valid_from=now, by=FINANCE, now=now)

    acting(work)


class TestTwo:
    def test_administrators_see_what_becomes_what_and_one_agrees(self, admin: Client, sits: Sits, bank: WeChat) -> None:
        now, home = timezone.now(), people.operator()
        qian = people.account(cast.QIAN.username)
        assert qian is not None
        acting(lambda: people_actions.grant(account=qian, organisation=home, role="operator", now=now))
        enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.XIAO_CHEN)], now=now)
        set_up(bank, now)
        other = sits(cast.QIAN)
        given = {**bank.values, "merchant": "1666666666", "private_key": "", "api_key": ""}
        assert admin.post(f"{AT}wechat/", given).status_code == 302

        own, page = admin.get(AT).content.decode(), other.get(AT).content.decode()
        assert "1900000109" in page
        assert "1666666666" in page
        assert bank.secrets["private_key"][40:80] not in page
        assert "agreement/" not in own
        agree = re.search(r'action="([^"]+/agreement/)"', page)
        assert agree is not None
        admin.post(agree[1])
        assert providers.account("wechat").values["merchant"] == "1900000109"  # type: ignore[union-attr]
        other.post(agree[1])
        assert providers.account("wechat").values["merchant"] == "1666666666"  # type: ignore[union-attr]


class TestCompanySignIn:
    def test_is_kept_by_two_tried_and_tells_where_people_are_led_back_to(self, admin: Client, sits: Sits) -> None:
        now, home = timezone.now(), people.operator()
        qian = people.account(cast.QIAN.username)
        assert qian is not None
        acting(lambda: people_actions.grant(account=qian, organisation=home, role="operator", now=now))
        enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.XIAO_CHEN)], now=now)
        public = {"name": "notices.address", "value": "https://service.example", "valid_from": now}
        acting(lambda: settings.propose(**public, by=FINANCE, now=now))  # type: ignore[arg-type]
        other = sits(cast.QIAN)
        with Company(now_s=now.timestamp()) as company:
            bad = {**company.values, **company.secrets, "issuer": "http://login.company.example"}
            assert admin.post(f"{AT}company/", bad).status_code == 422
            assert admin.post(f"{AT}company/", {**company.values, **company.secrets}).status_code == 302
            assert providers.account("company") is None
            agree = re.search(r'action="([^"]+/agreement/)"', other.get(AT).content.decode())
            assert agree is not None
            other.post(agree[1])
            assert providers.account("company").values["client_secret"] == company.secrets["client_secret"]  # type: ignore[union-attr]
            company.issuer = "https://evil.example"
            assert "issuer" in text_of(admin.post(f"{AT}company/trial/").content)
            company.issuer = ""
            assert admin.post(f"{AT}company/trial/").status_code == 302
            assert providers.health()["company"].works
            assert "https://service.example/sign-in/company/back/" in text_of(admin.get(f"{AT}?do=company").content)


class TestProviders:
    def test_are_kept_tried_and_counted_on_the_checklist(self, admin: Client, bank: WeChat) -> None:
        assert not next(one for one in opening.house_checks(now=timezone.now()) if one.code == "payment").ok
        told = {**bank.values, **bank.secrets}
        assert "应用私钥 可不填" not in text_of(admin.get(f"{AT}?do=alipay").content)
        assert admin.post(f"{AT}wechat/", told).status_code == 302
        page = text_of(admin.get(AT).content)
        assert "待试" in page
        assert bank.secrets["api_key"] not in admin.get(f"{AT}?do=wechat").content.decode()

        assert admin.post(f"{AT}wechat/trial/").status_code == 302
        assert "正常" in text_of(admin.get(AT).content)
        assert next(one for one in opening.house_checks(now=timezone.now()) if one.code == "payment").ok

    def test_stay_open_on_the_checklist_while_wechat_pay_could_tell_of_nothing(
        self, admin: Client, bank: WeChat
    ) -> None:
        def at(address: str) -> tuple[str, bool, str]:
            told = {"name": "notices.address", "value": address, "valid_from": timezone.now()}
            acting(lambda: settings.propose(**told, by=SYSTEM, now=told["valid_from"]))  # type: ignore[arg-type]
            said = text_of(admin.post(f"{AT}wechat/trial/", follow=True).content)
            check = next(one for one in opening.house_checks(now=timezone.now()) if one.code == "payment")
            return said, check.ok, opening.missing(check)

        assert admin.post(f"{AT}wechat/", {**bank.values, **bank.secrets}).status_code == 302
        for address in ("http://service.example", "http://127.0.0.1:8000"):
            said, ok, lacks = at(address)
            assert (ok, address in lacks, "https://" in said) == (False, True, True)
        assert providers.health()["wechat"].works, "the keys fit"
        said, ok, _lacks = at("https://service.example")
        assert (ok, "开不了" in said) == (True, False)

    def test_a_group_is_told_what_it_chose(self, admin: Client) -> None:
        with Robots("dingtalk", now=timezone.now()) as group:
            told = {**group.values, **group.secrets, "facts": ["late", "gaps"]}
            assert admin.post(f"{AT}robot_1/", {**told, "facts": []}).status_code == 422
            assert admin.post(f"{AT}robot_1/", {**told, "webhook": "http://evil.example/"}).status_code == 422
            assert admin.post(f"{AT}robot_1/", told).status_code == 302
            form = admin.get(f"{AT}?do=robot_1").content.decode()
            assert set(re.findall(r'value="(\w+)"[^>]*checked', form)) == {"late", "gaps", "dingtalk"}
            assert group.secrets["webhook"] not in form
            assert "值班群" in text_of(admin.get(AT).content)
            assert admin.post(f"{AT}robot_1/trial/").status_code == 302
            assert providers.health()["robot_1"].works
            assert len(group.said) == 1

    def test_say_what_is_wrong_with_a_key_and_keep_nothing(self, admin: Client, bank: WeChat) -> None:
        told = {**bank.values, **bank.secrets}
        for name, value, said in [
            ("private_key", "x", "私钥"),
            ("platform_key", "x", "公钥或证书"),
            ("api_key", "short", "32 个字符"),
            ("gateway", "http://evil.example", "https://"),
            ("merchant", "x", "8 到 12 位数字"),
        ]:
            answer = admin.post(f"{AT}wechat/", {**told, name: value})
            assert answer.status_code == 422
            assert said in text_of(answer.content)
        assert providers.account("wechat") is None

    def test_tell_of_a_trial_that_failed(self, admin: Client, bank: WeChat) -> None:
        admin.post(f"{AT}wechat/", {**bank.values, **bank.secrets, "private_key": rsa.private_pem("stranger")})
        answer = admin.post(f"{AT}wechat/trial/")

        assert answer.status_code == 502
        assert "SIGN_ERROR" in text_of(answer.content)
        check = next(one for one in opening.house_checks(now=timezone.now()) if one.code == "payment")
        assert (check.ok, check.facts["fault"]) == (False, "SIGN_ERROR")

    def test_keep_a_secret_that_is_left_empty_and_lose_it_when_stopped(self, admin: Client, bank: WeChat) -> None:
        told = {**bank.values, **bank.secrets}
        admin.post(f"{AT}wechat/", told)
        admin.post(f"{AT}wechat/", {**told, "api_key": "", "private_key": ""})
        kept = providers.account("wechat")
        assert kept is not None
        assert kept.values["api_key"] == bank.secrets["api_key"]

        assert admin.post(f"{AT}stopping/", {"name": "wechat"}).status_code == 302
        assert providers.account("wechat") is None

    def test_of_text_messages_are_kept_with_templates_and_tried(self, admin: Client) -> None:
        with Aliyun(now=timezone.now()) as one:
            told = {**one.values, **one.secrets, "rank": "1"}
            page = text_of(admin.get(f"{AT}?do=aliyun").content)
            assert "notices.repair_accepted ${number}" in page
            bad = admin.post(f"{AT}aliyun/", {**told, "templates": "nonsense"})
            assert bad.status_code == 422
            assert "一行一个模板" in text_of(bad.content)
            assert admin.post(f"{AT}aliyun/", told).status_code == 302
            assert admin.post(f"{AT}aliyun/trial/").status_code == 302
            one.signature = 0
            assert "signature in audit" in text_of(admin.post(f"{AT}aliyun/trial/").content)
        kept = providers.account("aliyun")
        assert kept is not None
        page = admin.get(f"{AT}?do=aliyun").content.decode()
        assert f"/hooks/messages/aliyun/{kept.values['hook']}/" in page or "公开网址" in page
        assert one.secrets["secret_key"] not in page

    def test_of_privacy_numbers_lacks_no_pool_and_tells_where_calls_go(self, admin: Client) -> None:
        with Numbers(now=timezone.now()) as there:
            told = {**there.values, **there.secrets}
            assert "号码隐私保护" in text_of(admin.get(f"{AT}?do=aliyun_numbers").content)
            none = {one: "" for one in told if one.endswith(("_pool", "_number"))}
            assert admin.post(f"{AT}aliyun_numbers/", {**told, **none}).status_code == 422
            assert admin.post(f"{AT}aliyun_numbers/", {**told, "axb_number": ""}).status_code == 422
            assert admin.post(f"{AT}aliyun_numbers/", told).status_code == 302
            assert admin.post(f"{AT}aliyun_numbers/trial/").status_code == 302
            there.moods.append("isv.POOL_NOT_EXIST")
            assert "isv.POOL_NOT_EXIST" in text_of(admin.post(f"{AT}aliyun_numbers/trial/").content)
        kept = providers.account("aliyun_numbers")
        assert kept is not None
        page = admin.get(f"{AT}?do=aliyun_numbers").content.decode()
        assert f"/hooks/calls/aliyun_numbers/{kept.values['hook']}/" in page or "公开网址" in page

    def test_of_time_stamps_are_kept_and_tried(self, admin: Client, tmp_path: Path) -> None:
        with Stamps(tmp_path) as one:
            for name, value, said in [("roots", "x", "证书"), ("url", "ftp://x", "https://"), ("user", "a", "密钥")]:
                answer = admin.post(f"{AT}stamps/", {**one.values, name: value})
                assert answer.status_code == 422
                assert said in text_of(answer.content)
            assert admin.post(f"{AT}stamps/", one.values).status_code == 302
            assert "Stamps of the test" in text_of(admin.get(AT).content)
            assert not next(check for check in opening.house_checks(now=timezone.now()) if check.code == "stamps").ok
            one.moods.append("stranger")
            assert admin.post(f"{AT}stamps/trial/").status_code == 502
            assert admin.post(f"{AT}stamps/trial/").status_code == 302
        assert next(check for check in opening.house_checks(now=timezone.now()) if check.code == "stamps").ok

    def test_of_streets_are_tried_where_the_settings_name_them(self, admin: Client, sits: Sits) -> None:
        now = timezone.now()
        trial = f"{AT}streets/trial/"
        assert admin.post(trial).status_code == 404
        assert trial not in admin.get(AT).content.decode()
        with Tiles() as there:
            for name, value in {"streets": "own", "streets_url": there.layer}.items():
                told = {"name": f"places.{name}", "value": value, "valid_from": now, "by": FINANCE, "now": now}
                acting(lambda told=told: settings.propose(**told))  # type: ignore[misc]
            page = admin.get(AT).content.decode()
            assert trial in page
            assert "待试" in text_of(page.encode())
            there.moods.append("page")
            refused = admin.post(trial)
            assert refused.status_code == 502
            assert "no picture" in refused.content.decode()
            assert admin.post(trial, follow=True).status_code == 200
            health = providers.health()["streets"]
            assert health.works
            assert "每个图层都收到了一张瓦片" not in admin.get(AT).content.decode()  # it is said once
            assert sits(cast.XIAO_CHEN).post(trial).status_code in (403, 404)

    def test_are_not_for_others(self, sits: Sits) -> None:
        for path in (AT, "/desk/money/"):
            assert sits(cast.XIAO_CHEN).get(path).status_code == 403


class TestPaying:
    def test_by_the_code_on_ones_own_page(self, bank: WeChat) -> None:
        now = timezone.now()
        walked = a_repair(now=now - timedelta(hours=6), at="coded")
        set_up(bank, now)
        client = Client()
        client.get(f"/c/{walked.token}/")
        path = f"/customer/repairs/{walked.repair.number}/"
        assert client.post(f"{path}payment/").status_code == 302
        later.run_due(timezone.now() + timedelta(seconds=1))
        page = client.get(path).content.decode()
        assert "请在下面付款" in page
        assert "<svg" in page

        payment = Payment.objects.get()
        bank.pay(payment.number)
        headers, body = bank.told(payment.number)
        answer = Client().post("/hooks/payments/wechat/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 200
        assert "请在下面付款" not in client.get(path).content.decode()
        assert Payment.objects.get().state == "succeeded"

    def test_by_the_code_the_technician_shows_at_the_door(self, bank: WeChat) -> None:
        now = timezone.now()
        walked = a_repair(now=now - timedelta(hours=6), at="coded")
        set_up(bank, now)
        client = Client()
        client.force_login(account(cast.MASTER_LUO))
        path = f"/technician/jobs/{walked.visit.number}/"
        assert "出示付款码" in client.get(path).content.decode()

        assert client.post(f"{path}payment/").status_code == 302
        later.run_due(timezone.now() + timedelta(seconds=1))

        assert "<svg" in client.get(path).content.decode().split('id="bill"')[1].split("</section>")[0]
        assert Payment.objects.get().state == "called", "asked for, and not paid yet"

    @pytest.mark.parametrize("granted", ["qr", "jsapi", "h5"])
    def test_inside_wechat_in_its_own_page(self, bank: WeChat, granted: str) -> None:
        """Inside WeChat it is paid in the page (JSAPI) where that is granted, else by the code"""
        now = timezone.now()
        walked = a_repair(now=now - timedelta(hours=6), at="coded")
        set_up(bank, now, pages=granted)
        path = f"/customer/repairs/{walked.repair.number}/"
        client = Client(headers={"user-agent": INSIDE})
        client.get(f"/c/{walked.token}/")
        with Service(now=now) as service:
            told = {"values": service.values, "secrets": service.secrets}
            acting(
                lambda: providers.keep(
                    kind="service_account", name="service_account", rank=1, **told, by=FINANCE, now=now
                )
            )
            back = client.get(service.comes_back(client.get(path)["Location"], "zhang"))
        assert back["Location"] == path
        client.post(f"{path}payment/", {"method": "native", "payer": "somebody-else"})
        later.run_due(timezone.now() + timedelta(seconds=1), queues=["outside"])
        page = client.get(path).content.decode()
        payment = Payment.objects.get()
        if granted == "qr":
            assert (payment.method, "<svg" in page) == ("native", True)
            return
        assert bank.payers == {payment.number: "zhang"}
        signed = json.loads(html.unescape(re.findall(r'data-wechat-pay="([^"]*)"', page)[0]))
        text = f"{signed['appId']}\n{signed['timeStamp']}\n{signed['nonceStr']}\n{signed['package']}\n"
        assert rsa.proves("merchant", signed["paySign"], text.encode())
        assert (
            "data-wechat-pay"
            not in Client(headers={"user-agent": "Firefox"}).get(f"/c/{walked.token}/", follow=True).content.decode()
        )
        bank.pay(payment.number)
        headers, body = bank.told(payment.number)
        Client().post("/hooks/payments/wechat/", body, content_type="application/json", headers=headers)
        payment.refresh_from_db()
        assert (payment.state, payment.payer_sealed) == ("succeeded", "")

    def test_in_a_phones_browser_leads_into_wechat(self, bank: WeChat) -> None:
        """In a phone's browser WeChat is opened (H5) where that is granted, and comes back to the page"""
        now = timezone.now()
        walked = a_repair(now=now - timedelta(hours=6), at="coded")
        set_up(bank, now, pages="h5")
        path = f"/customer/repairs/{walked.repair.number}/"
        client = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Mobile/15E148 Safari/604.1"})
        client.get(f"/c/{walked.token}/")
        client.post(f"{path}payment/")
        later.run_due(timezone.now() + timedelta(seconds=1), queues=["outside"])
        page = html.unescape(client.get(path).content.decode())
        assert "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=" in page
        assert f"&redirect_url=http%3A%2F%2Ftestserver{path.replace('/', '%2F')}" in page
        assert set(bank.payers.values()) == {"127.0.0.1"}

    def test_without_anybody_to_take_the_money_is_refused_with_a_word(self, settings) -> None:  # type: ignore[no-untyped-def]
        settings.PLAY = False
        walked = a_repair(now=timezone.now() - timedelta(hours=6), at="coded")
        client = Client()
        client.get(f"/c/{walked.token}/")
        answer = client.post(f"/customer/repairs/{walked.repair.number}/payment/")

        assert answer.status_code == 409
        assert "不能在线付款" in text_of(answer.content)
        assert not Payment.objects.exists()
