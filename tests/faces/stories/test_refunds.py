"""A provider's statement has a refund of its back office, and a payment twice: two of finance say whose they are."""

from datetime import timedelta

import pytest

from anxin.core import later, providers, settings
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Bill, Difference
from tests.builders import Walked, a_repair
from tests.faces.conftest import posted
from tests.faces.stories.stage import HOUR, Stage
from tests.standins.wechat import WeChat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def a_paid_repair(stage: Stage, bank: WeChat) -> tuple[Walked, Bill]:
    """Have a repair's bill paid by WeChat, and its statement of the day say more than our books do."""
    one = a_repair(now=stage.now - 6 * HOUR, at="coded")
    operator = actor(cast.ADMIN, now=stage.now)

    def prepare() -> None:
        told = {"values": bank.values, "secrets": bank.secrets}
        providers.keep(kind="payment", name="wechat", rank=1, **told, by=operator, now=stage.now - HOUR)
        home = "https://service.example"
        settings.propose(name="notices.address", value=home, valid_from=stage.now, by=operator, now=stage.now)

    acting(prepare)
    bill = queries.latest(one.repair.stream())
    assert bill is not None
    acting(lambda: ledger.pay(bill=bill, by=one.customer, now=stage.now))
    later.run_due(stage.now)
    paid = bill.payments.get()
    bank.pay(paid.number)
    acting(lambda: ledger.inquire_now(payment=paid, now=stage.now))
    later.run_due(stage.now + timedelta(seconds=1))
    bill.refresh_from_db()
    paid.refresh_from_db()
    assert (bill.state, paid.state) == ("paid", "succeeded")
    at = paid.moved_at or stage.now
    came, back = (False, paid.number, paid.amount_fen, at), (True, "HT20261128000001", 3000, at)
    day = at.astimezone(SHANGHAI).date()
    bank.states(day, [came, came, back])
    task = "anxin.domain.ledger.tasks.fetch_statement"
    arguments = {"provider": "wechat", "day": day.isoformat()}
    acting(lambda: later.put(task, arguments=arguments, key="ledger.fetch:story", now=stage.now))
    later.run_due(stage.now + timedelta(seconds=2))
    assert set(Difference.objects.values_list("kind", flat=True)) == {"double", "missing_here"}
    return one, bill


class TestRefundOfTheBackOffice:
    def test_is_given_to_its_bill_by_two_and_what_came_twice_is_kept(self, stage: Stage) -> None:
        with WeChat(now=stage.now) as bank:
            one, bill = a_paid_repair(stage, bank)
            self._binds(stage, one, bill)
            self._keeps(stage)
            self._takes_back(stage, bill)

    def _gives(self, stage: Stage, member: cast.Member, kind: str, name: str, **fields: str) -> None:
        row = Difference.objects.get(kind=kind)
        page = stage.staff(member, f"/desk/money/differences/{row.pk}/?do={name}")
        for field, value in fields.items():
            page.fill(f"#command [name={field}]", value)
        stage.seen(page, f"refund-{kind}-{name}")
        with posted(page):
            page.locator("#command button.btn-primary, #command button.btn-danger").first.click()

    def _binds(self, stage: Stage, one: Walked, bill: Bill) -> None:
        self._gives(stage, cast.QIAN, "missing_here", "binding", number="B-0", why="后台退的")
        page = stage.windows[cast.QIAN.username].page
        assert "找不到，或不止一张账单" in page.locator("#command").inner_text()
        stage.seen(page, "refund-unknown-bill")
        self._gives(stage, cast.QIAN, "missing_here", "binding", number=one.repair.number, why="后台退的，多收三十")
        bill.refresh_from_db()
        assert bill.refunded_fen == 0
        self._gives(stage, cast.ADMIN, "missing_here", "agreement")
        bill.refresh_from_db()
        assert (bill.refunded_fen, Difference.objects.get(kind="missing_here").end) == (3000, "bound")
        stage.windows["customer"] = stage.opens({"viewport": {"width": 390, "height": 844}})
        page = stage.windows["customer"].goes(f"/c/{one.token}/")
        assert "已退 ¥30.00" in page.locator("body").inner_text()
        stage.seen(page, "refund-customer")

    def _keeps(self, stage: Stage) -> None:
        self._gives(stage, cast.QIAN, "double", "advance", why="客户要抵下次保养")
        self._gives(stage, cast.ADMIN, "double", "agreement")
        assert Difference.objects.get(kind="double").end == "kept"
        page = stage.staff(cast.QIAN, "/desk/money/")
        assert "留作预收款" in page.locator("body").inner_text()
        stage.seen(page, "refund-money")

    def _takes_back(self, stage: Stage, bill: Bill) -> None:
        self._gives(stage, cast.QIAN, "missing_here", "release", why="是另一单的")
        bill.refresh_from_db()
        assert (bill.refunded_fen, Difference.objects.get(kind="missing_here").ended_at) == (0, None)
