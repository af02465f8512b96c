"""A bill, a payment provider that may misbehave, and a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, providers, settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import requests
from anxin.domain.ledger import actions
from anxin.domain.ledger.models import Bill, Difference, Payment, Transfer
from tests.domain.ledger.test_money import CUSTOMER, FINANCE, a_bill
from tests.standins.alipay import Alipay
from tests.standins.wechat import WeChat

OPERATOR = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
ADAPTERS = {"wechat": WeChat, "alipay": Alipay}


@dataclass
class Scene:
    """A bill, a provider that may misbehave, and a clock."""

    bank: Any
    now: datetime
    bill: Bill

    def run(self, seconds: float = 0) -> None:
        """Let time pass and do what is due then."""
        self.now += timedelta(seconds=seconds)
        self.bank.now = self.now
        later.run_due(self.now)
        self.bill.refresh_from_db()

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Wait but a moment for answers."""
        before = requests.TIMEOUT_S
        requests.TIMEOUT_S = 0.3
        yield
        requests.TIMEOUT_S = before

    def begin(self) -> Payment:
        """Have the code shown."""
        acting(lambda: actions.pay(bill=self.bill, by=CUSTOMER, now=self.now))
        self.run()
        return self.payment

    def paid(self) -> Payment:
        """Have it paid, and told."""
        self.begin()
        self.bank.pay(self.payment.number)
        assert self.hear(self.bank.told(self.payment.number)) == 200
        return self.payment

    def hear(self, told: tuple[dict[str, str], bytes]) -> int:
        """Let the provider ring; return what it reads."""
        headers, body = told
        kind = headers.pop("Content-Type", "application/json")
        answer = Client().post(
            f"/hooks/payments/{self.bank.name}/", body, content_type=kind, headers=headers, secure=True
        )
        self.run()
        return answer.status_code

    def give_back(self, fen: int) -> Payment:
        """Begin to give something back."""
        row = acting(lambda: actions.refund(bill=self.bill, amount_fen=fen, reason="r", by=FINANCE, now=self.now))
        self.run()
        row.refresh_from_db()
        return row

    @property
    def payment(self) -> Payment:
        return self.bill.payments.filter(direction="in").latest("created_at")

    @property
    def state(self) -> str:
        return f"{self.bill.state} {self.payment.state}"

    @property
    def differences(self) -> list[str]:
        return list(Difference.objects.order_by("found_at").values_list("kind", flat=True))


def play(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    now = timezone.now().replace(microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: found.now if found else now)
    found: Scene | None = None
    with ADAPTERS[name](now=now) as bank:
        told = {"values": bank.values, "secrets": bank.secrets}

        def prepare() -> None:
            providers.keep(kind="payment", name=name, rank=1, **told, by=OPERATOR, now=now)
            home = "https://service.example"
            settings.propose(name="notices.address", value=home, valid_from=now, by=OPERATOR, now=now)

        acting(prepare)
        found = Scene(bank=bank, now=now, bill=a_bill(now=now))
        yield found
        found.bill.refresh_from_db()
        assert found.bill.paid_fen <= found.bill.total_fen
        balanced = Transfer.objects.filter(bill=found.bill, state="posted", reason="payment").count()
        assert balanced <= 1, "never paid twice"
        assert bank.returned_fen <= bank.taken_fen
