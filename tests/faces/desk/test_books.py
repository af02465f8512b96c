"""Money accounted for by finance: what differs from a statement, and what became of payments."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anxin.core import later
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Difference, Payment
from anxin.domain.ledger.providers import ProviderLine
from tests.builders import a_repair
from tests.faces.desk.test_money import Sits, text_of

pytestmark = pytest.mark.django_db(transaction=True)


class TestMoney:
    def test_shows_what_differs_and_ends_it_with_a_word(self, sits: Sits) -> None:
        now = timezone.now()
        day = now.date()
        told = ProviderLine(direction="in", number="f" * 32, reference="42", amount_fen=990, fee_fen=6, at=now)
        acting(lambda: ledger.keep_statement(provider="wechat", day=day, lines=[told], now=now))
        finance = sits(cast.QIAN)
        assert "账单里有、我方没有" in text_of(finance.get("/desk/money/").content)
        row = Difference.objects.get()
        path = f"/desk/money/differences/{row.pk}/"
        assert "退给付款人" in text_of(finance.get(path).content)
        assert "¥9.90" in text_of(finance.get(path).content)

        assert finance.post(f"{path}explanation/", {"why": ""}).status_code == 422
        assert finance.post(f"{path}explanation/", {"why": "门店自己的收款码"}).status_code == 302
        assert finance.post(f"{path}explanation/", {"why": "再一次"}).status_code == 409
        row.refresh_from_db()
        assert (row.end, row.note) == ("explained", "门店自己的收款码")
        assert "每一分钱都对得上" in text_of(finance.get("/desk/money/").content)

    def test_says_what_could_not_be_given_back_and_praises_no_books_nobody_compared(self, sits: Sits) -> None:
        now, finance = timezone.now(), sits(cast.QIAN)
        before = text_of(finance.get("/desk/money/").content)
        assert "每一分钱都对得上" not in before
        assert "还没有对账单可比" in before
        told = ProviderLine(direction="in", number="f" * 32, reference="42", amount_fen=990, fee_fen=6, at=now)
        acting(lambda: ledger.keep_statement(provider="wechat", day=now.date(), lines=[told], now=now))
        Difference.objects.update(fault="NOT_ENOUGH")
        assert "没有退成" in text_of(finance.get("/desk/money/").content)
        page = f"/desk/money/differences/{Difference.objects.get().pk}/"
        assert "对方账上的商户单号" in text_of(finance.get(page).content)

    def test_lets_finance_say_what_became_of_a_payment_nobody_knows_of(self, sits: Sits) -> None:
        now = timezone.now()
        walked = a_repair(now=now - timedelta(hours=6), at="coded")
        bill = queries.latest(walked.repair.stream())
        assert bill is not None
        acting(lambda: ledger.pay(bill=bill, method="fake_unclear", by=walked.customer, now=now))
        later.run_due(now + timedelta(seconds=1))
        payment, finance = Payment.objects.get(), sits(cast.QIAN)
        path = f"/desk/money/payments/{payment.pk}/"
        assert "结果不明" in text_of(finance.get("/desk/money/").content)
        assert "再向服务商查一次" not in text_of(finance.get(path).content)

        assert finance.post(f"{path}paid/", {"reference": "4200009"}).status_code == 302
        payment.refresh_from_db()
        assert (payment.state, payment.reference) == ("succeeded", "4200009")
