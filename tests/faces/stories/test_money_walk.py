"""One bill walked through its money: everybody before it reads one same figure after every step."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, timeline
from anxin.demo import cast
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, Payment, Remittance, Repayment
from tests import builders
from tests.faces.desk.test_money import set_up
from tests.faces.desk.test_received import RECEIVED, agrees, form, keep_account
from tests.faces.technician.phones import phone_of
from tests.flat import flat
from tests.standins.wechat import WeChat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


class Walk:
    """A finished repair over ¥328.00 and those who stand before its bill."""

    def __init__(self, bank: WeChat, sits: Sits) -> None:
        now = timezone.now()
        self.one, self.bank = builders.a_repair(now=now - timedelta(hours=6), at="coded"), bank
        set_up(bank, now)
        keep_account()
        self.customer, self.luo = Client(), phone_of(cast.MASTER_LUO)
        self.chen, self.qian, self.admin = sits(cast.XIAO_CHEN), sits(cast.QIAN), sits(cast.ADMIN)
        self.customer.get(f"/c/{self.one.token}/")
        self.own = f"/customer/repairs/{self.one.repair.number}/"
        self.job, self.case = f"/technician/jobs/{self.one.visit.number}/", f"/desk/repairs/{self.one.repair.number}/"

    @property
    def bill(self) -> Bill:
        found = ledger.latest(self.one.repair.stream())
        assert found is not None
        return found

    def does(self, client: Client, at: str, **fields: str) -> None:
        """Press, and let what it leaves to be done happen."""
        answer = client.post(at, {"sure": "1", **fields})
        assert answer.status_code == 302, flat(answer)
        self.run()

    def run(self, seconds: int = 1) -> None:
        later.run_due(timezone.now() + timedelta(seconds=seconds))

    def code(self) -> Payment:
        """Have the customer ask for a code to pay."""
        self.does(self.customer, f"{self.own}payment/")
        return Payment.objects.get(state="called", direction="in")

    def scanned(self, payment: Payment) -> None:
        """Have a code paid, and told by its provider."""
        self.bank.orders[payment.number]["state"] = "NOTPAY"
        self.bank.pay(payment.number)
        headers, body = self.bank.told(payment.number)
        Client().post("/hooks/payments/wechat/", body, content_type="application/json", headers=headers)
        self.run()

    def transferred(self, yuan: str) -> None:
        """Have finance write a transfer down, and a second person book it."""
        self.does(self.qian, f"{RECEIVED}receipt/", **form(self.bill, amount_fen=yuan))
        assert agrees(self.admin, Remittance.objects.get()).status_code == 302
        self.run()

    def read(self, *told: str) -> None:
        """Look whether customer, technician and desk all read this."""
        for client, at in ((self.customer, self.own), (self.luo, self.job), (self.chen, self.case)):
            page = flat(client.get(at))
            assert [one for one in told if one not in page] == [], at
        assert not list(timeline.verify())


@pytest.fixture
def walk(sits: Sits) -> Iterator[Walk]:
    with WeChat(now=timezone.now()) as bank:
        yield Walk(bank, sits)


def test_a_part_in_cash_and_the_rest_by_a_code(walk: Walk) -> None:
    first = walk.code()
    refused = walk.luo.post(f"{walk.job}cash/", {"amount_fen": "400", "once": "k-0"})
    assert (refused.status_code, "最多还应付 ¥328.00" in flat(refused)) == (422, True)
    walk.does(walk.luo, f"{walk.job}cash/", amount_fen="100", once="k-1")
    assert "您是给师傅现金 ¥100.00 吗" in flat(walk.customer.get(walk.own))
    assert "我已为账单" in (page := flat(walk.luo.get(walk.job)))
    assert "付现金 ¥100.00。" in page
    walk.does(walk.luo, f"{walk.job}cash/", code=ledger.code_of(ledger.view(walk.bill).cash), once="k-2")
    walk.read("还应付 ¥228.00", "已付 ¥100.00", "收到 ¥100.00 · 现金")
    head = flat(walk.customer.get(walk.own)).partition("<h1")[2].partition("</h1>")[0]
    assert "付了一部分" in head, "the code that was given up is no payment that failed"
    walk.scanned(walk.code())
    walk.read("已付清 ¥328.00", "收到 ¥100.00 · 现金", "收到 ¥228.00 · 微信支付")
    walk.scanned(first)
    walk.run(60)
    walk.read("已付清 ¥328.00", "多付了一次 ¥328.00，已退回付款人")
    assert (walk.bank.taken_fen, walk.bank.returned_fen) == (22800 + 32800, 32800)


def test_a_transfer_of_a_part_then_a_lower_bill_and_the_rest_of_it(walk: Walk) -> None:
    walk.transferred("100.00")
    walk.read("还应付 ¥228.00", "已付 ¥100.00")
    walk.does(walk.chen, f"{walk.case}lowering/", to_fen="200.00", why="少换了一件")
    walk.read("还应付 ¥100.00", "减免", "¥128.00")
    walk.scanned(walk.code())
    walk.read("已付清 ¥200.00", "减免", "收到 ¥100.00 · 银行转账", "收到 ¥100.00 · 微信支付")


def test_given_back_in_two_parts_and_what_is_left_to_invoice(walk: Walk) -> None:
    walk.scanned(walk.code())
    for fen, gone in (("28.00", "28.00"), ("300.00", "328.00")):
        walk.does(walk.chen, f"{walk.case}repayment/", amount_fen=fen, reason="too_much", why="多收")
        row = Repayment.objects.get(ended_at=None)
        walk.does(walk.qian, f"/desk/money/repayments/{row.pk}/agreement/")
        walk.read(f"¥{fen} 已原路退回", f"¥{gone}")
        page = flat(walk.customer.get(f"{walk.own}invoice/"))
        assert ("其中 ¥28.00 已退或正在退，发票按 ¥300.00 开" if fen == "28.00" else "已全部退回，没有可开发票") in page
    walk.read("已全部退回 ¥328.00")
