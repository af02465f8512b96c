"""At half past eleven at night: what answers one's own act goes at once, news waits, programs wake nobody."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor, Kind
from anxin.core.streams.models import Entry, Stream
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground, walk
from anxin.demo.walk import actor
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.actions import LoggedCall, WrittenMessage
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.notices.rules.customers import CUSTOMERS
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
PROGRAM = Actor(kind="token", id="erp", organisation="o")
ANSWERS = {
    *("repair_accepted", "repair_booked", "repair_done", "repair_looked", "repair_helped", "repair_redirected"),
    *("invoice_ready", "invoice_refused", "goods_to_bring", "goods_to_send"),
    *(
        "claim_filed",
        "claim_send_back",
        "claim_paid",
        "claim_exchange",
        "claim_message",
        "contact_received",
        "contact_answered",
    ),
}
HAPPENS = {"repair_coming", "repair_quote", "repair_helping", "goods_receipt"}
HAPPENS |= {"repair_not_yet", "repair_stay_out", "repair_unvouched"}
"""Somebody is on his way, or isn't yet or any more, stands before him, or is on the line with him."""
SPOKEN = {
    "repair.submitted": {"channel": "phone"},
    "contact.received": {"direction": "in"},
    "contacts.said": {"direction": "in"},
    "repair.confirm": {"how": "code"},
}
"""What is written down by somebody here while the customer is on the phone or stands there."""


@pytest.fixture
def night(now: datetime) -> datetime:
    """Give half past eleven in Shanghai, after whatever began by day."""
    return now.replace(hour=15, minute=30, second=0, microsecond=0)


def at_once(key: UUID | str) -> dict[str, bool]:
    """Say of all that the customers of a case were told whether it went at once; else it goes at eight."""
    rows = Notice.objects.filter(stream_key=key).exclude(person=None)
    waiting = [one.goes_at.astimezone(SHANGHAI).strftime("%H:%M") for one in rows if one.gone_at is None]
    assert set(waiting) <= {"08:00"}
    return {one.code: one.gone_at is not None and one.goes_at == one.at for one in rows}


def fact(stream: StreamKey, code: str, at: datetime, *, by: Kind, **facts: str) -> Entry:
    """Write a fact down as it lies in the database, without what follows from it."""
    head = Stream.objects.get(kind=stream.kind, key=stream.key)
    position = 1000 + Entry.objects.count()
    return Entry.objects.create(
        stream=head, position=position, code=code, at=at, actor_kind=by, actor_id="-", facts=facts, hash="-"
    )


class TestEach:
    def went(self, night: datetime, *, by: Kind, minutes: int = 1, spoken: bool = False) -> set[str]:
        """Tell a customer each line of the table at night, after its reader's act; return what went at once."""
        cases = {False: builders.a_repair(now=night).repair, True: claim_builders.a_claim(now=night).claim}
        found = set()
        for line in CUSTOMERS:
            stream, at = cases[line.code.startswith("claim_")].stream(), night + timedelta(minutes=61)
            Notice.objects.all().delete()
            Entry.objects.filter(position__gte=1000).delete()
            acts = [
                fact(stream, code, at - timedelta(minutes=minutes), by=by, **(SPOKEN.get(code, {}) if spoken else {}))
                for code in line.answers.split()
            ]
            told = next((one for one in acts if one.code == line.on), None) or fact(stream, line.on, at, by="staff")
            assert acting(lambda line=line, told=told, at=at: notices.tell_after(code=line.code, fact=told, now=at))
            found |= {code for code, went in at_once(stream.key).items() if went}
        return found

    def test_answers_at_once_who_did_it_himself(self, night: datetime) -> None:
        assert self.went(night, by="stranger") == ANSWERS | HAPPENS

    def test_answers_at_once_who_rang_or_stood_there(self, night: datetime) -> None:
        with_him = {"repair_booked", "repair_helped"}
        spoken = {one.code for one in CUSTOMERS if SPOKEN.keys() & {*one.answers.split()}}
        assert self.went(night, by="staff", spoken=True) == HAPPENS | spoken | with_him

    @pytest.mark.parametrize("by", ["token", "system"])
    def test_wakes_nobody_for_what_a_program_or_the_house_did(self, by: Kind, night: datetime) -> None:
        assert self.went(night, by=by) - {"repair_booked", "repair_helped"} == HAPPENS

    def test_waits_where_he_did_it_an_hour_ago(self, night: datetime) -> None:
        assert self.went(night, by="customer_link", minutes=61) == HAPPENS


class TestReport:
    @pytest.mark.parametrize(
        ("channel", "by", "goes"),
        [("page", STRANGER, True), ("phone", cast.XIAO_CHEN, True), ("api", PROGRAM, False)],
    )
    def test_accepted_is_told_at_once_to_who_made_it(
        self, channel: str, by: Actor | cast.Member, goes: bool, night: datetime
    ) -> None:
        one = self._reported(night, channel, by)
        chen, later_on = actor(cast.XIAO_CHEN, now=night), night + timedelta(minutes=20)
        acting(lambda: repairs.accept(repair=one, by=chen, now=later_on))
        assert at_once(one.pk) == {"repair_accepted": goes}

    def _reported(self, night: datetime, channel: str, by: Actor | cast.Member) -> Repair:
        ground.lay(now=night)
        who = by if isinstance(by, Actor) else actor(by, now=night)
        told = replace(walk.a_report(now=night), channel=channel)
        return acting(lambda: repairs.report(report=told, by=who, now=night)).repair

    def test_walked_through_by_night_says_each_step_that_the_customer_takes_part_in(self, night: datetime) -> None:
        one = builders.a_repair(now=night.replace(hour=14, minute=5), at="closed")
        told = at_once(one.repair.pk)
        assert {code for code, went in told.items() if went} >= {"repair_accepted", "repair_coming", "repair_done"}


class TestContact:
    def test_by_message_is_confirmed_and_answered_at_once(self, night: datetime) -> None:
        ground.lay(now=night)
        message = WrittenMessage(
            text="怎么报价", topic="price", name="陈晨", phone="13900005555", consent_version="2026-11"
        )
        row = acting(lambda: contacts.receive(message=message, by=STRANGER, now=night))
        chen = actor(cast.XIAO_CHEN, now=night)
        acting(lambda: contacts.answer(contact=row, text="报价含上门费", by=chen, now=night + timedelta(minutes=30)))
        assert at_once(row.pk) == {"contact_received": True, "contact_answered": True}

    @pytest.mark.parametrize(("direction", "goes"), [("in", True), ("out", False)])
    def test_by_phone_is_confirmed_to_who_rang(self, direction: str, goes: bool, night: datetime) -> None:
        ground.lay(now=night)
        chen = actor(cast.XIAO_CHEN, now=night)
        call = LoggedCall(
            phone="13900005555", name="陈晨", direction=direction, result="nobody", topic="price", text=""
        )
        row = acting(lambda: contacts.log_call(call=call, by=chen, now=night))
        assert at_once(row.pk) == {"contact_received": goes}
