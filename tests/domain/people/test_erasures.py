"""Who has himself erased reads first what goes and what stays; what isn't over, or the law has kept, comes first."""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.core.timeline import StreamKey
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import debts
from anxin.domain.people import queries as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.models import LegalHold, Person
from anxin.domain.people.queries import actors, data_requests, erasures
from tests import builders
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db


def erase(person: Person, now: datetime) -> None:
    himself = actors.actor_of_person(str(person.pk))
    acting(lambda: OWN_DATA.give("erasure", row=person, by=himself, now=now, fields={}))


def opened(one: Walked) -> None:
    one.do(
        lambda: claims.open_to(
            claim=one.claim,
            organisation=people.organisation(cast.AUTHORITY.slug),
            until=one.now + timedelta(days=30),
            letter="市监调字 2026-17",
            by=one.by(cast.ADMIN),
            now=one.now,
        )
    )


class TestAnErasure:
    def test_waits_for_the_end_of_an_open_claim_and_says_which_it_is(self, now: datetime) -> None:
        one = a_claim(now=now)
        buyer = one.claim.buyer
        assert erasures.needed([buyer]) == (one.claim.number,)
        with pytest.raises(WrongState, match=r"people\.needed"):
            erase(buyer, one.now)
        with pytest.raises(personal_data.Held) as refused:
            acting(lambda: personal_data.wipe(person=buyer, by=one.buyer, now=one.now))
        assert refused.value.facts["why"] == one.claim.number
        one.do(lambda: claims.withdraw(claim=one.claim, why="不用了", by=one.buyer, now=one.now))
        assert erasures.needed([buyer]) == ()
        erase(buyer, one.now)
        buyer.refresh_from_db()
        assert buyer.erased_at

    def test_waits_for_the_end_of_an_open_repair(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        person = one.repair.customer
        assert erasures.needed([person]) == (one.repair.number,)
        with pytest.raises(WrongState):
            erase(person, one.now)

    def test_waits_for_money_that_is_owed_to_him(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        person, stream = one.repair.customer, one.repair.stream()
        assert debts.owed([stream]) == set()
        paid = Payment.objects.filter(bill__stream_key=stream.key).first()
        assert paid is not None
        Payment.objects.filter(pk=paid.pk).update(direction="back", state="called")
        assert debts.owed([stream]) == {stream}
        assert one.repair.number in erasures.needed([person])

    def test_stands_in_the_record_of_each_case_and_with_the_person_at_the_desk(self, now: datetime) -> None:
        one = a_claim(now=now)
        buyer, stream = one.claim.buyer, one.claim.stream()
        one.do(lambda: claims.withdraw(claim=one.claim, why="不用了", by=one.buyer, now=one.now))
        erase(buyer, one.now)
        for audience in ("agent", "merchant", "auditor"):
            assert "people.customer_erased" in [fact.code for fact in timeline.read(stream, audience)]
        [found] = data_requests.found_in(StreamKey("claim", str(one.claim.id)), actor=one.by(cast.ADMIN))
        assert found.person.erased
        [row] = erasures.erased(one.by(cast.ADMIN))
        assert (row.cases, row.at) == ((one.claim.number,), one.now)
        assert erasures.erased(one.by(cast.MASTER_LUO)) == []
        assert timeline.verify() == []


class TestWhatAnAuthorityReads:
    def test_is_held_from_the_letter_on_and_its_buyer_is_not_erased(self, now: datetime) -> None:
        one = a_claim(now=now)
        opened(one)
        hold = LegalHold.objects.get()
        assert (hold.source, hold.stream()) == ("authority", one.claim.stream())
        one.do(lambda: claims.withdraw(claim=one.claim, why="不用了", by=one.buyer, now=one.now))
        buyer = one.claim.buyer
        assert erasures.erasure([buyer]).lawful
        with pytest.raises(WrongState, match=r"people\.needed"):
            erase(buyer, one.now)
        with pytest.raises(personal_data.LegallyHeld):
            acting(lambda: personal_data.wipe(person=buyer, by=one.buyer, now=one.now))
        opened(one)
        assert LegalHold.objects.count() == 1
