"""A provider is gone for hours: what is true no more when it comes back isn't sent, all else is, once."""

from datetime import datetime, timedelta

import pytest

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.carriers import carriers
from anxin.core.carriers.carriers import OutOfReach, Parcel
from anxin.core.outbox.models import Message
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db


class Gone:
    """A provider that takes nothing until it is back, and keeps what it took."""

    accepts_key = False
    queue = "outside"

    def __init__(self) -> None:
        self.back = False
        self.took: list[str] = []

    def send(self, parcel: Parcel) -> str:
        if not self.back:
            raise OutOfReach({"why": "not reached"})
        self.took.append(parcel.template)
        return "ok"


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Gone:
    """Have texts carried by a provider that is gone."""
    found = Gone()
    monkeypatch.setitem(carriers._CARRIERS, "sms", found)
    return found


def states() -> dict[str, str]:
    return dict(Message.objects.filter(carrier="sms").values_list("template", "state"))


def goes_on(one: builders.Walked, **span: float) -> None:
    """Let time pass in steps, so that what waits is tried as often as it would be."""
    until = one.now + timedelta(**span)
    while one.now < until:
        one.now = min(one.now + timedelta(minutes=10), until)
        later.run_due(one.now, raising=False)


class TestThreeHoursLater:
    def test_nobody_reads_that_his_technician_is_on_the_way_who_is_there(self, now: datetime, texts: Gone) -> None:
        one = builders.a_repair(now=now, at="on_site")
        goes_on(one, hours=3)
        texts.back = True
        goes_on(one, hours=2)
        assert states()["notices.repair_coming"] == "expired"
        assert states()["notices.repair_booked"] == "expired"
        assert texts.took == ["notices.repair_accepted"]

    def test_he_reads_it_once_who_still_waits(self, now: datetime, texts: Gone) -> None:
        one = builders.a_repair(now=now, at="booked")
        goes_on(one, hours=3)
        texts.back = True
        goes_on(one, hours=6)
        assert sorted(texts.took) == ["notices.repair_accepted", "notices.repair_booked"]
        assert not list(later.dead_letters()), "nobody has to have them sent"

    def test_a_quote_that_was_answered_asks_for_no_answer(self, now: datetime, texts: Gone) -> None:
        one = builders.a_repair(now=now, at="agreed")
        goes_on(one, minutes=40)
        texts.back = True
        goes_on(one, hours=2)
        assert states()["notices.repair_quote"] == "expired"
        assert "notices.repair_quote" not in texts.took


def test_what_waited_for_the_morning_isnt_sent_where_it_is_over_by_then(now: datetime, texts: Gone) -> None:
    texts.back = True
    one = builders.a_repair(now=now, at="on_site")
    row = Notice.objects.get(code="repair_coming")
    Notice.objects.filter(pk=row.pk).update(gone_at=None)
    Message.objects.all().delete()
    assert acting(lambda: notices.send(notice=Notice.objects.get(pk=row.pk), now=one.now))
    assert not Message.objects.filter(template="notices.repair_coming").exists()
