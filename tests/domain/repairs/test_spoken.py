"""What a customer without a page says on the phone: written down for him by an agent, from which call, in his words."""

from datetime import datetime

import pytest

from anxin.core import later, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.demo import cast
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices import queries as invoice_queries
from anxin.domain.invoices.models import Invoice
from anxin.domain.people.models import Account, Role
from anxin.domain.quality import actions as quality
from anxin.domain.quality.commands import RATINGS
from anxin.domain.quality.models import FollowUp, Review
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits.actions import OwnWork
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
CALL = "REC-2026-0042"
OBJECTS = {"why": "师傅走了又打不开", "recording": CALL}
WANTS = {"kind": "person", "title": "李秀兰", "recording": CALL}
RATES = {"overall": 2, "star_punctual": 1, "words": "来晚了一个钟头", "recording": CALL}


def give(one: builders.Walked, name: str, given: dict[str, object], by: Actor | None = None) -> None:
    told = {"row": one.repair, "by": by or one.by(cast.XIAO_CHEN), "fields": given}
    one.do(lambda: TABLE.give(name, now=one.now, **told))
    one.repair.refresh_from_db()


def rate(one: builders.Walked, by: Actor | None = None) -> Review:
    told = {"row": one.repair, "by": by or one.by(cast.XIAO_CHEN), "fields": RATES}
    made: Review = one.do(lambda: RATINGS.give("review-by-call", now=one.now, **told))
    return made


def recorded(one: builders.Walked) -> list[tuple[str, object, str]]:
    return [
        (entry.actor_kind, entry.facts["about"], str(entry.facts["recording"]))
        for entry in timeline.read(one.repair.stream())
        if entry.code == "visits.said_on_call"
    ]


def of_the_outlet(one: builders.Walked) -> Actor:
    """Give the agent a post at the outlet whose technician came."""
    chen = one.by(cast.XIAO_CHEN)
    assert one.visit.outlet is not None
    told = {"organisation": one.visit.outlet.organisation, "role": "parts_clerk", "from_at": one.now}
    Role.objects.create(account_id=chen.id, **told)
    return chen


class TestObjection:
    @pytest.mark.parametrize("what", ["not_fixed", "bill_wrong"])
    def test_during_the_service_counts_as_the_customers_own(self, what: str, now: datetime) -> None:
        one = builders.without_a_mobile(builders.a_repair(now=now, at="billed"))
        give(one, "objection-by-call", {**OBJECTS, "what": what})
        last = timeline.read(one.repair.stream(), opened=("why",))[-1]
        assert (last.code, last.private["why"].text) == (f"repairs.{what}", "师傅走了又打不开")
        assert recorded(one) == [("staff", "objection", CALL)]
        if what == "bill_wrong":
            assert "lowering" in TABLE.allowed(
                TABLE.situation(one.repair, by=one.by(cast.XIAO_CHEN), now=one.now), one.by(cast.XIAO_CHEN)
            )

    def test_to_a_repairs_end_has_it_disputed(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        one.do(lambda: _confirm(one))
        give(one, "objection-by-call", OBJECTS)
        assert one.repair.state == "disputed"
        assert recorded(one) == [("staff", "objection", CALL)]

    def test_says_from_which_call_it_is(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        for given in ({"why": "不对"}, {"why": "不对", "recording": "?"}, {"recording": CALL}):
            with pytest.raises(Invalid):
                give(one, "objection-by-call", given)
        assert not recorded(one)

    def test_is_never_written_down_by_whose_house_did_the_work(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        with pytest.raises(OwnWork):
            give(one, "objection-by-call", OBJECTS, by=of_the_outlet(one))
        assert not recorded(one)

    def test_is_never_written_down_by_the_technician_under_another_account(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        assert one.visit.technician is not None
        chen = one.by(cast.XIAO_CHEN)
        Account.objects.filter(pk=chen.id).update(person=one.visit.technician.person)
        with pytest.raises(OwnWork):
            give(one, "objection-by-call", OBJECTS, by=chen)

    def test_is_the_agents_to_write_down(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        for by in (one.by(cast.BOSS_HE), one.by(cast.MASTER_LUO), one.customer):
            with pytest.raises(Forbidden):
                give(one, "objection-by-call", OBJECTS, by=by)


def _confirm(one: builders.Walked) -> None:
    type(one.repair).objects.filter(pk=one.repair.pk).update(state="confirmed")
    one.repair.refresh_from_db()


class TestInvoice:
    def test_is_asked_for_on_the_phone_and_posted_to_who_has_neither_mail_nor_mobile(self, now: datetime) -> None:
        one = builders.without_a_mobile(builders.a_repair(now=now, at="closed"))
        give(one, "invoice-by-call", WANTS)
        row = Invoice.objects.get()
        assert (row.state, row.by_post, row.shown) == ("requested", True, "李*")
        assert recorded(one) == [("staff", "invoice", CALL)]
        finance = one.by(cast.QIAN)
        issued = {"official": "2" * 20, "at": one.now, "by": finance, "now": one.now}
        one.do(lambda: invoices.issue(invoice=row, **issued))
        assert invoice_queries.waiting(finance) == 1, "finance reads that it is to be posted"
        one.do(lambda: invoices.deliver(invoice=row, by=finance, now=one.now))
        assert invoice_queries.waiting(finance) == 0

    def test_goes_to_the_phone_of_whoever_helps_him(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        give(one, "invoice-by-call", {**WANTS, "phone": "13800000001"})
        assert not Invoice.objects.get().by_post

    def test_asked_for_twice_is_put_right_and_issued_once(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        give(one, "invoice-by-call", WANTS)
        give(one, "invoice-by-call", {**WANTS, "mail": "li@example.com"})
        assert not Invoice.objects.get().by_post
        later.run_due(one.now)

    def test_of_an_unpaid_bill_is_refused(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        with pytest.raises(WrongState):
            give(one, "invoice-by-call", WANTS)

    def test_of_a_company_needs_its_tax_number(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        with pytest.raises(Invalid) as refused:
            give(one, "invoice-by-call", {**WANTS, "kind": "company"})
        assert refused.value.field == "tax_number"

    def test_is_never_asked_for_by_whose_house_wrote_the_bill(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        with pytest.raises(OwnWork):
            give(one, "invoice-by-call", WANTS, by=of_the_outlet(one))
        assert not Invoice.objects.exists()


class TestRating:
    def test_is_written_down_with_words_and_call(self, now: datetime) -> None:
        one = builders.without_a_mobile(builders.a_repair(now=now, at="closed"))
        row = rate(one)
        assert (row.overall, row.recording, row.technician_id) == (2, CALL, one.visit.technician_id)
        assert recorded(one) == [("staff", "rating", CALL)]
        assert FollowUp.objects.get().reason == "bad_review", "few stars put somebody on the phone as ever"

    def test_is_given_once_by_page_or_phone(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        rate(one)
        with pytest.raises(quality.NotReviewable):
            rate(one)
        with pytest.raises(quality.NotReviewable):
            one.do(lambda: RATINGS.give("review", row=one.repair, by=one.customer, now=one.now, fields={"overall": 5}))

    def test_is_never_written_down_by_whom_it_is_about(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        for by in (one.by(cast.MASTER_LUO), one.by(cast.BOSS_HE), of_the_outlet(one)):
            with pytest.raises(Forbidden):
                rate(one, by=by)
        assert not Review.objects.exists()
