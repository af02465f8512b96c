"""What an SMS provider may do wrong: sent once, or known why not; the second is asked where the first took nothing.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import outbox, providers, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import requests, sms
from anxin.core.outbox.models import Message
from anxin.domain.notices import queries
from anxin.domain.opening import tasks as opening
from anxin.domain.opening.queries import checklist, sentences
from anxin.domain.opening.wording import faults
from anxin.domain.people import actions as people
from tests.standins.sms import Aliyun, Tencent

pytestmark = pytest.mark.django_db
BY = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
BUSY = {"aliyun": "isv.OUT_OF_SERVICE", "tencent": "FailedOperation.InsufficientBalanceInSmsPackage"}
FLOOD = {"aliyun": "isv.BUSINESS_LIMIT_CONTROL", "tencent": "LimitExceeded.PhoneNumberDailyLimit"}
THROTTLED = {
    "aliyun": ("Throttling.User", "isp.SYSTEM_ERROR", "ServiceUnavailable"),
    "tencent": ("RequestLimitExceeded.UinLimitExceeded", "InternalError.Timeout", "ResourceUnavailable"),
}
PHONE = "13800000001"


class Scene:
    """Two providers, the one under test first."""

    def __init__(self, first: Any, second: Any, now: datetime) -> None:
        self.first, self.second, self.now = first, second, now
        self.sent = 0

    def passes(self, **span: int) -> None:
        """Let time pass, for them too."""
        self.now += timedelta(**span)
        self.first.now = self.second.now = self.now

    def message(self) -> Message:
        self.sent += 1
        person = acting(lambda: people.enrol(phone=PHONE, name="张三", now=self.now)) if self.sent == 1 else self.person
        self.person = person
        told = {"audience": f"person:{person.id}", "ids": {"number": "R-1", "link": "https://s.example/r"}}
        key = f"notice:{self.sent}"
        return acting(
            lambda: outbox.put("notices.repair_accepted", **told, key=key, now=self.now, carrier="sms")  # type: ignore[arg-type]
        )

    def deliver(self, row: Message) -> Message:
        try:
            return outbox.deliver(row, now=self.now)
        except (outbox.NotSent, outbox.Unclear):
            row.refresh_from_db()
            return row


@pytest.fixture(params=["aliyun", pytest.param("tencent", marks=pytest.mark.sqlite)])
def scene(request: pytest.FixtureRequest, settings: Any) -> Iterator[Scene]:
    settings.PLAY = False
    now = timezone.now()
    kinds = {"aliyun": Aliyun, "tencent": Tencent}
    with ExitStack() as stack:
        both = {name: stack.enter_context(kind(now=now)) for name, kind in kinds.items()}
        first = both.pop(request.param)
        (second,) = both.values()

        def prepare() -> None:
            for rank, one in enumerate((first, second), 1):
                kept = {"values": one.values, "secrets": one.secrets}
                providers.keep(kind="sms", name=one.name, rank=rank, **kept, by=BY, now=now)

        acting(prepare)
        yield Scene(first, second, now)


class TestSending:
    def test_goes_by_the_first_and_is_counted(self, scene: Scene) -> None:
        """Sent by the granted template, its cost counted"""
        row = scene.deliver(scene.message())
        (one,) = scene.first.sent.values()
        assert (row.state, row.answer) == ("sent", f"{scene.first.name}:{one['number']}")
        assert one["template"] == "1002"
        said = one["params"].values() if isinstance(one["params"], dict) else one["params"]
        assert list(said) == ["R-1", "https://s.example/r"]
        spent = providers.spent(since=scene.now.date() - timedelta(days=1))[scene.first.name]
        assert (spent.calls, spent.cost_mill) == (1, 45)
        assert not scene.second.sent

    def test_goes_by_the_second_where_the_first_took_nothing(self, scene: Scene) -> None:
        """No money, no signature, throttled: the second provider sends it; the first is said to fail"""
        scene.first.moods.append(BUSY[scene.first.name])
        row = scene.deliver(scene.message())

        assert row.answer.startswith(scene.second.name)
        assert (len(scene.first.sent), len(scene.second.sent)) == (0, 1)
        assert providers.health()[scene.first.name].fault == BUSY[scene.first.name][:48]

    def test_is_not_sent_past_a_limit_of_the_person(self, scene: Scene) -> None:
        """The person's own daily limit: the second provider isn't asked"""
        scene.first.moods.append(FLOOD[scene.first.name])
        row = scene.deliver(scene.message())

        assert (row.state, scene.second.sent) == ("waiting", {})
        assert providers.health()[scene.first.name].failing_since is None

    @pytest.mark.parametrize("mood", ["500", "break", "hang"])
    def test_is_never_sent_twice_when_nobody_knows(
        self, scene: Scene, mood: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The answer is lost: looked up where that can be asked (Aliyun), else left to a person, never sent again"""
        scene.first.moods.append(mood)
        if mood == "hang":
            monkeypatch.setattr(requests, "TIMEOUT_S", 0.4)
        row = scene.deliver(scene.message())
        went = bool(scene.first.sent)

        assert row.state == ("sent" if went and scene.first.name == "aliyun" else "unclear")
        scene.deliver(row)
        assert len(scene.first.sent) + len(scene.second.sent) == went

    def test_says_when_there_is_no_template(self, scene: Scene) -> None:
        """A message nobody has a template for"""
        acting(lambda: [providers.end(one, now=scene.now) for one in ("aliyun", "tencent")])
        row = scene.deliver(scene.message())
        assert (row.state, row.answer) == ("waiting", "not set up")


class TestTrial:
    def test_looks_whether_signature_and_templates_are_granted(self, scene: Scene) -> None:
        """The self-test: signature and templates granted, in audit, refused; a wrong key"""
        values = {**scene.first.values, **scene.first.secrets}
        assert sms.trial(values, scene.first.name, now=scene.now) == ""
        scene.first.template = 0
        assert sms.trial(values, scene.first.name, now=scene.now) == "1001: in audit"
        scene.first.signature = 0
        assert sms.trial(values, scene.first.name, now=scene.now) == "signature in audit"
        wrong = {**values, "secret_key": "other"}
        assert "Signature" in sms.trial(wrong, scene.first.name, now=scene.now)
        assert sms.trial({**values, "templates": ""}, scene.first.name, now=scene.now) == "no template"

    def test_is_made_anew_each_day_so_that_what_is_cancelled_later_shows(self, scene: Scene) -> None:
        """A signature or template cancelled later: seen within a day; silence changes nothing"""
        opening.look_at_texts.func(now=scene.now)
        assert all(one.tried_at is None for one in providers.health().values())
        acting(lambda: providers.note_trial(scene.first.name, fault="", now=scene.now))
        scene.first.signature = 2
        scene.passes(hours=1)
        opening.look_at_texts.func(now=scene.now)
        assert providers.health()[scene.first.name].works, "once a day"
        scene.passes(days=1)
        scene.first.moods.append("500")
        opening.look_at_texts.func(now=scene.now)
        assert providers.health()[scene.first.name].works
        scene.passes(hours=1)
        opening.look_at_texts.func(now=scene.now)
        assert providers.health()[scene.first.name].trial_fault == "signature refused"
        (shown,) = (one for one in checklist.house_checks(now=scene.now) if one.code == "messages")
        assert (shown.ok, shown.facts["fault"]) == (False, "signature refused")
        scene.first.signature = 1
        scene.passes(days=1)
        opening.look_at_texts.func(now=scene.now)
        assert providers.health()[scene.first.name].works
        assert providers.health()[scene.second.name].tried_at is None

    def test_says_nothing_of_what_is_granted_while_a_provider_is_busy(self, scene: Scene) -> None:
        """Throttled, or a fault of its own: kept as not reached, asked again within the hour"""
        codes = THROTTLED[scene.first.name]
        acting(lambda: providers.note_trial(scene.first.name, fault="", now=scene.now))
        scene.passes(days=1)
        for code in codes:
            scene.first.moods.append(code)
            opening.look_at_texts.func(now=scene.now)
            assert providers.health()[scene.first.name].works, code
            scene.passes(hours=1)
        values = {**scene.first.values, **scene.first.secrets}
        scene.first.moods.append(codes[0])
        fault = sms.trial(values, scene.first.name, now=scene.now)
        assert fault == f"not reached: {codes[0]}"
        acting(lambda: providers.note_trial(scene.first.name, fault=fault, now=scene.now))
        scene.passes(hours=1)
        opening.look_at_texts.func(now=scene.now)
        assert providers.health()[scene.first.name].works, "nobody has to try it anew"

    def test_is_told_by_what_it_means_with_the_code_beside(self, scene: Scene) -> None:
        """What a refusal means is said, its code stands beside"""
        values = {**scene.first.values, **scene.first.secrets}
        fault = sms.trial({**values, "secret_key": "other"}, scene.first.name, now=scene.now)
        acting(lambda: providers.note_trial(scene.first.name, fault=fault, now=scene.now))
        (shown,) = (one for one in checklist.house_checks(now=scene.now) if one.code == "messages")
        assert f"密钥不对，对方不认 ({fault})" in sentences.missing(shown)
        assert [
            faults.means(one) for one in ("1001: in audit", "signature cancelled", "SMS_1: isv.SMS_TEMPLATE_ILLEGAL")
        ]
        assert faults.means("UnauthorizedOperation.RequestIpNotInWhitelist") == str(faults.ADDRESS)
        assert faults.said("odd") == "odd"


class TestReceipts:
    def hear(self, scene: Scene, body: bytes, token: str = "h" * 32) -> tuple[int, Any]:
        path = f"/hooks/messages/{scene.first.name}/{token}/"
        answer = Client().post(path, body, content_type="application/json")
        return answer.status_code, json.loads(answer.content) if answer.status_code != 404 else None

    def test_say_what_arrived(self, scene: Scene) -> None:
        """Receipts: arrived, told twice, by a wrong address, nonsense"""
        row = scene.deliver(scene.message())
        (key,) = scene.first.sent
        for _ in range(2):
            assert self.hear(scene, scene.first.receipt(key))[1].popitem()[1] in ("ok", "OK")
        row.refresh_from_db()
        assert row.receipt == "arrived"
        assert self.hear(scene, scene.first.receipt(key), "x" * 32)[0] == 404
        assert self.hear(scene, b"{}")[0] == 400
        assert self.hear(scene, b"nonsense")[0] == 400

    def test_that_most_say_lost_make_the_checklist_say_so(self, scene: Scene) -> None:
        """Taken by the provider, yet most don't arrive (a signature nobody filed): the checklist says so"""
        for _ in range(6):
            scene.deliver(scene.message())
        for key in scene.first.sent:
            self.hear(scene, scene.first.receipt(key, why="SIGN_NOT_FILED"))

        found = outbox.arrivals(now=timezone.now())
        assert (found.heard, found.lost, found.why, found.is_bad) == (6, 6, "SIGN_NOT_FILED", True)


def test_every_message_to_customers_can_have_a_template() -> None:
    found = queries.templates()
    assert {"people.login_code", "notices.repair_accepted", "notices.claim_send_back_to"} <= set(found)
    with_address = {
        "notices.claim_send_back_to",
        "notices.goods_moved_to",
        "notices.goods_to_bring_to",
        "notices.goods_to_send_to",
    }
    assert {name for name in found if name.endswith("_to")} >= with_address
    assert with_address == {name for name in wording.MESSAGES if name.startswith("notices.") and name[-3:] == "_to"}
    whole = {name for name, text in found.items() if "{" not in text}
    assert whole == {"people.copy_handed", "people.erased", "people.phone_replaced"}, (
        "a template granted as it stands, without a blank"
    )
