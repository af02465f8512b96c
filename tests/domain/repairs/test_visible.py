"""Who may see a repair: its parties, as long as they are; nobody else sees anything."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import translation

from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Missing
from anxin.demo import cast
from anxin.domain.ledger import queries as ledger
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.choices import OFFERED, REVEAL_REASONS
from anxin.domain.people.queries import access
from anxin.domain.people.wording import reason_said
from anxin.domain.repairs import queries
from anxin.domain.visits import queries as visits
from anxin.faces.ground import plain_details
from tests import builders
from tests.domain.rows import every_row

pytestmark = pytest.mark.django_db
EVERY = {
    "repairs": queries.visible_to,
    "visits": visits.visible_to,
    "bills": ledger.visible_to,
    "persons": people.visible_to,
}
type Visible = Callable[..., QuerySet[object]]


def _rows(visible: Visible, actor: Actor, now: datetime) -> int:
    return visible(actor, now=now).count()


class TestVisibleTo:
    @pytest.mark.parametrize("name", EVERY)
    def test_shows_a_stranger_nothing(self, name: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        assert _rows(EVERY[name], STRANGER, one.now) == 0
        assert _rows(EVERY[name], Actor(kind="token", id="t"), one.now) == 0
        assert _rows(EVERY[name], Actor(kind="staff", id="s", roles=frozenset({"agent"})), one.now) == 0

    @pytest.mark.parametrize("name", EVERY)
    def test_shows_another_customer_nothing(self, name: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        other = builders.a_repair(now=now, customer=cast.NEIGHBOUR)
        found = EVERY[name](other.customer, now=one.now)
        assert not {str(row.pk) for row in found} & {str(row.pk) for row in EVERY[name](one.customer, now=one.now)}

    @pytest.mark.parametrize("name", EVERY)
    def test_shows_a_technician_without_the_job_nothing(self, name: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        assert _rows(EVERY[name], one.by(cast.MASTER_LU), one.now) == 0
        assert _rows(EVERY[name], one.by(cast.MASTER_LUO), one.now) == 1

    @pytest.mark.parametrize("name", EVERY)
    def test_shows_another_outlet_nothing(self, name: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        assert _rows(EVERY[name], one.by(cast.BOSS_TANG), one.now) == 0
        assert _rows(EVERY[name], one.by(cast.BOSS_HE), one.now) == 1

    @pytest.mark.parametrize("name", EVERY)
    def test_shows_another_brand_nothing(self, name: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        assert _rows(EVERY[name], one.by(cast.QINGFENG_OWNER), one.now) == 0
        assert _rows(EVERY[name], one.by(cast.HEYAN_OWNER), one.now) == 1

    def test_lets_the_technician_go_a_day_after_the_end(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        luo = one.by(cast.MASTER_LUO)
        assert queries.visible_to(luo, now=one.now + timedelta(hours=23)).count() == 1
        assert queries.visible_to(luo, now=one.now + timedelta(hours=25)).count() == 0
        with pytest.raises(Missing):
            queries.repair(one.repair.number, actor=luo, now=one.now + timedelta(hours=25))

    def test_lets_an_asked_technician_see_the_offer_but_no_person(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="named")
        luo = one.by(cast.MASTER_LUO)
        assert visits.visible_to(luo, now=one.now).count() == 1
        assert people.visible_to(luo, now=one.now).count() == 0
        row = queries.repair(one.repair.number, actor=luo, now=one.now)
        view = queries.view(row, actor=luo, now=one.now)
        assert (view.told, view.may_see_address) == ("", False)

    def test_keeps_a_link_to_its_one_case(self, now: datetime) -> None:
        first = builders.a_repair(now=now)
        second = builders.a_repair(now=now)
        assert first.repair.customer == second.repair.customer
        assert list(queries.visible_to(first.customer, now=now)) == [first.repair]
        phone = builders.by_phone(cast.MS_ZHANG.phone)
        assert set(queries.visible_to(phone, now=now)) == {first.repair, second.repair}


def reveal(one: builders.Walked, field: str, reason: str, by: Actor) -> object:
    person, stream = one.repair.customer, one.repair.stream()
    given = {"person": person, "stream": stream, "field": field, "reason": reason, "by": by, "now": one.now}
    return one.do(lambda: people_actions.reveal(**given))


class TestReveal:
    @pytest.mark.parametrize("field", ["name", "phone", "address"])
    def test_opens_what_the_technician_needs_and_writes_it_down(self, field: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        luo, person = one.by(cast.MASTER_LUO), one.repair.customer
        plain = reveal(one, field, "complaint", luo)
        expected = {"name": cast.MS_ZHANG.name, "phone": cast.MS_ZHANG.phone, "address": "银杏里小区3栋1单元1704"}
        assert expected[field] in str(plain)
        seen = access.who_saw(person)
        assert [(row.who, row.field, row.reason, row.granted) for row in seen] == [("罗师傅", field, "处理投诉", True)]

    @pytest.mark.parametrize("member", [cast.MASTER_LU, cast.BOSS_TANG, cast.QINGFENG_OWNER])
    def test_refuses_whoever_has_no_open_case_and_writes_that_down_too(
        self, member: cast.Member, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at="booked")
        person = one.repair.customer
        by = one.by(member)
        with pytest.raises(people_actions.NotRevealed):
            reveal(one, "phone", "complaint", by)
        assert [row.granted for row in access.who_saw(person)] == [False]

    def test_says_a_reason_of_a_page_in_the_language_of_whoever_reads_it(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        with translation.override("en"):
            reveal(one, "phone", "job.phone", one.by(cast.MASTER_LUO))
        (seen,) = access.who_saw(one.repair.customer)
        assert seen.reason == f"为办 {one.repair.number} 打电话"
        with translation.override("en"):
            assert access.who_saw(one.repair.customer)[0].reason == f"To call about the job {one.repair.number}"

    def test_refuses_without_a_reason(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        by = one.by(cast.XIAO_CHEN)
        with pytest.raises(people_actions.NotRevealed):
            reveal(one, "phone", " ", by)

    @pytest.mark.parametrize(
        ("field", "reason"), [("phone", "好奇看看"), ("phone", "carried"), ("address", "agree_time")]
    )
    def test_refuses_a_reason_that_is_none_or_opens_another_field(self, field: str, reason: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        with pytest.raises(people_actions.NotRevealed) as refused:
            reveal(one, field, reason, one.by(cast.XIAO_CHEN))
        assert refused.value.facts["why"] == "no_reason"
        assert [row.granted for row in access.who_saw(one.repair.customer)] == [False]

    def test_reads_a_reason_that_was_typed_before_they_were_data(self, now: datetime) -> None:
        assert reason_said("客户来电核对", "") == "客户来电核对"

    def test_is_offered_on_each_page_for_what_it_opens(self) -> None:
        for about, codes in OFFERED.items():
            if about == "refund":  # an account, which is no detail of a person's row
                assert all(REVEAL_REASONS[code].opens == {"account"} for code in codes)
                continue
            offered = plain_details.reasons(about)
            assert {code for several in offered.values() for code, _words in several} == set(codes)
            assert all("address" in REVEAL_REASONS[code].opens for code, _words in offered["address"])
        alone = {"job.phone", "job.address", "carried"}
        assert alone.union(*OFFERED.values()) == set(REVEAL_REASONS)


class TestErase:
    def test_leaves_the_case_and_takes_the_person(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        customer, person = one.customer, one.repair.customer
        one.do(lambda: personal_data.erase(person=person, by=customer, now=one.now))
        person.refresh_from_db()
        assert (person.name_sealed, person.phone_sealed, person.phone_index, person.name_masked) == ("", "", "", "")
        assert people.known_by_phone(cast.MS_ZHANG.phone) == []
        chen = one.by(cast.XIAO_CHEN)
        row = queries.repair(one.repair.number, actor=chen, now=one.now)
        assert queries.view(row, actor=chen, now=one.now).customer.erased

    def test_is_refused_while_a_hold_stands(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        person, by, stream = one.repair.customer, one.customer, one.repair.stream()
        kept: dict[str, Any] = {"reason": "投诉未结", "source": "c1", "stream": stream}
        one.do(lambda: personal_data.hold(person=person, **kept, now=one.now))
        with pytest.raises(personal_data.Held):
            one.do(lambda: personal_data.erase(person=person, by=by, now=one.now))
        one.do(lambda: personal_data.release(stream=stream, now=one.now))
        one.do(lambda: personal_data.erase(person=person, by=by, now=one.now))


class TestPlaintext:
    def test_lies_nowhere_in_the_database(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        luo = one.by(cast.MASTER_LUO)
        reveal(one, "phone", "job.phone", luo)
        secrets = [text for who in (*cast.EVERYBODY, *cast.CUSTOMERS) for text in (who.name, who.phone)]
        secrets += ["1单元1704", "银杏里"]
        rows = list(every_row())
        assert len({table for table, _row in rows}) > 20
        assert [(table, secret) for table, row in rows for secret in secrets if secret in row] == []
