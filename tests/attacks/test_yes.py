"""A yes counts for what was shown to who gave it: a form that lay open while another proposed anew moves nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.commands import ShownOtherwise, marks
from anxin.demo import bench, cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Decision
from anxin.domain.ledger.commands import DIFFERENCES
from anxin.domain.ledger.models import Bill, Difference, Payment, Remittance
from anxin.domain.opening.models import Departure
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests import builders
from tests.claim_builders import Walked, a_claim, refuse
from tests.domain.ledger.differences import SECOND, found, give
from tests.domain.ledger.test_bindings import a_paid_bill
from tests.domain.ledger.test_reconciliation import DAY
from tests.faces.customer.claims.claimed import a_case, address, entered
from tests.faces.desk.test_received import RECEIVED, a_bill, form
from tests.factor_builders import enrolled
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
SAID = "已经不是您看到的内容"


def offers(one: Walked, fen: int) -> None:
    told: dict[str, Any] = {"remedy": "refund_part", "amount_fen": fen, "reason": "补偿"}
    one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **told))


def offered_anew(one: Walked, fen: int) -> None:
    """The buyer said no elsewhere, the claim is heard again, and the shop offers less."""
    one.do(lambda: claims.refuse_offer(claim=one.claim, why="太少", by=one.buyer, now=one.now))
    offers(one, fen)


def refused(answer: HttpResponse) -> str:
    """Expect an answer that was not taken, and return what its page says."""
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert SAID in page
    return page


class TestBuyer:
    @pytest.mark.parametrize("yes", ["offer/acceptance/", "offer/refusal/"])
    def test_answers_the_offer_he_read_and_no_later_one(self, yes: str) -> None:
        one = a_case("offer_made")
        client = entered(one)
        sent = shown(client, address(one, yes)) | {"why": "太少"}
        offered_anew(one, 100)
        page = refused(client.post(address(one, yes), sent))
        one.read()
        assert one.claim.state == "offer_made"
        assert "¥1.00" in page, "the offer that stands now is shown"
        again = shown(client, address(one, yes)) | {"why": "太少"}
        assert client.post(address(one, yes), again).status_code == 302

    def test_gives_no_yes_by_a_form_that_names_nothing(self) -> None:
        one = a_case("offer_made")
        refused(entered(one).post(address(one, "offer/acceptance/")))
        one.read()
        assert one.claim.state == "offer_made"

    def test_is_held_to_it_below_every_page(self) -> None:
        one = a_case("offer_made")
        read = marks(TABLE.replaced("offer-acceptance", one.claim, now=one.now))
        offered_anew(one, 100)
        with pytest.raises(ShownOtherwise):
            one.do(
                lambda: TABLE.give("offer-acceptance", row=one.claim, by=one.buyer, now=one.now, fields={}, read=read)
            )
        one.read()
        assert one.claim.state == "offer_made"


class TestSecondReviewer:
    def test_confirms_the_draft_he_read_and_no_later_one(self, sits: Sits) -> None:
        one = a_claim(now=timezone.now() - timedelta(hours=2), at="review", reason="not_received")
        first, qiao = one.propose(refuse(fraud_said=True)), sits(cast.QIAO)
        at = f"/desk/claims/{one.claim.number}/"
        sent = shown(qiao, f"{at}?do=confirmation")
        one.do(lambda: claims.send_back(decision=first, why="再看", by=one.by(cast.CHENG), now=one.now))
        one.propose(refuse("另一个理由", fraud_said=True))
        page = refused(qiao.post(f"{at}confirmation/", sent))
        assert "另一个理由" in page
        assert not Decision.objects.filter(state="given").exists()
        assert qiao.post(f"{at}confirmation/", shown(qiao, f"{at}?do=confirmation")).status_code == 302


class TestBrandThatLeaves:
    def test_goes_as_the_second_administrator_read_it_or_not_at_all(self, sits: Sits) -> None:
        first, now = sits(cast.ADMIN), timezone.now()
        qian, home = builders.account(cast.QIAN), people.operator()
        acting(lambda: people_actions.grant(account=qian, organisation=home, role="operator", now=now))
        enrolled([cast.ADMIN.username, cast.QIAN.username], now=now)
        second, here = sits(cast.QIAN), "/desk/houses/heyan/"
        day = timezone.localdate() + timedelta(days=90)
        told = {"from_date": day.isoformat(), "successor": "禾砚新公司", "successor_at": "https://heyan.example"}
        assert first.post(f"{here}departure/", told | {"why": "搬走"}).status_code == 302
        sent = shown(second, f"{here}?do=departure-agreement")
        assert first.post(f"{here}departure-withdrawal/").status_code == 302
        told |= {"successor_at": "https://evil.example"}
        assert first.post(f"{here}departure/", told | {"why": "搬走"}).status_code == 302

        assert "https://evil.example" in refused(second.post(f"{here}departure-agreement/", sent))
        assert Departure.objects.get(successor_at="https://evil.example").state == "asked"
        refused(second.post(f"{here}departure-refusal/", sent))
        sent = shown(second, f"{here}?do=departure-agreement")
        assert second.post(f"{here}departure-agreement/", sent).status_code == 302


class TestMoney:
    def test_that_came_is_booked_on_the_bill_the_second_person_read(self, sits: Sits) -> None:
        qian, admin = sits(cast.QIAN), sits(cast.ADMIN)
        before = builders.a_repair(now=timezone.now() - timedelta(days=1, hours=3), at="coded")
        other = Bill.objects.get(stream_key=before.repair.pk, state="agreed")
        _one, bill = a_bill()
        assert qian.post(f"{RECEIVED}receipt/", form(bill)).status_code == 302
        at = f"{RECEIVED}{Remittance.objects.get().pk}/"
        sent = shown(admin, f"{at}?do=agreement") | {"sure": "1"}
        assert qian.post(f"{at}refusal/", shown(qian, f"{at}?do=refusal") | {"why": "写错了"}).status_code == 302
        assert qian.post(f"{at}bill/", {"number": other.number, "sure": "1"}).status_code == 302

        assert other.number in refused(admin.post(f"{at}agreement/", sent))
        assert Remittance.objects.get().state == "proposed"
        assert not Payment.objects.filter(bill__in=[bill, other], state="succeeded").exists()
        sent = shown(admin, f"{at}?do=agreement") | {"sure": "1"}
        assert admin.post(f"{at}agreement/", sent).status_code == 302
        other.refresh_from_db()
        assert other.state == "paid"

    def test_of_a_difference_becomes_the_refund_of_the_bill_the_second_person_read(self, sits: Sits) -> None:
        admin = sits(cast.ADMIN)
        bill, other, row = a_paid_bill(), a_paid_bill(), found("missing_here", 4000, at=DAY)
        row = give("binding", row, now=DAY, number=bill.number, why="后台退的")
        at = f"/desk/money/differences/{row.pk}/"
        read = marks(DIFFERENCES.replaced("agreement", row, now=DAY))
        sent = shown(admin, f"{at}?do=agreement") | {"sure": "1"}
        assert sent["read"] == read
        row = give("refusal", row, now=DAY)
        row = give("binding", row, now=DAY, number=other.number, why="后台退的")

        assert other.number in refused(admin.post(f"{at}agreement/", sent))
        with pytest.raises(ShownOtherwise):
            acting(lambda: DIFFERENCES.give("agreement", row=row, by=SECOND, now=DAY, fields={}, read=read))
        other.refresh_from_db()
        assert (other.refunded_fen, Difference.objects.get().ended_at) == (0, None)
        sent = shown(admin, f"{at}?do=agreement") | {"sure": "1"}
        assert admin.post(f"{at}agreement/", sent).status_code == 302
        other.refresh_from_db()
        assert other.refunded_fen == 4000


class TestReceipt:
    def test_is_signed_as_the_customer_read_it_or_not_at_all(self) -> None:
        one = builders.at_a_bench(now=timezone.now() - timedelta(hours=2), mode="drop_off", at="here")
        client, page = Client(), f"/customer/repairs/{one.repair.number}/"
        client.get(f"/c/{one.token}/")
        sent = shown(client, page, beside="receipt-signed")
        counter = one.by(cast.BOSS_HE)
        bench.give(one, "straight-back", counter, why="写错了")
        told = {"condition": ("scratched",), "accessories": (), "remark": "面板碎了", "serial": "HYS3-0001"}
        shots = (bench.picture(one, "receipt", 72),)
        bench.give(one, "taking-in", counter, **told, shelf="A-12", files=shots)

        assert "面板碎了" in refused(client.post(f"{page}receipt-signed/", sent))
        refused(client.post(f"{page}receipt-signed/"))
        sent = shown(client, page, beside="receipt-signed")
        assert client.post(f"{page}receipt-signed/", sent).status_code == 302
