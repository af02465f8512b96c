"""A decision that none of the reviewers may confirm: it is known, with why, and administrators are told."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from tests.claim_builders import Walked, a_claim, refuse

pytestmark = pytest.mark.django_db
FRAUD = refuse(fraud_said=True)


def shut(member: cast.Member) -> None:
    Account.objects.filter(username=member.username).update(is_active=False)


def appealed(now: datetime) -> Walked:
    """Give an appeal of a decision that two agreed on."""
    one = a_claim(now=now, at="review")
    one.propose(FRAUD)
    one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
    one.do(lambda: claims.appeal(claim=one.claim, why="没有造假", by=one.buyer, now=one.now))
    return one


def told() -> set[str]:
    """Name who was told that nobody may confirm."""
    return set(Notice.objects.filter(code="review_nobody").values_list("account__username", flat=True))


def why(one: Walked) -> dict[str, int] | None:
    found = queries.why_nobody_confirms(queries.claim_by_key(str(one.claim.id)), now=one.now)
    return None if found is None else dict(found)


def test_on_appeal_with_three_reviewers_is_told_to_administrators_with_why(now: datetime) -> None:
    one = appealed(now)
    shut(cast.YAN)
    one.propose(FRAUD, by=cast.CHENG)
    assert why(one) == {"judged_before": 2, "proposed_it": 1}
    assert told() == {cast.ADMIN.username}


def test_is_confirmed_by_one_more_reviewer(now: datetime) -> None:
    one = appealed(now)
    shut(cast.YAN)
    one.propose(FRAUD, by=cast.CHENG)
    sun = people_queries.account(cast.SUN.username)
    assert sun is not None
    acting(lambda: people.grant(account=sun, organisation=people_queries.operator(), role="reviewer", now=one.now))
    assert why(one) is None
    one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.SUN), now=one.now))
    assert one.decision.state == "final"


def test_that_the_only_other_reviewer_bought_himself_is_one_of_them(now: datetime) -> None:
    one = a_claim(now=now, at="review")
    for member in (cast.CHENG, cast.YAN):
        shut(member)
    Account.objects.filter(username=cast.QIAO.username).update(person=one.claim.buyer_id)
    one.propose(FRAUD)
    assert why(one) == {"own_case": 1, "proposed_it": 1}


def test_with_nobody_else_who_reviews_is_told_as_well(now: datetime) -> None:
    one = a_claim(now=now, at="review")
    for member in (cast.QIAO, cast.CHENG, cast.YAN):
        shut(member)
    one.propose(FRAUD)
    shut(cast.LIN)
    assert (why(one), told()) == ({}, {cast.ADMIN.username})


def test_is_none_where_a_fourth_reviewer_may_confirm_or_nobody_has_to(now: datetime) -> None:
    one = appealed(now)
    assert why(one) is None, "nothing waits"
    one.propose(FRAUD, by=cast.CHENG)
    assert (why(one), told()) == (None, set())
