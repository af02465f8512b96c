"""What went back of a claim is one sum for its buyer, its merchant and finance, whichever way it went."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.queries.accounts import AccountStatement, account_statement, open_account_statement
from tests.claim_builders import Walked
from tests.domain.claims.test_takeovers import brought, line
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_ways_back import by, decided, transferred
from tests.domain.shops.test_shop_pays_its_debt import owed, pays
from tests.evidence_builders import CUP, a_purchase

pytestmark = pytest.mark.django_db


def by_provider(wechat: Scene, _path: Path) -> Walked:
    return decided(wechat)


def by_bank(wechat: Scene, _path: Path) -> Walked:
    one = decided(wechat, refused=True)
    transferred(one)
    return one


def by_hand(wechat: Scene, _path: Path) -> Walked:
    one = decided(wechat, refused=True)
    transferred(one, way="office")
    return one


def by_shop(wechat: Scene, _path: Path) -> Walked:
    one = owed(wechat.now, 10000)
    pays(one)
    return one


def by_former_system(wechat: Scene, path: Path) -> Walked:
    a_purchase(now=wechat.now, order="YT-1", lines=(CUP,))
    assert brought(path, line("executing", old="TK-1"), now=wechat.now).refused == []
    one = Walked(claim=Claim.objects.get(), token="", now=wechat.now)
    one.do(lambda: claims.paid_there(claim=one.claim, reference="TK-1", by=by(cast.QIAN, one), now=one.now))
    return one


def month_of(one: Walked) -> tuple[AccountStatement, datetime]:
    at = Transfer.objects.filter(bill__stream_key=one.claim.purchase_id).latest("settled_at").settled_at or one.now
    bill = Bill.objects.get(stream_key=one.claim.purchase_id)
    house = bill.payee.removeprefix("organisation:")
    owner = Actor(kind="staff", id="m", organisation=house, roles=frozenset({"merchant_owner"}))
    return account_statement(owner, month=at.astimezone(SHANGHAI).date()), at


@pytest.mark.parametrize(
    ("way", "part", "account"),
    [
        (by_provider, "over_provider", "provider:wechat"),
        (by_bank, "movements", "house:bank"),
        (by_hand, "movements", "house:cash"),
        (by_shop, "apart", "provider:fake"),
        (by_former_system, "apart", "provider:fake"),
    ],
    ids=["its provider", "a transfer", "cash", "its shop itself", "a former system"],
)
def test_buyer_merchant_and_finance_read_the_same_sum(
    wechat: Scene, tmp_path: Path, way: Callable[[Scene, Path], Walked], part: str, account: str
) -> None:
    one = way(wechat, tmp_path)
    one.read()
    reader = one.buyer if one.token else by(cast.LIN, one)  # whom a former system knew was given no link yet
    told = sum(each.amount_fen for each in one.view(reader).payouts if each.state == "succeeded")
    found, at = month_of(one)
    parts = {
        name: sum(each.went_fen for each in getattr(found, name)) for name in ("movements", "apart", "over_provider")
    }
    assert parts == {"movements": 0, "apart": 0, "over_provider": 0} | {part: told}
    finance = open_account_statement(account, actor=by(cast.QIAN, one), month=at.astimezone(SHANGHAI).date())
    assert finance.went_fen == told == Payment.objects.get(direction="back", state="succeeded").amount_fen
    assert Bill.objects.get(stream_key=one.claim.purchase_id).refunded_fen == told
