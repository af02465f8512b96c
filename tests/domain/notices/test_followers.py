"""News in WeChat to who follows the service account, and what it may do wrong; nobody is told twice or not at all.

The first lines of these tests stand in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from anxin.core import outbox, providers, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import requests, wechat
from anxin.core.carriers.wechat.account import ServiceAccount
from anxin.core.outbox.models import Message
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Contact
from anxin.domain.notices.actions import followers
from anxin.domain.notices.models import Follower, Notice
from anxin.domain.notices.tasks import part_left_followers
from anxin.domain.people import actions as people
from anxin.domain.people.actions import corrections, personal_data
from anxin.domain.people.queries import actors
from tests.racing import racing
from tests.standins.service_account import APP, Service
from tests.standins.sms import Aliyun

pytestmark = pytest.mark.django_db
BY = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
PHONE = "13800000001"


class Scene:
    """A follower who proved his phone, the service account, and a text-message provider behind it."""

    def __init__(self, service: Service, texts: Aliyun, now: datetime) -> None:
        self.service, self.texts, self.now, self.sent = service, texts, now, 0
        self.person = acting(lambda: people.enrol(phone=PHONE, name="张三", now=now))
        self.customer = actors.actor_of_person(str(self.person.id))
        self.follower = acting(lambda: followers.meet(app=APP, openid="openid-zhang", now=now))
        self.joins(self.follower)
        acting(lambda: followers.follow(follower=self.follower, follows=True, at=now))
        self.follower.refresh_from_db()

    def joins(self, follower: Follower) -> None:
        """Let the customer prove the phone he has now inside WeChat."""
        proved = actors.proved_index(self.customer.id)
        acting(lambda: followers.join(follower=follower, by=self.customer, proved=proved, now=self.now))

    def deliver(self, template: str = "notices.repair_accepted") -> Message:
        self.sent += 1
        told = {"audience": f"person:{self.person.id}", "ids": {"number": "R-1", "link": "https://s.example/r"}}
        key = f"notice:{self.sent}"
        row = acting(lambda: outbox.put(template, **told, key=key, now=self.now, carrier="sms"))  # type: ignore[arg-type]
        try:
            return outbox.deliver(row, now=self.now)
        except (outbox.NotSent, outbox.Unclear):
            row.refresh_from_db()
            return row


@pytest.fixture
def scene(settings: Any) -> Iterator[Scene]:
    settings.PLAY = False
    now = timezone.now()
    ground.lay(now=now)
    wechat.account._TOKENS.clear()
    with Service(now=now) as service, Aliyun(now=now) as texts:

        def keep() -> None:
            told = {"values": service.values, "secrets": service.secrets}
            providers.keep(kind="service_account", name="service_account", rank=1, **told, by=BY, now=now)
            told = {"values": texts.values, "secrets": texts.secrets}
            providers.keep(kind="sms", name="aliyun", rank=1, **told, by=BY, now=now)

        acting(keep)
        yield Scene(service, texts, now)


class TestNews:
    def test_come_in_wechat_to_who_follows_and_cost_nothing(self, scene: Scene) -> None:
        """A granted template to who follows: sent in WeChat with the case's page, no text message, no cost"""
        row = scene.deliver()
        assert (row.state, row.answer) == ("sent", "service_account:1")
        [told] = scene.service.sent.values()
        assert (told["touser"], told["url"]) == ("openid-zhang", "https://s.example/r")
        assert told["data"]["character_string1"] == {"value": "R-1"}
        assert scene.texts.sent == {}
        assert providers.spent(since=scene.now.date() - timedelta(days=1))["service_account"].cost_mill == 0

    def test_without_a_template_come_by_text_message(self, scene: Scene) -> None:
        """No template for it in WeChat: the text message goes"""
        row = scene.deliver("people.login_code")
        assert (row.state, row.answer.partition(":")[0]) == ("sent", "aliyun")
        assert scene.service.calls == []

    @pytest.mark.parametrize("code", ["43004", "43101", "45009", "47003"])
    def test_that_wechat_refuses_come_by_text_message(self, scene: Scene, code: str) -> None:
        """Follows no more, refused it, quota used up, wrong fields: the text message goes, once"""
        scene.service.moods.extend(["", code])
        row = scene.deliver()
        assert row.answer.startswith("aliyun:")
        assert (len(scene.texts.sent), scene.service.sent) == (1, {})
        health = providers.health()["service_account"]
        assert (health.failing_since is None) == (code in ("43004", "43101"))

    def test_to_who_left_come_by_text_message(self, scene: Scene) -> None:
        """Left the account, told late and in the wrong order: what happened last counts"""
        leaves = scene.now + timedelta(minutes=2)
        acting(lambda: followers.follow(follower=scene.follower, follows=False, at=leaves))
        acting(lambda: followers.follow(follower=scene.follower, follows=True, at=scene.now + timedelta(minutes=1)))
        assert scene.deliver().answer.startswith("aliyun:")
        assert scene.service.calls == []

    def test_with_a_revoked_token_go_with_a_new_one(self, scene: Scene) -> None:
        """The token was revoked by another program: asked anew, by force where the same came back, and sent once"""
        scene.deliver()
        scene.service.revoke()
        assert scene.deliver().state == "sent"
        scene.service.moods.extend(["40001"])
        assert scene.deliver().state == "sent"
        assert len(scene.service.sent) == 3

    def test_with_a_token_refused_to_eight_at_once_force_one_new_one(self, scene: Scene) -> None:
        """Each token asked for by force ends the one before: eight that are refused at once force one new one"""
        account = ServiceAccount({**scene.service.values, **scene.service.secrets})
        account.code_for("first")
        scene.service.moods.extend(["40001"] * 8)
        answers = racing(8, lambda: account.code_for("then"), slow=(requests, "ask"))
        assert (len(answers), len(scene.service.tokens)) == (8, 2)

    @pytest.mark.parametrize("mood", ["break", "500", "-1"])
    def test_whose_answer_is_lost_are_asked_again_by_the_same_number(self, scene: Scene, mood: str) -> None:
        """The answer is lost, 5xx, busy: asked again by the same number of ours, sent once"""
        scene.service.moods.extend(["", mood])
        row = scene.deliver()
        assert (row.state, len(scene.service.sent), scene.texts.sent) == ("sent", 1, {})

    def test_of_which_nothing_is_known_are_left_to_a_person(self, scene: Scene) -> None:
        """No answer three times: left unclear for a person, no text message beside it"""
        scene.service.moods.extend(["", "break", "break", "break"])
        row = scene.deliver()
        assert (row.state, scene.texts.sent) == ("unclear", {})

    def test_go_by_text_message_where_wechat_is_not_reached(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """WeChat is not reached at all: the text message goes"""
        acting(lambda: providers.end("service_account", now=scene.now))
        told = {"values": {**scene.service.values, "gateway": "http://127.0.0.1:9"}, "secrets": scene.service.secrets}
        acting(
            lambda: providers.keep(kind="service_account", name="service_account", rank=1, **told, by=BY, now=scene.now)
        )
        assert scene.deliver().answer.startswith("aliyun:")

    def test_end_with_the_joining_and_with_the_person(self, scene: Scene) -> None:
        """Parted by the customer, or erased: forgotten, and text messages go to the phone"""
        acting(lambda: followers.part(by=scene.customer))
        assert scene.deliver().answer.startswith("aliyun:")
        scene.joins(scene.follower)
        acting(lambda: personal_data.erase(person=scene.person, by=scene.customer, now=scene.now))
        assert not Follower.objects.exists()

    def test_go_no_longer_where_the_number_was_proved_that_the_person_had_before(self, scene: Scene) -> None:
        """Joined under a number that was corrected since, before the upgrade: taken off once, and the record says so"""
        joined_at, corrected_at = scene.now, scene.now + timedelta(days=2)
        scene.now += timedelta(days=3)
        told = {"phone": "13900007788", "by": BY, "now": corrected_at}
        acting(lambda: corrections.write_phone(persons=[scene.person], **told))
        as_it_was = {"person": scene.person, "joined_at": joined_at}
        acting(lambda: Follower.objects.filter(pk=scene.follower.pk).update(**as_it_was))
        other = acting(lambda: followers.meet(app=APP, openid="openid-new", now=scene.now))
        scene.joins(other)
        for _twice in range(2):
            part_left_followers.func(now=scene.now)
        scene.follower.refresh_from_db()
        other.refresh_from_db()
        assert (scene.follower.person, scene.follower.joined_at) == (None, None)
        assert other.person == scene.person, "who proved the new number stays"
        [fact] = timeline.facts_of(personal_data.stream_of(scene.person.pk), code="notices.wechat_parted")
        assert (fact.actor_kind, fact.at) == ("system", scene.now)

    def test_begin_for_nobody_by_a_number_that_was_corrected_while_it_was_proved(self, scene: Scene) -> None:
        """Proved at the moment in which his person gets another number: not joined"""
        other = acting(lambda: followers.meet(app=APP, openid="openid-late", now=scene.now))
        proved, told = actors.proved_index(scene.customer.id), {"phone": "13900007788", "by": BY, "now": scene.now}
        acting(lambda: corrections.write_phone(persons=[scene.person], **told))
        acting(lambda: followers.join(follower=other, by=scene.customer, proved=proved, now=scene.now))
        other.refresh_from_db()
        assert other.person is None


class TestTalk:
    def hear(self, scene: Scene, text: str, event: str) -> str:
        return acting(lambda: followers.hear(follower=scene.follower, text=text, event=event, now=scene.now))

    def test_comes_to_the_desk_once_and_is_answered_there(self, scene: Scene) -> None:
        """Written in WeChat, told three times: on the desk once, with its clock; the answer comes into the chat"""
        numbers = {self.hear(scene, "师傅几点到？", "1001") for _ in range(3)}
        assert self.hear(scene, "门口有狗", "1002") in numbers
        contact = Contact.objects.get()
        assert (contact.channel, contact.number, contact.said.count()) == ("chat", *numbers, 1)

        agent = actor(cast.XIAO_CHEN, now=scene.now)
        acting(lambda: contacts.answer(contact=contact, text="下午三点前。", by=agent, now=scene.now))
        assert outbox.deliver(Message.objects.get(carrier="wechat"), now=scene.now).state == "sent"
        assert not Notice.objects.filter(code="contact_answered").exists()
        [told] = scene.service.said
        assert (told["touser"], told["text"]["content"]) == ("openid-zhang", "下午三点前。")
        assert self.hear(scene, "谢谢", "1003") != contact.number

    def test_after_two_days_is_answered_on_the_page_which_a_message_says(self, scene: Scene) -> None:
        """Two days after he wrote: no answer is sent in WeChat, he is told that it stands on his page"""
        self.hear(scene, "在吗", "1")
        scene.now += timedelta(hours=49)
        contact = Contact.objects.get()
        acting(
            lambda: contacts.answer(contact=contact, text="在", by=actor(cast.XIAO_CHEN, now=scene.now), now=scene.now)
        )
        assert not Message.objects.filter(carrier="wechat").exists()
        assert Notice.objects.get(code="contact_answered").person == scene.person

    @pytest.mark.parametrize(("mood", "state"), [("45015", "waiting"), ("500", "unclear"), ("drop", "unclear")])
    def test_that_wechat_does_not_take_is_seen(self, scene: Scene, mood: str, state: str) -> None:
        """WeChat takes no answer: refused is tried again, a lost answer is left to a person"""
        self.hear(scene, "在吗", "1")
        contact = Contact.objects.get()
        acting(
            lambda: contacts.answer(contact=contact, text="在", by=actor(cast.XIAO_CHEN, now=scene.now), now=scene.now)
        )
        scene.service.moods.extend(["", mood])
        row = Message.objects.get(carrier="wechat")
        try:
            outbox.deliver(row, now=scene.now)
        except outbox.NotSent:
            row.refresh_from_db()
        row.refresh_from_db()
        assert (row.state, scene.service.said) == (state, [])
