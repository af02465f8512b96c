"""No claim waits for nobody: each has a next moment or somebody in whose list it stands, and every moment is followed.

`MOMENTS` reads aloud what a clock leads to in each state, and who is told; what the sweep does is compared with it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core import clocks, later, timeline
from anxin.core.clocks.models import Clock
from anxin.core.clocks.registry import CLOCKS
from anxin.core.clocks.sweeper import advance
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.states import CLAIM
from anxin.domain.notices.models import Notice
from tests.claim_builders import FACTS, Walked, a_claim, refuse
from tests.domain.claims.promises import is_repaired
from tests.domain.claims.test_decided_repairs import decided as a_decided_repair
from tests.domain.claims.test_return_addresses import returns_to

pytestmark = pytest.mark.django_db
MOST = 14
"""So many moments are followed of a claim about which nobody does anything."""
DOES = frozenset(
    {
        *("agreement", "offer", "answer", "replacement", "goods-back", "receipt", "inspection", "acceptance", "appeal"),
        *("offer-acceptance", "offer-refusal", "return", "address", "capture"),
        *("assignment", "decision", "confirmation", "objection", "challenge-end"),
        *("payment", "money-here", "money-there", "outcome"),
    }
)
"""What brings a claim on; writing, adding and looking don't."""
PEOPLE = {
    "merchant": (cast.MERCHANT_OWNER,),
    "review": (cast.LIN, cast.QIAO, cast.CHENG),
    "money": (cast.QIAN, cast.MERCHANT_OWNER),
    "given": (cast.MERCHANT_OWNER,),
    "buyer": (),
}


def merchants(one: Walked, name: str, **fields: Any) -> None:
    work = getattr(claims, name)
    one.do(lambda: work(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **fields))


def offered(one: Walked) -> Walked:
    merchants(one, "offer", remedy="refund_part", amount_fen=6000, reason="补偿")
    return one


def asked(one: Walked) -> Walked:
    by = one.by(cast.LIN)
    one.do(lambda: claims.ask_evidence(claim=one.claim, kind="paper", text="换个角度", by=by, now=one.now))
    return one


def drawn_up(one: Walked) -> Walked:
    one.propose(refuse(fraud_said=True))
    return one


def appealed(one: Walked) -> Walked:
    one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
    return one


def agreed(one: Walked) -> Walked:
    one.agree()
    return one


def returned(one: Walked, where: str = "示例收件人 0731-00000000 示例路 1 号") -> Walked:
    if where:
        returns_to(one, where)
    return agreed(one)


def shipped(one: Walked) -> Walked:
    one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD900001", by=one.buyer, now=one.now))
    return one


def received(one: Walked) -> Walked:
    merchants(shipped(one), "receive_back")
    return one


def exchanged(one: Walked) -> Walked:
    one.propose(Ruling(remedy="exchange", reason="换一件", found=FACTS))
    one.wait(days=7)
    return one


def goods_owed(one: Walked) -> Walked:
    merchants(one, "fail_inspection", reason="人为摔坏")
    one.propose(refuse())
    one.wait(days=7)
    return one


SCENES: dict[str, Callable[[datetime], Walked]] = {
    "asked": lambda now: a_claim(now=now),
    "asked_there": lambda now: a_claim(now=now, platform_ref="PT-1"),
    "offered": lambda now: offered(a_claim(now=now)),
    "offered_there": lambda now: offered(a_claim(now=now, platform_ref="PT-1")),
    "reviewed": lambda now: a_claim(now=now, at="review"),
    "picture_asked": lambda now: asked(a_claim(now=now, at="review")),
    "drawn_up": lambda now: drawn_up(a_claim(now=now, at="review")),
    "decided": lambda now: a_claim(now=now, at="decided"),
    "appealed": lambda now: appealed(a_claim(now=now, at="decided")),
    "nowhere_to_send": lambda now: returned(a_claim(now=now, type="return", reason="defective"), ""),
    "to_send_back": lambda now: returned(a_claim(now=now, type="return", reason="defective")),
    "sent_back": lambda now: shipped(returned(a_claim(now=now, type="return", reason="defective"))),
    "received_back": lambda now: received(returned(a_claim(now=now, type="return", reason="defective"))),
    "by_law": lambda now: a_claim(now=now, type="return", reason="changed_mind"),
    "paying": lambda now: agreed(a_claim(now=now)),
    "another_piece": lambda now: agreed(a_claim(now=now, type="exchange")),
    "piece_decided": lambda now: exchanged(a_claim(now=now, at="review")),
    "goods_decided": lambda now: goods_owed(received(returned(a_claim(now=now, type="return", reason="defective")))),
    "repairing": lambda now: a_decided_repair(now)[0],
}
# scene, clock: the state that follows, and who is told of it by which notice
MOMENTS = {
    ("asked", "claims.answer"): ("review", "claim_missed review_unanswered"),
    ("asked", "claims.ceiling"): ("merchant_answer", "claim_late"),
    ("asked_there", "claims.answer"): ("merchant_answer", "claim_missed_there"),
    ("asked_there", "claims.platform"): ("merchant_answer", "claim_platform_late"),
    ("offered", "claims.offer"): ("review", "claim_offer_over claim_offer_lapsed review_lapsed"),
    ("offered", "claims.ceiling"): ("offer_made", "claim_late"),
    ("offered_there", "claims.offer"): ("merchant_answer", "claim_offer_there"),
    ("reviewed", "claims.decision"): ("review", "claim_late review_late"),
    ("reviewed", "claims.ceiling"): ("review", "claim_late"),
    ("picture_asked", "claims.evidence"): ("review", "review_silent"),
    ("picture_asked", "claims.decision"): ("need_evidence", "claim_late review_late"),
    ("drawn_up", "claims.second"): ("review", "review_second_waits"),
    ("drawn_up", "claims.decision"): ("review", "claim_late review_late"),
    ("drawn_up", "claims.ceiling"): ("review", "claim_late"),
    ("decided", "claims.appeal"): ("executing", ""),
    ("appealed", "claims.decision"): ("review", "claim_late review_late"),
    ("appealed", "claims.appeal_answer"): ("review", "review_appeal_silent"),
    ("nowhere_to_send", "claims.return_to"): ("review", "claim_no_place claim_unaddressed review_unaddressed"),
    ("to_send_back", "claims.ship"): ("closed", "claim_lapsed"),
    ("sent_back", "claims.receive"): ("review", "review_parcel"),
    ("received_back", "claims.inspection"): ("executing", ""),
    ("by_law", "claims.return_to"): ("review", "claim_no_place claim_unaddressed review_unaddressed"),
    ("by_law", "claims.ceiling"): ("waiting_return", "claim_late"),
    ("paying", "claims.money"): ("executing", "claim_late"),
    ("another_piece", "claims.replacement"): ("review", "claim_unreplaced claim_yours_late review_piece"),
    ("piece_decided", "claims.replacement"): ("review", "claim_unreplaced claim_yours_late review_piece"),
    ("goods_decided", "claims.goods_back"): ("review", "claim_goods_late claim_goods_unsent review_goods"),
    ("repairing", "claims.repair"): ("executing", "claim_late"),
}


def running(one: Walked) -> dict[str, Clock]:
    return {clock.kind: clock for clock in clocks.open_clocks(one.claim.stream())}


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(stream_key=one.claim.id).values_list("code", flat=True))


def rings(one: Walked, clock: Clock) -> None:
    """Let one clock run out, however late the others are."""
    one.now = max(one.now, clock.due_at)
    advance(clock.pk, now=one.now)
    one.read()


def who_can_go_on(one: Walked) -> set[str]:
    """Return in whose lists the claim stands who can bring it on."""
    found = set()
    for waits, members in PEOPLE.items():
        for member in members:
            by = one.by(member)
            does = DOES & set(TABLE.allowed(queries.situation(one.claim, by=by, now=one.now), by).names)
            rows = queries.queue(by, now=one.now, waits=waits).rows
            if does and one.claim.number in [row.number for row in rows]:
                found.add(member.username)
    his = TABLE.allowed(queries.situation(one.claim, by=one.buyer, now=one.now), one.buyer).names
    listed = [row.number for row in queries.mine(one.buyer, now=one.now)]
    return found | ({"buyer"} if DOES & set(his) and one.claim.number in listed else set())


class TestEachMoment:
    @pytest.mark.parametrize(("scene", "kind"), list(MOMENTS))
    def test_of_a_claim_leads_where_the_table_says_and_somebody_is_told(
        self, now: datetime, scene: str, kind: str
    ) -> None:
        one = SCENES[scene](now)
        clock, before = running(one)[kind], told(one)
        one.now = clock.due_at - timedelta(minutes=1)
        advance(clock.pk, now=one.now)
        one.read()
        assert told(one) == before, "a minute before nothing happens"
        rings(one, clock)
        state, codes = MOMENTS[scene, kind]
        assert (one.claim.state, told(one) - before) == (state, set(codes.split()))
        facts = len(timeline.read(one.claim.stream()))
        advance(clock.pk, now=one.now + timedelta(minutes=1))
        assert len(timeline.read(one.claim.stream())) == facts, "it is followed once"

    def test_of_every_kind_stands_in_the_table(self) -> None:
        elsewhere = {"claims.recovery", "claims.nobody_sent"}  # test_recoveries, test_decided_repairs
        elsewhere |= {"claims.said", "claims.shop_pays"}  # test_said_outcomes, shops/test_own_refunds
        kinds = {kind for kind in CLOCKS if kind.startswith("claims.")}
        assert {kind for _scene, kind in MOMENTS} == kinds - elsewhere

    def test_of_every_state_stands_in_the_table(self) -> None:
        assert {*STATES.values()} == set(CLAIM.states) - {"submitted", *CLAIM.capabilities["over"]}


STATES = {
    "asked": "merchant_answer",
    "asked_there": "merchant_answer",
    "offered": "offer_made",
    "offered_there": "offer_made",
    "reviewed": "review",
    "picture_asked": "need_evidence",
    "drawn_up": "review",
    "decided": "decided",
    "appealed": "review",
    "nowhere_to_send": "waiting_return",
    "to_send_back": "waiting_return",
    "sent_back": "waiting_return",
    "received_back": "inspecting",
    "by_law": "waiting_return",
    "paying": "executing",
    "another_piece": "executing",
    "piece_decided": "executing",
    "goods_decided": "executing",
    "repairing": "executing",
}


class TestAClaim:
    @pytest.mark.parametrize("scene", list(SCENES))
    def test_nobody_does_anything_about_has_a_next_moment_or_somebody_who_can_go_on(
        self, now: datetime, scene: str
    ) -> None:
        one = SCENES[scene](now)
        assert one.claim.state == STATES[scene]
        for _moment in range(MOST):
            later.run_due(one.now)
            one.read()
            if one.claim.state in CLAIM.ends:
                break
            due = running(one)
            if not due:
                break
            rings(one, min(due.values(), key=lambda clock: clock.due_at))
        over = one.claim.state in CLAIM.ends or is_repaired(one.claim)
        assert over or who_can_go_on(one), f"{one.claim.state}: after all moments nobody can go on"
