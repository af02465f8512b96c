"""A message that did not leave is sent again because a person says so: once, and only what is all there still."""

from datetime import datetime, timedelta

import pytest

from anxin.core import later, outbox, stuck_work
from anxin.core.acting import acting
from anxin.core.carriers import carriers
from anxin.core.carriers.carriers import NotSent, Parcel
from anxin.core.outbox import Message, messages
from anxin.core.outbox.repeats import NoSuchMessage, SecretGone

pytestmark = pytest.mark.django_db


class Refusing:
    """A carrier that takes nothing until it is told to."""

    accepts_key = False
    queue = "outside"

    def __init__(self) -> None:
        self.takes, self.taken = False, 0

    def send(self, parcel: Parcel) -> str:
        if not self.takes:
            raise NotSent({"carrier": "mail", "why": "SMTP 535"})
        self.taken += 1
        return "handed over"


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    made = Refusing()
    monkeypatch.setitem(carriers._CARRIERS, "mail", made)
    monkeypatch.setitem(messages._addresses, "mail", lambda _message: outbox.MessageAddress(to="x@example.com"))
    return made


def tried_in_vain(now: datetime) -> None:
    for hour in range(12):
        later.run_due(now + timedelta(hours=hour), raising=False)


def given_up(now: datetime, *, template: str = "core.told", secret: str = "") -> Message:
    """Put a mail that nobody takes, and let it be tried until it is given up."""
    told = {"audience": "account:x", "ids": {"number": "1130-000-001"}, "key": template, "secret": secret}
    made = acting(lambda: outbox.put(template, now=now, carrier="mail", **told))
    tried_in_vain(now)
    made.refresh_from_db()
    assert (made.state, made.answer) == ("failed", "SMTP 535")
    return made


def end(now: datetime) -> datetime:
    return now + timedelta(hours=13)


class TestAMessageThatWasGivenUp:
    def test_stands_once_among_stuck_work_with_the_provider_s_reason(self, carrier: Refusing, now: datetime) -> None:
        given_up(now)
        (one,) = stuck_work.listed(now=end(now))
        assert (one.kind, one.carrier, one.error, one.again) == ("failed", "mail", "SMTP 535", True)

    def test_is_sent_again_once_however_often_it_is_asked_for(self, carrier: Refusing, now: datetime) -> None:
        made = given_up(now)
        carrier.takes = True
        for _ in range(2):
            acting(lambda: outbox.send_again(made.pk, now=end(now)))
        later.run_due(end(now))
        acting(lambda: outbox.send_again(made.pk, now=end(now)))
        later.run_due(end(now))
        made.refresh_from_db()
        assert (made.state, carrier.taken) == ("sent", 1)
        assert stuck_work.listed(now=end(now)) == []

    def test_can_be_sent_again_after_it_failed_once_more(self, carrier: Refusing, now: datetime) -> None:
        made = given_up(now)
        acting(lambda: outbox.send_again(made.pk, now=end(now)))
        tried_in_vain(end(now))
        carrier.takes = True
        last = end(now) + timedelta(hours=13)
        acting(lambda: outbox.send_again(made.pk, now=last))
        later.run_due(last)
        made.refresh_from_db()
        assert (made.state, carrier.taken) == ("sent", 1)

    def test_whose_link_was_erased_is_not(self, carrier: Refusing, now: datetime) -> None:
        made = given_up(now, template="staff.invited_link", secret="https://s.example/x")
        (one,) = stuck_work.listed(now=end(now))
        assert not one.again
        with pytest.raises(SecretGone):
            acting(lambda: outbox.send_again(made.pk, now=end(now)))

    def test_that_isn_t_there_is_missing(self, now: datetime) -> None:
        with pytest.raises(NoSuchMessage):
            acting(lambda: outbox.send_again(4_711, now=now))


def test_one_of_which_nobody_knows_whether_it_left_is_sent_again_too(carrier: Refusing, now: datetime) -> None:
    made = given_up(now)
    Message.objects.filter(pk=made.pk).update(state="unclear")
    carrier.takes = True
    acting(lambda: outbox.send_again(made.pk, now=end(now)))
    later.run_due(end(now))
    assert carrier.taken == 1
