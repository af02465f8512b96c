"""A consent that is taken back ends at once what it allowed; what a contract or the law needs goes on, and says so."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks
from anxin.core.acting import acting
from anxin.core.ids import uuid7
from anxin.core.timeline import Entry, StreamKey
from anxin.demo import cast
from anxin.domain.contacts.models import Contact
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data, reveals
from anxin.domain.people.models import Consent, Person
from anxin.domain.people.queries import access, actors
from anxin.domain.people.wording.consents import PURPOSES, TAKEN_BACK
from anxin.domain.quality import actions as quality
from anxin.domain.quality.models import FollowUp
from tests import builders
from tests.builders import Walked, a_repair
from tests.claim_builders import a_claim

pytestmark = pytest.mark.django_db


def take_back(person: Person, purpose: str, now: datetime) -> None:
    himself = actors.actor_of_person(str(person.pk))
    acting(lambda: personal_data.withdraw_consent(person=person, purpose=purpose, by=himself, now=now))


def address(walk: Walked, member: cast.Member) -> str:
    shown: str = walk.do(
        lambda: people.reveal(
            person=walk.repair.customer,
            stream=walk.repair.stream(),
            field="address",
            reason="job.address",
            by=walk.by(member),
            now=walk.now,
        )
    )
    return shown


def agreed(walk: Walked, *, basis: str = "consent", about: Walked | None = None, at: datetime | None = None) -> None:
    """Have the customer agree, or be told for a contract; about one repair where it is named."""
    walk.do(
        lambda: personal_data.consent(
            person=walk.repair.customer,
            purpose="repair",
            version="privacy/2",
            channel="page" if basis == "consent" else "phone",
            by=walk.customer,
            now=at or walk.now,
            stream=about.repair.stream() if about else None,
            basis=basis,
        )
    )


def technician_of(walk: Walked) -> cast.Member:
    account = str(walk.visit.technician.person.accounts.get().id)
    return next(one for one in cast.TECHNICIANS if walk.by(one).id == account)


class TestARepair:
    def test_is_handed_to_no_technician_and_outlet_any_more_until_he_agrees_anew(self, now: datetime) -> None:
        walk = a_repair(now=now, at="booked")
        luo = technician_of(walk)
        assert address(walk, luo)
        take_back(walk.repair.customer, "repair", walk.now)
        for member in (luo, cast.BOSS_HE):
            with pytest.raises(people.NotRevealed) as refused:
                address(walk, member)
            assert refused.value.facts["why"] == "taken_back"
        assert reveals.may_reveal(
            person=walk.repair.customer,
            stream=walk.repair.stream(),
            field="phone",
            reason="agree_time",
            by=walk.by(cast.XIAO_CHEN),
            now=walk.now,
        ), "the desk has to ask him"
        agreed(walk)
        assert address(walk, luo)

    def test_is_shut_also_where_the_desk_told_him_for_a_contract(self, now: datetime) -> None:
        walk = a_repair(now=now, at="booked")
        agreed(walk, basis="contract", about=walk)
        take_back(walk.repair.customer, "repair", walk.now)
        for member in (technician_of(walk), cast.BOSS_HE):
            with pytest.raises(people.NotRevealed) as refused:
                address(walk, member)
            assert refused.value.facts["why"] == "taken_back"

    def test_stays_shut_where_he_agrees_about_another(self, now: datetime) -> None:
        walk = a_repair(now=now, at="booked")
        person = walk.repair.customer
        take_back(person, "repair", walk.now)
        elsewhere = StreamKey("repair", str(uuid7()))
        later = walk.now + timedelta(minutes=5)
        told = {"purpose": "repair", "version": "privacy/2", "channel": "page", "given_at": later}
        Consent.objects.create(person=person, stream_kind=elsewhere.kind, stream_key=elsewhere.key, **told)
        assert access.took_back(person, walk.repair.stream())
        assert not access.took_back(person, elsewhere)

    def test_that_is_ordered_by_phone_afterwards_is_handed_on(self, now: datetime) -> None:
        walk = a_repair(now=now, at="booked")
        take_back(walk.repair.customer, "repair", walk.now)
        agreed(walk, basis="contract", about=walk, at=walk.now + timedelta(minutes=1))
        assert address(walk, technician_of(walk))

    def test_that_is_open_waits_at_the_desk_for_a_person_who_asks(self, now: datetime) -> None:
        walk = a_repair(now=now, at="accepted")
        take_back(walk.repair.customer, "repair", walk.now)
        row = Contact.objects.get()
        assert (row.about_number, row.state, row.person_id) == (walk.repair.number, "received", walk.repair.customer_id)
        assert clocks.open_clocks(row.stream()).exists()
        take_back(walk.repair.customer, "repair", walk.now)
        assert Contact.objects.count() == 1, "taken back once"

    def test_that_is_over_is_asked_about_no_more(self, now: datetime) -> None:
        walk = a_repair(now=now, at="closed")
        walk.do(lambda: quality.plan(repair=walk.repair, reason="sample", now=walk.now))
        take_back(walk.repair.customer, "repair", walk.now)
        row = FollowUp.objects.get(repair=walk.repair)
        assert (row.state, clocks.open_clocks(row.stream()).exists()) == ("dropped", False)
        assert not Contact.objects.exists(), "nothing is open: nobody has to act"

    @pytest.mark.parametrize("told", [False, True])
    def test_that_closes_later_is_not_asked_about_either(self, now: datetime, *, told: bool) -> None:
        walk = a_repair(now=now, at="closed")
        if told:
            agreed(walk, basis="contract", about=walk)
        take_back(walk.repair.customer, "repair", walk.now)
        row = walk.do(lambda: quality.plan(repair=walk.repair, reason="sample", now=walk.now))
        clock = clocks.open_clocks(row.stream()).get()
        walk.do(lambda: quality.fall_due(stream=row.stream(), clock=clock, now=walk.now))
        row.refresh_from_db()
        assert row.state == "dropped"


class TestAClaim:
    def test_goes_on_and_a_person_asks(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        buyer = one.claim.buyer
        acting(
            lambda: personal_data.consent(
                person=buyer, purpose="claim", version="privacy/1", channel="page", by=one.by(cast.LIN), now=one.now
            )
        )
        take_back(buyer, "claim", one.now)
        one.read()
        assert one.claim.state == "review"
        assert Contact.objects.get().about_number == one.claim.number


class TestBeingKnown:
    def test_ends_with_the_name_where_no_case_needs_it(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        person = acting(lambda: people.enrol(name="孙七", phone="13911112222", now=now))
        Consent.objects.create(person=person, purpose="customer", version="c", channel="import", given_at=now)
        take_back(person, "customer", now)
        person.refresh_from_db()
        assert (person.name_sealed, person.erased_at) == ("", now)

    def test_leaves_whom_a_case_needs(self, now: datetime) -> None:
        walk = a_repair(now=now, at="accepted")
        person = walk.repair.customer
        Consent.objects.create(person=person, purpose="customer", version="c", channel="import", given_at=now)
        take_back(person, "customer", walk.now)
        person.refresh_from_db()
        assert person.name_sealed
        assert Entry.objects.filter(code="people.withdraw").count() == 1


def test_each_purpose_says_what_ends_and_what_goes_on() -> None:
    assert set(TAKEN_BACK) == set(PURPOSES) - {"contact"}, "who writes is answered: that is asked for, not agreed to"
    assert all(str(ends) and str(goes_on) for ends, goes_on in TAKEN_BACK.values())
