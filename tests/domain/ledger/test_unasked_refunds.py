"""A refund that no provider will be asked for is its shop's, or finance's, from the moment it is decided."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings

from anxin.core import providers, timeline
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.queries.headline import headline_of
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import online
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg
from tests.domain.claims.test_line_money import agrees_beforehand
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_ways_back import paid_in_shop

pytestmark = pytest.mark.django_db


def says(one: Walked) -> str:
    return headline_of(one.view(one.buyer), now=one.now).says


def test_its_shop_gives_it_before_any_worker_looks(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    one = a_claim(now=now)
    with monkeypatch.context() as real:  # nobody plays money
        real.setattr(django_settings, "PLAY", False)
        one.agree()
    back = Payment.objects.get(direction="back")
    assert (back.state, back.fault, says(one)) == ("unclear", "by hand: no number", "money_by_shop")
    (fact,) = timeline.facts_of(one.claim.stream(), code="claims.money_unsent")
    assert (fact.facts["owes"], fact.facts["why_unsent"]) == (True, "no_number")
    assert [clock.kind for clock in one.view(one.by(cast.LIN)).clocks if clock.kind == SHOP_PAYS] == [SHOP_PAYS]
    one.run()
    back.refresh_from_db()
    assert (back.state, back.tries) == ("unclear", 0), "its call finds it left to a person"
    assert Notice.objects.filter(code="claim_shop_pays").count() == 1
    assert len(timeline.facts_of(one.claim.stream(), code="claims.money_unsent")) == 1
    assert timeline.verify() == []


def test_so_it_does_where_looking_at_a_picture_lets_an_advance_answer_agree(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "django_settings", SimpleNamespace(PLAY=False))
    order = a_purchase(now=now)
    agrees_beforehand(now, "refund_only")
    one = a_claim(now=now, pictures=(jpeg(drawn(7)),), purchase=order)
    one.run()
    one.read()
    assert (Payment.objects.get(direction="back").fault, says(one)) == ("by hand: no number", "money_by_shop")


@pytest.mark.parametrize("why", ["number twice", "not set up", ""])
def test_so_does_finance_where_it_is_its_own_and_a_provider_is_asked_as_before(wechat: Scene, why: str) -> None:
    one = a_claim(now=wechat.now, purchase=paid_in_shop(wechat, a_purchase(now=wechat.now), refused=False))
    if why == "not set up":
        acting(lambda: providers.end("wechat", now=one.now))
    if why == "number twice":
        other, known = a_purchase(now=wechat.now, order="YT-2"), one.claim.purchase.paid_reference
        Purchase.objects.filter(pk=other.pk).update(paid_reference=known)
    one.agree()
    back = Payment.objects.get(direction="back")
    expected = {"": ("intended", "", "money_out"), "not set up": ("unclear", "by hand: not set up", "money_by_hand")}
    twice = ("unclear", "by hand: number twice", "money_by_shop")
    assert (back.state, back.fault, says(one)) == expected.get(why, twice)
