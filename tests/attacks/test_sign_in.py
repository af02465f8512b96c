"""At the door: guessing, finding out names, shutting colleagues out, stolen rows of sessions."""

import contextlib
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anxin.core import later, rate_limits, timeline
from anxin.core.acting import acting
from anxin.core.outbox import Message
from anxin.core.rate_limits import Allowance
from anxin.core.sessions import lifecycle, store
from anxin.core.sessions.models import Session
from anxin.domain.people import actions as people
from anxin.domain.people import rules
from anxin.domain.people.actions import codes, credentials, throttle, unlocks
from anxin.domain.people.actions.throttle import Attempt, Origin
from anxin.domain.people.models import Account, MessageDay
from tests.factor_builders import an_authenticator

PASSWORD = "quite a long sentence"
ATTACKER, OWNER = "198.51.100.7", "203.0.113.9"
pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(db: None) -> Account:
    """Give agent Xiao Chen an account with a phone and an authenticator."""
    now = timezone.now()
    owner = people.enrol(name="陈小满", phone="13800000011", now=now)
    account = people.open_account(username="chen", password=PASSWORD, called="小陈", now=now, person=owner)
    home = people.found_organisation(kind="operator", slug="anxin-demo", name="安心演示", now=now)
    people.grant(account=account, organisation=home, role="operator", now=now)
    return account


@pytest.fixture
def totp(chen: Account) -> pyotp.TOTP:
    """Give Xiao Chen an authenticator."""
    return an_authenticator(chen)


def tries(name: str, password: str, address: str, client: Client | None = None, **more: str):  # type: ignore[no-untyped-def]
    form = {"username": name, "password": password, **more}
    return (client or Client()).post(reverse("sign_in:staff"), form, REMOTE_ADDR=address)


def enters(client: Client, totp: pyotp.TOTP, address: str = OWNER) -> Client:
    tries("chen", PASSWORD, address, client)
    client.post(reverse("sign_in:code"), {"code": totp.now()}, REMOTE_ADDR=address)
    assert "_auth_user_id" in client.session
    return client


def handed_out(account: Account) -> str:
    admin = Client()
    admin.force_login(account)
    page = admin.post(reverse("operations:hand_out", args=[account.pk])).content.decode()
    return re.search(r">([a-z2-7]{4}(?:-[a-z2-7]{4}){5})<", page)[1]  # type: ignore[index]


class TestShuttingOut:
    def test_wrong_passwords_from_elsewhere_leave_the_owner_alone(self, chen: Account) -> None:
        for _wrong in range(7):
            tries("chen", "wrong", ATTACKER)

        assert tries("chen", PASSWORD, ATTACKER).status_code == 429
        assert tries("chen", PASSWORD, OWNER).status_code == 302

    def test_wrong_passwords_from_his_own_network_leave_his_own_browser_alone(
        self, chen: Account, totp: pyotp.TOTP
    ) -> None:
        mine = enters(Client(), totp)
        mine.post(reverse("sign_in:sign_out"))
        for _wrong in range(7):
            tries("chen", "wrong", OWNER)

        assert tries("chen", PASSWORD, OWNER).status_code == 429
        assert tries("chen", PASSWORD, OWNER, mine).status_code == 302

    def test_a_thousand_machines_cost_the_owner_thirty_seconds(
        self, chen: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "NAMES", rules.TryPace(3, 0.01))
        now = timezone.now()

        def admitted(address: str, turn: str = "", after: int = 0) -> None:
            attempt = Attempt(username="chen", origin=Origin(address=address), turn=turn)
            acting(lambda: throttle.admit(attempt=attempt, now=now + timedelta(seconds=after)))

        for machine in range(3):
            admitted(f"198.51.100.{machine}")
        with pytest.raises(throttle.Slowed) as slowed:
            admitted(OWNER)
        for early_or_elsewhere in ({"address": OWNER, "after": 29}, {"address": ATTACKER, "after": 31}):
            for machine in range(3, 6):  # they go on
                with pytest.raises(throttle.Slowed):
                    admitted(f"198.51.100.{machine}")
            with pytest.raises(throttle.Slowed):
                admitted(turn=slowed.value.turn, **early_or_elsewhere)  # type: ignore[arg-type]

        admitted(OWNER, turn=slowed.value.turn, after=31)

    def test_ends_by_a_code_to_the_phone(self, chen: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unlocks.secrets, "randbelow", lambda _most: 123456)
        owner = Client()
        for _wrong in range(6):
            tries("chen", "wrong", OWNER)
        owner.post(reverse("sign_in:unlock"), {"username": "chen"})
        later.run_due(timezone.now())
        assert Message.objects.get(template="people.unlocking_code").audience == f"person:{chen.person_id}"

        answer = owner.post(reverse("sign_in:unlock_code"), {"code": "123456"})

        assert answer.url == reverse("sign_in:staff")
        assert tries("chen", PASSWORD, OWNER).status_code == 429
        assert tries("chen", PASSWORD, OWNER, owner).status_code == 302

    def test_ends_by_a_code_of_an_administrator(self, chen: Account) -> None:
        owner = Client()
        for _wrong in range(6):
            tries("chen", "wrong", OWNER)
        admin = Client()
        admin.force_login(chen)
        assert "chen" in admin.get(reverse("operations:sign_ins")).content.decode()
        code = handed_out(chen)
        owner.post(reverse("sign_in:unlock"), {"username": "chen"})

        assert owner.post(reverse("sign_in:unlock_code"), {"code": "aaaa-bbbb-cccc-dddd"}).status_code == 422
        assert owner.post(reverse("sign_in:unlock_code"), {"code": code.upper()}).url == reverse("sign_in:staff")
        assert tries("chen", PASSWORD, OWNER, owner).status_code == 302
        other = Client()
        other.post(reverse("sign_in:unlock"), {"username": "chen"})
        assert other.post(reverse("sign_in:unlock_code"), {"code": code}).status_code == 422

    @pytest.mark.parametrize("used_up", ["of the name", "of the network", "of the day"])
    def test_ends_by_a_code_of_an_administrator_though_others_used_up_all_messages(
        self, chen: Account, used_up: str
    ) -> None:
        for number in range(rules.CODES_PER_ADDRESS):
            name = "chen" if used_up == "of the name" else f"somebody {number}"
            origin = Origin(address=OWNER if used_up == "of the network" else f"198.51.100.{number}")
            with contextlib.suppress(codes.TooManyCodes):
                acting(lambda name=name, origin=origin: unlocks.ask(username=name, origin=origin, now=timezone.now()))
        if used_up == "of the day":
            MessageDay.objects.update(spent_fen=20_000)
        owner, code = Client(), handed_out(chen)

        answer = owner.post(reverse("sign_in:unlock"), {"username": "chen"}, REMOTE_ADDR=OWNER)

        assert answer.url == reverse("sign_in:unlock_code")
        assert "这次不发短信" in owner.get(answer.url).content.decode()
        assert owner.post(answer.url, {"code": "123456"}).status_code == 422
        assert owner.post(answer.url, {"code": code}).url == reverse("sign_in:staff")
        assert tries("chen", PASSWORD, OWNER, owner).status_code == 302

    def test_ends_by_a_code_of_an_administrator_after_the_message_is_over(
        self, chen: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        owner, code, now = Client(), handed_out(chen), timezone.now()
        owner.post(reverse("sign_in:unlock"), {"username": "chen"})
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=20))

        assert owner.post(reverse("sign_in:unlock_code"), {"code": code}).url == reverse("sign_in:staff")

    def test_neighbours_behind_one_address_leave_his_browser_and_an_administrators_code_alone(
        self, chen: Account, totp: pyotp.TOTP
    ) -> None:
        mine, fresh = enters(Client(), totp), Client()
        mine.post(reverse("sign_in:sign_out"))
        for name, burst, per_min in (("sign-in", 60, 30), ("phone", 20, 10)):  # they use up all they may
            while not rate_limits.take(f"{name}|{OWNER}", burst=burst, per_min=per_min, now_s=time.time()):
                pass
        assert tries("somebody", "wrong", OWNER).status_code == 429

        assert tries("chen", PASSWORD, OWNER, mine).status_code == 302
        code, unlock = handed_out(chen), reverse("sign_in:unlock_code")
        page = fresh.post(reverse("sign_in:unlock"), {"username": "chen"}, REMOTE_ADDR=OWNER).content.decode()
        assert 'name="username" value="chen"' in page
        guess = fresh.post(unlock, {"username": "chen", "code": "123456"}, REMOTE_ADDR=OWNER)
        right = fresh.post(unlock, {"username": "chen", "code": code}, REMOTE_ADDR=OWNER)
        assert (guess.status_code, right.status_code, right.url) == (429, 302, reverse("sign_in:staff"))
        assert tries("chen", PASSWORD, OWNER, fresh).status_code == 302


class TestGuessing:
    def test_of_one_machine_is_looked_at_five_times_then_twice_a_minute(
        self, chen: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compared: list[str] = []
        monkeypatch.setattr(credentials.hashers, "check_password", lambda given, _kept: compared.append(given) or False)

        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now)
        answers = [tries("chen", f"guess {number}", ATTACKER) for number in range(20)]
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=30))
        answers += [tries("chen", f"guess {number}", ATTACKER) for number in range(20, 25)]

        assert compared == [f"guess {number}" for number in (0, 1, 2, 3, 4, 20)]
        assert {answer["Retry-After"] for answer in answers if answer.status_code == 429} == {"30"}

    def test_is_written_down_by_whom_and_from_where_and_never_the_password(self, chen: Account) -> None:
        tries("chen", "my-old-secret-1", ATTACKER)
        tries("my-secret-typed-as-a-name", "x", ATTACKER)
        first, second = timeline.Entry.objects.filter(code="people.wrong_password").order_by("position")

        assert (first.facts["account"], second.facts["account"]) == (str(chen.pk), "")
        assert first.facts["from"] == second.facts["from"]
        read = timeline.views(timeline.Entry.objects.all(), opened=["address", "device"])
        stored = f"{first.facts}{second.facts}{read}"
        assert ATTACKER in stored
        assert "my-old-secret-1" not in stored
        assert "my-secret-typed-as-a-name" not in stored


class TestNames:
    def ask(self, name: str, address: str) -> tuple[Any, ...]:
        with CaptureQueriesContext(connection) as asked:
            answer = tries(name, "wrong", address)
        said = re.sub(r'value="[^"]*"|data-now="[^"]*"|\b(?:2\d|30) 秒', "", answer.content.decode())
        work = [
            one["sql"].split(" ")[0] for one in asked if "core_vaultkey" not in one["sql"]
        ]  # looked at by the clock
        return answer.status_code, "Retry-After" in answer, said, work

    def test_known_and_unknown_hear_the_same_after_the_same_work_at_every_try(
        self, chen: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        unusable = people.open_account(username="imported", password="", called="新人", now=timezone.now())
        gone = people.open_account(username="gone", password=PASSWORD, called="走了", now=timezone.now())
        Account.objects.filter(pk=gone.pk).update(is_active=False)
        credentials._nobodys()
        monkeypatch.setattr(rate_limits, "_refused", {})
        worked: list[str] = []
        monkeypatch.setattr(
            hashers.Argon2PasswordHasher, "verify", lambda *given: bool(worked.append(given[2][:20])) and False
        )
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now)
        self.ask("the first of the day", ATTACKER)
        told = {}
        for name in ("chen", "nobody", unusable.username, "gone"):
            worked.clear()
            told[name] = [self.ask(name, ATTACKER) for _try in range(7)], list(worked)

        assert [one[0] for one in told["chen"][0]] == [422] * 5 + [429] * 2
        assert told["nobody"] == told["chen"] == told["imported"] == told["gone"]

    def test_asking_for_a_code_tells_nothing_either_at_any_time(self, chen: Account) -> None:
        told: dict[str, list[Any]] = {}
        for name in ("somebody", "chen", "nobody"):
            for number in range(rules.CODES_PER_PHONE + 2):
                client = Client(REMOTE_ADDR=f"198.51.100.{number}")
                with CaptureQueriesContext(connection) as asked:
                    answer = client.post(reverse("sign_in:unlock"), {"username": name})
                    tried = client.post(reverse("sign_in:unlock_code"), {"code": "123456"})
                said = re.sub(r'value="[^"]*"|data-now="[^"]*"', "", tried.content.decode())
                work = [one["sql"].split(" ")[0] for one in asked]
                told.setdefault(name, []).append((answer.status_code, answer.url, tried.status_code, said, work))
        assert told["chen"][1:] == told["nobody"][1:]
        assert told["chen"][-1][3] != told["chen"][1][3]


class TestSessions:
    def test_a_stolen_table_opens_no_session(self, chen: Account, totp: pyotp.TOTP) -> None:
        mine = enters(Client(), totp)
        key = mine.cookies["sessionid"].value
        rows = str(list(Session.objects.values()))
        thief = Client()
        thief.cookies["sessionid"] = Session.objects.get(owner=str(chen.pk)).session_key

        assert key not in rows
        assert thief.get(reverse("sign_in:sign_ins")).status_code == 302
        assert mine.get(reverse("sign_in:sign_ins")).status_code == 200

    def test_ends_when_nothing_was_asked_for_two_hours_and_after_twelve_whatever_was_asked(
        self, chen: Account, totp: pyotp.TOTP
    ) -> None:
        mine = enters(Client(), totp)
        row = Session.objects.get(owner=str(chen.pk))
        left = row.expire_date - timezone.now()
        assert timedelta(minutes=119) < left <= timedelta(minutes=120)
        session = mine.session
        session["limits"] = {**session["limits"], "moved_s": 0, "ends_s": timezone.now().timestamp() + 60}
        session.save()

        mine.get(reverse("sign_in:sign_ins"))

        assert Session.objects.get(owner=str(chen.pk)).expire_date <= timezone.now() + timedelta(seconds=60)
        Session.objects.update(expire_date=timezone.now())
        assert mine.get(reverse("sign_in:sign_ins")).status_code == 302

    def test_outlives_a_clock_that_jumped_ahead_or_can_t_be_read(
        self, chen: Account, totp: pyotp.TOTP, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        off: list[timedelta | None] = [timedelta()]

        def wall() -> datetime:
            if off[0] is None:
                raise OverflowError("year 60000 is out of range")
            return timezone.now() + off[0]

        monkeypatch.setattr(store.now, "_wall", wall)
        mine = enters(Client(), totp)
        for off[0] in (timedelta(days=3), None, timedelta(days=-3), timedelta()):
            assert mine.get(reverse("sign_in:sign_ins")).status_code == 200
        assert mine.cookies["sessionid"].value

    def test_moves_on_again_after_a_clock_that_was_ahead_wrote_it(self, now: datetime) -> None:
        session: dict[str, Any] = {}
        lifecycle.begin(session, handle="h", lasts=timedelta(hours=12), idle=timedelta(hours=2), now=now)
        lifecycle.moved(session, now=now + timedelta(days=3))

        lifecycle.moved(session, now=now + timedelta(minutes=2))

        assert session["limits"]["moved_s"] == (now + timedelta(minutes=2)).timestamp()

    def test_lies_idle_under_a_page_that_renews_itself(self, chen: Account, totp: pyotp.TOTP) -> None:
        mine = enters(Client(), totp)
        session = mine.session
        session["limits"] = {**session["limits"], "moved_s": 0}
        session.save()
        soon = timezone.now() + timedelta(minutes=7)
        Session.objects.update(expire_date=soon)

        mine.get(reverse("sign_in:sign_ins"), headers={"Anxin-By-Itself": "1"})
        assert Session.objects.get(owner=str(chen.pk)).expire_date == soon
        mine.get(reverse("sign_in:sign_ins"))
        assert Session.objects.get(owner=str(chen.pk)).expire_date > soon


def test_counts_hold_no_name_and_no_address(chen: Account, a_count: Callable[[], str]) -> None:
    tries("chen", "wrong", ATTACKER)
    assert "chen" not in a_count()
    assert ATTACKER not in a_count()


@pytest.fixture
def a_count() -> Callable[[], str]:
    """Read what is counted."""
    return lambda: str(list(Allowance.objects.values()))


class TestWords:
    """What the door says of itself: who is a customer, and how long a right password holds."""

    def test_a_day_whose_messages_are_spent_tells_nobody_whose_phone_is_known(self, chen: Account) -> None:
        now = timezone.now()
        MessageDay.objects.create(day=rules.day_of(now), spent_fen=10**9)
        for phone in ("13800000011", "13800000099"):
            with pytest.raises(codes.MessagesSpent):
                acting(lambda phone=phone: codes.send_code(phone=phone, asked_from=ATTACKER, now=now))

    def test_a_right_password_holds_for_minutes_also_when_the_clock_was_put_back(
        self, chen: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = Client()
        tries("chen", PASSWORD, OWNER, client)
        assert client.get(reverse("sign_in:second_factor")).status_code == 200
        now = time.time()
        monkeypatch.setattr("anxin.faces.sign_in.session.time.time", lambda: now - 86400)
        assert client.get(reverse("sign_in:second_factor")).status_code == 302


def test_who_has_a_whole_network_of_addresses_is_one_caller() -> None:
    def asks(address: str) -> int:
        return Client(REMOTE_ADDR=address).get("/api/v1/verify/hotline/4001020304").status_code

    assert any(asks(f"2001:db8:1:2:{number:x}::1") == 429 for number in range(1, 80))
    assert asks("2001:db8:1:3::1") == asks("::ffff:203.0.113.9") == 200
