"""Staff at the door."""

import re
import time

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from anxin.core import wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.domain.people import actions as people
from anxin.domain.people.actions import factors
from anxin.domain.people.models import Account, Factor, RecoveryCode
from anxin.faces.sign_in import session
from tests.factor_builders import an_authenticator

PASSWORD = "quite a long sentence"
pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> Account:
    """Give agent Xiao Chen an account with a password and no authenticator yet."""
    account = people.open_account(username="chen", password=PASSWORD, called="小陈", now=timezone.now())
    home = people.found_organisation(kind="operator", slug="anxin-demo", name="安心演示", now=timezone.now())
    people.grant(account=account, organisation=home, role="agent", now=timezone.now())
    return account


@pytest.fixture
def enrolled(chen: Account) -> pyotp.TOTP:
    """Give Xiao Chen an authenticator whose first code was used a while ago."""
    return an_authenticator(chen)


def shown(client: Client, name: str, **data: str):  # type: ignore[no-untyped-def]
    return client.post(reverse(name), data)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestPassword:
    def test_alone_signs_nobody_in(self, client: Client, enrolled: pyotp.TOTP) -> None:
        answer = shown(client, "sign_in:staff", username="chen", password=PASSWORD)

        assert answer.url == reverse("sign_in:code")
        assert not signed_in(client)

    @pytest.mark.parametrize(
        ("username", "password"), [("chen", "wrong"), ("nobody", PASSWORD), ("chen", " " + PASSWORD)]
    )
    def test_wrong_or_unknown_hears_the_same(
        self, client: Client, enrolled: pyotp.TOTP, username: str, password: str
    ) -> None:
        answer = shown(client, "sign_in:staff", username=username, password=password)

        assert answer.status_code == 422
        with translation.override("zh-hans"):
            assert str(wording.ERRORS["people.wrong_sign_in"]) in answer.content.decode()
        assert not signed_in(client)

    def test_of_an_account_out_of_use_is_refused(self, client: Client, chen: Account) -> None:
        Account.objects.update(is_active=False)

        assert shown(client, "sign_in:staff", username="chen", password=PASSWORD).status_code == 422


class TestAuthenticator:
    def test_opens_the_door_and_renames_the_session(self, client: Client, enrolled: pyotp.TOTP) -> None:
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)
        before = client.session.session_key

        answer = shown(client, "sign_in:code", code=enrolled.now())

        assert answer.status_code == 302
        assert signed_in(client)
        assert client.session.session_key != before

    def test_code_works_once(self, client: Client, enrolled: pyotp.TOTP) -> None:
        code = enrolled.now()
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)
        shown(client, "sign_in:code", code=code)
        other = Client()
        shown(other, "sign_in:staff", username="chen", password=PASSWORD)

        assert shown(other, "sign_in:code", code=code).status_code == 409
        assert not signed_in(other)

    def test_code_without_a_password_leads_back_to_the_door(self, client: Client, enrolled: pyotp.TOTP) -> None:
        assert shown(client, "sign_in:code", code=enrolled.now()).url == reverse("sign_in:staff")

    def test_half_way_ends_after_ten_minutes(self, client: Client, enrolled: pyotp.TOTP) -> None:
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)
        session = client.session
        session["signing_half"] = [session["signing_half"][0], time.time() - 601]
        session.save()

        assert shown(client, "sign_in:code", code=enrolled.now()).url == reverse("sign_in:staff")

    def test_wrong_codes_are_slowed(self, client: Client, enrolled: pyotp.TOTP, chen: Account) -> None:
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)
        for _try in range(5):
            shown(client, "sign_in:code", code="000000")

        slowed = shown(client, "sign_in:code", code=enrolled.now())
        assert slowed.status_code == 429
        assert 0 < int(slowed["Retry-After"]) <= 300
        assert not signed_in(client)

    def test_leads_only_to_places_of_ours(self, client: Client, enrolled: pyotp.TOTP) -> None:
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)

        answer = shown(client, "sign_in:code", code=enrolled.now(), next="https://elsewhere.example/")

        assert "elsewhere" not in answer.url


class TestEnrolment:
    def test_shows_picture_and_key_takes_the_first_code_and_hands_out_ten_recovery_codes(
        self, client: Client, chen: Account
    ) -> None:
        assert shown(client, "sign_in:staff", username="chen", password=PASSWORD).url == reverse(
            "sign_in:second_factor"
        )
        page = client.get(reverse("sign_in:second_factor")).content.decode()
        secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")  # type: ignore[index]
        assert f"secret={secret}" in re.search(r'href="(otpauth://[^"]+)', page)[1]  # type: ignore[index]
        assert "动态码" in page
        assert "验证码" not in page, "one word for what the authenticator shows"

        slip = shown(client, "sign_in:second_factor", code="000000").content.decode()
        assert 'aria-describedby="id_code-wrong"' in slip
        assert "不是验证器现在显示的动态码" in slip
        answer = shown(client, "sign_in:second_factor", code=pyotp.TOTP(secret).now())

        codes = re.findall(r"<code[^>]*>([a-z2-7]{4}(?:-[a-z2-7]{4}){5})</code>", answer.content.decode())
        assert "<svg" in page
        assert len(set(codes)) == 10
        assert f'data-copy="{" ".join(codes)}"' in answer.content.decode()
        assert signed_in(client)
        assert not RecoveryCode.objects.filter(code_hash__in=codes).exists()
        assert secret not in Factor.objects.get().secret_sealed

    def test_does_not_repeat_for_somebody_who_has_one(self, client: Client, enrolled: pyotp.TOTP) -> None:
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)

        assert client.get(reverse("sign_in:second_factor")).url == reverse("sign_in:code")

    def test_recovery_code_opens_once(self, client: Client, enrolled: pyotp.TOTP, chen: Account) -> None:
        codes = acting(lambda: factors.renew_recovery_codes(account=chen.pk, now=timezone.now()))
        typed = codes[0].upper().replace("-", " ")
        shown(client, "sign_in:staff", username="chen", password=PASSWORD)
        shown(client, "sign_in:code", code=typed)
        assert signed_in(client)
        other = Client()
        shown(other, "sign_in:staff", username="chen", password=PASSWORD)

        assert shown(other, "sign_in:code", code=typed).status_code == 422


class TestInside:
    @pytest.fixture
    def inside(self, client: Client, chen: Account) -> Client:
        client.force_login(chen)
        return client

    def test_stranger_is_sent_to_the_door_and_back(self, client: Client) -> None:
        address = reverse("sign_in:password")

        assert client.get(address).url == reverse("sign_in:staff", query={"next": address})

    def test_who_pressed_in_a_page_whose_sign_in_had_ended_comes_back_to_that_page(self, client: Client) -> None:
        page = "http://testserver/desk/repairs/new/?brand=heyan"
        loaded = client.post("/desk/repairs/new/where/", {}, headers={"referer": page, "hx-request": "true"})
        assert loaded.headers["HX-Redirect"].endswith("?next=%2Fdesk%2Frepairs%2Fnew%2F%3Fbrand%3Dheyan")
        for elsewhere in ("https://elsewhere.example/desk/", ""):
            sent = client.post("/desk/repairs/new/", {}, headers={"referer": elsewhere})
            assert sent.headers["Location"].endswith("?next=%2Fdesk%2Frepairs%2Fnew%2F")

    def test_changes_the_password_and_ends_other_sessions(self, inside: Client, chen: Account) -> None:
        other = Client()
        other.force_login(chen)

        answer = shown(
            inside, "sign_in:password", old=PASSWORD, new="another long sentence", again="another long sentence"
        )

        assert answer.status_code == 200
        assert inside.get(reverse("sign_in:password")).status_code == 200
        assert other.get(reverse("sign_in:password")).status_code == 302
        assert Account.objects.get().check_password("another long sentence")

    @pytest.mark.parametrize(
        ("old", "new", "again"),
        [
            ("wrong", "another long sentence", "another long sentence"),
            (PASSWORD, "12345678", "12345678"),
            (PASSWORD, "a long one", "other"),
        ],
    )
    def test_refuses_a_wrong_weak_or_mistyped_password(self, inside: Client, old: str, new: str, again: str) -> None:
        assert shown(inside, "sign_in:password", old=old, new=new, again=again).status_code == 422
        assert Account.objects.get().check_password(PASSWORD)

    def test_leaves_by_post_only(self, inside: Client) -> None:
        assert inside.get(reverse("sign_in:sign_out")).status_code == 405
        inside.post(reverse("sign_in:sign_out"))

        assert not signed_in(inside)

    @pytest.mark.parametrize(
        ("roles", "page"),
        [
            ("finance", "/desk/money/"),
            ("finance reviewer", "/desk/claims/"),
            ("agent", "/desk/repairs/"),
            ("operator", "/desk/opening/"),
        ],
    )
    def test_begins_where_his_work_lies(self, roles: str, page: str) -> None:
        acting(lambda: people.found_organisation(kind="operator", slug="house", name="本店", now=timezone.now()))
        assert session.home_of(Actor(kind="staff", id="1", roles=frozenset(roles.split()))) == page
