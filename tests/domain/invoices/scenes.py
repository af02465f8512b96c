"""A paid bill of a repair, a provider of invoices that may misbehave, and a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from anxin.core import later, providers
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.carriers import requests
from anxin.core.timeline import StreamKey
from anxin.domain.invoices import actions, queries, tasks
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.actions import Charge
from anxin.domain.ledger.models import Bill
from tests.domain.ledger.test_money import CUSTOMER, FINANCE
from tests.standins.invoices import Nuonuo

ANNA = Buyer(title="张女士", mail="zhang@example.com")
FIRM = Buyer(title="上海合宜贸易有限公司", tax_number="91310000MA1FL0000X", phone="13900000000")


class Scene:
    """A paid bill of a repair, a provider that may misbehave, and a clock."""

    def __init__(self, there: Nuonuo, now: datetime, *, provider: bool = True) -> None:
        self.there, self.now = there, now
        if provider:
            self.set_up()
        self.bill = acting(self._paid)
        acting(lambda: ledger.pay(bill=self.bill, by=CUSTOMER, now=now))
        self.run()

    def set_up(self) -> None:
        kept = {"values": self.there.values, "secrets": self.there.secrets}
        acting(lambda: providers.keep(kind="invoices", name="nuonuo", rank=1, **kept, by=FINANCE, now=self.now))
        acting(lambda: providers.note_trial("nuonuo", fault="", now=self.now))

    def _paid(self) -> Bill:
        line = Charge(code="X", name="检修", full_fen=10000, amount_fen=10000)
        who = {"payer": f"customer:{uuid4()}", "payee": "organisation:o"}
        bill = ledger.charge(stream=StreamKey("purchase", str(uuid4())), lines=[line], **who, by=SYSTEM, now=self.now)
        ledger.show(bill=bill, by=SYSTEM, now=self.now)
        return bill

    def run(self, seconds: float = 0) -> None:
        self.now += timedelta(seconds=seconds)
        self.there.now = self.now
        later.run_due(self.now)
        self.bill.refresh_from_db()

    def ask(self, buyer: Buyer = ANNA, seconds: float = 0) -> Invoice:
        acting(lambda: actions.ask_for(bill=self.bill, buyer=buyer, by=CUSTOMER, now=self.now))
        self.run()
        if seconds:
            self.run(seconds)
        return self.blue

    def take_up(self) -> None:
        """Let the hour pass after which a provider is asked for what was waiting."""
        self.now += timedelta(hours=1)
        tasks.ask_waiting.func(now=self.now)
        self.run()

    def give_back(self, fen: int) -> None:
        acting(lambda: ledger.refund(bill=self.bill, amount_fen=fen, reason="r", by=FINANCE, now=self.now))
        self.run()

    @contextmanager
    def impatient(self) -> Iterator[None]:
        before, requests.TIMEOUT_S = requests.TIMEOUT_S, 0.8
        yield
        requests.TIMEOUT_S = before

    @property
    def blue(self) -> Invoice:
        return Invoice.objects.select_related("bill", "blue").filter(bill=self.bill, blue=None).latest("created_at")

    @property
    def states(self) -> list[str]:
        rows = Invoice.objects.filter(bill=self.bill).order_by("created_at", "id")
        return [f"{'red' if one.is_red else 'blue'} {one.state} {one.amount_fen}" for one in rows]


def play(*, provider: bool) -> Iterator[Scene]:
    """Give a scene; after it what was issued is held against the provider's books and the bill."""
    now = timezone.now().replace(microsecond=0)
    with Nuonuo(now=now) as there:
        found = Scene(there, now, provider=provider)
        yield found
        found.bill.refresh_from_db()
        assert there.red_fen <= there.blue_fen, "red never exceeds blue"
        issued = Invoice.objects.filter(bill=found.bill, blue=None).exclude(official="").exclude(state="reversed")
        assert issued.count() <= 1, "never issued twice for one bill"
        assert queries.differing(FINANCE, now=there.now) == 0, "to the fen what the bill says"
