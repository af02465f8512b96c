"""Whatever was said, found, put right and denied of what a platform decided: everybody opens the claim's page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests.claim_builders import Walked, a_claim
from tests.domain.claims.test_said_outcomes import TOOK, gives, says
from tests.faces.auditor.test_cases import opened
from tests.faces.customer.claims.claimed import address, by_phone
from tests.faces.desk.claims.test_after import url

pytestmark = pytest.mark.django_db
type Sits = Callable[[cast.Member], Client]
DESK = (cast.XIAO_CHEN, cast.LIN, cast.SUN, cast.QIAN)


def shop_says(one: Walked) -> None:
    says(one, amount_fen=100)


def desk_says(one: Walked) -> None:
    says(one, one.by(cast.XIAO_CHEN))


def found(one: Walked) -> None:
    says(one, one.by(cast.QIAN), amount_fen=TOOK - 200)


def found_refused(one: Walked) -> None:
    says(one, one.by(cast.QIAN), what="refused", amount_fen=0)


def put_right(one: Walked) -> None:
    told = {"what": "refunded", "amount_fen": TOOK - 100, "reference": "PT-9", "why": "看错了"}
    gives(one, "outcome-correction", one.by(cast.QIAN), **told)


def denied(one: Walked) -> None:
    gives(one, "contradiction", one.buyer, why="没有收到钱")


def decided(one: Walked) -> None:
    one.propose()


def a_week_later(one: Walked) -> None:
    one.wait(days=8)
    one.run()


def demanded(one: Walked) -> None:
    gives(one, "demand", one.by(cast.MERCHANT_OWNER), amount_fen=50, reason="货未损坏")


def platform_says(one: Walked) -> None:
    told = {"what": "refunded", "amount_fen": TOOK, "reference": "PT-1", "reason": ""}
    one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **told))


HISTORIES = {
    "found, put right, denied, decided": (shop_says, found, put_right, denied, decided, a_week_later),
    "denied twice": (shop_says, denied, found, denied, decided, a_week_later),
    "denied, then told by the platform": (desk_says, put_right, demanded, denied, platform_says, demanded),
    "found refused, denied": (desk_says, found_refused, denied, decided, platform_says, a_week_later),
    "paid here, then found": (desk_says, denied, decided, a_week_later, found, demanded, put_right),
}


def refused_to(one: Walked, sits: Sits) -> list[tuple[str, int]]:
    """Return who is answered something else than the claim's page."""
    doors = [(member.username, url(one), sits(member)) for member in DESK]
    doors += [("shop", f"/merchant/claims/{one.claim.number}/", sits(cast.MERCHANT_OWNER))]
    doors += [("authority", f"/auditor/cases/{one.claim.number}/", sits(cast.ZHOU))]
    doors += [("buyer", address(one), by_phone(one))]
    return [(who, got) for who, at, client in doors if (got := client.get(at).status_code) != 200]


@pytest.mark.parametrize("steps", HISTORIES.values(), ids=HISTORIES)
def test_opens_to_everybody_after_each_step(
    steps: tuple[Callable[[Walked], None], ...], sits: Sits, live_now: datetime
) -> None:
    one = opened(a_claim(now=live_now - timedelta(days=20), platform_ref="PT-1"))
    for step in steps:
        step(one)
        assert refused_to(one, sits) == [], step.__name__
