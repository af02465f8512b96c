"""Each text of a claim has one limit, asked by the house; which kinds of claims ask for money is said once."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import rules
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.choices import PLATFORM_OUTCOMES
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.claims.wording import PLATFORMS
from anxin.domain.shops.providers import ENDED
from tests.evidence_builders import a_purchase

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def files(now: datetime, **given: str) -> None:
    about = {"type": "refund_only", "reason": "broken", "phone": cast.BUYER.phone, **given}
    filing = Filing(purchase=a_purchase(now=now), lines=(ClaimLineGiven(position=1),), **about)  # type: ignore[arg-type]
    acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))


class TestText:
    @pytest.mark.parametrize("name", sorted({*LONGEST} - {"phone"}))
    def test_is_as_long_as_said_once_and_no_longer(self, name: str, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            files(now, **{name: "裂" * (LONGEST[name] + 1)})
        assert (refused.value.field, Claim.objects.count()) == (name, 0)
        files(now, **{name: "裂" * LONGEST[name]})
        assert Claim.objects.count() == 1

    def test_of_a_phone_is_bounded_too(self, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            files(now, phone=cast.BUYER.phone + " " * (LONGEST["phone"] + 1))
        assert refused.value.field == "phone"


class TestCodes:
    def test_of_kinds_that_ask_for_money_are_those_that_grant_it(self) -> None:
        assert {one for one in rules.TYPES if rules.asks_money(one)} == set(rules.MONEY) & set(rules.TYPES)

    def test_of_a_platforms_end_are_the_same_with_its_shops_and_in_words(self) -> None:
        assert set(PLATFORM_OUTCOMES) == ENDED == set(PLATFORMS)
