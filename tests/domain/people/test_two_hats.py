"""Who works here may be a customer, too: his phone leads to his own cases alone, and what he erases is not his work."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Missing
from anxin.demo import cast
from anxin.domain.network.models import Technician
from anxin.domain.people import actions, queries
from anxin.domain.people.actions import codes, own_data
from anxin.domain.people.models import Hold, LoginCode, Party, Person
from anxin.domain.people.queries import actors, selves
from anxin.domain.people.tasks import part_two_hats
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db


def luo() -> Technician:
    return Technician.objects.select_related("person").get(number=cast.MASTER_LUO.number)


def as_customer(now: datetime) -> tuple[Person, Actor]:
    """Make the technician a customer under his own name and phone, which he proves."""
    row = acting(lambda: actions.enrol(name=cast.MASTER_LUO.name, phone=cast.MASTER_LUO.phone, now=now))
    return row, actors.actor_of_phone_index(row.phone_index)


class TestWhoWorksHere:
    def test_is_no_customer_of_the_job_he_holds(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        repair, now = one.repair, one.now
        _row, himself = as_customer(now)
        assert not queries.is_party(repair.stream(), by=himself, now=now)
        assert not Repair.objects.filter(queries.sees(himself, "repair", now=now)).exists()
        with pytest.raises(Forbidden):
            queries.only_customer(repair.stream(), by=himself, now=now)

    def test_holds_his_job_as_its_technician_all_the_same(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        repair, now = one.repair, one.now
        work = actors.actor_of_account(luo().account, now=now)
        assert queries.is_party(repair.stream(), by=work, now=now)

    def test_gets_no_code_as_a_customer_where_he_never_was_one(self, now: datetime) -> None:
        builders.a_repair(now=now, at="assigned")
        login = acting(lambda: codes.send_code(phone=cast.MASTER_LUO.phone, asked_from="192.0.2.7", now=now))
        row = LoginCode.objects.get(pk=login)
        assert row.code_hash == ""
        with pytest.raises(Missing):
            actors.actor_of_phone_index(row.phone_index)

    def test_is_another_row_than_the_customer_he_is_too(self, now: datetime) -> None:
        builders.a_repair(now=now, at="assigned")
        row, himself = as_customer(now)
        assert row != luo().person
        assert list(queries.visible_to(himself, now=now)) == [row]
        assert actors.selves(himself) == [str(row.pk)]

    def test_stays_when_he_has_himself_erased_as_a_customer(self, now: datetime) -> None:
        builders.a_repair(now=now, at="closed")
        Hold.objects.update(released_at=now)
        row, himself = as_customer(now)
        acting(lambda: own_data.erase_all(person=row, by=himself, now=now))
        row.refresh_from_db()
        assert row.erased_at is not None
        assert luo().person.erased_at is None
        assert luo().person.phone_sealed

    def test_is_no_row_of_the_customer_whom_the_desk_erases(self, now: datetime) -> None:
        builders.a_repair(now=now, at="closed")
        row, _himself = as_customer(now)
        assert selves.of_person(row) == [row]


class TestInOneRowOfAnEarlierVersion:
    @pytest.fixture
    def mixed(self, now: datetime) -> tuple[builders.Walked, datetime]:
        """Have the technician's own row be the customer of a repair of his, as it was once."""
        own = builders.a_repair(now=now, at="closed", customer=cast.BUYER_HERE)
        job = builders.a_repair(now=now, at="assigned")
        row = luo().person
        Repair.objects.filter(pk=own.repair.pk).update(customer=row)
        Party.objects.filter(stream_key=own.repair.pk, role="customer").update(person=row)
        return job, max(job.now, own.now)

    def test_he_is_two_within_the_hour_and_both_see_what_is_theirs(
        self, mixed: tuple[builders.Walked, datetime]
    ) -> None:
        (job, now), row = mixed, luo().person
        with pytest.raises(Missing):
            actors.actor_of_phone_index(row.phone_index)  # his phone leads to none of his cases
        before = timeline.verify()
        for _twice in range(2):
            part_two_hats.func(now=now)
        assert timeline.verify() == before
        assert Person.objects.filter(phone_index=row.phone_index).count() == 2
        himself = actors.actor_of_phone_index(row.phone_index)
        assert himself.id == str(row.pk)
        assert Repair.objects.filter(queries.sees(himself, "repair", now=now)).count() == 1
        assert not queries.is_party(job.repair.stream(), by=himself, now=now)
        assert luo().person != row
        assert luo().account.person == luo().person
        assert queries.is_party(job.repair.stream(), by=actors.actor_of_account(luo().account, now=now), now=now)

    def test_what_he_has_erased_as_a_customer_is_gone_and_his_work_is_not(
        self, mixed: tuple[builders.Walked, datetime]
    ) -> None:
        (_job, now), row = mixed, luo().person
        part_two_hats.func(now=now)
        Hold.objects.update(released_at=now)
        himself = actors.actor_of_phone_index(row.phone_index)
        acting(lambda: own_data.erase_all(person=row, by=himself, now=now))
        row.refresh_from_db()
        assert row.phone_sealed == ""
        assert luo().person.phone_sealed
