"""A shop's word alone says that money went back; its buyer says that it did not arrive, and a person decides."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.execution import MoreThanClaimPaid
from anxin.domain.claims.actions.filing import NotAllowed
from anxin.domain.claims.choices import AGREEABLE, NOT_REFUNDED
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries import gone_twice, order_options
from anxin.domain.goods.models import Purchase
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from tests.claim_builders import Walked, refund
from tests.domain.claims.test_line_money import CUP, LAMP, filed, refunded
from tests.evidence_builders import a_purchase
from tests.faces.technician.phones import phone_of
from tests.flat import flat
from tests.shop_builders import file_says, told_twice

pytestmark = pytest.mark.django_db
NUMBER = "2026112288"


@pytest.fixture
def order(now: datetime) -> Purchase:
    """Return an order whose file says that all of its first line went back."""
    row = a_purchase(now=now, order="OX-1", lines=(CUP, LAMP))
    file_says(row, 1, CUP.amount_fen, now=now)
    return Purchase.objects.get(pk=row.pk)


def contested(order: Purchase, now: datetime, **told: object) -> Walked:
    return filed(order, now, reason=NOT_REFUNDED, **told)


def shown(case: Walked) -> None:
    fields = {"reference": NUMBER, "reason": ""}
    by = case.by(cast.MERCHANT_OWNER)
    acting(lambda: TABLE.give("refund-number", row=case.claim, by=by, now=case.now, fields=fields))
    case.read()


def taken(case: Walked) -> None:
    case.do(lambda: claims.take_case(claim=case.claim, by=case.by(cast.LIN), now=case.now))


def test_its_buyer_may_say_that_it_did_not_arrive_and_a_person_gives_it(order: Purchase, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        filed(order, now)
    case = contested(order, now)
    assert (case.claim.asked_fen, case.claim.state) == (CUP.amount_fen, "merchant_answer")
    assert case.view(case.by(cast.MERCHANT_OWNER)).contests
    case.answer()
    case.run()
    case.read()
    taken(case)
    with pytest.raises(MoreThanClaimPaid):
        case.propose(refund(CUP.amount_fen + 1))
    case.propose(refund(CUP.amount_fen))
    case.wait(days=8)
    case.run()
    case.read()
    assert (case.claim.state, case.claim.outcome, refunded(order)) == ("closed", "paid", CUP.amount_fen)
    assert order_options.most_for(purchase=order, pieces={1: 1}, reason=NOT_REFUNDED) == 0
    assert order_options.most_for(purchase=order, pieces={1: 1}) == 0
    assert order_options.most_for(purchase=order, pieces={2: 1}) == LAMP.amount_fen
    rest = filed(order, case.now, positions=(2,))
    rest.agree()
    rest.run()
    assert refunded(order) == CUP.amount_fen + LAMP.amount_fen
    assert not list(timeline.verify())


def test_no_machine_gives_the_money(order: Purchase, now: datetime) -> None:
    by, house = actor(cast.MERCHANT_OWNER, now=now), people.organisation(cast.MERCHANT.slug)
    told = {"organisation": house, "types": ("refund_only",), "reason": "都退", "by": by, "now": now}
    given = partial(claims.give_advance_answer, most_fen=10**6, attention_most="medium", **told)
    acting(lambda: given(reasons=tuple(AGREEABLE)))
    case = contested(order, now)
    case.run()
    case.read()
    assert case.claim.state == "merchant_answer"
    with pytest.raises(Invalid):
        acting(lambda: given(reasons=(NOT_REFUNDED,)))


def test_its_merchant_names_the_number_and_all_read_it(order: Purchase, now: datetime) -> None:
    case = contested(order, now)
    shown(case)
    assert case.claim.state == "review"
    shown(case)
    (fact,) = timeline.facts_of(case.claim.stream(), code="claims.refund_numbered")
    assert fact.facts == {"reference": NUMBER}
    answer = queries.last_answer(case.claim)
    assert answer is not None
    assert answer.kind == "contest"
    assert "claim_refund_number" in set(Notice.objects.values_list("code", flat=True))


def test_nothing_is_contested_where_no_shop_said_anything(order: Purchase, now: datetime) -> None:
    with pytest.raises(NotAllowed) as refused:
        contested(order, now, positions=(2,))
    assert refused.value.facts["why"] == "nothing_said"


def told_by_its_platform(order: Purchase, now: datetime) -> None:
    fen = CUP.amount_fen
    row = Purchase.objects.get(pk=order.pk)
    acting(lambda: claims.take_shop_refund(purchase=row, positions=[1], fen=fen, reference=NUMBER, by=SYSTEM, now=now))


def test_what_a_connected_shop_tells_proves_it(order: Purchase, now: datetime) -> None:
    case = contested(order, now)
    told_by_its_platform(order, now)
    case.read()
    assert case.view(case.by(cast.LIN)).left_fen == 0
    case.do(lambda: claims.withdraw(claim=case.claim, why="", by=case.buyer, now=case.now))
    with pytest.raises(NotAllowed):
        contested(order, now)


def test_proven_after_it_was_given_here_it_is_named_as_paid_twice(order: Purchase, now: datetime) -> None:
    case = contested(order, now)
    case.agree()
    case.run()
    case.read()
    assert refunded(order) == CUP.amount_fen
    told_by_its_platform(order, now)
    (fact,) = timeline.facts_of(case.claim.stream(), code="claims.gone_twice")
    assert fact.facts == told_twice(CUP.amount_fen, gone=2 * CUP.amount_fen)


def test_what_went_twice_stands_on_finances_page_of_money_with_what_to_do(order: Purchase) -> None:
    now = timezone.now()
    case = contested(order, now)
    case.agree()
    case.run()
    told_by_its_platform(Purchase.objects.get(pk=order.pk), timezone.now())
    qian, page = phone_of(cast.QIAN), "/desk/money/"
    html = flat(qian.get(page))
    assert "近 90 天付了两次的钱" in html
    assert f'href="/desk/claims/{case.claim.number}/"' in qian.get(page).content.decode()
    assert "买家两笔都收到了" in html
    actor_of_qian = case.by(cast.QIAN)
    (one,) = gone_twice.gone_twice(actor_of_qian, now=timezone.now(), limit=9)
    assert (one.number, one.fen) == (case.claim.number, CUP.amount_fen)
    assert gone_twice.gone_twice(actor_of_qian, now=timezone.now() + timedelta(days=91), limit=9) == []
    assert gone_twice.gone_twice(case.by(cast.LIN), now=timezone.now(), limit=9) == []
