"""Who opens a new case on an old person's data reads there what he was given in it, and no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Forbidden
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing, programs
from anxin.domain.claims.actions.filing import NotYourPurchase
from anxin.domain.claims.actions.programs import OrderGiven
from anxin.domain.claims.models import Claim, ExchangeOffer
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Purchase
from anxin.domain.people import actions as people
from anxin.domain.people.actions import reveals
from anxin.domain.people.actions.reveals import CARRIED
from anxin.domain.people.choices import REVEAL_REASONS
from anxin.domain.people.models import Person, Reveal
from anxin.domain.people.queries import access, organisation
from anxin.domain.repairs import queries as repairs
from tests import builders, claim_builders
from tests.attacks.test_after_the_end import sees
from tests.evidence_builders import CUP

pytestmark = pytest.mark.django_db
FIELDS = ("name", "phone", "address")
SHUT, OPEN = ["unseen"] * 3, [""] * 3
LONG = timedelta(days=45)
GIVEN = OrderGiven(lines=(CUP,), bought_at=datetime.min, buyer_name=cast.BUYER.name, buyer_phone=cast.BUYER.phone)


def program(of: cast.Organisation | None = None) -> Actor:
    """Make the actor of an organisation's program."""
    home = organisation((of or cast.OPERATOR).slug)
    return Actor(
        kind="token", id="t", organisation=str(home.id), roles=frozenset({"agent" if of is None else "merchant_agent"})
    )


def old_order(now: datetime) -> Purchase:
    """Write down an order of somebody whose name, phone and address are known, and nobody asks about."""
    return claim_builders.a_purchase(now=now, delivered_days_ago=2)


def filing(order: Purchase, **given: Any) -> Filing:
    """Ask money back for the cup."""
    asked: dict[str, Any] = {"type": "refund_only", "reason": "broken"}
    return Filing(purchase=order, lines=(ClaimLineGiven(position=1),), **(asked | given))


def looks(person: Person, case: StreamKey, by: Actor, at: datetime) -> list[str]:
    """Try to open each detail in a case."""
    return [sees(person, case, by, at, field) for field in FIELDS]


def filed(order: Purchase, by: Actor, now: datetime, **given: Any) -> Claim:
    """File a claim about an order."""
    return acting(lambda: claims.file(filing=filing(order, **given), by=by, now=now)).claim


def by_desk(order: Purchase, now: datetime) -> Claim:
    return filed(order, actor(cast.XIAO_CHEN, now=now), now)


def by_reviewer(order: Purchase, now: datetime) -> Claim:
    return filed(order, actor(cast.LIN, now=now), now)


def by_merchant(order: Purchase, now: datetime) -> Claim:
    return filed(order, actor(cast.MERCHANT_OWNER, now=now), now)


def by_call_centre(order: Purchase, now: datetime) -> Claim:
    return filed(order, program(), now)


def by_shop_program(order: Purchase, now: datetime) -> Claim:
    given = {"seller": "", "order_key": order.order_key, "order": None, "filing": filing(order)}
    return acting(lambda: programs.file_by_program(**given, by=program(cast.MERCHANT), now=now)).claim


def by_program_with_another_buyer(order: Purchase, now: datetime) -> Claim:
    """Name a buyer of one's own making to an order that is known."""
    made_up = replace(GIVEN, bought_at=order.bought_at, buyer_name="某人", buyer_phone="13900000001")
    given = {"seller": "", "order_key": order.order_key, "order": made_up, "filing": filing(order)}
    return acting(lambda: programs.file_by_program(**given, by=program(cast.MERCHANT), now=now)).claim


WAYS = (by_desk, by_reviewer, by_merchant, by_call_centre, by_shop_program, by_program_with_another_buyer)


class TestClaim:
    @pytest.mark.parametrize("file", WAYS, ids=lambda one: one.__name__)
    def test_filed_on_somebodys_old_order_opens_nothing_of_his(
        self, file: Callable[[Purchase, datetime], Claim], now: datetime
    ) -> None:
        order = old_order(now)
        claim = file(order, now)
        assert order.buyer is not None
        for member in (cast.XIAO_CHEN, cast.LIN, cast.MERCHANT_OWNER, cast.ADMIN):
            assert looks(order.buyer, claim.stream(), actor(member, now=now), now) == SHUT, member.called
        told = [(one.field, one.reason) for one in access.who_saw(order.buyer) if one.granted]
        assert sorted(told) == sorted((one, str(REVEAL_REASONS[CARRIED].name)) for one in FIELDS)

    def test_filed_with_the_buyer_on_the_line_opens_the_phone_he_gave(self, now: datetime) -> None:
        order, chen = old_order(now), actor(cast.XIAO_CHEN, now=now)
        claim = filed(order, chen, now, phone=cast.BUYER.phone)
        assert looks(claim.buyer, claim.stream(), chen, now) == ["unseen", "", "unseen"]

    def test_is_not_filed_for_a_caller_with_another_phone(self, now: datetime) -> None:
        with pytest.raises(NotYourPurchase):
            filed(old_order(now), actor(cast.XIAO_CHEN, now=now), now, phone=cast.MS_ZHANG.phone)

    def test_of_a_program_that_knows_the_order_opens_what_it_gave(self, now: datetime) -> None:
        order = old_order(now)
        given = replace(GIVEN, bought_at=order.bought_at)
        asked = {"seller": "", "order_key": order.order_key, "order": given, "filing": filing(order)}
        claim = acting(lambda: programs.file_by_program(**asked, by=program(cast.MERCHANT), now=now)).claim
        assert looks(claim.buyer, claim.stream(), actor(cast.XIAO_CHEN, now=now), now) == ["", "", "unseen"]

    def test_of_the_buyer_himself_opens_as_ever(self, now: datetime) -> None:
        claim = filed(old_order(now), STRANGER, now, phone=cast.BUYER.phone)
        assert looks(claim.buyer, claim.stream(), actor(cast.XIAO_CHEN, now=now), now) == OPEN
        assert not Reveal.objects.filter(carried=True).exists()

    def test_opens_with_a_second_person(self, now: datetime) -> None:
        order, chen, lin = old_order(now), actor(cast.XIAO_CHEN, now=now), actor(cast.LIN, now=now)
        claim = by_desk(order, now)
        row = acting(
            lambda: reveals.ask(person=claim.buyer, stream=claim.stream(), reason="要给客户回电", by=chen, now=now)
        )
        acting(lambda: reveals.agree(request=row, by=lin, now=now))
        assert looks(claim.buyer, claim.stream(), chen, now) == OPEN
        assert looks(claim.buyer, claim.stream(), lin, now) == SHUT


class TestVisit:
    """Who goes to the customer sees where; so nobody is sent out of a case the customer knows nothing of."""

    def claim(self, now: datetime, **given: Any) -> Claim:
        ground.lay(now=now)
        lock = replace(CUP, product=goods.product(brand=cast.HEYAN.slug, code="S3"))
        order = claim_builders.a_purchase(now=now, lines=(lock,), order="YT-LOCK-1")
        return filed(order, actor(cast.XIAO_CHEN, now=now), now, type="repair", reason="defective", **given)

    def ordered(self, claim: Claim, now: datetime) -> None:
        """Order an inspection at the buyer's, as a reviewer."""
        from_at = now + timedelta(days=1)
        window = {"from_at": from_at, "to_at": from_at + timedelta(hours=2)}
        lin = actor(cast.LIN, now=now)
        acting(lambda: claims.order_inspection(claim=claim, question="锁体有没有撬痕", **window, by=lin, now=now))

    def test_is_not_sent_to_a_buyer_who_was_never_heard(self, now: datetime) -> None:
        claim = self.claim(now)
        with pytest.raises(claims.BuyerSilent):
            self.ordered(claim, now)
        with pytest.raises(claims.BuyerSilent):
            acting(lambda: claims.agree(claim=claim, by=actor(cast.MERCHANT_OWNER, now=now), now=now))
        assert queries.claim_by_key(str(claim.id)).state == "merchant_answer"

    def test_opens_a_repair_that_shows_the_desk_no_more_than_its_claim(self, now: datetime) -> None:
        claim, chen = self.claim(now, phone=cast.BUYER.phone), actor(cast.XIAO_CHEN, now=now)
        acting(lambda: claims.agree(claim=claim, by=actor(cast.MERCHANT_OWNER, now=now), now=now))
        number = queries.claim_by_key(str(claim.id)).repair_number
        repair = repairs.repair(number, actor=chen, now=now)
        assert looks(claim.buyer, repair.stream(), chen, now) == ["unseen", "", "unseen"]


class TestExchange:
    def test_of_a_failed_repair_taken_by_the_desk_opens_no_longer_than_the_repair(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        ExchangeOffer.objects.create(repair_key=one.repair.id, repair_number=one.repair.number, at=one.now)
        chen = one.by(cast.XIAO_CHEN)
        made = acting(lambda: claims.accept_exchange(repair=one.repair, told="修了两次", by=chen, now=one.now))
        person, case = one.repair.customer, made.claim.stream()
        assert looks(person, case, chen, one.now) == OPEN
        assert looks(person, case, chen, one.now + LONG) == SHUT


class TestRework:
    def test_of_a_case_that_went_over_unseen_goes_on_and_stays_shut(self, now: datetime) -> None:
        """What was carried is no reason against going on within the grace: it opens nothing."""
        one = builders.a_repair(now=now, at="closed")
        person, case, chen = one.repair.customer, one.repair.stream(), one.by(cast.XIAO_CHEN)
        acting(lambda: people.carry_over(person=person, stream=case, given=(), by=chen, now=one.now))
        assert looks(person, case, chen, one.now) == SHUT
        assert not people.is_over(person=person, stream=case, by=chen, now=one.now)
        assert people.is_over(person=person, stream=case, by=chen, now=one.now + LONG)


def test_nobody_files_for_a_shop_that_is_not_his(now: datetime) -> None:
    with pytest.raises(Forbidden):
        filed(old_order(now), actor(cast.HEYAN_OWNER, now=now), now)
