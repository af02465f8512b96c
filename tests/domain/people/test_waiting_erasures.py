"""An erasure that waits for what isn't over comes by itself when that has ended; who was erased before is told of."""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline, vault
from anxin.core.acting import acting
from anxin.core.carriers import sms
from anxin.core.errors import AnxinError, WrongState
from anxin.core.outbox import Message, carried
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.people import tasks
from anxin.domain.people.actions import personal_data, waiting_erasures
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.models import DataRequest, LegalHold, Person
from anxin.domain.people.queries import actors, data_requests, erasures
from tests import builders
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def one(now: datetime) -> Walked:
    return a_claim(now=now)


def ask(one: Walked, name: str = "waiting") -> None:
    """Have the buyer say on his own page that he wants to be erased once that is over, or not after all."""
    himself = actors.actor_of_person(str(one.claim.buyer_id))
    acting(lambda: OWN_DATA.give(name, row=one.claim.buyer, by=himself, now=one.now, fields={}))


def withdrawn(one: Walked) -> None:
    one.do(lambda: claims.withdraw(claim=one.claim, why="不用了", by=one.buyer, now=one.now))


def swept(one: Walked) -> Person:
    """Run the sweep, and give the buyer as he is then."""
    tasks.erase_waiting.func(now=one.now)
    return Person.objects.get(pk=one.claim.buyer_id)


class TestAsked:
    def test_waits_and_names_what_for(self, one: Walked) -> None:
        ask(one)
        [row] = DataRequest.objects.all()
        assert (row.state, row.wish, erasures.erasure([one.claim.buyer]).asked) == ("waiting", "erase", row.number)
        live, _over = data_requests.desk(one.by(cast.ADMIN), now=one.now)
        assert erasures.why_waiting(live) == {row.number: (one.claim.number,)}

    def test_twice_waits_once(self, one: Walked) -> None:
        ask(one)
        himself = actors.actor_of_person(str(one.claim.buyer_id))
        acting(lambda: waiting_erasures.have_wait(person=one.claim.buyer, by=himself, now=one.now))
        assert DataRequest.objects.count() == 1

    def test_is_refused_where_nothing_stands_in_its_way(self, one: Walked) -> None:
        withdrawn(one)
        with pytest.raises(WrongState):
            ask(one)

    def test_is_not_late_however_long_it_waits(self, one: Walked) -> None:
        ask(one)
        live, _over = data_requests.desk(one.by(cast.ADMIN), now=one.now + timedelta(days=90))
        assert [(row.waits, row.late) for row in live] == [(True, False)]

    def test_is_let_be_by_himself(self, one: Walked) -> None:
        ask(one)
        ask(one, "staying")
        withdrawn(one)
        assert swept(one).erased_at is None
        assert DataRequest.objects.get().state == "withdrawn"


class TestSweep:
    def test_erases_nobody_whom_a_case_needs(self, one: Walked) -> None:
        ask(one)
        assert swept(one).erased_at is None

    def test_erases_him_once_the_last_of_them_ended_and_once_only(self, one: Walked) -> None:
        ask(one)
        withdrawn(one)
        assert swept(one).erased_at == one.now
        assert swept(one).erased_at == one.now
        row = DataRequest.objects.get()
        assert (row.state, row.ended_at) == ("done", one.now)
        assert Entry.objects.filter(code="people.erase").count() == 1
        [erased] = erasures.erased(one.by(cast.ADMIN))
        assert erased.word == "asked"
        assert timeline.verify() == []

    def test_waits_for_what_the_law_has_kept(self, one: Walked, now: datetime) -> None:
        ask(one)
        withdrawn(one)
        told = {"stream_kind": "claim", "stream_key": one.claim.pk, "placed_by": "x", "placed_at": now}
        hold = LegalHold.objects.create(**told, source="court", letter_sealed="")
        assert swept(one).erased_at is None
        LegalHold.objects.filter(pk=hold.pk).update(lifted_at=now)
        assert swept(one).erased_at == one.now

    def test_tells_the_phone_for_the_last_time(self, one: Walked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sms, "is_there", lambda: True)
        person = one.claim.buyer
        phone = vault.open_("people.person.phone", person.id, person.phone_sealed)
        ask(one)
        withdrawn(one)
        swept(one)
        message = Message.objects.get(template="people.erased")
        assert carried(message) == phone
        assert phone not in message.secret

    def test_goes_on_where_one_could_not_be_done(self, one: Walked, monkeypatch: pytest.MonkeyPatch) -> None:
        ask(one)
        withdrawn(one)
        broken = personal_data.wipe
        monkeypatch.setattr(personal_data, "wipe", lambda **_given: 1 / 0)
        assert swept(one).erased_at is None
        monkeypatch.setattr(personal_data, "wipe", broken)
        assert swept(one).erased_at == one.now


class TestErasedBefore:
    def test_gets_its_line_in_the_record_of_each_case_once(self, one: Walked) -> None:
        withdrawn(one)
        Person.objects.filter(pk=one.claim.buyer_id).update(erased_at=one.now)
        for _time in range(2):
            tasks.tell_erased.func(now=one.now + timedelta(days=1))
        told = [
            fact for fact in timeline.read(one.claim.stream(), "merchant") if fact.code.startswith("people.customer")
        ]
        assert [fact.code for fact in told] == ["people.customer_was_erased"]
        assert told[0].facts["day"] == one.now.date().isoformat()
        assert next(erasures.told_nowhere(), None) is None
        assert timeline.verify() == []

    def test_is_told_of_no_second_time_where_the_record_says_so_already(self, one: Walked) -> None:
        withdrawn(one)
        acting(lambda: personal_data.wipe(person=one.claim.buyer, by=one.buyer, now=one.now))
        tasks.tell_erased.func(now=one.now)
        codes = [fact.code for fact in timeline.read(one.claim.stream(), "merchant")]
        assert [code for code in codes if code.startswith("people.customer")] == ["people.customer_erased"]


def test_a_repair_in_the_way_is_named_too(now: datetime) -> None:
    walked = builders.a_repair(now=now, at="accepted")
    himself = actors.actor_of_person(str(walked.repair.customer_id))
    acting(lambda: OWN_DATA.give("waiting", row=walked.repair.customer, by=himself, now=now, fields={}))
    live, _over = data_requests.desk(walked.by(cast.ADMIN), now=now)
    assert set(erasures.why_waiting(live).values()) == {(walked.repair.number,)}


def test_nobody_else_has_him_wait(one: Walked, now: datetime) -> None:
    other = builders.a_repair(now=now, at="accepted", customer=cast.NEIGHBOUR).repair.customer
    stranger = actors.actor_of_person(str(other.pk))
    for name in ("waiting", "staying"):
        with pytest.raises(AnxinError):
            acting(lambda name=name: OWN_DATA.give(name, row=one.claim.buyer, by=stranger, now=now, fields={}))
    assert not DataRequest.objects.exists()
