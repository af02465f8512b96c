"""Whose turn it is, and what ended, is told to the customer; who did it himself is told nothing."""

from datetime import datetime, timedelta

import pytest

from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.streams.models import Entry
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries as contact_queries
from anxin.domain.contacts.actions import LoggedCall, WrittenMessage
from anxin.domain.contacts.models import Contact
from anxin.domain.ledger import actions as ledger
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import actions as repairs
from anxin.domain.threads import actions as threads
from anxin.domain.visits import actions as visits
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
FINANCE = Actor(kind="staff", id="fin", organisation="o", roles=frozenset({"finance"}))


def told(key: object) -> list[str]:
    """List what the customers of a case were told, oldest first."""
    return list(
        Notice.objects.filter(stream_key=key).exclude(person=None).order_by("at", "id").values_list("code", flat=True)
    )


def new_since(key: object, before: list[str]) -> list[str]:
    later.run_due(Entry.objects.latest("at").at)
    return told(key)[len(before) :]


class TestRepair:
    @pytest.mark.parametrize(
        ("on", "code"),
        [("part", "repair_waits_part"), ("customer", "repair_waits_you"), ("brand", "repair_waits_brand")],
    )
    def test_that_stands_still_is_told_with_for_whom(self, on: str, code: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        before, chen = told(one.repair.pk), one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.wait(repair=one.repair, on=on, why="等", by=chen, now=one.now))
        assert new_since(one.repair.pk, before) == [code]

    def test_is_told_once_when_its_technician_found_nobody(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        before, luo = told(one.repair.pk), one.by(cast.MASTER_LUO)
        one.do(lambda: repairs.wait(repair=one.repair, on="customer", why="没人在家", by=luo, now=one.now))
        assert new_since(one.repair.pk, before) == ["repair_waits_you"]

    @pytest.mark.parametrize(("why", "expected"), [("wrong_address", ["repair_waits_you"]), ("quote_refused", [])])
    def test_whose_quote_was_refused_is_asked_for_no_window(self, why: str, expected: list[str], now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        before, luo = told(one.repair.pk), one.by(cast.MASTER_LUO)
        one.do(lambda: visits.give_up(visit=one.visit, why=why, note="", by=luo, now=one.now))
        assert one.repair.state == "waiting_customer"
        assert new_since(one.repair.pk, before) == expected

    @pytest.mark.parametrize("by_himself", [True, False])
    def test_that_goes_back_as_it_is_is_told_ready_alone(self, by_himself: bool, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="held")
        before, by = told(one.repair.pk), one.customer if by_himself else one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.give_back(repair=one.repair, why="不修了", by=by, now=one.now))
        assert one.repair.state == "waiting_customer"
        assert new_since(one.repair.pk, before) == ["goods_ready"]

    @pytest.mark.parametrize("given_up", [True, False])
    def test_whose_goods_are_at_a_counter_is_asked_for_no_window(self, given_up: bool, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="at_bench" if given_up else "held")
        before, chen = told(one.repair.pk), one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.wait(repair=one.repair, on="customer", why="等他决定", by=chen, now=one.now))
        assert one.repair.state == "waiting_customer"
        assert new_since(one.repair.pk, before) == []

    def test_called_off_by_the_desk_is_told_and_by_himself_not(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        before, chen = told(one.repair.pk), one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.cancel(repair=one.repair, why="买了新的", by=chen, now=one.now))
        assert new_since(one.repair.pk, before) == ["repair_cancelled"]
        other = builders.a_repair(now=now, at="triaged")
        before = told(other.repair.pk)
        other.do(lambda: repairs.cancel(repair=other.repair, why="修好了", by=other.customer, now=other.now))
        assert new_since(other.repair.pk, before) == []

    @pytest.mark.parametrize(("by_himself", "expected"), [(False, ["repair_again"]), (True, [])])
    def test_redone_is_told_but_to_who_asked_for_it(self, by_himself: bool, expected: list[str], now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        before, by = told(one.repair.pk), one.customer if by_himself else one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.rework(repair=one.repair, why="又坏了", by=by, now=one.now))
        assert new_since(one.repair.pk, before) == expected

    def test_s_money_that_went_back_is_told_and_money_that_came_in_not(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        before, chen = told(one.repair.pk), one.by(cast.XIAO_CHEN)
        assert "repair_refunded" not in before
        asked = {"amount_fen": 500, "reason": "too_much", "why": "多收了一节电池"}
        (row,) = one.do(lambda: repairs.propose_repayment(repair=one.repair, **asked, by=chen, now=one.now))  # type: ignore[arg-type]
        one.do(lambda: ledger.agree_to_repayment(repayment=row, by=FINANCE, now=one.now))
        assert new_since(one.repair.pk, before) == ["repair_refunded"]


class TestClaim:
    @pytest.fixture
    def back(self, now: datetime) -> claim_builders.Walked:
        """Have a claim wait for its goods."""
        one = claim_builders.a_claim(now=now, at="review", reason="wrong", type="return")
        told = {"name": "claims.return_address", "value": "示例收件人 0731-00000000 示例路 1 号"}
        owner, house = one.by(cast.MERCHANT_OWNER), str(one.claim.seller_id)
        acting(lambda: settings.propose(**told, organisation=house, by=owner, now=now, valid_from=now))
        one.agree()
        assert one.claim.state == "waiting_return"
        return one

    def test_whose_goods_are_due_is_told_a_day_ahead_once_and_when_it_lapsed(self, back: claim_builders.Walked) -> None:
        before = told(back.claim.id)
        for hours in (5 * 24, 6 * 24 + 1, 6 * 24 + 2):
            at = back.now + timedelta(hours=hours)
            acting(lambda at=at: notices.remind(now=at))
            expected = [] if hours == 5 * 24 else ["claim_ship_due"]
            assert new_since(back.claim.id, before) == expected
        back.wait(days=7, minutes=5)
        assert back.claim.state == "closed"
        assert new_since(back.claim.id, before) == ["claim_ship_due", "claim_lapsed"]

    def test_whose_goods_came_in_time_is_reminded_of_nothing(self, back: claim_builders.Walked) -> None:
        back.do(lambda: claims.ship_back(claim=back.claim, waybill="YD1", by=back.buyer, now=back.now))
        before = told(back.claim.id)
        acting(lambda: notices.remind(now=back.now + timedelta(days=6, hours=1)))
        assert new_since(back.claim.id, before) == []

    def test_whose_other_piece_went_out_is_told(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, type="exchange")
        one.agree()
        assert one.claim.state == "executing"
        before, owner = told(one.claim.id), one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.send_replacement(claim=one.claim, waybill="YD7", by=owner, now=one.now))
        assert new_since(one.claim.id, before) == ["claim_replaced"]

    def test_is_told_what_others_wrote_to_its_buyer_and_not_in_every_line(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        before, owner = told(one.claim.id), one.by(cast.MERCHANT_OWNER)

        def write(to: list[str], by: Actor, minutes: int = 1) -> None:
            stream = one.claim.stream()
            one.do(lambda: threads.post(stream=stream, text="请看", to=to, by=by, now=one.now), minutes=minutes)

        write(["desk"], owner)
        write(["merchant"], one.buyer)
        assert new_since(one.claim.id, before) == []
        write(["buyer"], owner)
        at = Notice.objects.get(code="claim_message").at
        acting(lambda: threads.post(stream=one.claim.stream(), text="还有", to=["buyer"], by=owner, now=at))
        assert new_since(one.claim.id, before) == ["claim_message"]
        write(["buyer"], owner, minutes=9)
        assert new_since(one.claim.id, before) == ["claim_message"]
        write(["buyer", "desk"], owner, minutes=10)
        assert new_since(one.claim.id, before) == ["claim_message"] * 2

    def test_is_told_once_in_the_morning_of_all_that_was_written_at_night(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        before, owner = told(one.claim.id), one.by(cast.MERCHANT_OWNER)
        night = one.now.astimezone(SHANGHAI).replace(hour=22, minute=30) + timedelta(days=1)
        for minutes in (0, 11, 200):
            at = night + timedelta(minutes=minutes)
            acting(lambda at=at: threads.post(stream=one.claim.stream(), text="请看", to=["buyer"], by=owner, now=at))
        assert new_since(one.claim.id, before) == ["claim_message"]
        later.run_due(night + timedelta(hours=10))
        at = night + timedelta(hours=10)
        acting(lambda: threads.post(stream=one.claim.stream(), text="还有", to=["buyer"], by=owner, now=at))
        assert told(one.claim.id)[len(before) :] == ["claim_message"] * 2


class TestAnswer:
    def test_of_the_desk_is_told_to_who_left_a_message(self, now: datetime) -> None:
        ground.lay(now=now)
        row, chen = self._written(now), actor(cast.XIAO_CHEN, now=now)
        acting(lambda: contacts.answer(contact=row, text="报价含上门费", by=chen, now=now))
        assert told(row.pk) == ["contact_received", "contact_answered"]

    def test_about_a_claim_is_told_once_though_it_stands_on_the_claim_too(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        before = told(one.claim.id)
        case = contact_queries.case_of(one.claim.number, actor=one.buyer, now=now)
        message = WrittenMessage(text="还要多久", topic="claim", about=case)
        row = acting(lambda: contacts.receive(message=message, by=one.buyer, now=now))
        acting(lambda: contacts.answer(contact=row, text="明天", by=one.by(cast.XIAO_CHEN), now=now))
        assert told(row.pk) == ["contact_received", "contact_answered"]
        assert new_since(one.claim.id, before) == []

    def test_by_phone_is_told_by_nobody_else(self, now: datetime) -> None:
        ground.lay(now=now)
        row, chen = self._written(now), actor(cast.XIAO_CHEN, now=now)
        call = LoggedCall(
            phone=cast.STRANGER.phone, name="", direction="out", result="answered", topic="price", text="说了"
        )
        acting(lambda: contacts.call(contact=row, call=call, by=chen, now=now))
        assert told(row.pk) == ["contact_received"]

    def _written(self, now: datetime) -> Contact:
        message = WrittenMessage(text="看不懂", topic="price", name=cast.STRANGER.name, phone=cast.STRANGER.phone)
        return acting(lambda: contacts.receive(message=message, by=Actor(kind="stranger", id=""), now=now))
