"""A merchant's shop on a platform that may misbehave, played with a clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core import later, providers, timeline
from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.people import queries as people
from anxin.domain.shops import actions, tasks
from anxin.domain.shops.models import Shop
from anxin.domain.shops.providers.client import Client
from tests.standins.shop_books import Books


class Scene:
    """A merchant's shop on a platform that may misbehave, and a clock."""

    def __init__(self, there: Books, now: datetime) -> None:
        self.there, self.now = there, now
        ground.lay(now=now)
        self.house = people.organisation(cast.MERCHANT.slug)
        self.connect()

    def connect(self) -> None:
        kept = {"values": self.there.values, "secrets": self.there.secrets}
        named = {"organisation": self.house, "platform": self.there.name, "title": "合宜旗舰店", "by": self.owner}
        self.row: Shop = acting(lambda: actions.connect(**named, **kept, now=self.now))
        since = self.now - timedelta(hours=1)
        Shop.objects.filter(pk=self.row.pk).update(orders_until=since, claims_until=since)
        self.row.refresh_from_db()

    @property
    def owner(self):  # type: ignore[no-untyped-def]
        return actor(cast.MERCHANT_OWNER, now=self.now)

    def read_on(self, minutes: float = 6) -> None:
        """Let time pass, and the shop be read on."""
        self.now += timedelta(minutes=minutes)
        self.there.now = self.now
        tasks.read_shop.func(shop=str(self.row.id), now=self.now)
        self.row.refresh_from_db()

    def run(self, minutes: float = 0) -> None:
        """Let time pass, and what is due be done."""
        self.now += timedelta(minutes=minutes)
        self.there.now = self.now
        later.run_due(self.now)

    @property
    def fault(self) -> str:
        return providers.health()[self.row.account].fault

    @property
    def claim(self) -> Claim:
        return Claim.objects.select_related("purchase", "seller", "buyer").get()

    def says(self, code: str) -> int:
        return sum(one.code == code for one in timeline.read(self.claim.stream()))

    def agree(self) -> None:
        acting(lambda: claims.agree(claim=self.claim, by=self.owner, now=self.now))

    def contest(self) -> None:
        acting(lambda: claims.answer(claim=self.claim, reason="出库时完好", by=self.owner, now=self.now))


def played(kind: type[Books], monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(Client, "SIZE", 2)
    now = timezone.now().replace(microsecond=0)
    with kind(now=now) as there:
        yield Scene(there, now)
    refs = list(Claim.objects.exclude(platform_ref="").values_list("platform_ref", flat=True))
    assert len(refs) == len(set(refs)), "a claim was opened twice"
