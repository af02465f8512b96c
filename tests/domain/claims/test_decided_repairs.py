"""A repair that a claim decided: free for the buyer, borne by who is liable, and never left to nobody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.demo.walk import STEPS
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.models import Claim, ClaimLine
from anxin.domain.claims.queries import Records
from anxin.domain.claims.tasks import give_up_repairs
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger import rules as accounts
from anxin.domain.ledger.models import Transfer
from anxin.domain.network.models import Authorisation, Territory
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.opening.models import Departure, Opening
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repair_queries
from anxin.domain.repairs.actions import PartGiven, QuoteLineGiven
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from tests import builders
from tests.claim_builders import FACTS, Walked, a_claim, a_purchase
from tests.domain.claims.promises import is_repaired
from tests.domain.claims.test_inspections import ordered

pytestmark = pytest.mark.django_db

FARTHEST = 12
"""So many days off there are never before a working day."""
type Ending = Callable[[Walked, Repair], None]


def reviewed(now: datetime, *, at: str = "review") -> Walked:
    """Bring a claim on a lock before a reviewer, or to its merchant."""
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,), customer=cast.BUYER_HERE)
    return a_claim(now=now, at=at, type="repair", reason="broken", purchase=purchase)


def decided(now: datetime, *, liable: str = "merchant") -> tuple[Walked, Repair]:
    one = reviewed(now)
    one.propose(Ruling(remedy="repair", reason="可修,先修", liable=liable, found=FACTS))
    one.wait(days=7, minutes=1)
    assert one.claim.state == "executing"
    return one, Repair.objects.get(number=one.claim.repair_number)


def at_the_door(one: Walked, repair: Repair) -> builders.Walked:
    walked = builders.Walked(repair=repair, token="", now=one.now, parts=(PartGiven(code="HY3-PCB-02"),))
    for name in builders.WALK[1 : builders.WALK.index("on_site") + 1]:
        STEPS[name](walked)
    return walked


def finished(walked: builders.Walked) -> None:
    STEPS["billed"](walked)
    buyer = actors.actor_of_person(str(walked.repair.customer_id))
    code = visits_queries.code_for_customer(walked.visit, actor=buyer)
    luo = walked.by(cast.MASTER_LUO)
    walked.do(lambda: visits.finish(visit=walked.visit, code=code, by=luo, now=walked.now))


def quoted(walked: builders.Walked, *lines: QuoteLineGiven) -> None:
    luo = walked.by(cast.MASTER_LUO)
    walked.do(lambda: repairs.quote(repair=walked.repair, lines=lines, by=luo, now=walked.now))


def _cancel(one: Walked, repair: Repair) -> None:
    one.do(lambda: repairs.cancel(repair=repair, why="不修了", by=one.buyer, now=one.now))


def _redirect(one: Walked, repair: Repair) -> None:
    agent = one.by(cast.XIAO_CHEN)
    one.do(lambda: repairs.redirect(repair=repair, to="厂家", why="不在这里修", by=agent, now=one.now))


def _solve(one: Walked, repair: Repair) -> None:
    agent = one.by(cast.XIAO_CHEN)
    one.do(lambda: repairs.accept(repair=repair, by=agent, now=one.now))
    one.do(lambda: repairs.solve_remotely(repair=repair, how="换了电池", by=agent, now=one.now))


def leaves(now: datetime) -> None:
    """Let the brand be gone from today on."""
    brand = goods.product(brand="heyan", code="S3").brand
    told = {"from_date": now.date(), "successor": "清风电器服务", "asked_by": "a", "answered_by": "b"}
    Departure.objects.create(house=brand, state="left", created_at=now, updated_at=now, **told)
    Opening.objects.filter(brand=brand).delete()


class TestOfABrandThatLeft:
    def test_is_opened_all_the_same_as_its_claim_ran(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        leaves(now)
        one, repair = decided(now)
        assert repair.brand.slug == "heyan"
        assert one.claim.state == "executing"

    def test_is_looked_at_all_the_same_where_a_reviewer_sends_somebody(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        leaves(now)
        _one, look = ordered(now)
        assert look.repair.state in ("accepted", "triaged")


class TestWhereNobodyIsVouchedFor:
    def test_it_is_not_decided_and_the_reviewer_reads_why(self, now: datetime) -> None:
        one = reviewed(now)
        words_end(now)
        with pytest.raises(claims.NobodyVouchedFor):
            one.propose(Ruling(remedy="repair", reason="可修,先修", found=FACTS))
        records = Records(one.claim, by=one.by(cast.LIN), now=one.now)
        assert records.nobody_sent == "nobody_able"
        one.propose(Ruling(remedy="refund_only", amount_fen=99900, reason="没有人能上门,退款", found=FACTS))
        assert one.claim.state == "decided"

    def test_one_decided_before_goes_back_to_a_reviewer_instead_of_being_opened(self, now: datetime) -> None:
        one = reviewed(now)
        one.propose(Ruling(remedy="repair", reason="可修,先修", found=FACTS))
        words_end(one.now)
        one.wait(days=7, minutes=1)
        given_back(one)
        assert not one.claim.repair_number

    @pytest.mark.parametrize("told", [True, False])
    def test_one_that_waits_for_somebody_is_called_off_and_goes_back_to_a_reviewer(
        self, now: datetime, told: bool
    ) -> None:
        one, repair = decided(now)
        if not told:  # dispatched by hand: nothing is ever said of who serves where
            Territory.objects.all().delete()
        give_up_repairs.func(now=one.now)
        one.read()
        assert one.claim.state == "executing", "somebody may be sent still"
        words_end(one.now)
        for _twice in range(2):
            give_up_repairs.func(now=one.now)
        one.read()
        assert one.claim.state == "executing", "it waits for words that are given again"
        one.wait(days=FARTHEST)
        for _twice in range(2):
            give_up_repairs.func(now=one.now)
        repair.refresh_from_db()
        assert repair.state == "cancelled"
        one.read()
        given_back(one)

    def test_words_that_are_given_again_in_the_morning_leave_its_repair_as_it_was(self, now: datetime) -> None:
        one, repair = decided(now)
        words = list(Authorisation.objects.filter(kind="technician").values_list("pk", "state", "to_date"))
        words_end(one.now)
        for _twice in range(2):
            give_up_repairs.func(now=one.now)
        record = timeline.read(one.claim.stream())
        told = [str(fact.facts["until"]) for fact in record if fact.code == "claims.nobody_sent"]
        grace = queries.grace_of(one.claim)
        assert grace is not None
        assert told == ["2026-12-02"], "said once, by its day"
        for key, state, until in words:
            Authorisation.objects.filter(pk=key).update(state=state, to_date=until)
        one.wait(hours=9)
        give_up_repairs.func(now=one.now)
        assert queries.grace_of(one.claim) is None
        one.wait(days=FARTHEST)
        one.read()
        repair.refresh_from_db()
        assert (one.claim.state, repair.state in REPAIR.ends) == ("executing", False)
        codes = [fact.code for fact in timeline.read(one.claim.stream())]
        assert codes.count("claims.somebody_sent") == 1

    def test_who_decides_the_seller_and_the_buyer_are_told_when_the_wait_begins_nears_its_end_and_is_over(
        self, now: datetime
    ) -> None:
        one, _repair = decided(now)
        words_end(one.now)
        give_up_repairs.func(now=one.now)
        began = {"claim_nobody_sent", "claim_unvouched", "review_unvouched"}
        assert told_of(one) == began
        assert {row.facts["until"] for row in Notice.objects.filter(code__in=began)} == {"2026-12-02"}
        grace = queries.grace_of(one.claim)
        assert grace is not None
        acting(partial(notices.remind, now=grace.due_at - timedelta(hours=9)))
        assert told_of(one) == began
        for _twice in range(2):
            acting(partial(notices.remind, now=grace.due_at - timedelta(hours=7)))
        assert told_of(one) == began | {"claim_unvouched_due", "review_unvouched_due"}
        one.wait(days=FARTHEST)
        assert told_of(one) >= {"claim_unrepaired", "claim_unmade", "review_repair"}

    def test_all_three_are_told_once_somebody_may_be_sent_again(self, now: datetime) -> None:
        one, _repair = decided(now)
        words = list(Authorisation.objects.filter(kind="technician").values_list("pk", "state", "to_date"))
        words_end(one.now)
        give_up_repairs.func(now=one.now)
        for key, state, until in words:
            Authorisation.objects.filter(pk=key).update(state=state, to_date=until)
        for _twice in range(2):
            give_up_repairs.func(now=one.now)
        assert told_of(one) >= {"claim_sent_again", "claim_vouched", "review_vouched"}
        assert not Notice.objects.filter(code="claim_unmade").exists()

    def test_both_sides_read_until_when_somebody_is_waited_for(self, now: datetime) -> None:
        one, _repair = decided(now)
        before = one.view(one.buyer)
        assert (before.unsent, queries.headline_of(before, now=one.now).says) == (None, "repairing")
        words_end(one.now)
        give_up_repairs.func(now=one.now)
        view = one.view(one.buyer)
        assert queries.headline_of(view, now=one.now).says == "nobody_sent"
        assert queries.said_to_merchant(view) == "nobody_sent"
        assert view.unsent is not None
        assert view.unsent.astimezone(SHANGHAI).date().isoformat() == "2026-12-02"
        assert view.clock_now is not None
        assert view.clock_now.kind == queries.GRACE

    @pytest.mark.parametrize(
        ("lapsed", "until"),
        [("2026-11-24T00:30+08:00", "2026-11-26T00:00+08:00"), ("2026-11-27T00:30+08:00", "2026-12-01T00:00+08:00")],
    )
    def test_the_wait_ends_with_the_next_working_day(self, now: datetime, lapsed: str, until: str) -> None:
        one, _repair = decided(datetime.fromisoformat(lapsed) - timedelta(days=8))
        words_end(datetime.fromisoformat(lapsed))
        give_up_repairs.func(now=datetime.fromisoformat(lapsed))
        grace = queries.grace_of(one.claim)
        assert grace is not None
        assert grace.due_at == datetime.fromisoformat(until)

    def test_one_that_somebody_has_taken_is_carried_on(self, now: datetime) -> None:
        one, repair = decided(now)
        at_the_door(one, repair)
        words_end(one.now)
        give_up_repairs.func(now=one.now)
        one.read()
        assert one.claim.state == "executing"


def words_end(now: datetime) -> None:
    """Let nobody be vouched for any more, as once the last word for a brand's people has ended."""
    Authorisation.objects.filter(kind="technician").update(state="expired", to_date=now.date() - timedelta(days=1))


def told_of(one: Walked) -> set[str]:
    """Return what was told of the wait for somebody who may be sent."""
    said = Notice.objects.filter(stream_key=one.claim.pk)
    kinds = ("nobody_sent", "vouched", "sent_again", "unrepaired", "unmade", "review_repair")
    return {row.code for row in said if any(kind in row.code for kind in kinds)}


def given_back(one: Walked) -> None:
    """Show that a reviewer decides the claim anew, knows why, and its buyer was told."""
    hearing = queries.hearing_of(one.claim)
    assert (one.claim.state, hearing.cause if hearing else "") == ("review", "nobody_sent")
    assert clocks.open_clocks(one.claim.stream()).filter(kind="claims.decision").exists()
    assert Notice.objects.filter(code="review_repair").exists()
    assert Notice.objects.filter(code="claim_unrepaired").count() == 1
    one.propose(Ruling(remedy="refund_only", amount_fen=99900, reason="没有人能上门,退款", found=FACTS))
    one.wait(days=7, minutes=1)
    one.run()
    assert (one.claim.state, one.claim.outcome) == ("closed", "paid")


class TestEnd:
    @pytest.mark.parametrize("ending", [_cancel, _redirect])
    def test_of_a_repair_that_was_not_made_brings_it_back_to_a_reviewer(self, ending: Ending, now: datetime) -> None:
        one, repair = decided(now)
        ending(one, repair)
        one.read()
        assert one.claim.state == "review"
        hearing = queries.hearing_of(one.claim)
        assert hearing is not None
        assert hearing.cause == "repair_missed"
        running = {clock.kind for clock in clocks.open_clocks(one.claim.stream())}
        assert "claims.decision" in running
        assert "claims.repair" not in running
        assert Notice.objects.filter(code="review_repair").exists()
        one.propose(Ruling(remedy="refund_only", amount_fen=99900, reason="修不了,退款", found=FACTS))
        one.wait(days=7, minutes=1)
        one.run()
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")

    def test_of_a_repair_that_was_solved_by_phone_closes_it(self, now: datetime) -> None:
        one, repair = decided(now)
        _solve(one, repair)
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "repaired")
        assert not ClaimLine.objects.filter(claim=one.claim, open=True).exists()

    def test_closes_for_good_so_that_nobody_is_sent_after_all(self, now: datetime) -> None:
        one, repair = decided(now)
        _solve(one, repair)
        repair.refresh_from_db()
        agent = one.by(cast.XIAO_CHEN)
        from_at, to_at = repair.wanted_from_at, repair.wanted_to_at
        span = {"wanted_from_at": max(from_at, one.now), "wanted_to_at": max(to_at, one.now + timedelta(hours=2))}
        with pytest.raises(repairs.OfEndedClaim):
            one.do(lambda: repairs.send_after_all(repair=repair, by=agent, now=one.now, **span))
        repair.refresh_from_db()
        assert repair.state == "solved_remotely"
        buyer = actors.actor_of_person(str(repair.customer_id))
        headline = repair_queries.view(repair, actor=buyer, now=one.now).headline
        assert "send" not in (headline.main, *headline.beside)

    def test_that_does_not_come_is_told_by_a_clock(self, now: datetime) -> None:
        one, _repair = decided(now)
        assert is_repaired(one.claim)
        one.wait(days=31)
        late = [fact for fact in one.view(one.by(cast.LIN)).timeline if fact.code == "claims.late"]
        assert late
        assert one.claim.state == "executing"

    def test_that_nobody_follows_is_no_promise(self, now: datetime) -> None:
        one, repair = decided(now)
        Repair.objects.filter(pk=repair.pk).update(state="cancelled")
        assert not is_repaired(Claim.objects.get(pk=one.claim.pk))

    def test_may_be_another_repair(self, now: datetime) -> None:
        one, repair = decided(now)
        _cancel(one, repair)
        one.read()
        one.propose(Ruling(remedy="repair", reason="再修一次", found=FACTS))
        one.wait(days=7, minutes=1)
        assert one.claim.state == "executing"
        assert one.claim.repair_number != repair.number


class TestCost:
    def test_is_the_sellers_and_not_the_buyers_visit_fee_included(self, now: datetime) -> None:
        one, repair = decided(now)
        assert (repair.covered, repair.warranty_why, repair.warranty_source) == (True, "decision", one.claim.number)
        walked = at_the_door(one, repair)
        quoted(walked, QuoteLineGiven(code="HY3-PCB-02", quantity=1))
        quote = repair.quotes.get(state="agreed")
        lines = list(quote.lines.all())
        assert {line.why for line in lines} == {"by_decision"}
        assert [line.amount_fen for line in lines] == [0, 0]
        would = sum(line.full_fen for line in lines)
        finished(walked)
        one.now = walked.now
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "repaired")
        borne = Transfer.objects.get(reason="borne")
        assert borne.amount_fen == would > 0
        assert borne.debit == accounts.organisation_account(str(one.claim.seller_id))
        assert borne.credit == accounts.organisation_account(str(one.claim.operator_id))
        assert not list(timeline.verify())

    def test_of_what_he_broke_himself_is_his_by_quote(self, now: datetime) -> None:
        one, repair = decided(now)
        walked = at_the_door(one, repair)
        quoted(walked, QuoteLineGiven(code="HY3-PCB-02", excluded=True, excluded_why="自行拆开过"))
        sent = {line.why: line for line in repair.quotes.get(state="sent").lines.all()}
        assert sent["beyond_decision"].amount_fen == sent["beyond_decision"].full_fen > 0
        assert sent["by_decision"].amount_fen == 0

    def test_is_the_buyers_where_he_is_liable(self, now: datetime) -> None:
        _one, repair = decided(now, liable="buyer")
        assert repair.warranty_why != "decision"
        assert repair.warranty_source != _one.claim.number

    @pytest.mark.parametrize(("liable", "account"), [("carrier", "outside:carrier"), ("nobody", "")])
    def test_is_anothers(self, liable: str, account: str, now: datetime) -> None:
        one, repair = decided(now, liable=liable)
        walked = at_the_door(one, repair)
        quoted(walked, QuoteLineGiven(code="HY3-PCB-02"))
        finished(walked)
        found = Transfer.objects.filter(reason="borne")
        assert [row.debit for row in found] == ([account] if account else [])
        bill = ledger.latest(repair.stream())
        assert bill is not None
        assert bill.total_fen == 0
