"""A technician hears of his job while no page is open: by push or by text, at once, without anybody's name."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import push, requests
from anxin.core.carriers.push import Subscription
from anxin.core.errors import Invalid
from anxin.core.outbox import Message
from anxin.core.states import lock
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.demo.walk import STEPS, Walked
from anxin.domain.notices import queries
from anxin.domain.notices.actions import technicians
from anxin.domain.notices.models import Notice, PushSubscription
from anxin.domain.notices.queries import technicians as told_of
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits.actions.lifecycle import reopen
from tests import builders
from tests.standins.push import Browser

pytestmark = pytest.mark.django_db
PERSONAL = (cast.MS_ZHANG.name, cast.MS_ZHANG.phone, "银杏里")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setattr(requests, "_may_lead_inside", lambda url, beside: True)  # the stand-in is on this machine
    with Browser() as there:
        yield there


def texts() -> list[Message]:
    """List the text messages to technicians."""
    return list(Message.objects.filter(carrier="sms", template__endswith="_text").order_by("id"))


def sent() -> list[str]:
    return [one.template.removeprefix("notices.") for one in texts()]


def told(one: Walked) -> list[str]:
    """List what Master Luo was told under his bell, oldest first."""
    return [row.code for row in reversed(queries.inbox(one.by(cast.MASTER_LUO)).rows)]


def offered(now: datetime) -> Walked:
    """Name Master Luo for a visit he has not answered."""
    return builders.a_repair(now=now, at="named")


def switched_on(browser: Browser, one: Walked) -> Actor:
    luo = one.by(cast.MASTER_LUO)
    acting(lambda: technicians.house_key(now=one.now))
    acting(lambda: technicians.subscribe(told=Subscription(**browser.given), by=luo, now=one.now))
    return luo


class TestOffer:
    def test_goes_by_text_where_no_browser_asked(self, now: datetime) -> None:
        one = offered(now)
        later.run_due(one.now)
        assert told(one) == ["offer_new"]
        (text,) = texts()
        assert (text.template, text.state) == ("notices.offer_new_text", "sent")
        assert (text.ids["number"], text.ids["link"]) == (one.repair.number, "/technician/offers/")
        kept = json.dumps([text.ids, *Notice.objects.values_list("facts", flat=True)], ensure_ascii=False)
        assert not [word for word in PERSONAL if word in kept]

    def test_goes_by_push_and_says_nobody_s_name(self, now: datetime, browser: Browser) -> None:
        one = builders.a_repair(now=now, at="ordered")
        switched_on(browser, one)
        STEPS["named"](one)
        later.run_due(one.now)
        assert browser.told == [{"said": "新的派单，5 分钟内答复", "url": "/technician/offers/", "tag": "offer_new"}]
        assert (browser.headers[0]["urgency"], browser.headers[0]["content-encoding"]) == ("high", "aes128gcm")
        assert 0 < int(browser.headers[0]["ttl"]) <= 300
        assert sent() == []
        assert PushSubscription.objects.get().reached_at == one.now

    def test_is_not_told_once_its_time_is_over(self, now: datetime) -> None:
        one = offered(now)
        later.run_due(one.now + timedelta(minutes=6))
        assert "offer_new_text" not in sent()

    def test_goes_at_night_too(self, now: datetime) -> None:
        one = offered(now.replace(hour=15, minute=30))  # 23:30 in Shanghai
        later.run_due(one.now)
        assert sent() == ["offer_new_text"]


def test_a_window_set_by_another_at_night_waits_for_the_morning(now: datetime) -> None:
    one = builders.a_repair(now=now.replace(hour=15, minute=30), at="assigned")
    by, window = one.by(cast.XIAO_CHEN), (one.visit.wanted_from_at, one.visit.wanted_to_at)
    one.do(lambda: visits.book(visit=one.visit, from_at=window[0], to_at=window[1], by=by, now=one.now))
    later.run_due(one.now)
    assert "job_window_text" not in sent()
    row = Notice.objects.get(code="job_window")
    assert row.goes_at.astimezone(SHANGHAI).strftime("%H:%M") == "08:00"
    later.run_due(row.goes_at)
    assert sent()[-1] == "job_window_text"


class TestPush:
    @pytest.mark.parametrize("mood", ["gone", "away"])
    def test_to_a_browser_that_ended_it_ends_here_and_a_text_goes(
        self, mood: str, now: datetime, browser: Browser
    ) -> None:
        one = builders.a_repair(now=now, at="ordered")
        switched_on(browser, one)
        browser.moods.append(mood)
        STEPS["named"](one)
        later.run_due(one.now)
        assert not PushSubscription.objects.exists()
        assert sent() == ["offer_new_text"]

    @pytest.mark.parametrize("mood", ["forbidden", "500", "drop"])
    def test_that_is_not_taken_is_written_down_and_a_text_goes(
        self, mood: str, now: datetime, browser: Browser
    ) -> None:
        one = builders.a_repair(now=now, at="ordered")
        luo = switched_on(browser, one)
        browser.moods.append(mood)
        STEPS["named"](one)
        later.run_due(one.now)
        assert PushSubscription.objects.get().fault
        assert sent() == ["offer_new_text"]
        assert told_of.reached(luo).faults == 1

    def test_goes_to_no_address_of_our_own_network(
        self, now: datetime, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        one = builders.a_repair(now=now, at="ordered")
        switched_on(browser, one)
        STEPS["named"](one)
        later.run_due(one.now)
        assert browser.calls == []
        assert sent() == ["offer_new_text"]

    def test_is_signed_by_the_one_key_of_the_house(self, now: datetime, browser: Browser) -> None:
        one = builders.a_repair(now=now, at="ordered")
        switched_on(browser, one)
        again = acting(lambda: technicians.house_key(now=one.now))
        STEPS["named"](one)
        later.run_due(one.now)
        assert browser.by[0]["key"] == again == told_of.public_key()

    @pytest.mark.parametrize(("way", "pushes", "text"), [("push", 1, 0), ("text", 0, 1), ("both", 1, 1)])
    def test_goes_as_he_chose(self, way: str, pushes: int, text: int, now: datetime, browser: Browser) -> None:
        one = builders.a_repair(now=now, at="ordered")
        luo = switched_on(browser, one)
        acting(lambda: technicians.choose(way=way, by=luo, now=one.now))
        STEPS["named"](one)
        later.run_due(one.now)
        assert (len(browser.told), len(sent())) == (pushes, text)


class TestJob:
    def test_that_he_took_himself_is_no_news_and_its_end_is(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        later.run_due(one.now)
        before = told(one)
        assert "job_named" not in before
        one.do(lambda: repairs.cancel(repair=one.repair, why="self_solved", by=one.by(cast.XIAO_CHEN), now=one.now))
        later.run_due(one.now)
        assert told(one) == [*before, "job_called_off"]
        assert sent()[-1] == "job_called_off_text"

    def test_that_somebody_gave_him_is_told(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        by, luo = one.by(cast.XIAO_DENG), builders.technician(cast.MASTER_LUO)
        one.do(lambda: visits.assign_by_hand(visit=one.visit, technician=luo, why="phoned", by=by, now=one.now))
        later.run_due(one.now)
        assert told(one) == ["job_named"]

    def test_that_goes_to_another_is_told(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        by = one.by(cast.XIAO_DENG)
        one.do(lambda: (lock(one.visit), reopen(visit=one.visit, why="ill", by=by, now=one.now)))
        later.run_due(one.now)
        assert told(one)[-1] == "job_taken"


class TestChoosing:
    def test_not_at_all_is_no_choice(self, now: datetime) -> None:
        luo = offered(now).by(cast.MASTER_LUO)
        with pytest.raises(Invalid) as refused:
            acting(lambda: technicians.choose(way="none", by=luo, now=now))
        assert refused.value.facts["field"] == "way"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("endpoint", "http://example.com/x"), ("p256dh", "AAAA"), ("p256dh", "é"), ("auth", "AAAA"), ("endpoint", "")],
    )
    def test_a_browser_that_can_t_be_told_is_refused_by_its_part(
        self, field: str, value: str, now: datetime, browser: Browser
    ) -> None:
        luo, given = offered(now).by(cast.MASTER_LUO), Subscription(**{**browser.given, field: value})
        with pytest.raises(technicians.NoSubscription) as refused:
            acting(lambda: technicians.subscribe(told=given, by=luo, now=now))
        assert refused.value.facts["field"] == field
        assert not PushSubscription.objects.exists()

    def test_a_phone_is_told_for_who_asked_last_and_five_at_most(self, now: datetime, browser: Browser) -> None:
        one = offered(now)
        luo, lu = one.by(cast.MASTER_LUO), one.by(cast.MASTER_LU)
        for by in (luo, lu):
            acting(lambda by=by: technicians.subscribe(told=Subscription(**browser.given), by=by, now=now))
        assert str(PushSubscription.objects.get().account_id) == lu.id
        for n in range(7):
            given = Subscription(**{**browser.given, "endpoint": f"{browser.url}/send/{n + 2}"})
            at = now + timedelta(minutes=n)
            acting(lambda given=given, at=at: technicians.subscribe(told=given, by=luo, now=at))
        assert PushSubscription.objects.filter(account=luo.id).count() == technicians.MOST_BROWSERS
        assert acting(lambda: technicians.unsubscribe(endpoint="", by=luo)) == technicians.MOST_BROWSERS
        assert PushSubscription.objects.count() == 1

    def test_who_has_neither_browser_nor_phone_is_told_so(self, now: datetime) -> None:
        one = offered(now)
        luo = one.by(cast.MASTER_LUO)
        found = told_of.reached(luo)
        assert (found.way, found.phone, found.nowhere) == ("push", True, False)


def test_a_message_is_encrypted_as_the_standard_s_own_example() -> None:
    """RFC 8291, appendix A."""
    made = push.encrypted(
        b"When I grow up, I want to be a watermelon",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        salt=push.bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
        key="yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    )
    assert push.text_of(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
        "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
