"""What comes in from outside is for open brands: reports, claims, waits and messages, by page and by program."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.demo import cast, ground, walk
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Contact
from anxin.domain.goods.models import Product, PurchaseLine
from anxin.domain.network import actions as network
from anxin.domain.network.models import Waiting
from anxin.domain.opening import queries as opening_queries
from anxin.domain.opening.actions import NotOpen
from anxin.domain.opening.models import Departure, Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from tests import builders, claim_builders
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
PROGRAM = Actor(kind="token", id="0199", via="api")
FAR = "新疆乌鲁木齐市天山区"


def shut(*slugs: str) -> None:
    Opening.objects.filter(brand__slug__in=slugs).delete()


def report(by: Actor, now: datetime) -> object:
    return repairs.report(report=walk.a_report(now=now), by=by, now=now)


def wait(by: Actor, now: datetime) -> object:
    wish = network.WaitlistEntry(
        brand=people.organisation(cast.HEYAN.slug), name=cast.STRANGER.name, phone=cast.STRANGER.phone, address=FAR
    )
    return network.wait(wish=wish, by=by, now=now)


def write(by: Actor, now: datetime) -> object:
    said = contacts.WrittenMessage(text="什么时候能修", name=cast.STRANGER.name, phone=cast.STRANGER.phone)
    return contacts.receive(message=said, by=by, now=now)


def brands() -> tuple[str, ...]:
    return tuple(Opening.objects.values_list("brand__slug", flat=True))


class TestReportsAndWaits:
    @pytest.mark.parametrize("by", [STRANGER, PROGRAM], ids=["page", "program"])
    @pytest.mark.parametrize(("take_in", "model"), [(report, Repair), (wait, Waiting)])
    def test_are_refused_for_a_shut_brand_and_leave_nothing(
        self, take_in: Callable[[Actor, datetime], object], model: type[Repair | Waiting], by: Actor, now: datetime
    ) -> None:
        ground.lay(now=now)
        shut(cast.HEYAN.slug)
        people_before = Person.objects.count()
        with pytest.raises(NotOpen) as refused:
            acting(lambda: take_in(by, now))
        assert refused.value.facts == {"brand": cast.HEYAN.name}
        assert (model.objects.count(), Person.objects.count()) == (0, people_before)

    def test_are_taken_while_only_another_brand_is_shut(self, now: datetime) -> None:
        ground.lay(now=now)
        shut(cast.QINGFENG.slug)
        acting(lambda: report(STRANGER, now))
        acting(lambda: wait(STRANGER, now))
        assert (Repair.objects.count(), Waiting.objects.count()) == (1, 1)

    def test_are_taken_by_the_desk_of_whoever_rings(self, now: datetime) -> None:
        ground.lay(now=now)
        shut(cast.HEYAN.slug)
        chen = walk.actor(cast.XIAO_CHEN, now=now)
        acting(lambda: report(chen, now))
        acting(lambda: wait(chen, now))
        assert (Repair.objects.count(), Waiting.objects.count()) == (1, 1)

    def test_that_was_taken_in_goes_on_to_its_end(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        shut(*brands())
        assert one.until("closed").repair.state == "closed"


class TestClaims:
    def test_of_a_brand_that_sells_are_refused_while_it_is_shut(self, now: datetime) -> None:
        one = a_purchase(now=now)
        heyan = people.organisation(cast.HEYAN.slug)
        type(one).objects.filter(pk=one.pk).update(seller=heyan)
        shut(cast.HEYAN.slug)
        one.refresh_from_db()
        with pytest.raises(NotOpen):
            claim_builders.a_claim(now=now, purchase=one)
        assert not Claim.objects.exists()

    def test_of_a_merchant_are_refused_while_the_brand_of_the_goods_is_shut(self, now: datetime) -> None:
        one = a_purchase(now=now)
        PurchaseLine.objects.filter(purchase=one).update(product=Product.objects.get(code="S3", brand__slug="heyan"))
        shut(cast.HEYAN.slug)
        with pytest.raises(NotOpen) as refused:
            claim_builders.a_claim(now=now, purchase=one)
        assert refused.value.facts == {"brand": cast.HEYAN.name}

    @pytest.mark.parametrize("seller", ["merchant", "brand"])
    def test_on_what_was_bought_of_a_brand_that_left_are_taken_in_within_their_time(
        self, now: datetime, seller: str
    ) -> None:
        one = a_purchase(now=now)
        product = Product.objects.get(code="S3", brand__slug="heyan")
        PurchaseLine.objects.filter(purchase=one).update(product=product)
        if seller == "brand":
            type(one).objects.filter(pk=one.pk).update(seller=product.brand)
        shut(cast.HEYAN.slug)
        told = {"from_date": now.date(), "successor": "清风", "asked_by": "a", "answered_by": "b", "state": "left"}
        Departure.objects.create(house=product.brand, created_at=now, updated_at=now, **told)
        one.refresh_from_db()
        assert opening_queries.shut_seller(seller=one.seller_id, purchase=one.pk) is None
        claim_builders.a_claim(now=now, purchase=one)
        assert Claim.objects.exists()

    def test_of_goods_of_no_known_brand_need_one_that_is_open(self, now: datetime) -> None:
        first, other = (a_purchase(now=now, order=f"YT-20261118-773{n}") for n in range(2))
        PurchaseLine.objects.filter(purchase__in=[first, other]).update(product=None)
        shut(cast.HEYAN.slug)
        claim_builders.a_claim(now=now, purchase=first)
        shut(*brands())
        with pytest.raises(NotOpen) as refused:
            claim_builders.a_claim(now=now, purchase=other)
        assert refused.value.facts == {"brand": cast.OPERATOR.name}

    def test_that_a_platform_tells_of_are_taken(self, now: datetime) -> None:
        one = a_purchase(now=now)
        shut(*brands())
        filing = claims.Filing(
            purchase=one,
            lines=(claims.ClaimLineGiven(position=1),),
            type="refund_only",
            reason="broken",
            platform_ref="T-1",
        )
        acting(lambda: claims.file(filing=replace(filing, channel="shop"), by=SYSTEM, now=now))
        assert Claim.objects.get().platform_ref == "T-1"


class TestMessages:
    def test_of_a_stranger_are_refused_while_no_brand_is_open(self, now: datetime) -> None:
        ground.lay(now=now)
        shut(*brands()[1:])
        acting(lambda: write(STRANGER, now))
        shut(*brands())
        with pytest.raises(NotOpen):
            acting(lambda: write(STRANGER, now))
        assert Contact.objects.count() == 1

    def test_about_a_case_that_was_taken_in_go_on(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        shut(*brands())
        acting(lambda: contacts.write(text="师傅到哪了", by=one.customer, now=now))
        assert Contact.objects.get().about_number == one.repair.number
