"""Every call and message gets a number, a person and an answer; what was promised runs as a clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from pytest_django import DjangoAssertNumQueries

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.commands import tables
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.streams.models import Entry
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries
from anxin.domain.contacts.actions import LoggedCall, WrittenMessage
from anxin.domain.contacts.commands import TABLE
from anxin.domain.contacts.models import Contact, Said
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.threads import actions as threads
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
TEXT = "门锁报价单看不懂"


@pytest.fixture
def chen(now: datetime) -> Actor:
    ground.lay(now=now)
    return actor(cast.XIAO_CHEN, now=now)


def written(now: datetime, text: str = TEXT) -> Contact:
    """Have a stranger write."""
    ground.lay(now=now)
    message = WrittenMessage(text=text, topic="price", name=cast.STRANGER.name, phone=cast.STRANGER.phone)
    return acting(lambda: contacts.receive(message=message, by=STRANGER, now=now))


def logged(by: Actor, now: datetime, **said: object) -> Contact:
    """Have a call logged."""
    call = LoggedCall(phone=cast.STRANGER.phone, name=cast.STRANGER.name, **said)  # type: ignore[arg-type]
    return acting(lambda: contacts.log_call(call=call, by=by, now=now))


def do(work: object) -> object:
    """Do something in a block."""
    return acting(work)  # type: ignore[arg-type]


class TestReceive:
    def test_numbers_a_strangers_message_and_seals_it(self, now: datetime) -> None:
        row = written(now)
        assert (row.number[0], row.state, row.channel) == ("K", "received", "form")
        assert TEXT not in row.text_sealed
        shown = queries.view(row, actor=actor(cast.XIAO_CHEN, now=now), now=now)
        assert (shown.text, shown.row.person.phone) == (TEXT, "138****0004")
        facts = list(Entry.objects.filter(stream__kind="contact").values_list("facts", flat=True))
        assert cast.STRANGER.phone not in str(facts)

    def test_shows_it_to_the_desk_and_its_writer_alone(self, now: datetime) -> None:
        row = written(now)
        for member in (cast.HEYAN_OWNER, cast.BOSS_HE, cast.MERCHANT_OWNER):
            with pytest.raises(queries.NoSuchContact):
                queries.contact(row.number, actor=actor(member, now=now), now=now)
        mine = Actor(kind="customer_phone", id=str(row.person_id), roles=frozenset({"customer"}))
        assert queries.contact(row.number, actor=mine, now=now) == row
        other = builders.a_repair(now=now).repair.customer
        stranger = Actor(kind="customer_phone", id=str(other.id), roles=frozenset({"customer"}))
        with pytest.raises(queries.NoSuchContact):
            queries.contact(row.number, actor=stranger, now=now)

    @pytest.mark.parametrize(
        ("text", "name", "phone", "topic"),
        [
            ("", "钱", cast.STRANGER.phone, "price"),
            (" ", "钱", cast.STRANGER.phone, "price"),
            ("x" * 2001, "钱", cast.STRANGER.phone, "price"),
            ("在吗", "钱", "abc", "price"),
            ("在吗", "", cast.STRANGER.phone, "price"),
            ("在吗", "钱", cast.STRANGER.phone, "weather"),
        ],
    )
    def test_refuses_what_nobody_could_answer(
        self, text: str, name: str, phone: str, topic: str, now: datetime
    ) -> None:
        ground.lay(now=now)
        message = WrittenMessage(text=text, topic=topic, name=name, phone=phone)
        with pytest.raises(Invalid):
            acting(lambda: contacts.receive(message=message, by=STRANGER, now=now))
        assert Contact.objects.count() == 0

    def test_stands_on_the_case_it_is_about(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        case = queries.case_of(one.claim.number, actor=one.buyer, now=now)
        message = WrittenMessage(text="还要多久", topic="claim", about=case)
        row = acting(lambda: contacts.receive(message=message, by=one.buyer, now=now))
        assert [one_.number for one_ in queries.about(one.claim.stream(), now=now)] == [row.number]
        assert "contacts.logged" in [line.code for line in one.view(one.buyer).timeline]
        assert queries.contact(row.number, actor=one.buyer, now=now) == row
        assert [case.number for case in queries.cases_of(one.buyer, now=now)] == [one.claim.number]


class TestCall:
    def test_that_settled_it_is_over_at_once(self, now: datetime, chen: Actor) -> None:
        row = logged(chen, now, seconds=90, text="解释了上门费", topic="price")
        assert (row.state, row.ended_at or Contact.objects.get().ended_at) == ("answered", now)
        assert clocks.open_clocks(row.stream()).count() == 0
        (said,) = queries.view(row, actor=chen, now=now).said
        assert (said.seconds, said.text, said.by) == (90, "解释了上门费", "小陈")

    def test_that_promises_runs_a_clock_and_the_call_back_meets_it(self, now: datetime, chen: Actor) -> None:
        at = now + timedelta(minutes=30)
        row = logged(chen, now, result="promised", promised_at=at)
        (waiting,) = queries.desk(chen, now=now).calls
        assert (row.state, waiting.due_at, waiting.taker) == ("promised", at, "小陈")
        back = LoggedCall(phone="", direction="out", seconds=120)
        do(lambda: contacts.call(contact=row, call=back, by=chen, now=now + timedelta(minutes=20)))
        clock = clocks.Clock.objects.get(stream_kind="contact", kind="contacts.call_back")
        assert (row.state, clock.met_at) == ("answered", now + timedelta(minutes=20))

    def test_that_was_promised_stays_so_beside_an_answer_in_writing(self, now: datetime, chen: Actor) -> None:
        at = now + timedelta(minutes=15)
        row = logged(chen, now, result="promised", promised_at=at)
        assert TABLE.situation(row, by=chen, now=now).promised
        do(lambda: TABLE.give("answer", row=row, by=chen, now=now, fields={"text": "正在查"}))
        row.refresh_from_db()
        assert [(one.kind, one.due_at) for one in clocks.open_clocks(row.stream())] == [("contacts.call_back", at)]
        assert row.state == "promised"
        clocks.sweep(at + timedelta(minutes=1))
        assert "contacts.late" in [one.code for one in timeline.read(row.stream())]
        back = LoggedCall(phone="", direction="out", seconds=60)
        do(lambda: contacts.call(contact=row, call=back, by=chen, now=at + timedelta(minutes=5)))
        assert row.state == "answered"

    def test_that_was_promised_is_taken_back_in_words(self, now: datetime, chen: Actor) -> None:
        row = logged(chen, now, result="promised", promised_at=now + timedelta(minutes=15))
        off = {"text": "已在网上解决，不再回电", "call": "off"}
        do(lambda: TABLE.give("answer", row=row, by=chen, now=now, fields=off))
        row.refresh_from_db()
        clock = clocks.Clock.objects.get(stream_kind="contact", kind="contacts.call_back")
        assert (row.state, clock.met_at) == ("answered", None), "nobody called"
        assert clock.stopped_at

    def test_that_nobody_makes_is_late_and_stays_open(self, now: datetime, chen: Actor) -> None:
        row = logged(chen, now, result="promised", promised_at=now + timedelta(minutes=30))
        clocks.sweep(now + timedelta(minutes=31))
        found = queries.desk(chen, now=now + timedelta(minutes=31))
        assert (found.late, found.calls[0].late, found.calls[0].number) == (1, True, row.number)
        assert "contacts.late" in [one.code for one in timeline.read(row.stream())]

    def test_reached_by_nobody_waits_for_another_try(self, now: datetime, chen: Actor) -> None:
        row = logged(chen, now, result="nobody", direction="out")
        assert row.state == "received"
        assert queries.desk(chen, now=now).waiting[0].due_at == now + timedelta(minutes=120)
        again = LoggedCall(phone="", direction="out", result="nobody")
        do(lambda: contacts.call(contact=row, call=again, by=chen, now=now + timedelta(minutes=5)))
        assert Said.objects.count() == 2
        do(lambda: contacts.drop(contact=row, why="三次没人接", by=chen, now=now + timedelta(minutes=9)))
        assert row.state == "dropped"

    def test_finds_who_is_known_by_his_phone(self, now: datetime, chen: Actor) -> None:
        one = builders.a_repair(now=now)
        call = LoggedCall(phone=cast.MS_ZHANG.phone, about=queries.case_of(one.repair.number, actor=chen, now=now))
        row = acting(lambda: contacts.log_call(call=call, by=chen, now=now))
        assert row.person_id == one.repair.customer_id
        assert Person.objects.filter(name_masked=row.person.name_masked).count() == 1

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"result": "promised"}, "promised_at"),
            ({"seconds": -1}, "seconds"),
            ({"seconds": 99999}, "seconds"),
            ({"direction": "up"}, "direction"),
            ({"result": "gone"}, "result"),
            ({"topic": "weather"}, "topic"),
            ({"text": "x" * 2001}, "text"),
        ],
    )
    def test_refuses_a_call_that_makes_no_sense(
        self, said: dict[str, object], field: str, now: datetime, chen: Actor
    ) -> None:
        with pytest.raises(Invalid) as refused:
            logged(chen, now, **said)
        assert refused.value.field == field
        assert Contact.objects.count() == 0

    def test_promises_nothing_for_the_past_or_next_month(self, now: datetime, chen: Actor) -> None:
        for at in (now, now - timedelta(hours=1), now + timedelta(days=15)):
            with pytest.raises(contacts.BadPromise):
                logged(chen, now, result="promised", promised_at=at)

    def test_is_logged_at_the_desk_alone(self, now: datetime) -> None:
        ground.lay(now=now)
        for member in (cast.HEYAN_OWNER, cast.MASTER_LUO, cast.ZHOU):
            with pytest.raises(Forbidden):
                logged(actor(member, now=now), now)


class TestAnswer:
    def test_reaches_who_wrote(self, now: datetime, chen: Actor) -> None:
        one = claim_builders.a_claim(now=now)
        case = queries.case_of(one.claim.number, actor=one.buyer, now=now)
        row = acting(
            lambda: contacts.receive(message=WrittenMessage(text="还要多久", about=case), by=one.buyer, now=now)
        )
        do(lambda: contacts.take(contact=row, by=chen, now=now))
        do(lambda: contacts.answer(contact=row, text="商家还有两天答复", by=chen, now=now + timedelta(minutes=10)))
        seen = queries.view(queries.contact(row.number, actor=one.buyer, now=now), actor=one.buyer, now=now)
        assert [said.text for said in seen.said] == ["商家还有两天答复"]
        assert [said.text for said in one.view(one.buyer).messages] == ["商家还有两天答复"]
        clock = clocks.Clock.objects.get(stream_kind="contact", kind="contacts.answered")
        assert clock.met_at == now + timedelta(minutes=10)

    def test_shows_the_customer_nothing_the_desk_noted(self, now: datetime, chen: Actor) -> None:
        row = logged(chen, now, text="客户很急,内部备注", result="nobody")
        mine = Actor(kind="customer_phone", id=str(row.person_id), roles=frozenset({"customer"}))
        assert queries.view(row, actor=mine, now=now).said == ()

    def test_comes_once(self, now: datetime, chen: Actor) -> None:
        row = written(now)
        do(lambda: contacts.answer(contact=row, text="好的", by=chen, now=now))
        with pytest.raises(WrongState):
            do(lambda: contacts.answer(contact=row, text="又", by=chen, now=now))
        with pytest.raises(WrongState):
            do(lambda: contacts.call(contact=row, call=LoggedCall(phone=""), by=chen, now=now))


class TestHandOver:
    def test_of_a_case_waits_at_the_desk(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        do(lambda: threads.hand_over(stream=one.claim.stream(), by=one.buyer, now=now))
        (row,) = queries.desk(one.by(cast.XIAO_CHEN), now=now).waiting
        assert (row.channel, row.about, row.due_at) == ("chat", one.claim.number, now + timedelta(minutes=120))

    def test_of_a_case_that_ended_long_ago_is_over(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="closed")
        later = one.now + timedelta(days=400)
        with pytest.raises(threads.ThreadOver):
            do(lambda: threads.hand_over(stream=one.claim.stream(), by=one.buyer, now=later))
        assert not Contact.objects.exists()

    def test_is_for_who_is_on_the_case(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        with pytest.raises(threads.NotOnThis):
            do(lambda: threads.hand_over(stream=one.claim.stream(), by=one.by(cast.HEYAN_OWNER), now=now))


class TestWaits:
    def test_claim_nothing_where_there_is_nothing(self, chen: Actor, now: datetime) -> None:
        assert queries.waits(now=now) is None
        logged(chen, now, topic="price", text="已答复", result="answered")
        assert queries.waits(now=now) is None  # how long a call waited nobody measured

    def test_are_counted_and_measured_over_a_day(
        self, chen: Actor, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for minutes in (4, 10, 30):
            row = written(now, text=f"第 {minutes} 分钟答复")
            do(lambda r=row, m=minutes: contacts.answer(contact=r, text="好", by=chen, now=now + timedelta(minutes=m)))
        written(now)
        with django_assert_num_queries(1):
            found = queries.waits(now=now + timedelta(hours=1))
        assert found == queries.PublicWaits(
            waiting=1, answered=3, half_s=600, hours=24, house=cast.OPERATOR.name, brands=2
        )
        later = queries.waits(now=now + timedelta(hours=25))
        assert later == replace(found, answered=0, half_s=None)


class TestFirstCall:
    """A call that has no contact yet is a command of the desk."""

    GIVEN: ClassVar = {"phone": "13800000001", "name": "张晓梅", "topic": "progress", "direction": "in", "minutes": 2}

    def log(self, by: Actor, now: datetime, **changes: object) -> Contact:
        fields = {**self.GIVEN, "result": "answered", **changes}
        return acting(lambda: tables()["calls"].give("first", row=people.operator(), by=by, now=now, fields=fields))

    def test_makes_a_contact(self, chen: Actor, now: datetime) -> None:
        row = self.log(chen, now)
        assert (row.channel, row.topic, row.state) == ("call", "progress", "answered")

    @pytest.mark.parametrize(
        ("field", "value"),
        [("about", "R-20261124-000001-0"), ("phone", "12345"), ("minutes", 999), ("topic", "weather"), ("phone", "")],
    )
    def test_names_the_field_that_is_wrong(self, chen: Actor, now: datetime, field: str, value: object) -> None:
        with pytest.raises(Invalid) as refused:
            self.log(chen, now, **{field: value})
        assert refused.value.field == field
        assert not Contact.objects.exists()

    def test_is_the_desks_alone(self, now: datetime) -> None:
        ground.lay(now=now)
        with pytest.raises(Forbidden):
            self.log(Actor(kind="staff", id="0199", roles=frozenset({"packer"})), now)
