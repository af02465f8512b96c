"""A technician looks at the goods for a claim: what he finds comes to it, and nobody waits for a look that fails."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.demo.walk import STEPS
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.commands import TABLE
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger import queries as ledger
from anxin.domain.network.models import Engagement, Shift
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors
from anxin.domain.quality import queries as quality
from anxin.domain.quality.models import FollowUp
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.commands import JOBS
from anxin.domain.repairs.models import Guarantee, Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.months import MonthDone, outlet_month, own_month
from tests import builders
from tests.claim_builders import FACTS, Walked, a_claim, a_purchase
from tests.evidence_builders import drawn, jpeg, sealed

pytestmark = pytest.mark.django_db


def ordered(now: datetime) -> tuple[Walked, builders.Walked]:
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,), customer=cast.BUYER_HERE)
    one = a_claim(now=now, at="review", type="return", reason="defective", purchase=purchase)
    return one, again(one)


def again(one: Walked) -> builders.Walked:
    lin, from_at = one.by(cast.LIN), one.now + timedelta(hours=5)
    to_at = from_at + timedelta(hours=2)
    asked = {"question": "锁体有没有撬痕", "from_at": from_at, "to_at": to_at}
    one.do(lambda: claims.order_inspection(claim=one.claim, **asked, by=lin, now=one.now))
    repair = queries.inspection_of(one.claim)
    assert repair is not None
    return builders.Walked(repair=repair, token="", now=one.now)


def assigned(look: builders.Walked) -> Visit:
    deng, who = look.by(cast.XIAO_DENG), builders.technician(cast.MASTER_LUO)
    look.do(lambda: visits.assign_by_hand(visit=look.visit, technician=who, why="近", by=deng, now=look.now))
    return look.visit


def at_the_door(look: builders.Walked) -> None:
    assigned(look)
    for name in ("booked", "on_the_way", "on_site"):
        STEPS[name](look)


def found(look: builders.Walked, text: str = "锁体裂，不是人为") -> None:
    luo = look.by(cast.MASTER_LUO)
    for number, slot in enumerate(("before", "plate", "work")):
        photo = sealed(jpeg(drawn(60 + number)), now=look.now)
        look.do(lambda s=slot, p=photo: visits.add_photo(visit=look.visit, slot=s, file=p, by=luo, now=look.now))
    look.do(lambda: JOBS.give("finding", row=look.visit, by=luo, now=look.now, fields={"text": text}))


def told(one: Walked, code: str) -> bool:
    return Notice.objects.filter(code=code, stream_key=one.claim.pk).exists()


class TestLook:
    def test_brings_pictures_and_what_was_found_and_costs_nothing(self, now: datetime) -> None:
        followed = {"name": "quality.sample_percent", "value": 100, "valid_from": now, "by": SYSTEM, "now": now}
        acting(lambda: settings.propose(**followed))
        one, look = ordered(now)
        at_the_door(look)
        luo = look.by(cast.MASTER_LUO)
        found(look, "先写错了")
        found(look)
        buyer = actors.actor_of_person(str(one.claim.buyer_id))
        code = visits_queries.code_for_customer(look.visit, actor=buyer)
        look.do(lambda: JOBS.give("completion", row=look.visit, by=luo, now=look.now, fields={"code": code}))
        one.now = look.now
        one.run()
        view = one.view(one.by(cast.LIN))
        seen = [link for link in view.evidence if link.side == "expert"]
        assert [(link.role, link.late) for link in seen] == [("inspection", True)] * 3
        assert all(link.examination and link.examination.state == "done" for link in seen)
        assert (view.visit_state, look.repair.state) == ("finished", "closed")
        entry = next(line for line in view.timeline if line.code == "claims.inspected")
        assert "锁体裂，不是人为" in str(entry)
        assert "先写错了" not in str(entry)
        bill = ledger.latest(look.repair.stream())
        assert bill is not None
        assert (bill.total_fen, [line.why for line in bill.lines.all()]) == (0, ["by_inspection"])
        assert look.repair.outcome == "looked_at"
        assert not Guarantee.objects.filter(repair=look.repair).exists()
        assert told(one, "review_inspected")
        read = repairs_queries.view(look.repair, actor=buyer, now=look.now)
        assert [note.note for note in read.stepper][-2:] == ["looked_at", "found_given"]
        record = " ".join(line.sentence for line in read.timeline)
        assert "看过了商品" in record
        assert [word in record for word in ("修好", "同意了账单")] == [False, False]
        said = set(Notice.objects.filter(stream_key=look.repair.pk).values_list("code", flat=True))
        assert "repair_looked" in said
        assert "repair_done" not in said
        assert quality.why_no_review(look.repair, now=look.now) == "look"
        assert not FollowUp.objects.filter(repair=look.repair).exists()
        assert not list(timeline.verify())
        one.propose(Ruling(remedy="return", amount_fen=99900, reason="鉴定属质量问题", found=FACTS))
        assert one.claim.state == "decided"

    def test_brings_a_picture_that_the_phone_handed_in_late_to_the_open_claim_once(self, now: datetime) -> None:
        one, look = ordered(now)
        at_the_door(look)
        luo, photo = look.by(cast.MASTER_LUO), sealed(jpeg(drawn(70)), now=look.now)
        look.do(lambda: visits.give_up(visit=look.visit, why="other", note="", by=luo, now=look.now))
        later = look.now + timedelta(days=3)
        kept = visits.handed_in(luo, 3 * 86400, now=later)
        for _twice in range(2):
            acting(lambda: visits.add_photo(visit=look.visit, slot="before", file=photo, by=kept, now=later))
        seen = [link for link in one.view(one.by(cast.LIN)).evidence if link.side == "expert"]
        assert [(link.role, link.shot_at) for link in seen] == [("inspection", look.now)]

    def test_asks_for_no_quote_and_no_parts(self, now: datetime) -> None:
        _one, look = ordered(now)
        at_the_door(look)
        luo = look.by(cast.MASTER_LUO)
        may = JOBS.allowed(repairs_queries.job_situation(look.visit, by=luo, now=look.now), luo).names
        assert "finding" in may
        assert not {"quote", "parts", "agreement-here", "payment"} & set(may)

    def test_is_no_way_round_the_quote_of_a_repair(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="on_site")
        luo = walked.by(cast.MASTER_LUO)
        with pytest.raises(WrongState):
            walked.do(lambda: repairs.write_finding(repair=walked.repair, text="x", by=luo, now=walked.now))

    def test_finds_its_claim_by_its_number(self, now: datetime) -> None:
        one, look = ordered(now)
        found = queries.search(look.repair.number.lower(), actor=one.by(cast.LIN), now=one.now)
        assert [row.number for row in found] == [one.claim.number]

    def test_is_ordered_once_while_it_is_under_way(self, now: datetime) -> None:
        one, _look = ordered(now)
        with pytest.raises(WrongState):
            again(one)


class TestInVain:
    @pytest.mark.parametrize("why", ["unsafe", "wrong_address", "other"])
    def test_tells_the_reviewer_who_sends_somebody_anew(self, why: str, now: datetime) -> None:
        one, look = ordered(now)
        at_the_door(look)
        luo = look.by(cast.MASTER_LUO)
        look.do(lambda: visits.give_up(visit=look.visit, why=why, note="不让看", by=luo, now=look.now))
        self._is_told(one, look, why)

    def test_where_nobody_was_at_home(self, now: datetime) -> None:
        one, look = ordered(now)
        at_the_door(look)
        luo = look.by(cast.MASTER_LUO)
        look.do(lambda: visits.record_call(visit=look.visit, purpose="absence", answered=False, by=luo, now=look.now))
        look.do(lambda: visits.miss_by_customer(visit=look.visit, by=luo, now=look.now))
        self._is_told(one, look, "customer_absent")

    def test_where_the_buyer_wants_nobody(self, now: datetime) -> None:
        one, look = ordered(now)
        buyer = actors.actor_of_person(str(one.claim.buyer_id))
        look.do(lambda: repairs.cancel(repair=look.repair, why="不用来了", by=buyer, now=look.now))
        self._is_told(one, look, "called_off")

    def test_where_nobody_is_found_a_dispatcher_has_it_on_his_board(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        Shift.objects.all().delete()
        one, look = ordered(now)
        look.run()
        assert look.visit.by_hand_at is not None
        assert Notice.objects.filter(code="visit_by_hand", stream_key=look.repair.pk).exists()
        agent = look.by(cast.XIAO_CHEN)
        look.do(lambda: repairs.cancel(repair=look.repair, why="没人", by=agent, now=look.now))
        self._is_told(one, look, "called_off")

    def _is_told(self, one: Walked, look: builders.Walked, why: str) -> None:
        one.now = look.now
        one.read()
        assert look.repair.state == "cancelled"
        assert not clocks.open_clocks(look.repair.stream()).exists()
        missed = [fact for fact in timeline.read(one.claim.stream()) if fact.code == "claims.inspection_missed"]
        assert [fact.facts["missed"] for fact in missed] == [why]
        if look.visit.state == "unfinished" and why != "customer_absent":
            said = [line for line in one.view(one.by(cast.LIN)).timeline if line.code == "claims.inspection_missed"]
            assert [line.text for line in said] == ["不让看"]
        assert told(one, "review_uninspected")
        assert one.claim.state == "review"
        second = again(one)
        assert second.repair.pk != look.repair.pk


class TestNoLongerNeeded:
    def test_is_called_off_once_it_is_decided(self, now: datetime) -> None:
        one, look = ordered(now)
        assigned(look)
        one.now = look.now
        one.propose(Ruling(remedy="refund_only", amount_fen=99900, reason="不用看了", found=FACTS))
        assert Repair.objects.get(pk=look.repair.pk).state == "cancelled"
        assert not [fact for fact in timeline.read(one.claim.stream()) if fact.code == "claims.inspection_missed"]
        assert look.visit.state == "cancelled"

    def test_is_called_off_once_it_is_taken_back(self, now: datetime) -> None:
        one, look = ordered(now)
        one.do(lambda: claims.withdraw(claim=one.claim, why="好了", by=one.buyer, now=one.now))
        assert Repair.objects.get(pk=look.repair.pk).state == "cancelled"


class TestWithoutAnAddress:
    def test_the_buyer_is_asked_for_it_and_then_somebody_can_be_sent(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
        purchase = a_purchase(now=now, order="LOCK-2", lines=(lock,))
        one = a_claim(now=now, at="review", type="return", reason="defective", purchase=purchase)
        lin = one.by(cast.LIN)

        def may() -> list[str]:
            allowed = TABLE.allowed(queries.situation(one.claim, by=lin, now=one.now), lin)
            return [name for name in ("visit", "address-request") if name in allowed]

        Person.objects.filter(pk=one.claim.buyer_id).update(place=None)  # as from an order file without addresses
        one.read()
        assert may() == ["address-request"]
        one.do(lambda: TABLE.give("address-request", row=one.claim, by=lin, now=one.now, fields={}))
        assert may() == []
        assert queries.address_needed(one.claim)
        assert Notice.objects.filter(code="claim_address").exists()
        with pytest.raises(WrongState):
            one.do(lambda: claims.ask_address(claim=one.claim, by=lin, now=one.now))
        said = {"address": cast.MS_ZHANG.address}
        one.do(lambda: TABLE.give("address", row=one.claim, by=one.buyer, now=one.now, fields=said))
        assert may() == ["visit"]

    def test_a_buyer_who_says_nothing_is_asked_again_the_next_day(self, now: datetime) -> None:
        one, lin = _unplaced(now)
        for _twice in range(2):
            one.do(lambda: TABLE.give("address-request", row=one.claim, by=lin, now=one.now, fields={}))
            assert "address-request" not in _may(one, lin)
            one.now += timedelta(days=1)
            assert "address-request" in _may(one, lin)
        assert Notice.objects.filter(code="claim_address").count() == 2

    def test_nobody_is_asked_for_it_where_nobody_could_be_sent(self, now: datetime) -> None:
        one, lin = _unplaced(now)
        assert _may(one, lin) == ["address-request"]
        Engagement.objects.update(to_at=one.now)
        assert _may(one, lin) == []
        with pytest.raises(WrongState):
            one.do(lambda: TABLE.give("address-request", row=one.claim, by=lin, now=one.now, fields={}))

    def test_what_the_buyer_says_on_the_phone_the_reviewer_enters_himself(self, now: datetime) -> None:
        one, lin = _unplaced(now)
        one.do(lambda: TABLE.give("address-request", row=one.claim, by=lin, now=one.now, fields={}))
        said = {"address": cast.MS_ZHANG.address}
        one.do(lambda: TABLE.give("address", row=one.claim, by=lin, now=one.now, fields=said))
        assert _may(one, lin) == ["visit"]

    def test_a_merchant_who_could_not_agree_to_a_repair_is_told_once_he_can(self, now: datetime) -> None:
        one = _unplaced(now, at="merchant_answer", type="repair")[0]
        with pytest.raises(claims.AddressNeeded):
            one.agree()
        said = {"address": cast.MS_ZHANG.address}
        one.do(lambda: TABLE.give("address", row=one.claim, by=one.buyer, now=one.now, fields=said))
        told = Notice.objects.filter(code="claim_address_known").values_list("account__username", flat=True)
        assert cast.MERCHANT_OWNER.username in told


def _unplaced(now: datetime, *, at: str = "review", type: str = "return") -> tuple[Walked, Actor]:
    """Give a claim whose buyer's address nobody knows, as from an order file without addresses; and a reviewer."""
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-3", lines=(lock,))
    one = a_claim(now=now, at=at, type=type, reason="defective", purchase=purchase)
    Person.objects.filter(pk=one.claim.buyer_id).update(place=None)
    one.read()
    return one, one.by(cast.LIN)


def _may(one: Walked, by: Actor) -> list[str]:
    allowed = TABLE.allowed(queries.situation(one.claim, by=by, now=one.now), by)
    return [name for name in ("visit", "address-request") if name in allowed]


def test_a_look_that_is_finished_is_counted_among_his_visits_and_the_outlets_by_its_name(now: datetime) -> None:
    one, look = ordered(now)
    at_the_door(look)
    found(look)
    luo, buyer = look.by(cast.MASTER_LUO), actors.actor_of_person(str(one.claim.buyer_id))
    code = visits_queries.code_for_customer(look.visit, actor=buyer)
    look.do(lambda: JOBS.give("completion", row=look.visit, by=luo, now=look.now, fields={"code": code}))
    his = own_month(look.by(cast.MASTER_LUO), now=look.now)
    assert (his.finished, his.looks, his.unfinished) == (1, 1, 0)
    outlet = outlet_month(look.by(cast.BOSS_HE), now=look.now)
    assert outlet == {cast.MASTER_LUO.number: his}
    assert outlet_month(look.by(cast.XIAO_CHEN), now=look.now) == {}, "another house"
    assert own_month(look.by(cast.MASTER_LUO), now=look.now + timedelta(days=40)) == MonthDone()
