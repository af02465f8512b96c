"""What a shop says it gave back leaves its own account, never one that a provider's statement is held against."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import later, providers, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.queues.models import LaterTask
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions.shop_refunds import apply_book
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.actions.returned_transfers import shop_gave_nothing
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.queries.paid_there import misbooked
from anxin.domain.ledger.rules import shops_money
from anxin.domain.ledger.wording import MOVEMENTS
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_paid_there import month_of
from tests.domain.ledger.test_ways_back import paid_in_shop

pytestmark = pytest.mark.django_db
SAID, NUMBER = 5000, "LK-50"
THERE = "provider:wechat"


def bill_of(one: Walked) -> Bill:
    return Bill.objects.get(stream_key=one.claim.purchase_id)


def lies(one: Walked) -> int:
    """Return what our books say lies with the provider, and check that they say what their facts say."""
    assert not list(timeline.verify())
    return queries.balance(THERE)


def said(wechat: Scene) -> Walked:
    """Return a claim about an order paid into the operator's account, whose shop says that it gave a part itself."""
    one = a_claim(now=wechat.now, purchase=paid_in_shop(wechat, a_purchase(now=wechat.now), refused=False))
    told = {"amount_fen": SAID, "reference": NUMBER, "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.say_refund(claim=one.claim, now=one.now, **told))
    return one


def denied(one: Walked) -> None:
    """Let what the shop said come to nothing."""
    order = Purchase.objects.get(pk=one.claim.purchase_id)
    ShopRefund.objects.filter(purchase=order).delete()
    one.do(lambda: apply_book(order, by=SYSTEM, now=one.now))


def owed(wechat: Scene) -> Walked:
    """Return a claim about such an order that two bear the number of, so that its shop gave it, as finance was told."""
    order = paid_in_shop(wechat, a_purchase(now=wechat.now), refused=False)
    other = a_purchase(now=wechat.now, order="YT-2")
    Purchase.objects.filter(pk=other.pk).update(paid_reference=order.paid_reference)
    one = a_claim(now=wechat.now, purchase=order)
    one.agree()
    one.run()
    back = one.claim.payouts.get().payment
    told = {"succeeded": True, "reference": NUMBER, "by": one.by(cast.QIAN)}
    one.do(lambda: payments.clear(payment=back, now=one.now, **told))
    return one


def upgraded(one: Walked) -> None:
    """Do what the upgrade leaves to its workers, twice."""
    put = import_module("anxin.domain.ledger.migrations.0026_given_by_shops").put
    for _ in range(2):
        put(apps, SimpleNamespace(connection=connection))
        one.run()
    assert LaterTask.objects.get(key="ledger.book_with_shops").state == "done"
    assert not misbooked().exists()


def test_a_part_that_the_shop_gives_leaves_what_lies_with_the_provider(wechat: Scene) -> None:
    one = said(wechat)
    paid = bill_of(one).paid_fen
    assert lies(one) == paid
    one.agree()
    one.run()
    one.read()
    assert (one.claim.state, wechat.bank.returned_fen) == ("closed", paid - SAID)
    assert lies(one) == paid - wechat.bank.returned_fen == SAID
    assert (queries.balance(bill_of(one).payee), queries.balance(bill_of(one).payer)) == (-SAID, 0)


def test_its_statement_names_what_it_gave_itself_and_what_was_struck_out(wechat: Scene) -> None:
    one = said(wechat)
    own = [(each.reason, each.came_fen) for each in month_of(bill_of(one), one.now).over_provider if each.came_fen]
    assert own == [("charge", bill_of(one).paid_fen), (shops_money.GAVE_ITSELF, SAID)]
    denied(one)
    assert (lies(one), bill_of(one).refunded_fen) == (bill_of(one).paid_fen, 0)
    struck = [each for each in month_of(bill_of(one), one.now).over_provider if each.reason == "elsewhere_reversed"]
    assert (sum(each.came_fen for each in struck), sum(each.went_fen for each in struck)) == (SAID, SAID)
    assert {"elsewhere_reversed", shops_money.GAVE_ITSELF, shops_money.WITH_SHOP} <= set(MOVEMENTS)


def test_what_an_order_paid_here_is_stands_under_one_heading_from_its_first_day(wechat: Scene) -> None:
    one = said(wechat)
    assert month_of(bill_of(one), one.now).apart == ()
    acting(lambda: providers.end("wechat", now=one.now))
    found = month_of(bill_of(one), one.now)
    assert (found.over_provider, found.apart != ()) == ((), True), "no account of the house knows the payment"


def test_what_the_shop_owed_and_says_it_paid_leaves_its_own_account(wechat: Scene) -> None:
    one = owed(wechat)
    back = Payment.objects.get(direction="back")
    assert (back.state, lies(one), bill_of(one).refunded_fen) == ("succeeded", bill_of(one).paid_fen, back.amount_fen)
    Payment.objects.filter(pk=back.pk).update(missed_at=one.now)
    back.refresh_from_db()
    one.do(lambda: shop_gave_nothing(payment=back, by=one.by(cast.QIAN), now=one.now))
    assert lies(one) == bill_of(one).paid_fen


@pytest.mark.parametrize("gave", [said, owed])
def test_the_upgrade_books_with_the_shop_what_stood_with_the_provider_as_of_now(
    wechat: Scene, gave: Callable[[Scene], Walked]
) -> None:
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(shops_money, "gives_from", lambda *, taker, payee: taker)
        one = gave(wechat)
    gone = bill_of(one).refunded_fen
    assert queries.balance(THERE) == bill_of(one).paid_fen - gone
    was = list(Transfer.objects.order_by("id").values())
    one.wait(days=40)
    upgraded(one)
    assert queries.balance(THERE) == bill_of(one).paid_fen
    assert list(Transfer.objects.filter(pk__in=[each["id"] for each in was]).order_by("id").values()) == was
    new = Transfer.objects.exclude(pk__in=[each["id"] for each in was])
    assert [(each.reason, each.amount_fen) for each in new] == [(shops_money.WITH_SHOP, gone)]
    assert new.get().settled_at > max(each["settled_at"] for each in was), "no month that is over changes"
    if gave is said:  # the other's fact marks it as the shop's already
        assert lies(one) == bill_of(one).paid_fen
        denied(one)
        assert (lies(one), bill_of(one).refunded_fen) == (bill_of(one).paid_fen, 0)


def test_an_empty_house_is_left_no_work(wechat: Scene) -> None:
    import_module("anxin.domain.ledger.migrations.0026_given_by_shops").put(
        apps, SimpleNamespace(connection=connection)
    )
    later.run_due(wechat.now)
    assert not LaterTask.objects.filter(key="ledger.book_with_shops").exists()
