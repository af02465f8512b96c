"""What an earlier version began for a claim goes on as it does now: a decided repair, a look at the goods."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks.models import Clock
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries, tasks
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import rules as accounts
from anxin.domain.ledger.models import Bill
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit
from tests import builders
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.domain.claims.test_decided_repairs import at_the_door, decided, quoted
from tests.domain.claims.test_inspections import again

pytestmark = pytest.mark.django_db


def before(one: Walked, repair: Repair, **told: object) -> None:
    """Leave a decided repair as it stood before: nothing of the decision in it, and no clock."""
    Clock.objects.filter(kind="claims.repair").delete()
    told = {"covered": False, "warranty_why": "unknown", "warranty_source": "", **told}
    Repair.objects.filter(pk=repair.pk).update(**told)
    one.read()
    repair.refresh_from_db()


def follows(one: Walked) -> bool:
    return clocks.open_clocks(one.claim.stream()).filter(kind="claims.repair").exists()


class TestDecidedRepair:
    def test_under_way_costs_its_buyer_nothing_and_is_followed(self, now: datetime) -> None:
        one, repair = decided(now)
        before(one, repair)
        tasks.catch_up.func(now=one.now)
        repair.refresh_from_db()
        assert (repair.covered, repair.warranty_why, repair.warranty_source) == (True, "decision", one.claim.number)
        assert follows(one)
        assert not list(timeline.verify())
        head = repair.stream()
        facts = len(list(timeline.read(head)))
        tasks.catch_up.func(now=one.now + timedelta(hours=1))
        assert len(list(timeline.read(head))) == facts

    def test_that_was_quoted_is_quoted_anew(self, now: datetime) -> None:
        one, repair = decided(now)
        before(one, repair)
        walked = at_the_door(one, repair)
        quoted(walked)
        assert repair.quotes.exclude(state="replaced").exists()
        tasks.catch_up.func(now=walked.now)
        assert not repair.quotes.exclude(state="replaced").exists()

    def test_of_a_liable_buyer_stays_his(self, now: datetime) -> None:
        one, repair = decided(now, liable="buyer")
        before(one, repair)
        tasks.catch_up.func(now=one.now)
        repair.refresh_from_db()
        assert (repair.covered, repair.warranty_why) == (False, "unknown")
        assert follows(one)

    def test_that_was_called_off_brings_its_claim_back(self, now: datetime) -> None:
        one, repair = decided(now)
        before(one, repair, state="cancelled")
        tasks.catch_up.func(now=one.now)
        one.read()
        assert one.claim.state == "review"
        assert Notice.objects.filter(code="review_repair").exists()

    def test_that_was_solved_by_phone_closes_its_claim(self, now: datetime) -> None:
        one, repair = decided(now)
        before(one, repair, state="solved_remotely")
        tasks.catch_up.func(now=one.now)
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "repaired")


def looked_at_before(now: datetime, *, assigned: bool) -> tuple[Walked, Visit]:
    """Order a look as it was ordered before: on the claim's own stream, with a bill of nothing."""
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,), customer=cast.BUYER_HERE)
    one = a_claim(now=now, at="review", type="return", reason="defective", purchase=purchase)
    made = one.do(lambda: _ordered(one))
    if assigned:
        deng, who = one.by(cast.XIAO_DENG), builders.technician(cast.MASTER_LUO)
        one.do(lambda: visits.assign_by_hand(visit=made, technician=who, why="近", by=deng, now=one.now))
    return one, made


def _ordered(one: Walked) -> Visit:
    from_at = one.now + timedelta(hours=5)
    line = ledger.Charge(code="INSPECT", name="上门鉴定", name_en="a look", full_fen=0, amount_fen=0, why="free")
    made = visits.open_visit(
        stream=one.claim.stream(),
        kind="inspect",
        mode="visit",
        product=goods.product(brand="heyan", code="S3"),
        place=one.claim.buyer.place,
        customer=one.claim.buyer,
        wanted_from_at=from_at,
        wanted_to_at=from_at + timedelta(hours=2),
        urgent=False,
        by=one.by(cast.LIN),
        now=one.now,
    )
    payer, payee = accounts.customer_account(str(one.claim.buyer_id)), accounts.organisation_account("x")
    bill = ledger.charge(stream=one.claim.stream(), lines=[line], payer=payer, payee=payee, by=SYSTEM, now=one.now)
    ledger.show(bill=bill, by=SYSTEM, now=one.now)
    facts = {"visit": made.number}
    timeline.write(one.claim.stream(), "claims.inspection_ordered", by=one.by(cast.LIN), now=one.now, facts=facts)
    return made


class TestLook:
    @pytest.mark.parametrize("assigned", [False, True])
    def test_is_called_off_and_ordered_anew(self, assigned: bool, now: datetime) -> None:
        one, made = looked_at_before(now, assigned=assigned)
        tasks.catch_up.func(now=one.now)
        one.read()
        visit, bill = Visit.objects.get(pk=made.pk), Bill.objects.get(stream_key=one.claim.pk)
        assert (visit.state, bill.state) == ("cancelled", "replaced")
        missed = [fact for fact in timeline.read(one.claim.stream()) if fact.code == "claims.inspection_missed"]
        assert [fact.facts["missed"] for fact in missed] == ["called_off"]
        assert Notice.objects.filter(code="review_uninspected", stream_key=one.claim.pk).exists()
        tasks.catch_up.func(now=one.now + timedelta(hours=1))
        assert not list(timeline.verify())
        assert again(one).repair.number == queries.claim_by_key(str(one.claim.pk)).inspection_number

    def test_of_a_claim_that_is_over_is_called_off_in_silence(self, now: datetime) -> None:
        one, _made = looked_at_before(now, assigned=True)
        one.do(lambda: claims.withdraw(claim=one.claim, why="好了", by=one.buyer, now=one.now))
        tasks.catch_up.func(now=one.now)
        assert not Notice.objects.filter(code="review_uninspected", stream_key=one.claim.pk).exists()
        assert not queries.unheard_looks().exists()
