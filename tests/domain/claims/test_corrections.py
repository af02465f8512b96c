"""A reviewer corrects his own decision while it can be appealed: a second person agrees, the time begins anew."""

from datetime import datetime
from typing import Any

import pytest

from anxin.core import clocks, timeline
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Decision, Payout
from anxin.domain.ledger.models import Payment
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Role
from tests.claim_builders import Walked, a_claim, refund, refuse

pytestmark = pytest.mark.django_db
WRONG = "把 B1 看成了另一件商品"


def decided(now: datetime) -> Walked:
    one = a_claim(now=now, at="review")
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(refuse())
    assert one.decision.state == "given"
    return one


def corrects(one: Walked, *, by: cast.Member = cast.LIN, mistake: str = WRONG, **told: Any) -> None:
    ruling = claims.Ruling(**{**vars(refund(one.claim.asked_fen)), "mistake": mistake, **told})
    fields = {name: getattr(ruling, name) for name in TABLE.commands["correction"].fields.model_fields}
    gives(one, "correction", one.by(by), **fields)


def gives(one: Walked, name: str, by: Actor, **fields: Any) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=by, now=one.now, fields=fields))


def may(one: Walked, by: Actor) -> set[str]:
    situation = queries.situation(one.claim, by=by, now=one.now)
    return {name for name in TABLE.commands if not TABLE.commands[name].refused(situation, by)}


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(number=one.claim.number).values_list("code", flat=True))


def states(one: Walked) -> list[tuple[str, str]]:
    return list(Decision.objects.filter(claim=one.claim).order_by("created_at").values_list("kind", "state"))


class TestCorrection:
    def test_counts_once_a_second_person_agrees_and_both_sides_read_why(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        owner = one.by(cast.MERCHANT_OWNER)
        assert {"appeal", "acceptance"} <= may(one, one.buyer) & may(one, owner)
        assert [view.state for view in one.view(one.buyer).decisions] == ["given"]
        assert "confirmation" not in may(one, one.by(cast.LIN))
        gives(one, "confirmation", one.by(cast.QIAO))
        assert states(one) == [("reviewed", "replaced"), ("corrected", "given")]
        for by in (one.buyer, owner, one.by(cast.QIAO)):
            view = one.view(by)
            assert (view.decision.mistake, view.decision.was) == (WRONG, ("refuse", 0))
            assert view.decisions[1].replaced_by == "corrected"
            assert next(line for line in view.timeline if line.code == "claim.correct").text == WRONG
        assert {"claim_corrected", "claim_given_corrected"} <= told(one)
        assert not list(timeline.verify())

    def test_begins_the_time_to_appeal_anew_and_pays_its_own_sum_once(self, now: datetime) -> None:
        one = decided(now)
        one.wait(days=5)
        corrects(one)
        gives(one, "confirmation", one.by(cast.QIAO))
        (clock,) = clocks.open_clocks(one.claim.stream()).filter(kind="claims.appeal")
        assert clock.started_at >= one.decision.created_at
        one.wait(days=3)
        assert one.decision.state == "given"
        one.wait(days=6)
        assert one.decision.state == "final"
        assert [payout.amount_fen for payout in Payout.objects.all()] == [one.claim.asked_fen]
        assert Payment.objects.filter(direction="back").count() == 1

    def test_says_was_and_becomes_in_the_chain_and_in_the_dossier(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        gives(one, "confirmation", one.by(cast.QIAO))
        fact = timeline.Entry.objects.get(stream__key=str(one.claim.pk), code="claim.correct")
        assert (fact.facts["was"], fact.facts["remedy"]) == ("refuse", "refund_only")
        first, then = queries.dossier(one.claim, now=one.now).pages["decisions"]  # type: ignore[misc]
        assert (first["replaced_by"], then["replaces"], then["mistake"]) == ("corrected", first["id"], WRONG)

    def test_can_be_appealed_before_somebody_who_judged_neither(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        gives(one, "confirmation", one.by(cast.QIAO))
        gives(one, "appeal", one.by(cast.MERCHANT_OWNER), why="商品没有问题")
        for judged in (cast.LIN, cast.QIAO):
            assert queries.why_not_judge(one.claim, one.by(judged)) == "judged_before"
        gives(one, "appeal-answer-waiver", one.buyer)
        one.propose(refuse(), by=cast.CHENG)
        assert states(one)[-1] == ("appealed", "final")


class TestCorrectionIsRefused:
    def test_to_anybody_but_who_decided(self, now: datetime) -> None:
        one = decided(now)
        for other in (cast.QIAO, cast.ADMIN, cast.MERCHANT_OWNER):
            assert "correction" not in may(one, one.by(other))
        with pytest.raises(AnxinError):
            corrects(one, by=cast.QIAO)
        ruling = claims.Ruling(remedy="refuse", reason="x", mistake="y")
        with pytest.raises(claims.NotYourCase):
            one.do(lambda: claims.correct(claim=one.claim, ruling=ruling, by=one.by(cast.QIAO), now=one.now))

    def test_without_what_was_wrong_or_where_it_says_the_same(self, now: datetime) -> None:
        one = decided(now)
        with pytest.raises(AnxinError):
            corrects(one, mistake="")
        with pytest.raises(Invalid):
            corrects(one, **vars(refuse()) | {"mistake": WRONG})

    def test_a_second_time_while_one_waits_and_once_one_was_given(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        with pytest.raises(WrongState):
            corrects(one)
        gives(one, "confirmation", one.by(cast.QIAO))
        with pytest.raises(WrongState):
            gives(one, "confirmation", one.by(cast.QIAO))
        assert "correction" not in may(one, one.by(cast.LIN))
        assert len(states(one)) == 2

    def test_once_a_side_has_appealed(self, now: datetime) -> None:
        one = decided(now)
        gives(one, "appeal", one.buyer, why="看错了")
        assert "correction" not in may(one, one.by(cast.LIN))

    def test_of_a_decision_on_appeal_or_one_that_stands(self, now: datetime) -> None:
        one = decided(now)
        one.wait(days=8)
        assert "correction" not in may(one, one.by(cast.LIN))
        with pytest.raises(AnxinError):
            corrects(one)

    def test_once_his_role_is_gone(self, now: datetime) -> None:
        one = decided(now)
        Role.objects.filter(account__username=cast.LIN.username, role="reviewer").update(to_at=one.now)
        gone = one.by(cast.LIN)
        assert "correction" not in may(one, gone)


class TestDraft:
    def test_is_put_aside_by_an_appeal_and_who_drew_it_up_is_told(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        gives(one, "appeal", one.buyer, why="看错了")
        assert states(one) == [("reviewed", "given"), ("corrected", "sent_back")]
        assert "review_put_aside" in told(one)
        assert "review_sent_back" not in told(one)
        with pytest.raises(AnxinError):
            gives(one, "confirmation", one.by(cast.QIAO))
        gives(one, "appeal-withdrawal", one.buyer)
        assert one.view(one.by(cast.LIN)).decision.state in ("given", "final")

    def test_is_put_aside_when_the_decision_stands_and_no_money_of_it_goes(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        gives(one, "acceptance", one.buyer)
        gives(one, "acceptance", one.by(cast.MERCHANT_OWNER))
        assert states(one) == [("reviewed", "final"), ("corrected", "sent_back")]
        with pytest.raises(AnxinError):
            gives(one, "confirmation", one.by(cast.QIAO))
        assert not Payout.objects.exists()
        assert not clocks.open_clocks(one.claim.stream()).filter(kind="claims.second").exists()

    def test_that_is_refused_leaves_the_decision_and_can_be_drawn_up_anew(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        gives(one, "objection", one.by(cast.QIAO), why="B1 就是这件商品")
        view = one.view(one.by(cast.LIN))
        assert (view.decision.state, view.sent_back_because) == ("given", "B1 就是这件商品")
        assert "review_sent_back" in told(one)
        assert one.view(one.buyer).decision.remedy == "refuse"
        corrects(one, reason="按订单照片，确是这件商品")
        assert states(one)[-1] == ("corrected", "proposed")

    def test_is_confirmed_though_who_drew_it_up_reviews_no_more(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        Role.objects.filter(account__username=cast.LIN.username, role="reviewer").update(to_at=one.now)
        gives(one, "confirmation", one.by(cast.QIAO))
        assert states(one)[-1] == ("corrected", "given")

    def test_hides_nothing_from_a_side_that_takes_its_dossier_and_tells_it_nothing(self, now: datetime) -> None:
        one = decided(now)
        corrects(one)
        taken = queries.dossier(one.claim, now=one.now, reader=one.by(cast.MERCHANT_OWNER))
        assert [row["state"] for row in taken.pages["decisions"]] == ["given"]  # type: ignore[index,union-attr]
