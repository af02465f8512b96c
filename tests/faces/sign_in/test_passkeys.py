"""Passkeys and authenticators: both factors by one device, several of them, never the last one gone."""

import json
import random
import re
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.domain.people import actions as people
from anxin.domain.people.actions import passkeys
from anxin.domain.people.actions.throttle import Origin
from anxin.domain.people.models import Account, Challenge, Factor
from tests.factor_builders import an_authenticator
from tests.standins.passkey import PRESENT, VERIFIED, Device, plain

PASSWORD = "quite a long sentence"
AT = {"HTTP_HOST": "localhost", "secure": True}
pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> Account:
    account = people.open_account(username="chen", password=PASSWORD, called="小陈", now=timezone.now())
    home = people.found_organisation(kind="operator", slug="anxin-demo", name="安心演示", now=timezone.now())
    people.grant(account=account, organisation=home, role="operator", now=timezone.now())
    return account


def asks(client: Client, name: str) -> dict[str, Any]:
    answer = client.post(reverse(f"sign_in:{name}"), **AT)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return dict(answer.json())


def half(client: Client) -> Client:
    client.post(reverse("sign_in:staff"), {"username": "chen", "password": PASSWORD}, **AT)
    return client


def makes(client: Client, device: Device, **more: str) -> Any:
    asked = asks(client, "ask_new_passkey")
    given = {"key": asked["key"], "answer": device.make(asked["options"]), **more}
    return client.post(reverse("sign_in:new_passkey"), given, **AT)


def enters(client: Client, device: Device, **changed: Any) -> Any:
    asked = asks(client, "ask_passkey")
    given = {"key": asked["key"], "answer": device.enter(asked["options"], **changed)}
    return client.post(reverse("sign_in:passkey"), given, **AT)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def codes() -> list[str]:
    return list(timeline.Entry.objects.filter(stream__kind="door").order_by("id").values_list("code", flat=True))


@pytest.fixture
def device(chen: Account) -> Device:
    """Give Xiao Chen a device whose passkey is his first factor."""
    one = Device()
    answer = makes(half(Client()), one, name="  my\nphone ")
    assert len(set(re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){5}", answer.content.decode()))) == 10
    return one


class TestAPasskey:
    def test_lets_its_owner_in_without_name_password_or_code(self, device: Device, chen: Account) -> None:
        client = Client()

        assert enters(client, device).status_code == 302
        assert client.session["_auth_user_id"] == str(chen.pk)
        kept = Factor.objects.get()
        assert (kept.name, kept.rp, kept.count, kept.used_at is not None) == ("my phone", "localhost", 1, True)
        assert client.get(reverse("sign_in:factors"), **AT).status_code == 200

    def test_is_asked_after_the_password_too_and_nothing_else_is_set_up(self, device: Device) -> None:
        client = half(Client())

        assert client.get(reverse("sign_in:second_factor"), **AT).url == reverse("sign_in:code")
        answer = client.post(reverse("sign_in:ask_new_passkey"), **AT)
        assert answer.status_code == 409
        assert enters(client, device).status_code == 302
        assert is_in(client)

    @pytest.mark.parametrize(
        "faults",
        [
            {"origin": "https://localhost.evil.example"},
            {"origin": "http://localhost"},
            {"rp": "evil.example"},
            {"flags": PRESENT},
            {"flags": VERIFIED},
            {"challenge": plain(bytes(32))},
            {"kind": "webauthn.create"},
            {"cross": True},
        ],
        ids=str,
    )
    def test_opens_nothing_when_the_device_lies(self, device: Device, faults: dict[str, Any]) -> None:
        client = Client()

        assert enters(client, device.so(**faults)).status_code == 422
        assert not is_in(client)
        assert codes()[-1] == "people.wrong_passkey"

    def test_opens_nothing_for_another_key_another_owner_or_a_changed_signature(self, device: Device) -> None:
        stranger, client = Device(), Client()
        stranger.make({**asks_of_another(), "rp": {"id": "localhost"}})
        assert enters(client, stranger).status_code == 422
        assert enters(client, device, userHandle=plain(bytes(16))).status_code == 422
        assert enters(client, device, userHandle="").status_code == 422
        assert enters(client, device, signature=plain(b"\x30\x06\x02\x01\x01\x02\x01\x01")).status_code == 422
        assert not is_in(client)

    def test_signs_once_in_the_browser_that_asked_and_soon(self, device: Device) -> None:
        client, other = Client(), Client()
        asks(other, "ask_passkey")
        asked = asks(client, "ask_passkey")
        given = {"key": asked["key"], "answer": device.enter(asked["options"])}
        assert other.post(reverse("sign_in:passkey"), given, **AT).status_code == 422
        assert client.post(reverse("sign_in:passkey"), given, **AT).status_code == 302
        client.post(reverse("sign_in:sign_out"), **AT)
        assert client.post(reverse("sign_in:passkey"), given, **AT).status_code == 422

        late = asks(client, "ask_passkey")
        Challenge.objects.update(expires_at=timezone.now())
        given = {"key": late["key"], "answer": device.enter(late["options"])}
        assert client.post(reverse("sign_in:passkey"), given, **AT).status_code == 422
        assert not is_in(client)

    def test_is_asked_for_once_even_when_the_answer_was_refused(self, device: Device) -> None:
        client = Client()
        asked = asks(client, "ask_passkey")
        wrong = {"key": asked["key"], "answer": device.so(flags=PRESENT).enter(asked["options"])}
        right = {"key": asked["key"], "answer": device.enter(asked["options"])}

        answers = [client.post(reverse("sign_in:passkey"), one, **AT).status_code for one in (wrong, right)]

        assert answers == [422, 422]
        assert not is_in(client)

    def test_that_counts_backwards_may_be_a_copy_and_is_refused(self, device: Device) -> None:
        enters(Client(), device)
        enters(Client(), device)
        device.keys[0].count = 0
        client = Client()

        assert enters(client, device).status_code == 422
        assert not is_in(client)
        assert codes()[-1] == "people.passkey_copied"

    def test_that_never_counts_is_taken(self, device: Device) -> None:
        calm = device.so(counts=False)
        assert [enters(Client(), calm).status_code for _twice in range(2)] == [302, 302]

    def test_of_an_account_out_of_use_opens_nothing(self, device: Device) -> None:
        Account.objects.update(is_active=False)
        client = Client()

        assert enters(client, device).status_code == 422
        assert not is_in(client)

    def test_of_whatever_bytes_is_refused_and_never_a_fault(self, device: Device) -> None:
        client, draw = Client(), random.Random(5)
        asked = asks(client, "ask_passkey")
        told = json.loads(device.enter(asked["options"]))
        odd = ["", "[]", "null", "{}", "[" * 30_000, '{"id":1}', json.dumps({**told, "response": {}})]
        for name in told["response"]:
            for _mutant in range(6):
                data = bytearray(told["response"][name].encode())
                data[draw.randrange(len(data))] = draw.randrange(33, 127)
                odd.append(json.dumps({**told, "response": {**told["response"], name: data.decode()}}))
        taken = passkeys.Taken(sign=asked["options"]["challenge"])
        here, origin = passkeys.Site(origin="https://localhost", name=""), Origin(address="")
        for one in odd:
            try:
                acting(lambda: passkeys.enter(taken=taken, answer=one, site=here, origin=origin, now=timezone.now()))  # noqa: B023  asked at once
            except Invalid:
                continue
            assert json.loads(one) == told

    def test_is_offered_under_the_public_address_and_this_machine_s_alone(self, device: Device, client: Client) -> None:
        now, public = timezone.now(), "https://testserver"
        acting(lambda: settings.propose(name="notices.address", value=public, valid_from=now, by=SYSTEM, now=now))

        def offered(host: str, *, secure: bool = True) -> bool:
            answer = client.get(reverse("sign_in:staff"), HTTP_HOST=host, secure=secure)
            return reverse("sign_in:ask_passkey") in answer.content.decode()

        assert offered("testserver")
        assert offered("localhost:8000", secure=False)
        assert not offered("testserver", secure=False)
        assert not offered("127.0.0.1")
        away = client.post(reverse("sign_in:ask_passkey"), HTTP_HOST="testserver", secure=True).json()
        given = {"key": away["key"], "answer": device.so(origin="https://testserver").enter(away["options"])}
        assert client.post(reverse("sign_in:passkey"), given, HTTP_HOST="testserver", secure=True).status_code == 422


def asks_of_another() -> dict[str, Any]:
    chosen = {"userVerification": "required", "residentKey": "required"}
    return {"authenticatorSelection": chosen, "user": {"id": plain(bytes(16))}, "challenge": plain(bytes(32))}


class TestOnesOwn:
    @pytest.fixture
    def inside(self, device: Device) -> Client:
        """Come in by passkey."""
        client = Client()
        enters(client, device)
        return client

    def act(self, client: Client, deed: str, one: Factor, **given: str) -> str:
        answer = client.post(reverse(f"sign_in:{deed}_factor", args=[one.pk]), given, **AT, follow=True)
        return answer.content.decode()

    def test_are_several_each_with_a_name_and_the_last_one_stays(self, inside: Client, device: Device) -> None:
        assert makes(inside, Device(elliptic=False), name="钥匙").url == reverse("sign_in:factors")
        page = inside.get(reverse("sign_in:authenticator"), **AT).content.decode()
        secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")  # type: ignore[index]
        inside.post(reverse("sign_in:authenticator"), {"code": pyotp.TOTP(secret).now(), "name": "平板"}, **AT)
        first, second, third = Factor.objects.order_by("created_at")
        assert [first.name, second.name, third.name] == ["my phone", "钥匙", "平板"]

        assert "办公室钥匙" in self.act(inside, "rename", second, name="办公室钥匙")
        self.act(inside, "remove", first)
        self.act(inside, "remove", second)
        self.act(inside, "remove", third)

        assert list(Factor.objects.values_list("name", flat=True)) == ["平板"]
        assert enters(Client(), device).status_code == 422

    def test_made_elsewhere_count_for_nothing_here(self, inside: Client) -> None:
        Factor.objects.update(rp="old.example")
        makes(inside, Device())
        old, new = Factor.objects.order_by("created_at")

        assert "old.example" in inside.get(reverse("sign_in:factors"), **AT).content.decode()
        self.act(inside, "remove", new)
        assert Factor.objects.count() == 2
        self.act(inside, "remove", old)
        assert Factor.objects.get() == new

    def test_are_changed_only_by_who_has_just_proved_himself(self, inside: Client, device: Device) -> None:
        session = inside.session
        session["signing_proved"] -= 601
        session.save()
        one = Factor.objects.get()

        self.act(inside, "rename", one, name="stolen")
        assert Factor.objects.get().name == "my phone"
        assert inside.post(reverse("sign_in:ask_new_passkey"), **AT).status_code == 403
        for name in ("authenticator", "recovery_codes"):
            assert inside.get(reverse(f"sign_in:{name}"), **AT).url.startswith(reverse("sign_in:proof"))
        assert enters(inside, device).status_code == 302
        self.act(inside, "rename", one, name="mine")
        assert Factor.objects.get().name == "mine"

    def test_proof_of_another_account_is_none(self, inside: Client, chen: Account) -> None:
        deng = people.open_account(username="deng", password=PASSWORD, called="小邓", now=timezone.now())
        other = Device()
        makes_for(deng, other)
        session = inside.session
        del session["signing_proved"]
        session.save()

        assert enters(inside, other).status_code == 422
        assert inside.session["_auth_user_id"] == str(chen.pk)
        assert "signing_proved" not in inside.session

    def test_proof_by_code_is_taken_as_well(self, chen: Account) -> None:
        totp, client = an_authenticator(chen), Client()
        client.force_login(chen)

        answer = client.post(reverse("sign_in:proof"), {"code": totp.now()})

        assert answer.url == reverse("sign_in:factors")
        assert client.post(reverse("sign_in:recovery_codes")).status_code == 200

    def test_of_others_are_not_to_be_had(self, inside: Client) -> None:
        deng = people.open_account(username="deng", password=PASSWORD, called="小邓", now=timezone.now())
        makes_for(deng, Device())
        theirs = deng.factors.get()

        for name in ("rename", "remove"):
            self.act(inside, name, theirs, name="mine")
        assert deng.factors.get().name == ""

    def test_are_ten_at_most(self, inside: Client, chen: Account) -> None:
        for number in range(9):
            Factor.objects.create(
                account=chen,
                kind="passkey",
                credential=f"c{number}",
                created_at=timezone.now(),
                confirmed_at=timezone.now(),
            )
        assert inside.post(reverse("sign_in:ask_new_passkey"), **AT).status_code == 409


def makes_for(account: Account, device: Device) -> None:
    client = Client()
    client.post(reverse("sign_in:staff"), {"username": account.username, "password": PASSWORD}, **AT)
    makes(client, device)
