"""What the pages of claims cost in statements: as much for many messages, pictures, answers and claims as for one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.demo import cast
from anxin.domain.threads import actions as threads
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg, pack
from tests.faces.customer.claims.claimed import by_phone, entered

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
HOUR = timedelta(hours=1)
TABS = {"evidence": 15, "talk": 15, "order": 14, "sides": 16, "record": 15}
STATES = ("merchant_answer", "review", "decided", "closed")
MERCHANTS, BUYERS, LISTS = 15, 14, [5, 5, 7]


def statements(client: Client, path: str) -> int:
    """Count what a page asks once its process is warm."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as counted:
        client.get(path)
    return len(counted)


def filled(*, now: datetime, many: int, at: str = "review", order: str = "YT-1") -> Walked:
    """Build a claim with so many pictures of the buyer, and as many messages of either side."""
    purchase = a_purchase(now=now, order=order)
    pack(purchase, jpeg(drawn(7)), now=now - timedelta(days=4))
    pictures = tuple(jpeg(drawn(30 + n)) for n in range(many))
    one = a_claim(now=now - 2 * HOUR, at=at, purchase=purchase, pictures=pictures)
    for _each in range(many):
        for by, to in (
            (one.buyer, "merchant"),
            (one.buyer if at == "closed" else one.by(cast.MERCHANT_OWNER), "buyer"),
        ):
            one.do(
                lambda by=by, to=to: threads.post(
                    stream=one.claim.stream(), text="请再看一下", to=(to,), by=by, now=one.now
                )
            )
    return one


class TestClaim:
    @pytest.mark.parametrize("at", STATES)
    def test_costs_few_statements_in_every_state(self, sits: Sits, live_now: datetime, at: str) -> None:
        one = filled(now=live_now, many=1, at=at)
        desk = {tab: statements(sits(cast.LIN), f"/desk/claims/{one.claim.number}/?tab={tab}") for tab in TABS}
        merchant = statements(sits(cast.MERCHANT_OWNER), f"/merchant/claims/{one.claim.number}/")
        buyer = statements(entered(one), f"/customer/claims/{one.claim.number}/")
        assert {tab: number for tab, number in desk.items() if number > TABS[tab]} == {}
        assert (merchant <= MERCHANTS, buyer <= BUYERS) == (True, True), (merchant, buyer)

    def test_costs_the_same_for_many_messages_and_pictures_as_for_one(self, sits: Sits, live_now: datetime) -> None:
        few, many = (filled(now=live_now, many=n, order=f"YT-{n}") for n in (1, 4))
        lin, shop = sits(cast.LIN), sits(cast.MERCHANT_OWNER)
        for tab in TABS:
            asked = [statements(lin, f"/desk/claims/{one.claim.number}/?tab={tab}") for one in (few, many)]
            assert asked[0] == asked[1], (tab, asked)
        asked = [statements(shop, f"/merchant/claims/{one.claim.number}/") for one in (few, many)]
        assert asked[0] == asked[1]
        asked = [statements(entered(one), f"/customer/claims/{one.claim.number}/") for one in (few, many)]
        assert asked[0] == asked[1]


class TestLists:
    def test_cost_the_same_for_many_claims_as_for_one(self, sits: Sits, live_now: datetime) -> None:
        lin, shop, found = sits(cast.LIN), sits(cast.MERCHANT_OWNER), []
        for many in (2, 5):
            for n in range(many):
                one = a_claim(now=live_now - HOUR, purchase=a_purchase(now=live_now, order=f"YT-{many}-{n}"))
            buyer = by_phone(one)
            pages = ((lin, "/desk/claims/"), (shop, "/merchant/claims/"), (buyer, "/customer/"))
            found.append([statements(client, path) for client, path in pages])
        assert found[0] == found[1] == LISTS
