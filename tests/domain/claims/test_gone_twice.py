"""What went twice stands in a claim's record and is marked on its row, so that finance finds it without its facts."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.gone_twice import TWICE, gone_twice
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from tests.claim_builders import Walked
from tests.domain.claims.test_line_money import CUP, LAMP, filed
from tests.domain.claims.test_outcomes import corrects, gives
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
SUMS = (1000, 10000, CUP.amount_fen, LAMP.amount_fen)


def said(claim: Claim) -> list[datetime]:
    return [one.at for one in timeline.facts_of(claim.stream(), code=TWICE)]


def marks_are_facts() -> int:
    """Compare each claim's mark with its record; return how many are marked."""
    found = list(Claim.objects.all())
    for one in found:
        assert one.twice_at == max(said(one), default=None)
    return sum(one.twice_at is not None for one in found)


class Order:
    """An order of two goods with a claim about each, to which anything may happen at any time."""

    def __init__(self, now: datetime, chance: random.Random) -> None:
        self.chance, self.row = chance, a_purchase(now=now, lines=(CUP, LAMP))
        self.cup = filed(self.row, now)
        due = {"platform_ref": "PT-1", "platform_due_at": now + timedelta(hours=24)}
        self.lamp = filed(self.row, now, positions=(2,), **due)
        self.told = 0

    def purchase(self) -> Purchase:
        return Purchase.objects.get(pk=self.row.pk)

    def list_tells(self, now: datetime) -> None:
        self.told += 1
        sums: dict[str, Any] = {"fen": self.chance.choice(SUMS), "reference": f"TB-{self.told}"}
        about = self.chance.choice(([1], [2], [1, 2], []))
        acting(lambda: claims.take_shop_refund(purchase=self.purchase(), positions=about, by=SYSTEM, now=now, **sums))

    def file_tells(self, now: datetime) -> None:
        file_says(self.purchase(), self.chance.choice((1, 2)), self.chance.choice(SUMS), now=now)

    def line_is_named(self, now: datetime) -> None:
        unnamed = self.purchase().shop_refunds.filter(positions=[]).first()
        if unnamed is not None:
            told: dict[str, Any] = {"refund": unnamed.number, "position": self.chance.choice((1, 2))}
            acting(lambda: claims.name_shop_refund(purchase=self.purchase(), by=SYSTEM, now=now, **told))

    def merchant_agrees(self, _now: datetime) -> None:
        self.cup.agree()

    def money_goes(self, now: datetime) -> None:
        row = self.cup.claim.payouts.exclude(payment__state__in=("succeeded", "failed")).first()
        if row is not None:
            told = {"payment": row.payment, "succeeded": self.chance.random() < 0.8, "reference": "R-1"}
            acting(lambda: ledger.clear(by=actor(cast.QIAN, now=now), now=now, **told))

    def platform_decides(self, now: datetime) -> None:
        about = {"what": "refunded", "amount_fen": self.chance.choice(SUMS), "reference": "PT-1", "reason": "平台判定"}
        gives(self.lamp, "outcome", cast.QIAN, **about)

    def platform_is_corrected(self, now: datetime) -> None:
        corrects(self.lamp, "refunded", self.chance.choice(SUMS))

    def things(self) -> list[Callable[[datetime], None]]:
        often = [self.list_tells, self.money_goes, self.merchant_agrees]
        return [*often, *often, self.file_tells, self.line_is_named, self.platform_decides, self.platform_is_corrected]


@pytest.mark.parametrize("seed", range(8))
def test_mark_and_record_agree_whatever_is_told_in_whatever_order(now: datetime, seed: int) -> None:
    chance = random.Random(seed)
    order, marked = Order(now, chance), 0
    for step in range(14):
        with suppress(AnxinError):
            chance.choice(order.things())(now + timedelta(minutes=step + 1))
        for one in (order.cup, order.lamp):
            one.now = now + timedelta(minutes=step + 1)
            one.read()
        marked = marks_are_facts()
    assert timeline.verify() == []
    listed = gone_twice(actor(cast.QIAN, now=now), now=now + timedelta(days=1), limit=9)
    assert len(listed) == marked
    assert [one.at for one in listed] == sorted((one.at for one in listed), reverse=True)


def twice(now: datetime) -> Walked:
    row = a_purchase(now=now, lines=(CUP, LAMP))
    one = filed(row, now)
    one.agree()
    one.run()
    told: dict[str, Any] = {"positions": [1], "fen": CUP.amount_fen, "reference": "TB-1"}
    order = Purchase.objects.get(pk=row.pk)
    acting(lambda: claims.take_shop_refund(purchase=order, by=SYSTEM, now=one.now, **told))
    one.read()
    return one


def test_a_mark_that_somebody_moved_past_the_record_is_named(now: datetime) -> None:
    one = twice(now)
    assert timeline.verify() == []
    for moved in (None, one.now - timedelta(days=200)):
        Claim.objects.filter(pk=one.claim.pk).update(twice_at=moved)
        assert any("twice_at" in str(found) for found in timeline.verify())


def test_an_upgrade_marks_what_went_twice_before(now: datetime) -> None:
    one = twice(now)
    marked = one.claim.twice_at
    assert marked == max(said(one.claim))
    Claim.objects.update(twice_at=None)
    migration = import_module("anxin.domain.claims.migrations.0029_gone_twice")
    migration.fill(apps, connection.schema_editor())
    one.claim.refresh_from_db()
    assert one.claim.twice_at == marked
    assert timeline.verify() == []
