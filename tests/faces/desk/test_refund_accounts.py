"""A refund that goes by hand: its buyer is asked where to, says it once he proved his phone, and is asked again."""

from datetime import datetime

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.clocks import Clock
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.ledger.actions import account_unsaid
from anxin.domain.ledger.models import Remittance
from anxin.domain.notices.models import Notice
from anxin.faces import shared
from tests.builders import a_repair
from tests.claim_builders import Walked
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.test_money import Sits
from tests.faces.desk.test_refund_by_hand import ACCOUNT, RECEIVED, SLIP, back_of, page_of
from tests.faces.desk.test_refund_by_hand import refused as refused
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestBuyer:
    def test_says_to_which_account_and_finance_dossier_and_booking_name_it_masked(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        at, page = f"/customer/refunds/{back_of().pk}/account/", f"/customer/claims/{refused.claim.number}/"
        buyer = by_phone(refused)
        assert f'href="{at}"' in flat(buyer.get(page))
        assert buyer.post(at, ACCOUNT | {"sure": "1"}).status_code == 302
        read = flat(buyer.get(page))
        assert "招商银行深圳分行 ****5678" in read
        assert ACCOUNT["number"] not in read
        qian = sits(cast.QIAN)
        assert "收款账户已填写" in flat(qian.get("/desk/money/"))
        assert "陈** · 招商银行深圳分行 ****5678" in page_of(qian)
        seen = flat(qian.post(f"/desk/money/payments/{back_of().pk}/payee/", {"sure": "1"}))
        assert ACCOUNT["number"] in seen
        assert Entry.objects.filter(code="ledger.account_seen").count() == 1
        told = {"way": "bank", "moved_date": live_now.date().isoformat(), "reference": SLIP, "sure": "1"}
        assert qian.post(f"/desk/money/payments/{back_of().pk}/payout/", told).status_code == 302
        row = Remittance.objects.get()
        assert "陈** · 招商银行深圳分行 ****5678" in flat(sits(cast.ADMIN).get(f"{RECEIVED}{row.pk}/?do=agreement"))
        pages = queries.dossier(refused.claim, now=live_now).pages
        assert pages["money"][1]["transfer"]["payee"] == "陈** · 招商银行深圳分行 ****5678"

    def test_proves_his_phone_first_and_nobody_else_reaches_it(self, refused: Walked, live_now: datetime) -> None:
        at = f"/customer/refunds/{back_of().pk}/account/"
        linked = Client()
        linked.get(f"/c/{refused.token}/")
        assert linked.get(at).headers["Location"].startswith("/customer/sign-in/")
        assert linked.post(at, ACCOUNT).headers["Location"].startswith("/customer/sign-in/")
        other = Client()
        session = other.session
        session.update(shared.proof_of(str(a_repair(now=live_now).repair.customer_id)))
        session.save()
        assert other.get(at).status_code == 404
        assert not back_of().payee_sealed

    def test_is_told_and_told_again_until_he_says_it(self, refused: Walked, live_now: datetime) -> None:
        clock = Clock.objects.get(kind="ledger.account")
        assert Notice.objects.filter(code="claim_account").count() == 1
        acting(lambda: account_unsaid(stream=clock.stream, clock=clock, now=live_now))
        assert Entry.objects.filter(code="claims.account_asked").count() == 2

    def test_is_not_transferred_to_before_anybody_said_where(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        qian = sits(cast.QIAN)
        told = {"way": "bank", "moved_date": live_now.date().isoformat(), "reference": SLIP, "sure": "1"}
        answer = qian.post(f"/desk/money/payments/{back_of().pk}/payout/", told)
        assert answer.status_code in (409, 422)
        assert "还不知道退到哪个账户" in flat(answer)
        assert not Remittance.objects.exists()
