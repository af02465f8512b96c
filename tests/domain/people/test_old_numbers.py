"""The number of before is told that another one is asked for: by a message that arrived, or by the desk's calls."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks
from anxin.core.errors import Forbidden, Invalid
from anxin.core.outbox import Message
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as known
from anxin.domain.people import tasks
from anxin.domain.people.actions import data_requests as actions
from anxin.domain.people.models import DataRequest
from anxin.domain.people.queries import data_requests, tellings
from tests.builders import actor
from tests.domain.people.asked import HASH, NEW, Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(now: datetime) -> Desk:
    return Desk(now)


def history(row: DataRequest) -> list[str]:
    """Return what stands in the record of its message."""
    said = Entry.objects.filter(stream__key=str(row.pk), code__startswith="people.phone_").order_by("position")
    return list(said.values_list("code", flat=True))


def copied(desk: Desk) -> DataRequest:
    row = desk.ask("copy")
    desk.identify(row)
    desk.agree(row)
    desk.do("handover", row, handed="hand", sha256=HASH)
    return row


class TestTheNumberOfBefore:
    def test_that_no_message_reaches_is_rung_before_its_days_begin(self, desk: Desk) -> None:
        row = desk.announced()
        assert not desk.runs(row)
        assert data_requests.whole([row], now=desk.now)[0].is_untold
        tasks.look_told.func(now=desk.now)
        desk.days_pass()
        row.refresh_from_db()
        assert row.state == "announced", "nobody was told, so nobody could object"
        desk.now += timedelta(days=6)
        desk.ring(row, "no_answer")
        assert not desk.runs(row)
        desk.ring(row, "told")
        [view] = data_requests.whole([row], now=desk.now)
        assert (view.is_untold, view.counts_at) == (False, desk.now + timedelta(days=5))
        told = tellings.telling(row)
        assert [(one.heard, one.who) for one in told.rings] == [
            ("no_answer", cast.SUN.called),
            ("told", cast.SUN.called),
        ]
        assert told.at == desk.now
        clocks.sweep(desk.now + timedelta(days=4))
        assert not known.known_by_phone(NEW)
        desk.days_pass()
        assert [one.pk for one in known.known_by_phone(NEW)] == [desk.person.pk]

    def test_that_is_gone_counts_as_told_after_calls_on_three_days(self, desk: Desk) -> None:
        row = desk.announced()
        for hours, heard in ((0, "no_number"), (1, "no_number"), (24, "off")):
            desk.now += timedelta(hours=hours)
            desk.ring(row, heard)
            assert not desk.runs(row), "three calls, two days"
        desk.now += timedelta(days=1)
        desk.ring(row, "stranger")
        assert desk.runs(row)

    def test_objects_in_the_call(self, desk: Desk) -> None:
        row = desk.announced()
        desk.ring(row, "objects")
        assert row.state == "objected"
        assert Notice.objects.filter(code="person_objected", account__username=cast.XIAO_CHEN.username).exists()
        desk.days_pass()
        assert not known.known_by_phone(NEW)

    def test_is_told_by_a_message_only_once_it_went_out_and_not_by_one_that_was_lost(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: True)
        row = desk.announced()
        message = Message.objects.get(template="people.phone_wanted")
        tasks.look_told.func(now=desk.now)
        assert not desk.runs(row), "it waits still"
        desk.went_out(message)
        assert desk.runs(row)
        Message.objects.filter(pk=message.pk).update(receipt="UNDELIV")
        desk.days_pass()
        row.refresh_from_db()
        assert row.state == "announced", "it was lost after all"
        desk.went_out(message, receipt="UNDELIV")
        assert not desk.runs(row)
        desk.went_out(message, receipt="arrived")
        assert desk.runs(row)
        desk.went_out(message, receipt="UNDELIV")
        assert not desk.runs(row), "the days stop where it is heard that it was lost"
        assert history(row) == [
            *("people.phone_told", "people.phone_untold", "people.phone_told", "people.phone_untold"),
        ]

    @pytest.mark.parametrize("wish", ["phone", "copy"])
    def test_stays_told_once_the_message_is_swept_away(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, wish: str
    ) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: True)
        row = desk.announced() if wish == "phone" else copied(desk)
        desk.went_out(Message.objects.get(key=tellings.key_of(row)))
        sent_at = desk.now.replace(second=0, microsecond=0)
        if wish == "phone":
            desk.days_pass()
        row.refresh_from_db()
        assert row.state == "done"
        Message.objects.all().delete()
        told = tellings.telling(row)
        assert (told.at, told.message is not None and told.message.is_told) == (sent_at, True)
        tasks.look_told.func(now=desk.now + timedelta(days=1))
        assert history(row) == ["people.phone_told"]

    def test_of_a_copy_stays_lost_once_the_message_is_swept_away(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: True)
        row = copied(desk)
        desk.went_out(Message.objects.get(key=tellings.key_of(row)), receipt="UNDELIV")
        Message.objects.all().delete()
        told = tellings.telling(row)
        assert told.message is not None
        assert (told.at, told.message.receipt) == (None, "UNDELIV")

    @pytest.mark.parametrize("role", ["asked_by", "identified_by"])
    def test_is_rung_by_another_than_who_wrote_it_down_or_identified_him(self, desk: Desk, role: str) -> None:
        row = desk.announced()
        DataRequest.objects.filter(pk=row.pk).update(asked_by="0", identified_by="1")
        DataRequest.objects.filter(pk=row.pk).update(**{role: desk.ringer.id})
        for heard in ("told", "no_answer"):
            with pytest.raises(actions.OtherRings):
                desk.ring(row, heard)
        assert tellings.telling(row).rings == ()

    def test_is_rung_by_the_reviewer_who_agreed_where_the_desk_has_nobody_else(self, desk: Desk) -> None:
        row = desk.announced()
        DataRequest.objects.filter(pk=row.pk).update(identified_by=desk.ringer.id)
        with pytest.raises(actions.OtherRings):
            desk.ring(row, "told")
        desk.do("ringing", row, desk.second, heard="told")
        assert desk.runs(row)

    def test_is_rung_by_who_works_requests_and_with_a_reason_that_is_one(self, desk: Desk) -> None:
        row = desk.announced()
        with pytest.raises(Forbidden):
            desk.do("ringing", row, actor(cast.XIAO_DENG, now=desk.now), heard="told")
        with pytest.raises(Invalid) as refused:
            desk.ring(row, "perhaps")
        assert refused.value.field == "heard"

    def test_is_asked_for_of_a_copy_too_which_stays_done(self, desk: Desk) -> None:
        row = copied(desk)
        assert tellings.telling(row).at is None
        desk.ring(row, "told")
        assert row.state == "done"
        assert tellings.telling(row).at == desk.now
