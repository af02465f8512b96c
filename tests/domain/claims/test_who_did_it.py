"""Who is named in the record of a claim did what is said of him."""

from datetime import datetime

import pytest

from anxin.core import timeline, wording
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.models import Claim
from anxin.domain.people import queries as people
from anxin.domain.threads.wording import SIDES
from tests.claim_builders import CUP, a_claim, a_purchase, drawn, jpeg, pack, refuse

pytestmark = pytest.mark.django_db


def told(claim: Claim, code: str) -> list[timeline.EntryView]:
    return [one for one in timeline.read(claim.stream()) if one.code == code]


def test_a_second_person_agrees_and_decides_nothing(now: datetime) -> None:
    one = a_claim(now=now, at="review")
    made = one.propose(refuse(fraud_said=True))
    one.do(lambda: claims.confirm(decision=made, by=one.by(cast.QIAO), now=one.now))
    (entry,) = told(one.claim, "claim.decide")
    assert entry.actor_id == one.by(cast.QIAO).id
    assert entry.sentence == wording.sentence("claim.decide", {"second": "agreed"})
    assert entry.sentence != wording.sentence("claim.decide", {})


def test_what_a_packer_sealed_before_is_not_said_to_have_come_now(now: datetime) -> None:
    order = a_purchase(now=now, order="YT-LAID-BEFORE", lines=(CUP,))
    pack(order, jpeg(drawn(4)), now=now)
    one = a_claim(now=now, purchase=order, pictures=(jpeg(drawn(5)),))
    said = {str(entry.facts["side"]): entry.sentence for entry in told(one.claim, "evidence.received")}
    assert said["merchant"] != said["buyer"]
    assert said["merchant"] == wording.sentence("evidence.received", {"lay": "before"})


def test_a_side_reads_the_other_sides_people_by_their_side_and_its_own_by_name(now: datetime) -> None:
    one = a_claim(now=now)
    one.answer()
    clerk = one.by(cast.XIAO_WU)

    def read(by: Actor) -> str:
        lines = queries.timeline_of(one.claim, actor=by)
        return next(line.by for line in lines if line.code == "claim.contest")

    assert read(one.buyer) == str(SIDES["merchant"])
    assert read(clerk) == read(one.by(cast.LIN)) == people.account_names([answerer(one.claim)])[answerer(one.claim)]


def test_a_clock_that_runs_again_after_an_appeal_ran_by_itself_and_the_appeal_is_told_once(now: datetime) -> None:
    one = a_claim(now=now, at="review")
    one.propose(refuse())
    one.wait(hours=1)
    one.do(lambda: claims.appeal(claim=one.claim, why="没看第二张照片", by=one.buyer, now=one.now))
    lines = queries.timeline_of(one.claim, actor=one.buyer)
    resumed = [line.by_kind for line in lines if line.code == "clock.resumed"]
    assert resumed
    assert {*resumed} == {SYSTEM.kind}
    assert [line.code for line in lines if "appeal" in line.code] == ["claim.appeal"]


def answerer(claim: Claim) -> str:
    (entry,) = told(claim, "claim.contest")
    return entry.actor_id


def test_nobody_is_said_to_examine_what_he_handed_in(now: datetime) -> None:
    one = a_claim(now=now, pictures=(jpeg(drawn(5)),))
    (entry,) = told(one.claim, "examination.asked")
    assert entry.actor_kind == SYSTEM.kind
