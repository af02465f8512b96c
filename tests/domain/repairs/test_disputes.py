"""What a customer says is wrong: no code to pay stays about, somebody answers him, and nobody confirms in his name."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, later, timeline
from anxin.core.errors import Forbidden, Invalid
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Bill
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Role
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.visits.actions import OwnWork
from tests import builders

pytestmark = pytest.mark.django_db
SAYS, ANSWER = {"why": "主板应该在保修期内"}, {"answer": "查过了：主板保修到去年，按价目表收费"}
SPOKEN = {"said": "好了，能用了", "recording": "REC-2026-0099"}


def give(
    one: builders.Walked, name: str, given: dict[str, object] | None = None, by: cast.Member | None = None
) -> None:
    actor = one.by(by) if by else one.customer
    one.do(lambda: TABLE.give(name, row=one.repair, by=actor, now=one.now, fields=given or {}))
    one.repair.refresh_from_db()


def may(one: builders.Walked, by: cast.Member | None = None) -> set[str]:
    actor = one.by(by) if by else one.customer
    allowed = TABLE.allowed(TABLE.situation(one.repair, by=actor, now=one.now), actor)
    return {name for name in TABLE.commands if name in allowed}


def finished(now: datetime, *, shown: bool = False, disputed: bool = False) -> builders.Walked:
    """Return a repair whose customer gave the code and owes the bill, with a code to pay about, or disputed."""
    one = builders.a_repair(now=now, at="coded")
    if shown:
        one.do(lambda: ledger.pay(bill=bill_of(one), by=one.customer, now=one.now))
    if disputed:
        give(one, "dispute", SAYS)
    return one


def bill_of(one: builders.Walked) -> Bill:
    found = bills.latest(one.repair.stream())
    assert found is not None
    return found


def job(one: builders.Walked) -> set[str]:
    luo = one.by(cast.MASTER_LUO)
    one.visit.refresh_from_db()
    allowed = JOBS.allowed(JOBS.situation(one.visit, by=luo, now=one.now), luo)
    return {name for name in JOBS.commands if name in allowed}


class TestDispute:
    def test_takes_a_code_to_pay_back_at_once_and_has_nobody_ask_for_money(self, now: datetime) -> None:
        one = finished(now, shown=True)
        assert "payment" in may(one) & job(one)
        give(one, "dispute", SAYS)
        bill = bill_of(one)
        assert (bill.state, bills.is_paying(bill), bills.view(bill).code) == ("agreed", False, None)
        assert "payment" not in may(one) | job(one)
        assert not {"cash", "payment"} & job(one)

    def test_drops_cash_that_was_about_to_be_taken(self, now: datetime) -> None:
        one = finished(now)
        luo = one.by(cast.MASTER_LUO)
        one.do(lambda: JOBS.give("cash", row=one.visit, by=luo, now=one.now, fields={}))
        give(one, "dispute", SAYS)
        assert not bills.view(bill_of(one)).cash

    def test_tells_the_technician_to_take_no_money(self, now: datetime) -> None:
        one = finished(now)
        told = Notice.objects.filter(code="job_disputed")
        give(one, "dispute", SAYS)
        later.run_due(one.now)
        assert {one.account_id for one in told} == {builders.account(cast.MASTER_LUO).pk}

    def test_lets_the_desk_lower_the_bill_at_once(self, now: datetime) -> None:
        one = finished(now, shown=True, disputed=True)
        assert {"lowering", "waiver", "dispute-answer"} <= may(one, cast.XIAO_CHEN)
        give(one, "lowering", {"to_fen": 100, "why": "说好的"}, cast.XIAO_CHEN)
        assert bill_of(one).total_fen == 100


class TestCodeToPay:
    def test_is_taken_back_at_the_desk_so_that_the_bill_can_be_lowered(self, now: datetime) -> None:
        one = finished(now, shown=True)
        assert "code-end" in may(one, cast.XIAO_CHEN)
        assert not {"lowering", "waiver", "receipt"} & may(one, cast.XIAO_CHEN)
        give(one, "code-end", by=cast.XIAO_CHEN)
        assert "code-end" not in may(one, cast.XIAO_CHEN)
        assert {"lowering", "waiver"} <= may(one, cast.XIAO_CHEN)
        assert timeline.read(one.repair.stream())[-1].code == "ledger.codes_voided"


class TestAnswer:
    def test_is_read_by_the_customer_who_says_whether_it_will_do(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        give(one, "dispute-answer", ANSWER, cast.XIAO_CHEN)
        later.run_due(one.now)
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert (one.repair.state, view.headline.says, view.dispute_answer) == ("done", "answered", ANSWER["answer"])
        assert Notice.objects.filter(code="repair_answered", person=one.repair.customer).exists()
        assert {"confirmation", "dispute", "payment"} <= may(one)
        give(one, "confirmation")
        assert one.repair.state == "confirmed"
        assert "repairs.answered" not in {clock.kind for clock in clocks.open_clocks(one.repair.stream())}

    def test_may_be_contradicted_and_is_answered_anew(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        give(one, "dispute-answer", ANSWER, cast.XIAO_CHEN)
        give(one, "dispute", SAYS)
        assert {clock.kind for clock in clocks.open_clocks(one.repair.stream())} == {"repairs.disputed"}
        give(one, "dispute-answer", ANSWER, cast.XIAO_CHEN)
        assert one.repair.state == "done"

    def test_stands_after_some_days_of_silence_and_the_record_says_so(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        give(one, "dispute-answer", ANSWER, cast.XIAO_CHEN)
        for days, state in ((6, "done"), (2, "confirmed")):
            one.now += timedelta(days=days)
            clocks.sweep(one.now)
            later.run_due(one.now)
            one.repair.refresh_from_db()
            assert one.repair.state == state
        said = next(entry for entry in timeline.read(one.repair.stream()) if entry.facts.get("how") == "silence")
        assert (said.code, said.actor_kind) == ("repair.confirm", "system")

    def test_has_words(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        with pytest.raises(Invalid):
            give(one, "dispute-answer", {"answer": " "}, cast.XIAO_CHEN)


class TestConfirmation:
    def test_in_his_name_is_nobodys_click(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        assert "confirmation" not in may(one, cast.XIAO_CHEN)
        with pytest.raises(Forbidden):
            give(one, "confirmation", by=cast.XIAO_CHEN)
        with pytest.raises(Invalid):
            give(one, "confirmation-by-call", {"said": "好了"}, cast.XIAO_CHEN)
        assert one.repair.state == "disputed"

    def test_on_the_phone_says_from_which_call_and_in_which_words(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        give(one, "confirmation-by-call", SPOKEN, cast.XIAO_CHEN)
        entries = timeline.read(one.repair.stream(), opened=("why",))
        said = next(entry for entry in reversed(entries) if entry.code == "repair.confirm")
        assert (said.facts["how"], said.private["why"].text) == ("call", SPOKEN["said"])
        assert entries[entries.index(said) - 1].facts["recording"] == SPOKEN["recording"]
        assert one.repair.state == "confirmed"

    def test_on_the_phone_is_never_written_down_by_whose_house_did_the_work(self, now: datetime) -> None:
        one = finished(now, disputed=True)
        chen = one.by(cast.XIAO_CHEN)
        assert one.visit.outlet is not None
        house = one.visit.outlet.organisation
        Role.objects.create(account_id=chen.id, organisation=house, role="parts_clerk", from_at=one.now)
        with pytest.raises(OwnWork):
            give(one, "confirmation-by-call", SPOKEN, cast.XIAO_CHEN)
