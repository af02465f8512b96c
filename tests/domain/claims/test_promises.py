"""What no walk may break, whoever tries what in which order; and the database's own gates."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, WrongState
from anxin.core.ids import uuid7
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.claims.models import Answer, Decision
from anxin.domain.evidence import gateway
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg, refuse, sealed
from tests.domain.claims import promises
from tests.domain.claims.crowd import examines, ruling

pytestmark = pytest.mark.django_db
WALKS, STEPS = 3, 25
MEMBERS = (
    cast.MERCHANT_OWNER,
    cast.XIAO_WU,
    cast.LIN,
    cast.QIAO,
    cast.XIAO_CHEN,
    cast.QIAN,
    cast.HEYAN_OWNER,
    cast.ZHOU,
)


def _verbs(one: Walked, by: Actor, random: Random) -> list[Callable[[], object]]:
    """List everything anybody might try."""
    row, now = one.claim, one.now
    picture = PictureGiven(
        file=sealed(jpeg(drawn(random.randrange(6), size=(96, 72))), now=now), role=random.choice(["whole", "packing"])
    )
    decision = row.decisions.order_by("-created_at").first()
    verbs: list[Callable[[], object]] = [
        lambda: claims.answer(claim=row, reason="不同意", by=by, now=now),
        lambda: claims.agree(claim=row, by=by, now=now),
        lambda: claims.offer(
            claim=row, remedy="refund_part", amount_fen=random.randrange(1, 60000), reason="补偿", by=by, now=now
        ),
        lambda: claims.accept_offer(claim=row, by=by, now=now),
        lambda: claims.refuse_offer(claim=row, why="少", by=by, now=now),
        lambda: claims.hand_in(claim=row, picture=picture, by=by, now=now),
        lambda: claims.ask_evidence(claim=row, kind="paper", text="再拍", by=by, now=now),
        lambda: claims.take_case(claim=row, by=by, now=now),
        lambda: claims.propose(claim=row, ruling=ruling(random, row.asked_fen), by=by, now=now),
        lambda: claims.propose(claim=row, ruling=ruling(random, row.asked_fen), by=by, now=now),
        lambda: claims.accept(claim=row, by=by, now=now),
        lambda: claims.appeal(claim=row, why="不服", by=by, now=now),
        lambda: claims.drop_appeal(claim=row, by=by, now=now),
        lambda: claims.ship_back(claim=row, waybill="YD9", by=by, now=now),
        lambda: claims.receive_back(claim=row, by=by, now=now),
        lambda: claims.pass_inspection(claim=row, by=by, now=now),
        lambda: claims.fail_inspection(claim=row, reason="不符", by=by, now=now),
        lambda: claims.pay_again(claim=row, by=by, now=now),
        lambda: claims.take_outcome(
            claim=row, what="refunded", amount_fen=100, reference="", reason="", by=by, now=now
        ),
    ]
    if random.random() < 0.1:
        verbs.append(lambda: claims.withdraw(claim=row, why="不要了", by=by, now=now))
    if decision is not None:
        decision.claim = row
        verbs += [
            lambda: claims.confirm(decision=decision, by=by, now=now),
            lambda: claims.send_back(decision=decision, why="再看", by=by, now=now),
        ]
    return verbs


def _tried(one: Walked, random: Random) -> bool:
    by = one.buyer if random.random() < 0.3 else one.by(random.choice(MEMBERS))
    verbs = _verbs(one, by, random)
    for verb in random.sample(verbs, len(verbs)):
        try:
            acting(verb)
        except AnxinError:
            one.read()
            continue
        return True
    return False


class TestRandomWalks:
    @pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.sqlite) for seed in range(1, WALKS))])
    def test_break_no_promise(self, seed: int, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        random = Random(seed)
        monkeypatch.setattr(gateway, "examine", examines(random))
        kind, reason = random.choice(
            [("refund_only", "broken"), ("refund_only", "swapped"), ("return", "changed_mind")]
        )
        pictures = tuple(jpeg(drawn(10 + n, size=(96, 72))) for n in range(random.randrange(3)))
        one = a_claim(now=now, type=kind, reason=reason, pictures=pictures, asked_fen=random.choice([0, 9000]))
        happened = 0
        for _ in range(STEPS):
            one.now += timedelta(minutes=random.choice([1, 5, 60, 60 * 11]))
            happened += any(_tried(one, random) for _ in range(2))
            if random.random() < 0.3:
                one.wait(hours=random.choice([0, 1, 30, 80]))
            if random.random() < 0.5:
                later.run_due(one.now)
            one.read()
            promises.claim_holds(one.claim)
        assert happened
        assert timeline.verify() == []


class TestTheDatabase:
    """The gates once more, for whoever writes past the actions."""

    @pytest.mark.parametrize(
        "change",
        [
            {"answer": None},
            {"examined": 0, "pictures": 1},
            {"reason_sealed": ""},
            {"kind": "agreed"},
            {"fraud_said": True},
            {"second_why": "sum"},
            {"second_why": "sum", "confirmed_by": "self"},
            {"unit": "seller"},
            {"drafted_by": "self"},
            {"kind": "appealed"},
            {"amount_fen": 5},
        ],
        ids=str,
    )
    def test_refuses(self, change: dict[str, object], now: datetime) -> None:
        one = a_claim(now=now, at="review")
        row = one.propose(refuse())
        values = {
            name: row.decided_by if value == "self" else str(one.claim.seller_id) if value == "seller" else value
            for name, value in change.items()
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=row.pk).update(**values)

    def test_refuses_a_second_open_claim_about_a_line(self, now: datetime) -> None:
        one = a_claim(now=now)
        with pytest.raises(claims.OpenAlready):
            a_claim(now=now, purchase=one.claim.purchase)


class TestJudges:
    def test_never_judge_what_they_bought(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        lin = people.account(cast.LIN.username)
        assert lin is not None
        lin.person = people_actions.enrol(name="林知秋", phone=cast.BUYER.phone, now=now)
        lin.save()
        one = a_claim(now=now, at="review", purchase=purchase)
        with pytest.raises(claims.NotYourCase) as refused:
            one.propose()
        assert refused.value.facts["why"] == "own_case"

    def test_never_judge_what_they_drafted(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        Answer.objects.filter(claim=one.claim).update(by=one.by(cast.LIN).key)
        assert queries.why_not_judge(one.claim, one.by(cast.LIN)) == "drafted_answer"
        assert queries.why_not_judge(one.claim, one.by(cast.QIAO)) == ""

    def test_never_judge_their_own_unit(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        inside = Actor(
            kind="staff", id=str(uuid7()), organisation=str(one.claim.seller_id), roles=frozenset({"reviewer"})
        )
        assert queries.why_not_judge(one.claim, inside) == "own_unit"

    def test_keep_off_a_colleague_s_case_until_they_take_it_over(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        assert queries.why_not_judge(one.claim, one.by(cast.QIAO)) == "with_another"
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.QIAO), now=one.now))
        assert one.propose(by=cast.QIAO).state == "given"


class TestAppeals:
    def test_are_decided_by_neither_who_decided_nor_who_confirmed(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse(fraud_said=True))
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        for member in (cast.LIN, cast.QIAO):
            assert queries.why_not_judge(one.claim, actor(member, now=one.now)) == "judged_before"

    def test_taken_back_late_leaves_the_other_side_the_time_it_had_when_they_were_made(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse())
        one.wait(days=1)
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=owner, now=one.now))
        with pytest.raises(WrongState):
            one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        one.wait(days=7, hours=1)
        one.do(lambda: claims.drop_appeal(claim=one.claim, by=owner, now=one.now))
        one.wait(days=5)
        assert one.claim.state == "decided", "he could not appeal while the other side did"
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        one.do(lambda: claims.drop_appeal(claim=one.claim, by=one.buyer, now=one.now))
        assert (one.claim.state, one.claim.outcome) == ("closed", "refused"), "both have accepted it by now"

    def test_can_be_sent_back_by_their_second_person_and_decided_anew(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.by(cast.MERCHANT_OWNER), now=one.now))
        one.do(lambda: claims.waive_answer(claim=one.claim, by=one.buyer, now=one.now))
        one.propose(refuse(fraud_said=True), by=cast.QIAO)
        operator = one.by(cast.LIN).organisation
        third = Actor(kind="staff", id=str(uuid7()), organisation=operator, roles=frozenset({"reviewer"}))
        with pytest.raises(claims.NotYourCase):
            one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.LIN), now=one.now))
        one.do(lambda: claims.send_back(decision=one.decision, why="再核", by=third, now=one.now))
        one.propose(refuse(fraud_said=True), by=cast.QIAO)
        one.do(lambda: claims.confirm(decision=one.decision, by=third, now=one.now))
        assert (one.claim.state, one.decision.state, one.decision.confirmed_by) == ("closed", "final", third.key)

    def test_taken_back_let_the_decision_stand_once_the_other_side_can_appeal_no_more(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=owner, now=one.now))
        one.do(lambda: claims.drop_appeal(claim=one.claim, by=owner, now=one.now))
        one.run()
        assert one.claim.state == "decided", "the buyer has not said yes, and his time runs"
        one.wait(days=7)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
