"""What a decision rests on: facts that were found, and originals that who decided has opened."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.queries.findings import looks_of
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from tests.claim_builders import FACTS, a_claim, drawn, jpeg

pytestmark = pytest.mark.django_db
type Found = tuple[tuple[str, tuple[str, ...]], ...]
PICTURES = (jpeg(drawn(7)), jpeg(drawn(8)))


class TestFacts:
    @pytest.mark.parametrize("found", [(), (("  ", ("B1",)),)])
    def test_are_what_every_decision_rests_on(self, found: Found, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        with pytest.raises(Invalid) as refused:
            one.propose(Ruling(remedy="refuse", reason="没有依据", liable="nobody", found=found))
        assert refused.value.facts["field"] == "found"
        assert not one.claim.decisions.exists()

    def test_of_a_picture_are_offered_both_ways(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", pictures=PICTURES)
        ways = looks_of(one.view(one.by(cast.LIN)))
        assert list(ways) == ["B1", "B2"]
        assert list(ways["B1"]) == ["seen", "unseen", "unclear", "other_goods"]


class TestOpened:
    def test_counts_what_who_decided_had_opened_himself(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", pictures=PICTURES)
        link, other = evidence_queries.links_of(one.claim.stream())
        for row, who in ((link, cast.LIN), (link, cast.LIN), (other, cast.QIAO)):
            acting(lambda row=row, who=who: evidence.show(link=row, by=one.by(who), now=one.now))  # type: ignore[misc]
        one.propose(Ruling(remedy="refund_only", amount_fen=one.claim.asked_fen, reason="看得见", found=FACTS))
        (told,) = one.view(one.buyer).decisions
        assert (told.opened, told.pictures) == (1, 2)

    def test_is_nothing_where_nobody_judged(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=PICTURES)
        one.agree()
        one.run()
        assert one.decision.opened is None
