"""The inspector's face in a real browser, at every size."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.people import queries as people
from tests import cups
from tests.claim_builders import a_claim
from tests.faces.conftest import ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)


class TestInspector:
    @ON_A_DESK
    def test_reads_at_every_size(
        self,
        visitor: Callable[..., Visitor],
        sits: Callable[[cast.Member], Client],
        live_now: datetime,
        size: dict[str, object],
    ) -> None:
        zhou = sits(cast.ZHOU)
        shown = cups.faked(now=live_now, at="review", pictures=(cups.labelled(),))
        given = a_claim(now=live_now - timedelta(hours=5), at="decided", reason="not_received", order="YT-2")
        house = people.organisation(cast.AUTHORITY.slug)
        for one in (shown, given):
            one.now = live_now - timedelta(minutes=30)
            by, until = one.by(cast.ADMIN), one.now + timedelta(days=30)
            one.do(
                lambda claim=one.claim, by=by, until=until, now=one.now: claims.open_to(
                    claim=claim, organisation=house, until=until, letter="市监调字 17", by=by, now=now
                )
            )
        window = visitor(size).sits_down(zhou)
        pages = {
            "cases": "cases/",
            "case": f"cases/{shown.claim.number}/",
            "given": f"cases/{given.claim.number}/?tab=record",
            "decisions": "decisions/",
            "rules": "rules/",
            "clocks": "clocks/",
            "access": "access/",
            "hashes": "hashes/",
        }
        for what, path in pages.items():
            window.goes(f"/auditor/{path}")
            window.looks_over(f"auditor-{what}")
