"""WeChat rings and is answered; a customer inside WeChat is recognised once he proved his phone there.

The first lines of these tests stand in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import providers, settings, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import wechat
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.contacts.models import Contact
from anxin.domain.notices.models import Follower
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.actions import corrections
from anxin.faces import shared
from anxin.faces.ground.wechat import STATE
from tests.builders import a_repair, ground
from tests.faces.test_strangers import addresses, filled
from tests.standins.service_account import AES_KEY, Service

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
HOME, AT = "https://testserver", "/hooks/wechat/"
INSIDE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile MicroMessenger/8.0.50"


@pytest.fixture
def service() -> Iterator[Service]:
    wechat.account._TOKENS.clear()
    ground.lay(now=timezone.now())  # put, where nothing else lies yet
    with Service(now=timezone.now()) as one:

        def keep() -> None:
            told = {"values": one.values, "secrets": one.secrets}
            providers.keep(kind=wechat.KIND, name=wechat.NAME, rank=1, **told, by=BY, now=one.now)
            settings.propose(name="notices.address", value=HOME, valid_from=one.now, by=BY, now=one.now)

        acting(keep)
        yield one


def ring(service: Service, openid: str = "zhang", **told: str) -> Any:
    query, body = service.rings(openid, **told)
    return Client().post(f"{AT}?{query}", body, content_type="text/xml", secure=True)


def proof(then: str) -> str:
    return f"/customer/sign-in/?{urlencode({'next': f'/customer/me/{then}'})}"


class TestServer:
    def test_proves_its_address(self, service: Service) -> None:
        """The address is entered there: the echo comes back for the right signature alone"""
        assert Client().get(f"{AT}?{service.echo()}").content == b"4711"
        assert Client().get(f"{AT}?{service.echo()}x").status_code == 403

    @pytest.mark.parametrize("spoilt", [{"by": "stranger"}, {"app": "wxother"}, {"plain": "1"}, {"at": "1700000000"}])
    def test_believes_nothing_unproved(self, service: Service, spoilt: dict[str, str]) -> None:
        """Forged, for another account, in plain, an old copy: refused, nothing changes"""
        answer = ring(service, MsgType="event", Event="subscribe", EventKey="", **spoilt)
        assert (answer.status_code, Follower.objects.count()) == (403, 0)

    @pytest.mark.parametrize("body", [b"<xml>", b"<xml><Encrypt>x</Encrypt></xml>", b"\xff" * 40])
    def test_is_no_place_for_nonsense(self, service: Service, body: bytes) -> None:
        """Nonsense instead of a message"""
        assert Client().post(f"{AT}?msg_signature=x", body, content_type="text/xml").status_code == 403

    def test_refuses_what_an_xml_reader_must_not_follow(self, service: Service) -> None:
        body = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Encrypt>&a;</Encrypt></xml>'
        assert Client().post(f"{AT}?msg_signature=x", body, content_type="text/xml").status_code == 403

    def test_leads_who_scans_a_code_to_what_it_is_about(self, service: Service) -> None:
        """Scanned a code by who follows and by who does only now: the address of case, check, report or device"""
        for scene, there in [
            ("check:technician/HY-T-0002", "/verify/?kind=technician&code=HY-T-0002"),
            ("report:heyan/S3", "/report/heyan/S3/"),
            ("device:heyan/S3/SN1", "/report/heyan/S3/?serial=SN1"),
            ("case:R-20261128-000001-1", "/customer/repairs/R-20261128-000001-1/"),
        ]:
            for event, key in [("subscribe", f"qrscene_{scene}"), ("SCAN", scene)]:
                answer = ring(service, MsgType="event", Event=event, EventKey=key)
                told = service.read(answer.content)
                assert told["ToUserName"] == "zhang"
                assert told["Content"].endswith(f"{HOME}{there}")
        assert Follower.objects.get().follows
        for scene in ("case:../../admin", "check:technician/../x", "other:1", ""):
            answer = ring(service, MsgType="event", Event="SCAN", EventKey=scene)
            assert f"{HOME}/report/" in service.read(answer.content)["Content"]

    def test_hears_who_leaves(self, service: Service) -> None:
        """Leaves: follows no more"""
        ring(service, MsgType="event", Event="subscribe", EventKey="")
        assert ring(service, MsgType="event", Event="unsubscribe", EventKey="").content == b"success"
        assert not Follower.objects.get().follows

    def test_asks_a_stranger_to_prove_his_phone_first(self, service: Service) -> None:
        """A stranger writes: nothing is kept, he is led to prove his phone"""
        told = service.read(ring(service, MsgType="text", Content="几点到", MsgId="1").content)
        assert "/customer/sign-in/" in told["Content"]
        assert not Contact.objects.exists()


class TestSignIn:
    def enter(self, client: Client, service: Service, openid: str, then: str = "") -> Any:
        led = client.get(f"/customer/sign-in/{then}")
        assert led.status_code == 302
        assert led["Location"].startswith("https://open.weixin.qq.com/")
        back = client.get(service.comes_back(led["Location"], openid))
        return client.get(back["Location"])

    def prove(self, client: Client, then: str = "") -> None:
        client.post("/customer/sign-in/", {"phone": cast.MS_ZHANG.phone, "next": then})
        row = Message.objects.filter(template="people.login_code").latest("created_at")
        told = {"code": vault.open_("core.outbox.secret", row.key, row.secret), "next": then}
        assert client.post("/customer/sign-in/code/", told).status_code == 302

    def test_recognises_who_proved_his_phone_once(self, service: Service) -> None:
        """Inside WeChat: the phone is proved once; then the case opens, and messages come from a known person"""
        walked = a_repair(now=service.now)
        client = Client(headers={"user-agent": INSIDE})
        assert self.enter(client, service, "zhang").status_code == 200
        client.post("/customer/sign-in/", {"phone": cast.MS_ZHANG.phone})
        row = Message.objects.filter(template="people.login_code").latest("created_at")
        code = vault.open_("core.outbox.secret", row.key, row.secret)
        assert client.post("/customer/sign-in/code/", {"code": code}).status_code == 302

        again = Client(headers={"user-agent": INSIDE})
        there = f"/customer/repairs/{walked.repair.number}/"
        assert self.enter(again, service, "zhang", f"?next={there}")["Location"] == there
        assert again.get(there).status_code == 200
        assert "微信" in again.get("/customer/me/").content.decode()
        told = service.read(ring(service, MsgType="text", Content="几点到", MsgId="1").content)
        assert Contact.objects.get().number in told["Content"]

        assert again.post("/customer/me/wechat/end/").status_code == 302
        assert self.enter(Client(headers={"user-agent": INSIDE}), service, "zhang").status_code == 200

    def test_knows_nobody_any_more_by_the_number_his_person_had_before(self, service: Service) -> None:
        """The person has another number since: who proved the one of before is asked to prove that one"""
        walked = a_repair(now=service.now)
        client = Client(headers={"user-agent": INSIDE})
        self.enter(client, service, "zhang")
        client.post("/customer/sign-in/", {"phone": cast.MS_ZHANG.phone})
        row = Message.objects.filter(template="people.login_code").latest("created_at")
        client.post("/customer/sign-in/code/", {"code": vault.open_("core.outbox.secret", row.key, row.secret)})
        person, told = walked.repair.customer, {"phone": "13900007788", "by": BY, "now": timezone.now()}
        acting(lambda: corrections.write_phone(persons=[person], **told))

        again = Client(headers={"user-agent": INSIDE})
        there = f"/customer/repairs/{walked.repair.number}/"
        assert self.enter(again, service, "zhang", f"?next={there}").status_code == 200, "the phone is asked for"
        for one in (again, client):
            assert one.get(there).status_code == 302
        told = service.read(ring(service, MsgType="text", Content="几点到", MsgId="1").content)
        assert "/customer/sign-in/" in told["Content"]
        assert not Contact.objects.exists()

    def test_asks_for_a_code_before_own_data_is_handed_out_or_changed(self, service: Service) -> None:
        """Known by WeChat's word alone: his own data needs the code of his phone first, as it does by a link"""
        walked = a_repair(now=service.now)
        first, inside = Client(headers={"user-agent": INSIDE}), Client(headers={"user-agent": INSIDE})
        self.enter(first, service, "zhang")
        self.prove(first)
        assert self.enter(inside, service, "zhang", "?next=/customer/")["Location"] == "/customer/"
        assert inside.get(f"/customer/repairs/{walked.repair.number}/").status_code == 200
        for there, wanted in (("copy/", ""), ("phone/", "phone/"), ("erasure/", "erasure/")):
            page = f"/customer/me/{there}"
            answer = inside.post(page) if there == "copy/" else inside.get(page)
            assert (answer.status_code, answer["Location"]) == (302, proof(wanted))
        assert inside.get(proof("")).status_code == 200, "WeChat's word leads nobody past the code"
        assert inside.post(proof(""), {"phone": "13900000000"}).status_code == 302
        assert inside.post("/customer/me/copy/").status_code == 302

        self.prove(inside, then="/customer/me/")

        for proved in (inside, first):  # who proved it in this session isn't asked again
            with closing(proved.post("/customer/me/copy/")) as answer:
                assert answer.status_code == 200

    def test_leads_nobody_whom_wechat_alone_knows_round_in_circles(self, service: Service) -> None:
        """Known by WeChat's word alone: each page of his opens, refuses, or asks for the code; none sends him round"""
        walked = a_repair(now=service.now)
        first, inside = Client(headers={"user-agent": INSIDE}), Client(headers={"user-agent": INSIDE})
        self.enter(first, service, "zhang")
        self.prove(first)
        self.enter(inside, service, "zhang", "?next=/customer/")
        pages = sorted({filled(one, walked) for one in addresses() if one.startswith("customer/")})
        assert any(one.endswith("/account/") for one in pages)
        for page in pages:
            if "sign-" in page:
                continue
            seen, answer = [page], inside.get(page)
            while answer.status_code == 302 and answer["Location"].startswith("/"):
                assert answer["Location"] not in seen, seen
                seen.append(answer["Location"])
                answer = inside.get(answer["Location"])
            answer.close()

    def test_stays_who_he_is_where_he_proves_another_number_inside(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another number proved inside WeChat: known by it from then on"""
        a_repair(now=service.now)
        client = Client(headers={"user-agent": INSIDE})
        self.enter(client, service, "zhang")
        monkeypatch.setattr("anxin.domain.people.actions.codes.secrets.randbelow", lambda _most: 246810)
        client.post("/customer/sign-in/", {"phone": cast.MS_ZHANG.phone})
        client.post("/customer/sign-in/code/", {"code": "246810"})
        client.post("/customer/me/phone/", {"phone": "13900007788"})
        assert client.post("/customer/me/phone/code/", {"code": "246810"}).status_code == 302
        assert "139****7788" in client.get("/customer/me/").content.decode()
        assert Follower.objects.get().person is not None

    def test_asks_wechat_of_nobody_outside_of_it(self, service: Service) -> None:
        """Outside of WeChat nobody is led there"""
        assert Client().get("/customer/sign-in/").status_code == 200

    def test_takes_an_answer_that_nobody_asked_for_for_none_whatever_it_says(self, service: Service) -> None:
        inside = Client(headers={"user-agent": INSIDE})
        inside.get("/customer/sign-in/", secure=True)
        assert STATE in inside.session
        assert inside.get("/wechat/", {"state": "é", "code": "x"}, secure=True).status_code == 302

    def test_goes_on_by_phone_where_wechat_says_nothing(self, service: Service) -> None:
        """A code that was used, another's state, WeChat silent: the phone is asked for, nobody is recognised"""
        client = Client(headers={"user-agent": INSIDE})
        led = client.get("/customer/sign-in/")["Location"]
        back = service.comes_back(led, "zhang")
        assert Client(headers={"user-agent": INSIDE}).get(back)["Location"] == "/customer/sign-in/"
        service.codes.clear()
        assert client.get(back)["Location"] == "/customer/sign-in/"
        assert providers.health()[wechat.NAME].fault == "", "nobody outside makes the account look ill"
        assert client.get("/customer/sign-in/").status_code == 200
        assert shared.PERSON not in client.session
        assert not Follower.objects.exists()


class TestDesk:
    def test_keeps_tries_writes_the_menu_and_makes_codes(self, service: Service, sits: Any) -> None:
        """Kept, tried (keys, templates), the menu written, a code to print"""
        admin, at = sits(cast.ADMIN), "/desk/opening/providers/"
        told = {**service.values, **service.secrets}
        for name, value in [("aes_key", "short"), ("templates", "notices.repair_accepted = x")]:
            assert admin.post(f"{at}service_account/", {**told, name: value}).status_code == 422
        assert admin.post(f"{at}service_account/", told).status_code == 302
        assert admin.post(f"{at}service_account/trial/").status_code == 302
        page = admin.get(f"{at}?do=service_account").content.decode()
        assert f"{HOME}{AT}" in page
        assert AES_KEY not in page
        assert admin.post(f"{at}service_account/menu/").status_code == 302
        assert service.menu["button"][0]["url"] == f"{HOME}/report/"
        assert b"<svg" in admin.post(f"{at}service_account/codes/", {"scene": "report:heyan/S3"}).content
        assert service.scenes[-1]["action_name"] == "QR_LIMIT_STR_SCENE"
        assert admin.post(f"{at}service_account/codes/", {"scene": "nowhere"}).status_code == 422
        service.moods.append("45009")
        assert b"45009" in admin.post(f"{at}service_account/menu/").content

    def test_asks_for_its_secrets_anew_at_another_gateway(self, service: Service, sits: Any) -> None:
        admin, at = sits(cast.ADMIN), "/desk/opening/providers/service_account/"
        told = {**service.values, **dict.fromkeys(service.secrets, "")}
        assert admin.post(at, told).status_code == 302, "the same one keeps them"
        answer = admin.post(at, {**told, "gateway": "http://127.0.0.1:8790"})
        assert answer.status_code == 422
        assert "地址换了，请重新填" in answer.content.decode()
        kept = providers.account(wechat.NAME)
        assert kept is not None
        assert kept.values["gateway"] == service.url

    def test_waits_for_a_second_administrator_where_there_is_one(self, service: Service, sits: Any) -> None:
        admin, at = sits(cast.ADMIN), "/desk/opening/providers/service_account/"
        second = people.account(cast.QIAN.username)
        assert second is not None
        acting(
            lambda: people_actions.grant(
                account=second, organisation=people.operator(), role="operator", now=service.now
            )
        )
        told = {**service.values, **service.secrets, "gateway": "http://127.0.0.1:8790"}
        assert "等第二位管理员同意" in admin.post(at, told, follow=True).content.decode()
        kept = providers.account(wechat.NAME)
        assert kept is not None
        assert kept.values["gateway"] == service.url, "until then what is there goes on"

    def test_writes_the_menu_in_the_language_customers_are_told_in(self, service: Service, sits: Any) -> None:
        """An administrator who reads English writes a menu that customers read"""
        sits(cast.ADMIN).post("/desk/opening/providers/service_account/menu/", headers={"accept-language": "en"})
        assert [one["name"] for one in service.menu["button"]] == ["我要报修", "我的服务单", "查真假"]

    def test_answers_the_check_file_at_the_root(self, service: Service, sits: Any) -> None:
        """The check file for web authorisation is kept with the account and answered at the root, no other one is"""
        admin, at = sits(cast.ADMIN), "/desk/opening/providers/"
        told = {**service.values, **service.secrets}
        named = "/MP_verify_k3Lm9Qx2TzVb7RfW.txt"
        assert Client().get(named).status_code == 404
        for bad in ("MP_verify_k3Lm9Qx2TzVb7RfW.txt", "../etc/passwd k3Lm9Qx2", "MP_verify_k3Lm9Qx2.html <script>"):
            answer = admin.post(f"{at}service_account/", {**told, "check_file": bad})
            assert answer.status_code == 422
            assert "MP_verify_a1b2c3d4.txt a1b2c3d4" in answer.content.decode()
        kept = {**told, "check_file": "MP_verify_k3Lm9Qx2TzVb7RfW.txt k3Lm9Qx2TzVb7RfW"}
        assert admin.post(f"{at}service_account/", kept).status_code == 302
        answer = Client().get(named)
        assert (answer.status_code, answer.content) == (200, b"k3Lm9Qx2TzVb7RfW")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["X-Content-Type-Options"] == "nosniff"
        for other in ("/MP_verify_k3Lm9Qx2TzVb7RfX.txt", "/WW_verify_k3Lm9Qx2TzVb7RfW.txt"):
            assert Client().get(other).status_code == 404
        assert (
            "MP_verify_k3Lm9Qx2TzVb7RfW.txt k3Lm9Qx2TzVb7RfW" in admin.get(f"{at}?do=service_account").content.decode()
        )

    def test_gives_a_customer_the_code_to_follow_his_case(self, service: Service) -> None:
        """The code to follow a case in WeChat on its receipt; none where WeChat is silent, said so"""
        walked = a_repair(now=service.now)
        client = Client()
        client.get(f"/c/{walked.token}/")
        there = f"/customer/repairs/{walked.repair.number}/receipt/"
        service.moods.extend(["", "45009"])
        client.post(f"{there}wechat/")
        assert "http://weixin.qq.com" not in client.get(there).content.decode()
        client.post(f"{there}wechat/")
        assert client.get(there).content.decode().count("qr") >= 1
        [scene] = service.scenes
        assert scene["action_info"]["scene"]["scene_str"] == f"case:{walked.repair.number}"
