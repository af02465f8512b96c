"""An appeal is answered before it is decided: by the other side in its time, or with a reason why nothing is new."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.decisions import Locked
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries import companions
from anxin.domain.claims.queries.headline import headline_of
from anxin.domain.claims.rules.headline import APPEAL_ANSWER
from anxin.domain.notices.models import Notice
from anxin.faces.ground import claim_document
from tests.claim_builders import Walked, a_claim, refund, refuse
from tests.domain.claims.test_dossiers import packed

pytestmark = pytest.mark.django_db


def appealed(now: datetime, *, by: str = "buyer", asked: int = 0) -> Walked:
    one = a_claim(now=now, at="decided")
    who = one.buyer if by == "buyer" else one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.appeal(claim=one.claim, why="卖家还少寄了一只", by=who, now=one.now))
    return one


def gives(one: Walked, name: str, by: Actor, **fields: Any) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=by, now=one.now, fields=fields), minutes=0)


def decides(one: Walked, ruling: claims.Ruling | None = None, *, early: str = "") -> None:
    ruling = claims.Ruling(**{**vars(ruling or refund(one.claim.asked_fen)), "early": early})
    one.do(lambda: claims.propose(claim=one.claim, ruling=ruling, by=one.by(cast.QIAO), now=one.now))


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(number=one.claim.number).values_list("code", flat=True))


def may(one: Walked, by: Actor) -> set[str]:
    allowed = TABLE.allowed(queries.situation(one.claim, by=by, now=one.now), by)
    return {name for name in TABLE.commands if name in allowed}


class TestAnswer:
    def test_is_waited_for_a_day_before_anybody_decides(self, now: datetime) -> None:
        one = appealed(now)
        clock = Clock.objects.get(stream_key=one.claim.id, kind=APPEAL_ANSWER)
        assert (clock.whose, clock.due_at - clock.started_at) == (str(one.claim.seller_id), timedelta(hours=24))
        assert "claim_appeal_told" in told(one)
        with pytest.raises(Locked, match="appeal"):
            decides(one)
        one.wait(hours=24, minutes=1)
        assert one.claim.state == "review"
        decides(one)
        assert one.decision.state == "final"

    def test_lets_the_appeal_be_decided_and_is_read_by_both_sides(self, now: datetime) -> None:
        one = appealed(now)
        owner = one.by(cast.MERCHANT_OWNER)
        assert {"appeal-answer", "appeal-answer-waiver"} <= may(one, owner)
        assert not {"appeal-answer", "appeal-answer-waiver"} & may(one, one.buyer)
        with pytest.raises(AnxinError):
            gives(one, "appeal-answer", one.buyer, text="我自己答")
        gives(one, "appeal-answer", owner, text="两只一起发的，看装箱录像")
        with pytest.raises(AnxinError):
            gives(one, "appeal-answer", owner, text="再说一次")
        for by in (one.buyer, owner, one.by(cast.QIAO)):
            line = next(line for line in one.view(by).timeline if line.code == "claims.appeal_answered")
            assert line.text == "两只一起发的，看装箱录像"
        decides(one)
        assert one.decision.state == "final"
        assert not list(timeline.verify())
        pack = packed(one)
        [said] = [each for each in json.loads(pack.read("statements.json")) if each["kind"] == "appeal_answered"]
        assert (said["side"], said["text"], said["committed"]) == ("merchant", "两只一起发的，看装箱录像", True)
        document = pack.read("卷宗.html").decode()
        assert "答复申诉" in document.partition("各方所说")[2].partition("<h2>三、")[0]

    def test_can_be_waived_and_a_buyer_answers_a_merchants_appeal(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        assert "claim_seller_appeals" in told(one)
        gives(one, "appeal-answer-waiver", one.buyer)
        decides(one)
        assert one.decision.state == "final"

    def test_is_not_waited_for_where_nothing_is_new_and_both_read_why(self, now: datetime) -> None:
        one = appealed(now)
        decides(one, early="申诉只重复了原来的话")
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            line = next(line for line in one.view(by).timeline if line.code == "claims.appeal_decided_early")
            assert line.text == "申诉只重复了原来的话"

    def test_is_waited_for_before_it_gets_worse_for_who_may_still_answer(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        with pytest.raises(Locked, match="worse"):
            decides(one, refuse(), early="申诉只重复了原来的话")
        one.wait(hours=24, minutes=1)
        decides(one, refuse())
        assert one.decision.state == "final"

    def test_that_is_not_waited_for_stands_in_the_decision_and_the_dossier(self, now: datetime) -> None:
        one = appealed(now)
        decides(one, early="申诉只重复了原来的话")
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER), one.by(cast.QIAO)):
            assert one.view(by).decisions[0].early == "申诉只重复了原来的话"
        pack = packed(one)
        pages = {name.removesuffix(".json"): json.loads(pack.read(name)) for name in pack.namelist() if "json" in name}
        told = claim_document.written(pages)
        decided = told.partition("五、裁定")[2].partition("六、")[0]
        assert "裁定在对方答复申诉之前作出" in decided
        assert "申诉只重复了原来的话" in decided

    @pytest.mark.parametrize("too", [False, True])
    def test_stays_open_while_an_offer_lies_beside_it(self, now: datetime, too: bool) -> None:
        one = appealed(now, by="merchant")
        owner = one.by(cast.MERCHANT_OWNER)
        gives(one, "offer", owner, remedy="refund_part", amount_fen=100, reason="交个朋友")
        assert {"appeal-answer", "counter-appeal", "appeal-answer-waiver", "offer-refusal"} <= may(one, one.buyer)
        assert "appeal-answer" not in may(one, owner)
        assert headline_of(one.view(one.buyer), now=one.now).beside == ("refuse_offer", "appeal_too")
        gives(one, "counter-appeal" if too else "appeal-answer", one.buyer, text="我也说几句")
        assert (one.claim.state, "appeal-answer" in may(one, owner)) == ("offer_made", too)
        one.wait(hours=25)
        gives(one, "offer-refusal", one.buyer, why="太少")
        case = queries.situation(one.claim, by=one.buyer, now=one.now)
        assert (one.claim.state, case.hearing) == ("review", "appeal")
        assert companions.appeal_of(one.claim).cause == ("both" if too else "merchant")

    def test_ends_with_the_appeal_that_is_taken_back_or_agreed_to(self, now: datetime) -> None:
        one = appealed(now)
        gives(one, "appeal-withdrawal", one.buyer)
        assert "appeal-answer" not in may(one, one.by(cast.MERCHANT_OWNER))
        other = a_claim(now=now, at="decided", order="YT-2")
        other.do(lambda: claims.appeal(claim=other.claim, why="少了", by=other.buyer, now=other.now))
        gives(other, "agreement", other.by(cast.MERCHANT_OWNER))
        assert not Clock.objects.filter(kind=APPEAL_ANSWER, met_at=None, stopped_at=None).exists()

    def test_that_comes_after_a_draft_sends_the_draft_back(self, now: datetime) -> None:
        one = a_claim(now=now)
        one.answer()
        one.propose(refund(one.claim.asked_fen, fraud_said=True))
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
        one.do(lambda: claims.appeal(claim=one.claim, why="没有造假", by=one.buyer, now=one.now))
        ruling = claims.Ruling(**{**vars(refund(one.claim.asked_fen, fraud_said=True)), "early": "没有新内容"})
        one.do(lambda: claims.propose(claim=one.claim, ruling=ruling, by=one.by(cast.CHENG), now=one.now))
        assert not [line for line in one.view(one.buyer).timeline if line.code == "claims.appeal_decided_early"]
        gives(one, "appeal-answer", one.by(cast.MERCHANT_OWNER), text="有新情况")
        with pytest.raises(Locked):
            one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.YAN), now=one.now))
