"""What a shop's list pays of a debt, in parts, after a denial, and told by a file, too; what finance pays beside it."""

from contextlib import suppress
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.claims.models import Outcome
from anxin.domain.claims.queries import dossier_money
from anxin.domain.claims.queries.dossier_money import IN_SHOP
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import Received
from anxin.domain.ledger.actions.remittances import book_remittance, pay_out
from anxin.domain.ledger.models import Payment
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim
from tests.domain.shops.test_one_book import CUP, LAMP, bill, denies, said, unpaid
from tests.domain.shops.test_shop_pays_its_debt import leave_to_shop, left, lists, owed, pays
from tests.shop_builders import brings_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now: datetime, tmp_path: Path) -> Purchase:
    ground.lay(now=now)
    brings_orders(tmp_path, "", now=now)
    Purchase.objects.filter(order_key="R-1").update(paid_method="fake_unclear")
    return Purchase.objects.get(order_key="R-1")


def sums(one: Walked) -> tuple[int, int]:
    told = dossier_money.money(one.claim, timeline.read(one.claim.stream()), dossier_money.paid_out(one.claim))
    return next(((row["shop_fen"], row["house_fen"]) for row in told if row["what"] == "sums"), (0, 0))  # type: ignore[return-value]


def test_what_its_list_pays_after_a_denial_is_the_shop_s_too(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    unpaid(one, denies(one))
    lists(one, 3000)
    assert [(row.way, row.missable) for row in one.view(one.buyer).payouts if row.state == "succeeded"] == [
        ("listed", True)
    ]
    assert (sums(one), left(one), bill(one)) == ((3000, 0), (CUP - 3000, LAMP), 3000)


@pytest.mark.parametrize("known", [(1,), ()], ids=["of the cup", "of no known line"])
def test_what_its_list_told_before_a_denial_pays_what_is_owed_anew_and_its_file_can_be_brought(
    now: datetime, order: Purchase, tmp_path: Path, known: tuple[int, ...]
) -> None:
    one = leave_to_shop(a_claim(now=now, purchase=order, asked_fen=6000))
    pays(one)
    one.wait(hours=1)
    lists(one, 2000, "TK-9", positions=known)
    unpaid(one, denies(one))
    one.wait(hours=1)
    assert brings_orders(tmp_path, "20.00", now=one.now).refused == []
    one.run()
    waits = Payment.objects.filter(direction="back", state="unclear").values_list("amount_fen", flat=True)
    assert (list(waits), bill(one), timeline.verify()) == ([4000], 2000, [])


def test_a_part_that_a_shop_gives_does_not_prolong_the_days_of_the_rest(now: datetime) -> None:
    one = owed(now, 6000)
    first = clocks.open_clocks(one.claim.stream()).get(kind=SHOP_PAYS).due_at
    one.wait(days=2)
    lists(one, 1, "P-1")
    one.run()
    assert clocks.open_clocks(one.claim.stream()).get(kind=SHOP_PAYS).due_at == first
    one.wait(days=2)
    one.run()
    lists(one, 1, "P-2")
    one.run()
    (fact,) = timeline.facts_of(one.claim.stream(), code="claims.shop_unpaid")
    assert fact.facts["amount_fen"] == 5999


@pytest.mark.parametrize("told", ["".join(one) for one in permutations("mlf")])
def test_what_merchant_list_and_file_tell_of_one_refund_stands_once_in_its_dossier(
    now: datetime, order: Purchase, tmp_path: Path, told: str
) -> None:
    one = a_claim(now=now, purchase=order)
    one.answer()
    one.run()
    for who in told:
        one.wait(hours=1)
        if who == "m":
            with suppress(Invalid):
                said(one, 4000, "TK-8")
        elif who == "l":
            lists(one, 4000, "TK-8")
        else:
            assert brings_orders(tmp_path, "40.00", now=one.now).refused == []
    assert (one.claim.state, sums(one), bill(one)) == ("review", (4000, 0), 4000)
    by_file = [fact for fact in timeline.facts_of(one.claim.stream(), code=IN_SHOP) if fact.facts.get("by_file")]
    assert bool(by_file) == (told[0] == "f"), "a file that repeats it is told to nobody"


def test_no_claim_ends_as_said_by_a_file_that_repeats_what_the_list_proved(
    now: datetime, order: Purchase, tmp_path: Path
) -> None:
    one = a_claim(now=now, purchase=order)
    one.answer()
    one.run()
    lists(one, 10000)
    one.wait(hours=1)
    assert brings_orders(tmp_path, "100.00", now=one.now).refused == []
    one.read()
    assert (one.claim.state, Outcome.objects.count(), sums(one)) == ("review", 0, (10000, 0))


def finance_pays(one: Walked) -> None:
    told = Received(way="office", amount_fen=10000, moved_date=timezone.localdate(one.now), reference="CMB-1")
    back = Payment.objects.select_related("bill").get(direction="back")
    row = acting(lambda: pay_out(payment=back, told=told, by=one.by(cast.QIAN), now=one.now))
    acting(lambda: book_remittance(remittance=row, by=one.by(cast.ADMIN), now=one.now))
    one.run()
    one.read()
    assert one.claim.state == "closed"


@pytest.mark.parametrize("first", ["finance", "file"])
def test_what_finance_sent_and_a_file_tells_too_is_named_as_paid_twice(
    now: datetime, order: Purchase, tmp_path: Path, first: str
) -> None:
    one = leave_to_shop(a_claim(now=now, purchase=order))
    if first == "finance":
        finance_pays(one)
    one.wait(hours=1)
    assert (brings_orders(tmp_path, "100.00", now=one.now).refused, one.claim.state) == (
        [],
        "closed" if first == "finance" else "executing",
    )
    if first == "file":
        finance_pays(one)
    one.run()
    (fact,) = timeline.facts_of(one.claim.stream(), code="claims.gone_twice")
    assert (fact.facts["amount_fen"], fact.facts["left_fen"], bill(one)) == (10000, 0, 10000)
    codes = set(Notice.objects.values_list("code", flat=True))
    assert {"claim_gone_twice", "money_gone_twice"} <= codes
    one.wait(hours=1)
    brings_orders(tmp_path, "100.00", now=one.now)
    assert len(timeline.facts_of(one.claim.stream(), code="claims.gone_twice")) == 1
