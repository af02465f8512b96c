"""The number of before is told that another one is asked for: by a message that arrived, or by the desk's calls."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks
from anxin.core.errors import Forbidden, Invalid
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as known
from anxin.domain.people import tasks
from anxin.domain.people.queries import data_requests, tellings
from tests.builders import actor
from tests.domain.people.asked import HASH, NEW, Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(now: datetime) -> Desk:
    return Desk(now)


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
        desk.do("ringing", row, heard="no_answer")
        assert not desk.runs(row)
        desk.do("ringing", row, heard="told")
        [view] = data_requests.whole([row], now=desk.now)
        assert (view.is_untold, view.counts_at) == (False, desk.now + timedelta(days=5))
        told = tellings.telling(row)
        assert [(one.heard, one.who) for one in told.rings] == [
            ("no_answer", "小陈"),
            ("told", "小陈"),
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
            desk.do("ringing", row, heard=heard)
            assert not desk.runs(row), "three calls, two days"
        desk.now += timedelta(days=1)
        desk.do("ringing", row, heard="stranger")
        assert desk.runs(row)

    def test_objects_in_the_call(self, desk: Desk) -> None:
        row = desk.announced()
        desk.do("ringing", row, heard="objects")
        assert row.state == "objected"
        assert Notice.objects.filter(code="person_objected", account__username=cast.SUN.username).exists()
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

    def test_is_rung_by_who_works_requests_and_with_a_reason_that_is_one(self, desk: Desk) -> None:
        row = desk.announced()
        with pytest.raises(Forbidden):
            desk.do("ringing", row, actor(cast.LIN, now=desk.now), heard="told")
        with pytest.raises(Invalid) as refused:
            desk.do("ringing", row, heard="perhaps")
        assert refused.value.field == "heard"

    def test_is_asked_for_of_a_copy_too_which_stays_done(self, desk: Desk) -> None:
        row = desk.ask("copy")
        desk.identify(row)
        desk.agree(row)
        desk.do("handover", row, handed="hand", sha256=HASH)
        assert tellings.telling(row).at is None
        desk.do("ringing", row, heard="told")
        assert row.state == "done"
        assert tellings.telling(row).at == desk.now
