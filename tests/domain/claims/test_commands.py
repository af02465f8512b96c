"""Every command of a claim, in every state of all that stands beside it, given by every side and role."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import tables
from anxin.core.errors import Forbidden, WrongState
from anxin.core.files import SealedFile
from anxin.core.states import machines
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import PictureGiven
from tests.claim_builders import Walked, a_claim, drawn, jpeg, refuse, sealed
from tests.domain.test_commands import acting_refused, is_given_all, sample, stands

# by role and state, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
STATES = machines()["claim"].states
AT = {"decided": "decided", "review": "review", "need_evidence": "review"}
STAFF = (
    *(cast.LIN, cast.QIAO, cast.XIAO_CHEN, cast.QIAN, cast.SUN, cast.ADMIN, cast.XIAO_DENG),
    *(cast.MERCHANT_OWNER, cast.XIAO_WU),
)


def everybody(one: Walked) -> list[Actor]:
    """Return an actor of each role the table names, two who judge, and two roles it doesn't name."""
    staff = [one.by(member) for member in STAFF]
    owner = one.by(cast.MERCHANT_OWNER)
    return [*staff, replace(owner, id=one.by(cast.XIAO_MEI).id, roles=frozenset({"merchant_agent"})), one.buyer]


def differing(one: Walked, by: Sequence[Actor], file: SealedFile, *, turn: int = -1) -> list[tuple[str, ...]]:
    """Give every command as each of them; return where what went differs from what is allowed.

    With a `turn` some of them are given what isn't allowed, the others only what is.
    """
    table, now, found = tables()["claim"], one.now, []
    for number, actor in enumerate(by):
        whole = is_given_all(number, len(by), turn)
        row: Any = queries.claim_by_key(str(one.claim.id))
        case = table.situation(row, by=actor, now=now)
        allowed = table.allowed(case, actor)
        for command in table:
            if command.name not in allowed and not whole:
                continue
            fields = sample(command, row, case, now, actor) if command.name in allowed else {}
            if "files" in command.fields.model_fields:
                fields["files"] = (file,)
            if "pictures" in command.fields.model_fields:
                fields["pictures"] = (PictureGiven(file=file),)
            if "early" in command.fields.model_fields:
                fields["early"] = "没有新内容"
            why = acting_refused(table, command, row, actor, now, fields)
            if bool(why) == (command.name in allowed):
                found.append((*sorted(actor.roles), command.name, why or "went"))
    return found


def standing(state: str, now: datetime) -> Walked:
    """Return a claim in a state, whatever led there."""
    one = a_claim(now=now, at=AT.get(state, "merchant_answer"), reason="not_received")
    if state == "offer_made":
        about = {"remedy": "refund_part", "amount_fen": 5000, "reason": "商量"}
        one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **about))  # type: ignore[arg-type]
    stands(one.claim, state)
    return one


def paid_by_platform(now: datetime) -> Walked:
    """Return a claim whose money a platform took, asked back by the merchant, who went to the police too."""
    one = a_claim(now=now, platform_ref="PT-1")
    owner = one.by(cast.MERCHANT_OWNER)
    given = {"what": "refunded", "amount_fen": 26800, "reference": "PT-1", "reason": "超时未举证"}
    one.do(lambda: claims.take_outcome(claim=one.claim, by=one.by(cast.QIAN), now=one.now, **given))  # type: ignore[arg-type]
    one.do(lambda: claims.demand(claim=one.claim, amount_fen=26800, reason="货未损坏", by=owner, now=one.now))
    one.do(lambda: claims.refer(claim=one.claim, door="police", by=owner, now=one.now))
    return one


def a_file(now: datetime) -> SealedFile:
    """Return a picture that can be handed in; sealed after the claim, whose walk then is walked once for all."""
    return sealed(jpeg(drawn(7)), now=now)


class TestClaims:
    @pytest.mark.parametrize("state", STATES)
    def test_allow_what_their_actions_do_and_nothing_else(self, state: str, now: datetime) -> None:
        one = standing(state, now)
        assert differing(one, everybody(one), a_file(now), turn=STATES.index(state)) == []

    @pytest.mark.soak
    @pytest.mark.parametrize("state", STATES)
    def test_refuse_everybody_whatever_is_not_allowed(self, state: str, now: datetime) -> None:
        one = standing(state, now)
        assert differing(one, everybody(one), a_file(now)) == []

    def test_look_at_a_draft_and_at_an_appeal(self, now: datetime) -> None:
        drafted = a_claim(now=now, at="review", reason="not_received")
        drafted.propose(refuse(fraud_said=True))
        appealed = a_claim(now=now, at="decided", reason="not_received", order="YT-2")
        owner = appealed.by(cast.MERCHANT_OWNER)
        appealed.do(lambda: claims.appeal(claim=appealed.claim, why="不服", by=owner, now=appealed.now))
        appealed.do(lambda: claims.waive_answer(claim=appealed.claim, by=appealed.buyer, now=appealed.now))
        file = a_file(now)
        for turn, one in enumerate((drafted, appealed)):
            assert differing(one, everybody(one), file, turn=turn) == []

    def test_follow_money_and_doors_outside_in_all_their_states(self, now: datetime) -> None:
        one = paid_by_platform(now)
        recovery, referral = one.claim.recoveries.get(), one.claim.referrals.get()
        asking = [one.by(member) for member in (cast.MERCHANT_OWNER, cast.XIAO_CHEN, cast.QIAN)]
        wrong, file = [], a_file(now)
        for turn, state in enumerate(machines()["recovery"].states):
            if state != "repaid":  # the database knows that then all of it came
                stands(recovery, state)
                wrong += differing(one, asking, file, turn=turn)
        for turn, state in enumerate(machines()["referral"].states):
            stands(referral, state)
            wrong += differing(one, asking, file, turn=turn)
        assert wrong == []

    @pytest.mark.parametrize("at", ["merchant_answer", "review", "decided"])
    def test_are_weighed_within_twelve_queries(self, now: datetime, at: str) -> None:
        one = a_claim(now=now, at=at, reason="not_received")
        table = tables()["claim"]
        for actor in everybody(one):
            row = queries.claim_by_key(str(one.claim.id))
            with CaptureQueriesContext(connection) as counted:
                acting(lambda row=row, actor=actor: table.situation(row, by=actor, now=one.now, under_lock=True))
            asked = [each["sql"] for each in counted.captured_queries if each["sql"].startswith("SELECT")]
            assert len(asked) <= 12, asked


OFFERED = {
    **{"accept_offer": "offer-acceptance", "refuse_offer": "offer-refusal", "hand_in": "capture"},
    **{"take_picture": "capture", "accept": "acceptance", "appeal": "appeal", "drop_appeal": "appeal-withdrawal"},
    **{"ship": "return", "give_address": "address", "add": "pictures", "message": "message"},
}
"""The command behind each thing that a claim's headline offers its buyer."""


class TestHeadlines:
    @pytest.mark.parametrize("state", STATES)
    def test_offer_only_what_the_buyer_may_do(self, state: str, now: datetime) -> None:
        one, wrong = standing(state, now), []
        for then in (one.now, one.now + timedelta(days=4)):
            row: Any = queries.claim_by_key(str(one.claim.id))
            allowed = tables()["claim"].allowed(queries.situation(row, by=one.buyer, now=then), one.buyer)
            headline = queries.headline_of(queries.view(row, actor=one.buyer, now=then), now=then)
            offered = {OFFERED[name] for name in (headline.main, *headline.beside) if name in OFFERED}
            wrong += [(headline.says, name) for name in offered - set(allowed.names)]
        assert wrong == []

    def test_offer_no_picture_whose_time_is_up(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", reason="not_received")
        row, lin = one.claim, one.by(cast.LIN)
        one.do(lambda: claims.take_case(claim=row, by=lin, now=one.now))
        asked = one.do(lambda: claims.ask_evidence(claim=row, kind="link", text="再拍", by=lin, now=one.now))
        view = one.view(one.buyer)
        then = (asked.expires_at - timedelta(seconds=1), asked.expires_at)
        assert [queries.headline_of(view, now=at).main for at in then] == ["take_picture", "message"]


class TestRecoveries:
    @pytest.mark.parametrize("state", ["demanded", "court", "police", "instalments"])
    def test_write_down_every_part_that_came_in_whatever_state(self, now: datetime, state: str) -> None:
        one = paid_by_platform(now)
        recovery = queries.recovery_of(one.claim)
        if state != "demanded":
            agent = one.by(cast.XIAO_CHEN)
            one.do(lambda: claims.go_on(recovery=recovery, step=state, by=agent, now=one.now))
        one.do(lambda: claims.repay(recovery=recovery, amount_fen=6800, by=one.by(cast.QIAN), now=one.now))
        told = timeline.read(one.claim.stream())[-1]
        assert (recovery.state, recovery.repaid_fen) == ("instalments", 6800)
        assert (told.code, told.facts["amount_fen"], told.facts["left_fen"]) == ("recovery.instalments", 6800, 20000)


class TestActions:
    """What a screen alone said once."""

    def test_leave_a_case_alone_that_waits_for_a_second_word(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", reason="not_received")
        one.propose(refuse(fraud_said=True))
        lin, row = one.by(cast.LIN), one.claim
        with pytest.raises(WrongState):
            one.do(lambda: claims.take_case(claim=row, by=one.by(cast.QIAO), now=one.now))
        with pytest.raises(WrongState):
            one.do(lambda: claims.ask_evidence(claim=row, kind="paper", text="换个角度", by=lin, now=one.now))

    def test_let_nobody_write_a_note_or_go_outside_who_does_not_work_on_it(self, now: datetime) -> None:
        one = a_claim(now=now)
        for by in (one.by(cast.XIAO_WU), one.by(cast.XIAO_DENG), one.by(cast.ADMIN)):
            with pytest.raises(Forbidden):
                one.do(lambda by=by: claims.note(claim=one.claim, text="x", by=by, now=one.now))
            with pytest.raises(Forbidden):
                one.do(lambda by=by: claims.refer(claim=one.claim, door="police", by=by, now=one.now))

    def test_take_no_promise_for_a_day_that_is_over(self, now: datetime) -> None:
        one = paid_by_platform(now)
        row, by = queries.recovery_of(one.claim), one.by(cast.MERCHANT_OWNER)
        over = (now - timedelta(days=2)).date()
        with pytest.raises(claims.DayOver):
            one.do(lambda: claims.go_on(recovery=row, step="promise", until=over, by=by, now=one.now))
