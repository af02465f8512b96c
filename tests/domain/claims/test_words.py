"""What a buyer tells has one limit, asked by the house; which kinds of claims ask for money is said once."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import rules
from anxin.domain.claims.actions import Filing, LineGiven
from anxin.domain.claims.choices import PLATFORM_OUTCOMES
from anxin.domain.claims.models import Claim
from anxin.domain.claims.wording import PLATFORMS
from anxin.domain.shops.providers import ENDED
from tests.evidence_builders import a_purchase

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def files(told: str, now: datetime) -> None:
    about = {"type": "refund_only", "reason": "broken", "phone": cast.BUYER.phone}
    filing = Filing(purchase=a_purchase(now=now), lines=(LineGiven(position=1),), told=told, **about)  # type: ignore[arg-type]
    acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))


class TestTold:
    def test_is_as_long_as_said_once_and_no_longer(self, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            files("裂" * (rules.TOLD_MOST + 1), now)
        assert (refused.value.field, Claim.objects.count()) == ("told", 0)
        files("裂" * rules.TOLD_MOST, now)
        assert Claim.objects.count() == 1


class TestCodes:
    def test_of_kinds_that_ask_for_money_are_those_that_grant_it(self) -> None:
        assert {one for one in rules.TYPES if rules.asks_money(one)} == set(rules.MONEY) & set(rules.TYPES)

    def test_of_a_platforms_end_are_the_same_with_its_shops_and_in_words(self) -> None:
        assert set(PLATFORM_OUTCOMES) == ENDED == set(PLATFORMS)
