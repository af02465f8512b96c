"""A marketplace of shops alone: the house opens for claims on what they sold, without any brand that sends somebody."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from anxin.commands import doctor
from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.models import Claim
from anxin.domain.goods.models import Purchase
from anxin.domain.opening import queries
from anxin.domain.opening.actions import NotOpen
from anxin.domain.opening.commands import MARKETPLACE
from anxin.domain.opening.models import Opening, Rehearsal
from anxin.domain.opening.queries import lookup
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Role
from anxin.domain.publications.models import Text
from tests.builders import legal_texts
from tests.evidence_builders import a_purchase
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))


@pytest.fixture
def order(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Purchase:
    """Lay the cast, shut every brand, and have a merchant sell something of no brand."""
    monkeypatch.setattr(django_settings, "BEHIND_TLS", True)
    ground.lay(now=now)
    Opening.objects.all().delete()
    enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.XIAO_CHEN, cast.LIN)], now=now)
    home, qian = people_queries.operator(), people_queries.account(cast.QIAN.username)
    assert qian is not None
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    say("notices.address", "https://s.example", now)
    say(lookup.PUT_OFF, "payment", now)
    legal_texts(now=now, codes=("privacy", "terms", "claims"))
    return a_purchase(now=now, customer=cast.BUYER)


def say(name: str, value: str, now: datetime) -> None:
    acting(lambda: settings.propose(name=name, value=value, valid_from=now, by=SYSTEM, now=now))


def lacking(now: datetime) -> set[str]:
    home = people_queries.operator()
    return set(queries.marketplace_situation(home, by=ADMIN, now=now).missing)


def gives(name: str, now: datetime, **fields: str) -> None:
    home = people_queries.operator()
    acting(lambda: MARKETPLACE.give(name, row=home, by=ADMIN, now=now, fields=fields))


def rehearsed(now: datetime) -> Rehearsal:
    gives("rehearsal", now)
    later.run_due(now)
    return Rehearsal.objects.latest("asked_at")


def files(order: Purchase, now: datetime) -> None:
    given = Filing(
        purchase=order,
        lines=(ClaimLineGiven(position=1),),
        type="refund_only",
        reason="not_received",
        told="没收到",
        phone=cast.BUYER.phone,
    )
    acting(lambda: claims.file(filing=given, by=STRANGER, now=now))


class TestAMarketplace:
    def test_opens_for_claims_without_a_brand_and_shuts_again(self, order: Purchase, now: datetime) -> None:
        with pytest.raises(NotOpen):
            files(order, now)
        one = rehearsed(now)
        assert one.passed, one.cases
        assert [step["code"] for case in one.cases for step in case["steps"]] == ["claim", "agreed"]
        assert not Claim.objects.exists()

        gives("opening", now)
        assert (queries.open_brands(), queries.shut_house()) == ([], None)
        files(order, now)
        assert Claim.objects.count() == 1

        gives("shutting", now, why="盘点")
        with pytest.raises(NotOpen):
            files(a_purchase(now=now, customer=cast.BUYER, order="YT-2"), now + timedelta(minutes=2))
        assert Opening.objects.get().why == "盘点"

    @pytest.mark.parametrize(
        ("code", "takes_away"),
        [
            ("shop_orders", lambda _: Purchase.objects.update(seller=people_queries.organisation(cast.HEYAN.slug))),
            ("claim_rules", lambda _: Text.objects.filter(document__code="claims").delete()),
            ("deciders", lambda _: Role.objects.filter(role="reviewer").delete()),
            ("claim_money", lambda now: say(lookup.PUT_OFF, "", now)),
            ("legal", lambda _: Text.objects.filter(document__code="privacy").delete()),
            ("agents", lambda _: Role.objects.filter(role="agent").delete()),
        ],
    )
    def test_stays_shut_while_something_of_claims_is_missing_and_asks_for_nothing_of_repairs(
        self, order: Purchase, now: datetime, code: str, takes_away: Callable[[datetime], object]
    ) -> None:
        assert rehearsed(now).passed
        assert lacking(now) == set(), "no hotline, no outlet, no brand"
        takes_away(now)
        assert code in lacking(now)
        with pytest.raises(WrongState) as refused:
            gives("opening", now)
        assert refused.value.code == "opening.not_ready"

    def test_says_in_checklist_and_doctor_how_it_stands(self, order: Purchase, now: datetime) -> None:
        home = people_queries.operator().slug
        assert lacking(now) == {"claim_rehearsal"}
        found = {one.code: one for one in doctor.findings(now=now)}
        assert not found[f"open:{home}"].ok
        assert "售后申请试单" in found[f"open:{home}"].says
        assert "各店铺自行退" in found[f"claim_money:{home}"].says
        rehearsed(now)
        assert "打开" in {one.code: one for one in doctor.findings(now=now)}[f"open:{home}"].do
        gives("opening", now)
        opened = {one.code: one for one in doctor.findings(now=now)}[f"open:{home}"]
        assert (opened.ok, opened.do) == (True, "")

    def test_plays_the_claim_anew_once_the_rules_changed(self, order: Purchase, now: datetime) -> None:
        assert rehearsed(now).passed
        legal_texts(now=now, codes=("claims",))
        assert lacking(now) == {"claim_rehearsal"}
        gives("rehearsal", now + timedelta(minutes=1))

    def test_is_asked_for_while_no_brand_is_open(self, order: Purchase, now: datetime) -> None:
        brand = people_queries.organisation(cast.HEYAN.slug)
        Opening.objects.create(brand=brand, opened_by=SYSTEM.key, opened_at=now)
        assert not any(one.claims for one in queries.switches(queries.checks(now=now)))
        assert "shop_orders" in lacking(now), "it can't be opened by its address either"

    def test_leaves_what_a_brand_sells_itself_to_the_brand(self, order: Purchase, now: datetime) -> None:
        brand = people_queries.organisation(cast.HEYAN.slug)
        Opening.objects.create(brand=people_queries.operator(), opened_by=SYSTEM.key, opened_at=now)
        assert queries.shut_seller(seller=order.seller_id, purchase=order.pk) is None
        assert queries.shut_seller(seller=brand.pk, purchase=order.pk) == brand
        assert not queries.is_open(brand)
        assert brand not in queries.open_brands()

    def test_needs_no_first_brand_once_a_shop_is_here(self, order: Purchase, now: datetime) -> None:
        (check,) = (one for one in queries.house_checks(now=now) if one.code == "brand")
        assert not check.blocks
        home = people_queries.operator()
        assert "brand" in queries.house_situation(home, by=ADMIN, now=now).settled
