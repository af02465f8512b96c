"""What went of an order in all, and what of it was too much, is one sum on every page, whoever told of it."""

import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from django.test import Client

from anxin.core import timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.filing import ClaimLineGiven, Filing
from anxin.domain.claims.queries.dossier_money import money, paid_out
from anxin.domain.claims.queries.gone_twice import TWICE, gone_twice
from anxin.domain.claims.queries.order_sums import sums_of
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import Received
from anxin.domain.ledger.actions.remittances import book_remittance, pay_out
from anxin.faces.ground import dossier_money
from tests.claim_builders import Walked
from tests.domain.shops.test_shop_pays_its_debt import leave_to_shop, lists, order_of, pays
from tests.evidence_builders import a_purchase
from tests.flat import flat
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
LINES = (Bought(title="杯", amount_fen=10000, quantity=2), Bought(title="盘", amount_fen=6000))
GAVE, OWES = 3000, 8000


def owing(now: datetime) -> Walked:
    """Return a claim about one cup and the tray whose shop gave a part and is to give the rest itself."""
    order = a_purchase(now=now, lines=LINES)
    Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear", freight_fen=1000)
    lines = (ClaimLineGiven(position=1, quantity=1), ClaimLineGiven(position=2, quantity=1))
    told = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone}
    filing = Filing(purchase=Purchase.objects.get(pk=order.pk), lines=lines, **told)
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
    one = Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)
    gave = {"amount_fen": GAVE, "reference": "TK-30", "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.say_refund(claim=one.claim, now=one.now, **gave))
    leave_to_shop(one)
    assert one.claim.payouts.get().amount_fen == OWES
    return one


def paid_twice(now: datetime, *, filed: bool, word: bool = True) -> Walked:
    """Let finance pay what the shop owes although the shop says so of it, too: by its file, and by its merchant."""
    one = owing(now)
    back = one.claim.payouts.get().payment
    told = Received(way="office", amount_fen=OWES, moved_date=one.now.date(), reference="S-T1")
    row = one.do(lambda: pay_out(payment=back, told=told, by=one.by(cast.QIAN), now=one.now))
    if filed:
        file_says(order_of(one), 1, 5000, now=one.now)
        file_says(order_of(one), 2, 6000, now=one.now)
        one.read()
    if word:
        pays(one, "TK-80")
    one.do(lambda: book_remittance(remittance=row, by=one.by(cast.ADMIN), now=one.now))
    one.run()
    one.read()
    return one


def sums(one: Walked) -> tuple[int, int]:
    found = sums_of(order_of(one))
    return found.gone_fen, found.twice_fen


@pytest.mark.parametrize("filed", [True, False], ids=["its file tells it, too", "its merchant alone says it"])
def test_record_finance_statement_and_dossier_name_one_sum(live_now: datetime, sits: Sits, filed: bool) -> None:
    one = paid_twice(live_now, filed=filed)
    gone, twice = GAVE + OWES + OWES, OWES
    assert sums(one) == (gone, twice)
    fact = timeline.facts_of(one.claim.stream(), code=TWICE)[-1]
    assert (fact.facts["gone_fen"], fact.facts["twice_fen"]) == (gone, twice)
    assert "一共退了 ¥190.00，其中 ¥80.00 是多退的" in wording.sentence(fact.code, fact.facts)
    (told,) = gone_twice(one.by(cast.QIAN), now=one.now, limit=9)
    assert (told.gone_fen, told.fen) == (gone, twice)
    page = flat(sits(cast.QIAN).get("/desk/money/"))
    assert "¥190.00" in page
    assert "¥80.00" in page
    owner = sits(cast.MERCHANT_OWNER)
    assert "一共退了 ¥190.00，其中 ¥80.00 是多退的" in flat(owner.get(f"/merchant/claims/{one.claim.number}/"))
    sheet = openpyxl.load_workbook(io.BytesIO(owner.get("/merchant/statement.xlsx").content)).active
    assert sheet is not None
    rows = [[*row] for row in sheet.iter_rows(values_only=True)]
    last = rows[-1]
    assert (last[1], last[2], last[3], last[5]) == (order_of(one).order_key, one.claim.number, "其中多退 ¥80.00", 190)
    (every,) = [each for each in dossier(one) if each["what"] == "sums"]
    assert (every["amount_fen"], every["twice_fen"]) == (gone, twice)
    assert (every["shop_fen"], every["house_fen"], every["platform_fen"]) == (GAVE + OWES, OWES, 0)
    assert [fen for _name, fen in dossier_money.sums(every)] == ["¥110.00", "¥80.00", "¥80.00"]


def dossier(one: Walked) -> list[dict[str, object]]:
    return money(one.claim, timeline.read(one.claim.stream()), paid_out(one.claim))


def test_without_its_merchants_word_too_much_is_what_went_beyond_the_orders_price(now: datetime) -> None:
    one = paid_twice(now, filed=True, word=False)
    whole = sum(line.amount_fen for line in LINES) + 1000
    assert sums(one) == (19000, 19000 - whole)


def test_a_list_that_tells_the_same_number_later_changes_neither_sum(now: datetime) -> None:
    one = paid_twice(now, filed=False)
    before = sums(one)
    lists(one, OWES, "TK-80", positions=(1, 2))
    assert sums(one) == before
    assert len(timeline.facts_of(one.claim.stream(), code=TWICE)) == 1, "it was said"


def test_an_order_of_which_nothing_went_twice_says_so(now: datetime) -> None:
    one = owing(now)
    assert sums(one) == (GAVE, 0)
    pays(one, "TK-80")
    assert sums(one) == (GAVE + OWES, 0)
    assert [each["amount_fen"] for each in dossier(one) if each["what"] == "sums"] == [GAVE + OWES]
