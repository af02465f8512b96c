"""A merchant leaves from a day on, or answers nothing any more: its claims go on, and who pays is said."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries as claim_queries
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries.lookup import visible_to
from anxin.domain.claims.queries.payers import paid_for
from anxin.domain.goods.actions.purchases import SellerLeft
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries import seller_orders
from anxin.domain.notices.models import Notice
from anxin.domain.opening.commands.houses import HOUSES
from anxin.domain.opening.tasks import depart_houses
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import Retired
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import actors
from tests import builders
from tests.claim_builders import Walked, a_claim, refund
from tests.evidence_builders import a_purchase
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[cast.Member], Actor]
DAYS = 30


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast, with two administrators, and give actors of it."""
    ground.lay(now=now)
    qian, home = builders.account(cast.QIAN), people_queries.operator()
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    enrolled([cast.ADMIN.username, cast.QIAN.username], now=now)
    return lambda member: actors.actor_of_account(builders.account(member), now=now)


def house() -> Organisation:
    return people_queries.organisation(cast.MERCHANT.slug)


def give(name: str, by: Actor, now: datetime, **fields: object) -> None:
    acting(lambda: HOUSES.give(name, row=house(), by=by, now=now, fields=fields))


def ask(who: As, now: datetime, **fields: object) -> None:
    day: date = timezone.localdate(now) + timedelta(days=DAYS)
    give("shop-departure", who(cast.ADMIN), now, **{"from_date": day, "paid_by": "deposit", "why": "不做了", **fields})


def left(who: As, now: datetime) -> datetime:
    """Have two let the merchant leave, and its day come; return that moment."""
    ask(who, now)
    give("departure-agreement", who(cast.QIAN), now)
    later = now + timedelta(days=DAYS)
    depart_houses.func(now=later)
    return later


def decided_for(one: Walked) -> Decision:
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(refund(one.claim.asked_fen))
    return one.decision


def payer_once_final(one: Walked, row: Decision) -> str:
    """Let the time to appeal pass; return who pays for the merchant by the decision that stands."""
    one.wait(days=12)
    row.refresh_from_db()
    assert row.state == "final"
    assert not list(timeline.verify())
    return row.payer


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(number=one.claim.number).values_list("code", flat=True))


def silent(who: As, now: datetime) -> None:
    give("silence", who(cast.ADMIN), now, paid_by="platform", why="电话停机，办公地点已空")


class TestLeaving:
    def test_takes_no_new_order_and_shows_its_people_what_is_open_alone(self, who: As, now: datetime) -> None:
        over = a_claim(now=now, at="decided", order="YT-1")
        over.wait(days=20)
        kept = a_claim(now=now + timedelta(days=20), order="YT-2")
        assert over.claim.state in Claim.MACHINE.ends
        later = left(who, now)
        owner = actors.actor_of_account(builders.account(cast.MERCHANT_OWNER), now=later)
        seen = visible_to(owner, now=later).values_list("number", flat=True)
        assert set(seen) == {kept.claim.number}
        assert not seller_orders.own_sales(owner, now=later).exists()
        with pytest.raises(SellerLeft):
            a_purchase(now=later, order="YT-9")
        packer = builders.account(cast.XIAO_WU)
        with pytest.raises(Retired):
            acting(lambda: people.grant(account=packer, organisation=house(), role="packer", now=later))
        assert house().left_at == later

    def test_lets_its_buyers_claim_and_says_on_the_decision_who_pays(self, who: As, now: datetime) -> None:
        order = a_purchase(now=now + timedelta(days=DAYS - 1), order="YT-3")
        later = left(who, now)
        one = a_claim(now=later, purchase=Purchase.objects.get(pk=order.pk))
        one.wait(hours=49)
        assert one.claim.state == "review"
        row = decided_for(one)
        assert (row.payer, row.liable) == ("deposit", "merchant")
        assert paid_for(one.by(cast.QIAN), limit=9) == [], "it can be appealed: nothing is owed yet"
        assert one.view(one.buyer).decision.payer == "deposit"
        pages = claim_queries.dossier(one.claim, now=one.now).pages
        assert pages["case"]["seller_left_at"]  # type: ignore[call-overload,index]
        assert pages["decisions"][0]["payer"] == "deposit"  # type: ignore[index]
        assert not list(timeline.verify())

    def test_is_told_on_each_open_claim_and_to_its_buyer(self, who: As, now: datetime) -> None:
        one = a_claim(now=now + timedelta(days=DAYS - 1), order="YT-4")
        left(who, now)
        one.read()
        assert [line.code for line in one.view(one.buyer).timeline if line.code.startswith("claims.seller")]
        assert "claim_seller_left" in told(one)

    def test_is_undone_until_its_day_and_needs_a_second_administrator(self, who: As, now: datetime) -> None:
        ask(who, now)
        with pytest.raises(AnxinError):
            give("departure-agreement", who(cast.ADMIN), now)
        give("departure-agreement", who(cast.QIAN), now)
        give("departure-undoing", who(cast.ADMIN), now)
        depart_houses.func(now=now + timedelta(days=DAYS))
        assert house().left_at is None

    def test_asks_for_a_day_ahead_and_somebody_who_pays(self, who: As, now: datetime) -> None:
        with pytest.raises(Invalid):
            ask(who, now, from_date=timezone.localdate(now))
        with pytest.raises(Invalid):
            ask(who, now, paid_by="nobody")

    def test_asked_twice_is_once_and_otherwise_refused(self, who: As, now: datetime) -> None:
        ask(who, now)
        with pytest.raises(AnxinError):
            ask(who, now, paid_by="operator")

    def test_pays_by_who_was_said_what_was_decided_before_and_stands_after(self, who: As, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        row = decided_for(one)
        ask(who, now, from_date=timezone.localdate(one.now) + timedelta(days=1))
        give("departure-agreement", who(cast.QIAN), now)
        depart_houses.func(now=one.now + timedelta(days=1))
        assert payer_once_final(one, row) == "deposit"
        assert [line.payer for line in paid_for(one.by(cast.QIAN), limit=9)] == ["deposit"]

    def test_is_paid_for_as_two_agreed_whatever_one_says_before_or_after(self, who: As, now: datetime) -> None:
        silent(who, now)
        later = left(who, now)
        assert house().paid_by == "deposit"
        give("silence-end", who(cast.ADMIN), later)
        with pytest.raises(AnxinError):
            give("silence", who(cast.ADMIN), later, paid_by="operator", why="电话停机")
        assert (house().silent_at, house().paid_by) == (None, "deposit")

    def test_ends_sign_ins_once_nothing_is_open_and_nothing_may_come(self, who: As, now: datetime) -> None:
        later = left(who, now)
        depart_houses.func(now=later + timedelta(days=5))
        assert house().retired_at is None
        gone = later + timedelta(days=90)
        depart_houses.func(now=gone)
        assert house().retired_at == gone
        after = actors.actor_of_account(builders.account(cast.MERCHANT_OWNER), now=gone + timedelta(minutes=1))
        assert after.roles == frozenset()


class TestSilence:
    def test_is_read_by_all_and_the_claim_is_decided_without_it_after_its_time(self, who: As, now: datetime) -> None:
        one = a_claim(now=now)
        silent(who, now)
        assert "claim_seller_silent" in told(one)
        one.read()
        assert one.claim.state == "merchant_answer"
        one.wait(hours=49)
        assert one.claim.state == "review"
        assert decided_for(one).payer == "platform"

    def test_is_taken_back_by_itself_once_it_is_heard(self, who: As, now: datetime) -> None:
        one = a_claim(now=now)
        silent(who, now)
        one.read()
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.answer(claim=one.claim, reason="在的，照片不是我们的", by=owner, now=one.now))
        assert (house().silent_at, house().paid_by) == (None, "")
        codes = [line.code for line in one.view(one.buyer).timeline]
        assert "claims.seller_answers" in codes

    def test_is_taken_back_by_the_operator_and_said_once(self, who: As, now: datetime) -> None:
        silent(who, now)
        with pytest.raises(AnxinError):
            silent(who, now)
        give("silence-end", who(cast.ADMIN), now)
        assert house().silent_at is None
        with pytest.raises(AnxinError):
            give("silence-end", who(cast.ADMIN), now)

    def test_is_nothing_a_merchant_says_of_itself(self, who: As, now: datetime) -> None:
        with pytest.raises(AnxinError):
            give("silence", who(cast.MERCHANT_OWNER), now, paid_by="platform", why="自己说")

    def test_decides_nothing_by_what_it_said_beforehand(self, who: As, now: datetime) -> None:
        said = partial(claims.give_advance_answer, reasons=("broken",), types=("refund_only",), reason="都退")
        owner = who(cast.MERCHANT_OWNER)
        acting(lambda: said(organisation=house(), most_fen=10**6, attention_most="medium", by=owner, now=now))
        silent(who, now)
        one = a_claim(now=now + timedelta(days=1), order="YT-77")
        one.wait(hours=1)
        assert one.claim.state == "merchant_answer"
        one.wait(hours=49)
        assert one.claim.state == "review"

    def test_is_paid_for_by_others_once_said_before_a_decision_stands(self, who: As, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        row = decided_for(one)
        silent(who, one.now)
        assert payer_once_final(one, row) == "platform"
        assert [line.payer for line in paid_for(one.by(cast.QIAN), limit=9)] == ["platform"]

    def test_that_ended_before_a_decision_stands_leaves_it_to_the_merchant(self, who: As, now: datetime) -> None:
        one = a_claim(now=now)
        silent(who, now)
        one.wait(hours=49)
        assert (row := decided_for(one)).payer == "platform"
        give("silence-end", who(cast.ADMIN), one.now)
        assert payer_once_final(one, row) == ""

    def test_of_a_merchant_that_agrees_itself_is_over_and_it_pays(self, who: As, now: datetime) -> None:
        one = a_claim(now=now)
        silent(who, now)
        one.read()
        one.do(lambda: claims.agree(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))
        assert (one.decision.state, one.decision.payer, house().silent_at) == ("final", "", None)

    @pytest.mark.parametrize("says", ["appeal", "accept"])
    def test_is_over_once_it_appeals_or_accepts(self, who: As, now: datetime, says: str) -> None:
        one = a_claim(now=now)
        silent(who, now)
        one.wait(hours=49)
        decided_for(one)
        act = partial(getattr(claims, says), **({"why": "我们在"} if says == "appeal" else {}))
        one.do(lambda: act(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))
        assert (house().silent_at, house().paid_by) == (None, "")
