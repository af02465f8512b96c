"""Who pays for a gone merchant paid money whose transfer came back: the books follow to the fen what is said next."""

from datetime import timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries.payers import paid_for
from anxin.domain.claims.tasks import catch_up
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.models import Remittance
from anxin.domain.ledger.queries import sent_transfers
from tests.claim_builders import Walked, a_claim, a_purchase, refund
from tests.domain.claims.test_gone_payers import give, paid, silent, stands_at
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_returned_transfers import sent_back
from tests.domain.ledger.test_ways_back import paid_in_shop, refund_of, transferred

pytestmark = pytest.mark.django_db(transaction=True)


def gone_decided(wechat: Scene) -> Walked:
    """Return a claim against a merchant that answers nothing, whose refund its provider refuses to send."""
    ground.lay(now=wechat.now)
    purchase = paid_in_shop(wechat, a_purchase(now=wechat.now), refused=True)
    one = a_claim(now=wechat.now, purchase=purchase)
    silent(one, "deposit")
    one.wait(hours=49)
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(refund(one.claim.asked_fen))
    for later in (timedelta(days=12), *[timedelta(hours=5)] * 4):
        one.now += later
        wechat.now = wechat.bank.now = one.now
        one.wait(hours=0)
        one.run()
    return one


def paid_and_back(wechat: Scene) -> Walked:
    """Return one whose refund went by a transfer that the payer paid, and that its bank sent back then."""
    one = gone_decided(wechat)
    transferred(one)
    one.read()
    paid(one, reference="R-1")
    sent_back(one, Remittance.objects.get(direction="back"))
    one.read()
    return one


def books() -> tuple[int, int]:
    """Return what stands at the deposits and at the bank."""
    return stands_at("house:deposits"), stands_at("house:bank")


def unpaid(one: Walked) -> int:
    """Have a second person take back that it was paid; return how much the record says that it was."""
    give(one, "unpaid", by=cast.ADMIN, why="看错了流水，钱没到")
    return int(timeline.facts_of(one.claim.stream(), code="claims.payer_unpaid")[-1].facts["amount_fen"])


def test_what_was_not_paid_after_all_is_reversed_though_its_transfer_came_back_meanwhile(wechat: Scene) -> None:
    one = paid_and_back(wechat)
    fen = one.claim.asked_fen
    assert books() == (-fen, fen)
    assert unpaid(one) == fen
    assert books() == (0, 0)
    transferred(one, reference="SLIP-9")
    one.read()
    assert books() == (fen, -fen), "owed as before"
    paid(one, reference="R-2")
    assert books() == (0, 0)
    assert not list(timeline.verify())


def test_what_was_not_paid_after_all_is_owed_as_before_though_the_refund_went_anew(wechat: Scene) -> None:
    one = paid_and_back(wechat)
    fen = one.claim.asked_fen
    transferred(one, reference="SLIP-9")
    one.read()
    assert books() == (0, 0), "set off against what he paid"
    assert unpaid(one) == fen
    assert books() == (fen, -fen)
    for reference in ("R-2", "R-3"):
        paid(one, reference=reference)
        assert books() == (0, 0)
        assert unpaid(one) == fen
        assert books() == (fen, -fen)
    assert not list(timeline.verify())


def goes_nowhere(one: Walked) -> None:
    """Have finance say that what was to go anew went nowhere."""
    back = refund_of(one)
    acting(lambda: ledger.clear(payment=back, succeeded=False, reference="", by=one.by(cast.QIAN), now=one.now))
    one.run()
    one.read()


def returned(one: Walked, *, by: cast.Member = cast.ADMIN) -> None:
    give(one, "returned", by=by, moved_date=one.now.date(), reference="BACK-1")


class TestPaidTooMuch:
    def test_stands_in_finance_s_list_until_a_second_person_says_that_it_went_back(self, wechat: Scene) -> None:
        one = paid_and_back(wechat)
        fen = one.claim.asked_fen
        goes_nowhere(one)
        (line,) = paid_for(one.by(cast.QIAN), limit=9)
        assert (line.charged_fen, line.over_fen) == (0, fen)
        with pytest.raises(AnxinError):
            returned(one, by=cast.QIAN)  # who wrote down that it was paid
        with pytest.raises(Invalid):
            give(one, "returned", by=cast.ADMIN, moved_date=one.now.date() + timedelta(days=2), reference="BACK-1")
        returned(one)
        assert books() == (0, 0)
        (line,) = paid_for(one.by(cast.QIAN), limit=9)
        assert (line.charged_fen, line.over_fen) == (0, 0)
        with pytest.raises(AnxinError):
            returned(one)
        assert give(one, "payer", payer="merchant", why="商家重新营业").payer == "merchant"
        assert not list(timeline.verify())

    def test_is_set_off_once_the_refund_goes_anew(self, wechat: Scene) -> None:
        one = paid_and_back(wechat)
        assert len(paid_for(one.by(cast.QIAN), limit=9)) == 1
        transferred(one, reference="SLIP-9")
        one.read()
        assert paid_for(one.by(cast.QIAN), limit=9) == []
        with pytest.raises(AnxinError):
            returned(one)

    def test_is_asked_for_again_where_it_went_back_before_the_refund_went_anew(self, wechat: Scene) -> None:
        one = paid_and_back(wechat)
        fen = one.claim.asked_fen
        returned(one)
        transferred(one, reference="SLIP-9")
        one.read()
        assert books() == (fen, -fen)
        assert paid(one, reference="R-2").payer_paid_fen == fen
        assert books() == (0, 0)
        assert not list(timeline.verify())

    def test_in_part_is_set_off_against_what_stands_charged(
        self, wechat: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sent_transfers, "_OWED", [lambda _row: 10000])
        one = paid_and_back(wechat)
        fen = one.claim.asked_fen
        transferred(one, reference="SLIP-9")
        one.read()
        (line,) = paid_for(one.by(cast.QIAN), limit=9)
        assert (line.charged_fen, line.over_fen) == (10000, fen - 10000)
        returned(one)
        assert one.decision.payer_paid_at is not None
        assert books() == (0, 0)
        assert paid_for(one.by(cast.QIAN), limit=9) == []
        assert unpaid(one) == 10000
        assert not list(timeline.verify())

    def test_of_an_earlier_version_is_counted_by_itself(self, wechat: Scene) -> None:
        one = paid_and_back(wechat)
        Decision.objects.update(payer_paid_fen=0)
        catch_up.func(now=one.now)
        assert one.decision.payer_paid_fen == one.claim.asked_fen
