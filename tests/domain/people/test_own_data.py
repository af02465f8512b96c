"""What a customer who proved his phone does with his own data: it is his alone, and its limits are told."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import Table
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.demo import cast
from anxin.domain.people.actions import personal_data
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.models import Consent, Hold, Person
from anxin.domain.people.queries import actors
from anxin.domain.repairs.commands.own_address import OWN_ADDRESS
from tests import builders
from tests.domain.test_commands import acting_refused, sample

pytestmark = pytest.mark.django_db
WAIT = ("waiting", "staying")
"""What is given only while something stands in the way of an erasure: `test_waiting_erasures`."""
TABLES = pytest.mark.parametrize("table", [OWN_DATA, OWN_ADDRESS], ids=["data", "home"])


def a_customer(now: datetime) -> tuple[Person, Actor]:
    person = builders.a_repair(now=now, at="closed").repair.customer
    Hold.objects.update(released_at=now)
    return person, actors.actor_of_person(str(person.pk))


def texts(monkeypatch: pytest.MonkeyPatch, *, there: bool = True) -> None:
    monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: there)


class TestOwnData:
    @TABLES
    def test_is_his_alone(self, table: Table[Person, object], now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        texts(monkeypatch)
        person, himself = a_customer(now)
        other = builders.a_repair(now=now, at="submitted", customer=cast.NEIGHBOUR).repair.customer
        link = Actor(kind="customer_link", id=str(person.pk), roles=frozenset({"customer"}))
        for command in (one for one in table if one.name not in WAIT):
            case = table.situation(person, by=himself, now=now)
            fields = sample(command, person, case, now, himself)
            assert acting_refused(table, command, person, himself, now, fields) == "", command.name
            for by in (link, actors.actor_of_person(str(other.pk))):
                assert acting_refused(table, command, person, by, now, fields), (command.name, by.kind)

    @TABLES
    def test_of_who_is_erased_is_nobodys(self, table: Table[Person, object], now: datetime) -> None:
        person, himself = a_customer(now)
        acting(lambda: personal_data.erase(person=person, by=himself, now=now))
        assert table.allowed(table.situation(person, by=himself, now=now), himself).names == ()

    @pytest.mark.parametrize(
        ("table", "name", "field", "most", "beside"),
        [
            (OWN_DATA, "correction", "name", 64, {}),
            (OWN_DATA, "phone", "phone", 40, {"origin": "192.0.2.7"}),
            (OWN_DATA, "code", "code", 12, {}),
            (OWN_ADDRESS, "address", "address", 300, {}),
        ],
    )
    def test_that_is_too_long_is_refused_by_its_field_and_cut_nowhere(
        self,
        table: Table[Person, object],
        name: str,
        field: str,
        most: int,
        beside: dict[str, str],
        now: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        texts(monkeypatch)
        person, himself = a_customer(now)
        before = len(timeline.read(personal_data.stream_of(person.pk)))
        for wrong in ("1" * (most + 1), "  "):
            fields = {field: wrong, **beside}
            with pytest.raises(Invalid) as said:
                acting(lambda fields=fields: table.give(name, row=person, by=himself, now=now, fields=fields))
            assert said.value.field == field
        assert len(timeline.read(personal_data.stream_of(person.pk))) == before

    def test_gets_no_code_where_none_can_be_sent(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        texts(monkeypatch, there=False)
        person, himself = a_customer(now)
        fields = {"phone": "13900007788", "origin": "192.0.2.7"}
        with pytest.raises(WrongState):
            acting(lambda: OWN_DATA.give("phone", row=person, by=himself, now=now, fields=fields))

    def test_is_where_a_repair_is_open_corrected_there(self, now: datetime) -> None:
        person = builders.a_repair(now=now, at="accepted").repair.customer
        himself = actors.actor_of_person(str(person.pk))
        said = OWN_ADDRESS.allowed(OWN_ADDRESS.situation(person, by=himself, now=now), himself)
        assert dict(said.why_not) == {"address": "repairs.address_on_its_page"}

    def test_takes_a_consent_back_in_all_rows_that_are_he(self, now: datetime) -> None:
        person, himself = a_customer(now)
        fields = {"purpose": "repair"}
        acting(lambda: OWN_DATA.give("withdrawal", row=person, by=himself, now=now, fields=fields))
        assert not Consent.objects.filter(person=person, purpose="repair", withdrawn_at=None).exists()
        clerk = Actor(kind="staff", id="0199", roles=frozenset({"agent"}))
        with pytest.raises(Forbidden):
            acting(lambda: OWN_DATA.give("withdrawal", row=person, by=clerk, now=now, fields=fields))
