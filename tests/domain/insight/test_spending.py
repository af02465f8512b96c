"""Figures of money agree with the ledger, whoever gave it back."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Sum

from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.insight import queries, tasks
from anxin.domain.insight.models import FiguresGathered
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Payment, Transfer
from tests.claim_builders import a_claim, a_purchase, refund

pytestmark = pytest.mark.django_db
FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))


class TestMoney:
    def test_given_back_by_hand_is_told_and_the_sums_are_the_ledger_s(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        bill = bills.latest(stream_of(one.claim.purchase))
        assert bill is not None
        one.do(lambda: ledger.refund(bill=bill, amount_fen=1234, reason="补偿", by=FINANCE, now=one.now))
        one.propose(refund(20000))
        one.wait(days=7, minutes=1)
        one.run()
        assert one.claim.state == "closed"
        day = now.astimezone(SHANGHAI).date()
        scope = queries.Scope(from_date=day - timedelta(days=1), to_date=day)
        tasks.gather.func(now=one.now)
        sums = queries.money(queries.sums(one.by(cast.QIAN), scope=scope))
        assert (sums["paid_out"], sums["by_hand"], sums["refunded"]) == (20000, 1234, 0)
        posted = Transfer.objects.filter(state="posted", reason="refund").aggregate(fen=Sum("amount_fen"))["fen"]
        assert sums["refunded"] + sums["paid_out"] + sums["by_hand"] == posted
        before = queries.Scope(from_date=day - timedelta(days=9), to_date=day - timedelta(days=2))
        assert not any(queries.money(queries.sums(one.by(cast.QIAN), scope=before)).values())

    def test_what_went_by_transfer_is_counted_apart_and_earlier_days_are_counted_anew(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refund(20000))
        one.wait(days=7, minutes=1)
        one.run()
        Payment.objects.filter(direction="back").update(provider="bank")
        day = now.astimezone(SHANGHAI).date()
        scope = queries.Scope(from_date=day - timedelta(days=1), to_date=day)
        tasks.gather.func(now=one.now)
        sums = queries.money(queries.sums(one.by(cast.QIAN), scope=scope))
        assert (sums["paid_out"], sums["by_hand"]) == (0, 20000)
        import_module("anxin.domain.insight.migrations.0004_counted_by_way").count_anew(
            apps, SimpleNamespace(connection=connection)
        )
        assert FiguresGathered.objects.get().last is None

    def test_what_a_person_said_to_have_gone_is_no_provider_s_word(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_unclear")
        purchase.refresh_from_db()
        one = a_claim(now=now, purchase=purchase)
        one.agree()
        one.run()
        back = Payment.objects.get(direction="back")
        assert back.state != "succeeded"
        one.do(lambda: ledger.clear(payment=back, succeeded=True, reference="R-1", by=FINANCE, now=one.now))
        day = now.astimezone(SHANGHAI).date()
        tasks.gather.func(now=one.now)
        scope = queries.Scope(from_date=day - timedelta(days=1), to_date=day)
        sums = queries.money(queries.sums(one.by(cast.QIAN), scope=scope))
        assert (sums["paid_out"], sums["by_hand"]) == (0, back.amount_fen)
