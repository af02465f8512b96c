"""A refund's number that its shop told on a claim is of that claim, also where it stands beside finance's transfer."""

from collections.abc import Callable
from datetime import datetime

import pytest

from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.queries import order_sums
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.commands import REMITTANCES
from anxin.domain.ledger.models import Remittance
from tests.claim_builders import Walked
from tests.domain.claims.test_typed_refunds import about
from tests.domain.shops.test_one_book import said
from tests.faces.desk.test_told_debts import enters, owed, sends

pytestmark = pytest.mark.django_db


def beside(one: Walked, asked_fen: int) -> Walked:
    """File a claim about the order's other line."""
    return about(Purchase.objects.get(pk=one.claim.purchase_id), one.now, (2, 1), asked_fen=asked_fen)


def refuses(one: Walked, row: Remittance) -> None:
    """Let the second person of finance refuse a transfer."""
    found, fields = Remittance.objects.get(pk=row.pk), {"why": "没转"}
    one.do(lambda: REMITTANCES.give("refusal", row=found, by=one.by(cast.ADMIN), now=one.now, fields=fields))
    one.run()
    one.read()


def pays(one: Walked, number: str) -> None:
    shop = one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.pay_in_shop(claim=one.claim, reference=number, by=shop, now=one.now))


def types_part(one: Walked, number: str) -> None:
    said(one, 3000, number)


def ends_by_it(one: Walked, number: str) -> None:
    said(one, one.claim.asked_fen, number)


@pytest.mark.parametrize(("asked", "tells"), [(5000, types_part), (3000, ends_by_it)])
def test_one_that_stands_beside_a_transfer_is_no_other_claims(
    now: datetime, asked: int, tells: Callable[[Walked, str], None]
) -> None:
    """One number ended two claims: its buyer read of both that the money was given back"""
    one = owed(now, 3000)
    row = sends(one)
    enters(one, "TK-8")
    two = beside(one, asked)
    with pytest.raises(Invalid, match=one.claim.number):
        tells(two, "tk 8".replace(" ", "-"))
    refuses(one, row)
    assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
    with pytest.raises(Invalid, match=one.claim.number):
        tells(two, "TK-8")
    assert order_sums.sums_of(Purchase.objects.get(pk=one.claim.purchase_id)).gone_fen == 3000


@pytest.mark.parametrize(("asked", "tells"), [(5000, types_part), (3000, ends_by_it)])
def test_one_that_was_told_on_a_claim_pays_no_others_debt(
    now: datetime, asked: int, tells: Callable[[Walked, str], None]
) -> None:
    one = owed(now, 3000)
    two = beside(one, asked)
    tells(two, "TK-8")
    one.now = two.now
    with pytest.raises(Invalid, match=two.claim.number):
        pays(one, "TK-8")
    row = sends(one)
    with pytest.raises(Invalid, match=two.claim.number):
        enters(one, "TK-8")
    refuses(one, row)
    assert one.claim.state == "executing"
