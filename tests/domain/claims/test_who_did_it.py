"""Who is named in the record of a claim did what is said of him."""

from datetime import datetime

import pytest

from anxin.core import timeline, wording
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
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


def test_nobody_is_said_to_examine_what_he_handed_in(now: datetime) -> None:
    one = a_claim(now=now, pictures=(jpeg(drawn(5)),))
    (entry,) = told(one.claim, "examination.asked")
    assert entry.actor_kind == SYSTEM.kind
