"""What a buyer reads the moment after a yes is what he reads a minute later: who gives his money back."""

from datetime import datetime

import pytest
from django.conf import LazySettings

from anxin.domain.claims import queries
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db


def says(one: Walked) -> str:
    return queries.headline_of(one.view(one.buyer), now=one.now).says


def test_an_order_without_a_payment_number_goes_back_in_the_shop_from_the_first_moment(
    now: datetime, settings: LazySettings
) -> None:
    settings.PLAY = False
    one = a_claim(now=now)
    one.agree()
    [first] = one.view(one.buyer).payouts
    assert (first.state, first.by_shop) == ("unclear", True)
    assert says(one) == "money_by_shop"


def test_money_that_a_provider_sends_is_on_its_way_at_once(now: datetime) -> None:
    one = a_claim(now=now)
    one.agree()
    assert says(one) == "money_out"
