"""A refund that goes by hand: its buyer is asked where to, says it once he proved his phone, and is asked again."""

import json
import zipfile
from datetime import datetime
from typing import IO, Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.actions import account_unsaid, payments
from anxin.domain.ledger.actions.payees import ask_for_account
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.queries import remittances
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors
from anxin.domain.repairs.models import Repair
from anxin.faces import shared
from anxin.faces.customer import copy_contents
from tests.builders import a_repair
from tests.claim_builders import Walked
from tests.domain.ledger.test_money import FINANCE
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.test_money import Sits
from tests.faces.desk.test_refund_by_hand import ACCOUNT, RECEIVED, SLIP, back_of, page_of, pay_out
from tests.faces.desk.test_refund_by_hand import refused as refused
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db
LOOK = {"sure": "1", "reason": "transfer"}


def _told(out: IO[bytes]) -> dict[str, Any]:
    with out:
        told: dict[str, Any] = json.loads(zipfile.ZipFile(out).read("data.json"))
    return told


def chooses_transfer(client: Client) -> None:
    """Have finance say that it goes by a transfer."""
    assert client.post(f"/desk/money/payments/{back_of().pk}/account-request/", {"sure": "1"}).status_code == 302


class TestBuyer:
    def test_says_to_which_account_and_finance_dossier_and_booking_name_it_masked(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        at, page = f"/customer/refunds/{back_of().pk}/account/", f"/customer/claims/{refused.claim.number}/"
        buyer = by_phone(refused)
        chooses_transfer(sits(cast.QIAN))
        assert f'href="{at}"' in flat(buyer.get(page))
        form = flat(buyer.get(at))
        assert f"{refused.claim.number} 的 ¥{back_of().amount_fen / 100:,.2f} 退到哪个账户？" in form
        assert "退到这个账户" in form
        assert buyer.post(at, ACCOUNT | {"sure": "1"}).status_code == 302
        read = flat(buyer.get(page))
        assert "招商银行深圳分行 ****5678" in read
        assert ACCOUNT["number"] not in read
        qian = sits(cast.QIAN)
        assert "收款账户已填写" in flat(qian.get("/desk/money/"))
        assert "陈** · 招商银行深圳分行 ****5678" in page_of(qian)
        shut = flat(qian.post(f"/desk/money/payments/{back_of().pk}/payee/", {"sure": "1"}))
        assert ACCOUNT["number"] not in shut
        seen = flat(qian.post(f"/desk/money/payments/{back_of().pk}/payee/", LOOK))
        assert ACCOUNT["number"] in seen
        assert Entry.objects.filter(code="ledger.account_seen").count() == 1
        assert pay_out(qian, live_now).status_code == 302
        row = Remittance.objects.get()
        assert "陈** · 招商银行深圳分行 ****5678" in flat(sits(cast.ADMIN).get(f"{RECEIVED}{row.pk}/?do=agreement"))
        pages = queries.dossier(refused.claim, now=live_now).pages
        assert pages["money"][1]["transfer"]["payee"] == "陈** · 招商银行深圳分行 ****5678"

    def test_reads_who_looked_at_his_account_and_why_as_do_inspector_and_dossier_and_has_it_in_his_copy(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        buyer = by_phone(refused)
        chooses_transfer(sits(cast.QIAN))
        buyer.post(f"/customer/refunds/{back_of().pk}/account/", ACCOUNT | {"sure": "1"})
        sits(cast.QIAN).post(f"/desk/money/payments/{back_of().pk}/payee/", LOOK)
        mine = flat(buyer.get("/customer/me/"))
        assert "退款账户：陈** · 招商银行深圳分行 ****5678" in mine
        looks = mine.partition('id="seen"')[2]
        assert [one in looks for one in (refused.claim.number, "把钱退到这个账户", "退款账户")] == [True] * 3
        person = queries.claim_by_key(str(refused.claim.pk)).buyer
        by = actors.actor_of_person(str(person.pk))
        out = copy_contents.made([person], reader=by, now=live_now, act=acting)
        told = _told(out)
        assert [one["payee"]["number"] for one in told["refund_accounts"]] == [ACCOUNT["number"]]
        assert "account" in [one["field"] for one in told["persons"][0]["looks"]]
        inspector = Actor(
            kind="staff", id="a", organisation=str(refused.claim.operator_id), roles=frozenset({"operator"})
        )
        assert "account" in [one.field for one in queries.buyer_reveals(inspector, now=live_now)]
        record = Entry.objects.get(code="claims.account_seen")
        assert record.stream_key == refused.claim.stream()
        assert record.actor_kind == "staff"
        assert ACCOUNT["number"] not in str(record.facts)

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

    def test_is_asked_nothing_until_finance_chooses_a_transfer(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        buyer, page = by_phone(refused), f"/customer/claims/{refused.claim.number}/"
        read = flat(buyer.get(page))
        assert "财务会从您付款的地方退回，或者转账退给您" in read
        assert "/account/" not in read
        assert not Notice.objects.filter(code="claim_account").exists()
        finance = page_of(sits(cast.QIAN))
        assert "没有给本方退款权限" in finance
        assert "开通退款权限" in finance
        chooses_transfer(sits(cast.QIAN))
        read = flat(buyer.get(page))
        assert "要转账退给您：退到哪个账户？" in read
        assert Notice.objects.filter(code="claim_account").count() == 1
        assert "待转账退款" in page_of(sits(cast.QIAN))

    def test_is_told_and_told_again_until_he_says_it(self, sits: Sits, refused: Walked, live_now: datetime) -> None:
        chooses_transfer(sits(cast.QIAN))
        clock = Clock.objects.get(kind="ledger.account")
        assert Notice.objects.filter(code="claim_account").count() == 1
        acting(lambda: account_unsaid(stream=clock.stream, clock=clock, now=live_now))
        assert Entry.objects.filter(code="claims.account_asked").count() == 2

    def test_is_not_transferred_to_before_anybody_said_where(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        qian = sits(cast.QIAN)
        answer = pay_out(qian, live_now)
        assert answer.status_code in (409, 422)
        assert "还不知道退到哪个账户" in flat(answer)
        assert not Remittance.objects.exists()


class TestAnother:
    def test_account_said_after_finance_has_read_it_is_read_first(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        buyer, qian, at = by_phone(refused), sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        mine = f"/customer/refunds/{back_of().pk}/account/"
        chooses_transfer(qian)
        assert buyer.post(mine, ACCOUNT | {"sure": "1"}).status_code == 302
        read = shown(qian, f"{at}?do=payout")
        other = {"name": "马甲", "bank": "平安银行", "number": "6230580099990000", "sure": "1"}
        assert buyer.post(mine, other).status_code == 302
        told = {"way": "bank", "moved_date": localtime(live_now).date().isoformat(), "reference": SLIP, "sure": "1"}
        for marks in (read, {}):
            assert qian.post(f"{at}payout/", told | marks).status_code in (409, 422)
        assert not Remittance.objects.exists()
        assert pay_out(qian, live_now).status_code == 302
        assert "平安银行" in remittances.payer_of(Remittance.objects.get()).remark

    def test_account_than_the_last_is_chosen_where_it_was_sent_there_before_and_is_named_to_both(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        buyer, qian, at = by_phone(refused), sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        mine = f"/customer/refunds/{back_of().pk}/account/"
        chooses_transfer(qian)
        assert buyer.post(mine, ACCOUNT | {"sure": "1"}).status_code == 302
        assert 'name="account"' not in qian.get(f"{at}?do=payout").content.decode(), "one account is no choice"
        other = {"name": "马甲", "bank": "平安银行", "number": "6230580099990000", "sure": "1"}
        assert buyer.post(mine, other).status_code == 302
        form = qian.get(f"{at}?do=payout").content.decode()
        first, second = (one.partition("id=")[0] for one in form.split('name="account"')[1:3])
        assert ("checked" in first, "checked" in second) == (True, False), "the last one said is chosen"
        day = localtime(timezone.now()).date().isoformat()
        assert f"马* · 平安银行 ****0000（最后一次填写，{day}）" in flat(form)
        assert f"陈** · 招商银行深圳分行 ****5678（{day} 填写）" in flat(form)
        assert pay_out(qian, live_now, account="2").status_code == 422
        assert pay_out(qian, live_now, account="1").status_code == 302
        row = Remittance.objects.get()
        assert remittances.payer_of(row).remark == "招商银行深圳分行 6214830112345678"
        page = f"/customer/claims/{refused.claim.number}/"
        assert "退到：陈** · 招商银行深圳分行 ****5678" in flat(buyer.get(page))
        again = {"way": "bank", "moved_date": day, "reference": "HX20261201", "account": "0", "sure": "1"}
        assert qian.post(f"{at}payout/", again).status_code == 409, "once"
        assert (
            sits(cast.ADMIN)
            .post(
                f"{RECEIVED}{row.pk}/agreement/",
                {"sure": "1"} | shown(sits(cast.ADMIN), f"{RECEIVED}{row.pk}/?do=agreement"),
            )
            .status_code
            == 302
        )
        read = flat(buyer.get(page))
        assert "退到：陈** · 招商银行深圳分行 ****5678" in read
        assert "****0000" not in read
        assert Remittance.objects.count() == 1

    def test_account_that_finance_writes_down_is_told_to_who_gets_it(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        buyer, mine = by_phone(refused), f"/customer/refunds/{back_of().pk}/account/"
        chooses_transfer(sits(cast.QIAN))
        assert buyer.post(mine, ACCOUNT | {"sure": "1"}).status_code == 302
        assert not Notice.objects.filter(code="claim_account_said").exists()
        at = f"/desk/money/payments/{back_of().pk}/account/"
        other = {"name": "陈晓燕", "bank": "平安银行", "number": "6230580099990000", "sure": "1"}
        assert sits(cast.QIAN).post(at, other).status_code == 302
        assert Notice.objects.filter(code="claim_account_said").exists()
        page = flat(buyer.get(f"/customer/claims/{refused.claim.number}/"))
        assert "平安银行 ****0000" in page
        assert mine in page


class TestHelper:
    def test_of_a_repair_never_says_where_its_payers_money_goes(self, live_now: datetime) -> None:
        one = a_repair(now=live_now, at="closed")
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        helper = acting(lambda: _helps(one.repair, live_now))
        back = acting(lambda: payments.refund(bill=bill, amount_fen=100, reason="r", by=FINANCE, now=live_now))
        Payment.objects.filter(pk=back.pk).update(provider="wechat", state="called")
        back.refresh_from_db()
        refusal = PaymentAnswer(outcome="failed", fault="NO_AUTH")
        acting(lambda: payments.finish_call(payment=back, answer=refusal, now=live_now))
        acting(lambda: ask_for_account(payment=back, by=FINANCE, now=live_now))
        at, page = f"/customer/refunds/{back.pk}/account/", f"/customer/repairs/{one.repair.number}/"
        clients = {key: Client() for key in (str(helper.pk), str(one.repair.customer_id))}
        for key, client in clients.items():
            session = client.session
            session.update(shared.proof_of(key))
            session.save()
        friend, payer = clients.values()
        assert at not in friend.get(page).content.decode()
        friend.post(at, ACCOUNT | {"sure": "1"})
        assert friend.get(at).status_code in (302, 403, 404, 409)
        back.refresh_from_db()
        assert not back.payee_sealed
        assert at in payer.get(page).content.decode()
        assert payer.post(at, ACCOUNT | {"sure": "1"}).status_code == 302
        assert "****5678" not in friend.get(page).content.decode()
        assert "****5678" in payer.get(page).content.decode()


def _helps(repair: Repair, now: datetime) -> Person:
    person = people.enrol(name="王小明", phone="13800000099", now=now)
    people.join(stream=repair.stream(), role="helper", person=person, now=now)
    return person


class TestCash:
    def test_that_cannot_be_handed_back_goes_by_bank_once_its_payer_says_where_to(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        Clock.objects.filter(kind="ledger.account").update(stopped_at=live_now)
        Payment.objects.filter(direction="back").update(fault="by hand", provider="cash", method="cash")
        at, mine = f"/desk/money/payments/{back_of().pk}/", f"/customer/refunds/{back_of().pk}/account/"
        buyer, qian, page = by_phone(refused), sits(cast.QIAN), f"/customer/claims/{refused.claim.number}/"
        assert mine not in flat(buyer.get(page)), "it is handed back in cash"
        assert "?do=account-request" in page_of(qian)
        assert qian.post(f"{at}account-request/", {"sure": "1"}).status_code == 302
        assert "?do=account-request" not in page_of(qian)
        assert mine in flat(buyer.get(page))
        assert buyer.post(mine, ACCOUNT | {"sure": "1"}).status_code == 302
        assert pay_out(qian, live_now).status_code == 302
        row, admin = Remittance.objects.get(), sits(cast.ADMIN)
        agreed = shown(admin, f"{RECEIVED}{row.pk}/?do=agreement")
        assert admin.post(f"{RECEIVED}{row.pk}/agreement/", {"sure": "1"} | agreed).status_code == 302
        assert back_of().state == "succeeded"
        assert not list(timeline.verify())

    def test_is_what_finance_may_write_an_account_down_for_too(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        Payment.objects.filter(direction="back").update(fault="by hand", provider="cash", method="cash")
        qian, at = sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        assert qian.post(f"{at}account/", ACCOUNT | {"sure": "1"}).status_code == 302
        assert pay_out(qian, live_now).status_code == 302
