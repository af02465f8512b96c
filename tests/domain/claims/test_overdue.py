"""What ran out and is still to be done stands first and counts as late; what a shop owes waits for the shop."""

from datetime import datetime, timedelta

import pytest

from anxin.core.clocks import Clock
from anxin.demo import cast
from anxin.domain.claims.queries import lists
from tests.claim_builders import a_claim
from tests.domain.shops.test_shop_pays_its_debt import owed
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db


def test_a_claim_whose_ruling_is_late_stands_first_and_counts_as_late(now: datetime) -> None:
    late = a_claim(now=now, at="review")
    late.wait(days=12)
    other = a_claim(now=late.now, at="review", purchase=a_purchase(now=late.now, order="T-2"))
    him, at = other.by(cast.LIN), other.now
    assert Clock.objects.filter(stream_key=late.claim.pk, kind="claims.decision", missed_at__isnull=False).exists()
    for asked in ({}, {"waits": "review"}):
        found = lists.queue(him, now=at, **asked)
        assert [row.id for row in found.rows] == [late.claim.pk, other.claim.pk]
        assert found.rows[0].left_s is not None
        assert found.rows[0].left_s < 0
    assert [row.id for row in lists.queue(him, now=at, only="late").rows] == [late.claim.pk]
    counted = lists.counts(him, now=at)
    assert counted.late == 1


def test_a_missed_answer_of_the_merchant_makes_nobody_late_who_has_to_decide(now: datetime) -> None:
    one = a_claim(now=now)
    one.wait(days=3)
    assert one.claim.state == "review"
    assert lists.counts(one.by(cast.LIN), now=one.now).late == 0


def test_what_a_shop_owes_waits_for_the_shop(now: datetime) -> None:
    one = owed(now, 3000)
    owner = one.by(cast.MERCHANT_OWNER)
    assert Clock.objects.filter(stream_key=one.claim.pk, kind="claims.shop_pays").exists()
    at = one.now + timedelta(minutes=1)
    assert [row.id for row in lists.queue(owner, now=at, waits="merchant").rows] == [one.claim.pk]
    assert lists.counts(owner, now=at).waits["merchant"] == 1
    assert lists.tallies(owner, now=at)["merchant"] == 1
