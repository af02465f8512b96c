"""That the brand pays: written down at the desk it waits for the brand's own people, whose word counts at once."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from anxin.core import calendars
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock, sweep
from anxin.core.commands import ShownOtherwise, marks
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.demo import cast
from anxin.demo.walk import STEPS
from anxin.domain.goods.models import WarrantyTerm
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as money
from anxin.domain.ledger.models import Bill, Repayment
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.models import Role
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db
WORD = {"said_by": "禾砚售后 周经理", "reference": "HY-2026-118", "why": "批次召回"}
DAY = timedelta(hours=24)


def unknown(one: builders.Walked, *, why: str = "no_purchase_date") -> builders.Walked:
    """Have nobody know when the goods of a repair were bought."""
    Repair.objects.filter(pk=one.repair.pk).update(covered=False, warranty_why=why, bought_proved=None)
    one.repair.refresh_from_db()
    return one


def say(one: builders.Walked, who: cast.Member = cast.XIAO_CHEN, *, reference: str = "HY-2026-118") -> None:
    """Write down that the brand pays: by default at the desk."""
    give(one, "brand-word", who, WORD | {"reference": reference})


def give(one: builders.Walked, name: str, who: cast.Member, fields: dict[str, str] | None = None) -> None:
    acting(lambda: TABLE.give(name, row=one.repair, by=one.by(who), now=one.now, fields=fields or {}))
    one.repair.refresh_from_db()


def a_day_goes_by(one: builders.Walked) -> None:
    one.now += DAY + timedelta(minutes=1)
    sweep(one.now)
    one.repair.refresh_from_db()


def bill_of(one: builders.Walked) -> Bill:
    bill = money.latest(one.repair.stream())
    assert bill is not None
    return bill


def told(one: builders.Walked, code: str) -> list[str]:
    """Return what the customer reads of a fact."""
    seen = queries.view(one.repair, actor=one.customer, now=one.now).timeline
    return [f"{line.sentence} {line.text}" for line in seen if line.code == code]


def accounts(code: str) -> list[str]:
    rows = Notice.objects.filter(code=code).exclude(account=None).order_by("account__username")
    return [row.account.username for row in rows if row.account]


class TestWordOfTheDesk:
    def test_lowers_no_bill_that_was_shown_until_its_day_is_over(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        owed = bill_of(one).total_fen
        say(one)
        assert (bill_of(one).state, bill_of(one).total_fen, owed > 0) == ("shown", owed, True)
        assert not one.repair.covered
        a_day_goes_by(one)
        assert (one.repair.covered, one.repair.warranty_why) == (True, "brand_said")
        assert bill_of(one).total_fen == 0

    def test_is_told_the_brands_own_people_who_can_open_it(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        assert accounts("brand_word_asked") == ["an", "mei"]
        assert Notice.objects.filter(code="brand_word_asked")[0].facts["reference"] == "HY-2026-118"
        (row,), over = queries.brand_words(one.by(cast.HEYAN_OWNER), now=one.now)
        assert (row.number, row.said_by, row.reason) == (one.repair.number, "禾砚售后 周经理", "批次召回")
        assert over == ()

    def test_is_reminded_of_before_its_day_is_over(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        acting(lambda: notices.remind(now=one.now + timedelta(hours=17)))
        assert accounts("brand_word_due") == []
        acting(lambda: notices.remind(now=one.now + timedelta(hours=19)))
        assert accounts("brand_word_due") == ["an", "mei"]

    def test_says_to_the_customer_that_the_brand_can_still_object_and_until_when(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.word_until == one.now + DAY
        assert told(one, "repairs.brand_asked")
        assert not told(one, "repairs.brand_said")
        a_day_goes_by(one)
        assert queries.view(one.repair, actor=one.customer, now=one.now).word_until is None
        assert "没有异议" in told(one, "repairs.brand_said")[0]
        assert Notice.objects.filter(code="repair_brand_pays", person=one.repair.customer).exists()

    def test_is_told_the_customer_without_who_said_so(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"), why="no_term")
        say(one)
        seen = queries.view(one.repair, actor=one.customer, now=one.now).timeline
        assert not any("周经理" in line.text for line in seen)
        inside = queries.view(one.repair, actor=one.by(cast.XIAO_CHEN), now=one.now).timeline
        assert any("周经理" in line.text for line in inside)

    def test_stands_once_while_it_waits(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        with pytest.raises(WrongState):
            say(one, reference="HY-2026-119")

    def test_is_the_brands_even_once_the_repair_is_done(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="on_site"))
        say(one)
        for name in ("quoted", "agreed", "billed", "coded", "closed"):
            STEPS[name](one)
        a_day_goes_by(one)
        assert one.repair.covered, "what ends the work does not end the brand's time"

    def test_waits_for_a_payment_that_is_under_way(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        one = builders.a_repair(now=now, at="billed")
        say(one)
        with monkeypatch.context() as paying:
            paying.setattr(money, "is_paying", lambda row: True)
            a_day_goes_by(one)
        assert not one.repair.covered
        one.now += timedelta(minutes=30)
        sweep(one.now)
        one.repair.refresh_from_db()
        assert one.repair.covered

    def test_changes_nothing_where_a_receipt_decided_meanwhile(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        given = {"bought_date": (now - timedelta(days=40)).date()}
        acting(lambda: TABLE.give("receipt", row=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now, fields=given))
        a_day_goes_by(one)
        assert (one.repair.warranty_why, one.repair.word_reference) == ("in_term", "")

    def test_is_written_down_by_desk_or_brand_only(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"), why="no_term")
        with pytest.raises(Forbidden):
            acting(lambda: TABLE.give("brand-word", row=one.repair, by=one.customer, now=one.now, fields=WORD))
        with pytest.raises((Forbidden, WrongState)):
            say(one, cast.QINGFENG_OWNER)

    def test_by_one_reference_is_of_one_repair(self, now: datetime) -> None:
        first = unknown(builders.a_repair(now=now, at="accepted"))
        second = unknown(builders.a_repair(now=now, at="accepted", customer=cast.GRANDMA_LI))
        say(first, reference="HY-1")
        with pytest.raises(Invalid) as refused:
            say(second, reference="hy-1")
        assert (refused.value.code, refused.value.field) == ("repairs.word_taken", "reference")
        assert refused.value.facts["number"] == first.repair.number
        a_day_goes_by(first)
        with pytest.raises(Invalid):
            say(second, reference="hy-1")
        say(second, reference="HY-2")
        assert second.repair.word_reference == "HY-2"

    @pytest.mark.parametrize("again", ["HY--118", "hy.118", "HY118", "HY_118"])
    def test_is_known_again_however_its_reference_is_written(self, now: datetime, again: str) -> None:
        first = unknown(builders.a_repair(now=now, at="accepted"))
        second = unknown(builders.a_repair(now=now, at="accepted", customer=cast.GRANDMA_LI))
        say(first, reference="HY-118")
        for _stands in ("waits", "counts"):
            with pytest.raises(Invalid) as refused:
                say(second, reference=again)
            assert (refused.value.code, refused.value.field) == ("repairs.word_taken", "reference")
            a_day_goes_by(first)

    def test_needs_a_letter_or_digit_of_its_reference(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        with pytest.raises(Invalid) as refused:
            say(one, reference="--")
        assert (refused.value.field, one.repair.word_reference) == ("reference", "")

    def test_of_before_an_upgrade_is_known_again_too(self, now: datetime) -> None:
        first = unknown(builders.a_repair(now=now, at="accepted"))
        second = unknown(builders.a_repair(now=now, at="accepted", customer=cast.GRANDMA_LI))
        say(first, reference="HY-118")
        for counts in (False, True):
            if counts:
                a_day_goes_by(first)
            Repair.objects.update(word_key="")
            migration = import_module("anxin.domain.repairs.migrations.0017_word_keys")
            migration.keyed(apps, SimpleNamespace(connection=connection))
            assert Repair.objects.get(pk=first.repair.pk).word_key == "HY118"
            with pytest.raises(Invalid):
                say(second, reference="HY--118")
        assert Repair.objects.get(pk=second.repair.pk).word_key == ""

    def test_frees_no_bill_that_was_agreed_to_until_finance_agrees(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        Bill.objects.filter(pk=bill_of(one).pk).update(state="agreed")
        owed = bill_of(one).total_fen
        say(one)
        a_day_goes_by(one)
        bill = bill_of(one)
        assert (bill.state, bill.total_fen, owed > 0) == ("agreed", owed, True)
        (asked,) = Repayment.objects.filter(bill=bill)
        assert (asked.amount_fen, asked.reason) == (owed, "brand")
        acting(lambda: ledger.agree_to_repayment(repayment=asked, by=one.by(cast.QIAN), now=one.now))
        assert (bill_of(one).total_fen, bill_of(one).state) == (0, "paid")

    def test_where_the_brand_has_nobody_counts_at_once_and_is_told_finance(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        Role.objects.filter(organisation=one.repair.brand_id).update(to_at=now - timedelta(days=1))
        say(one)
        assert (one.repair.covered, one.repair.warranty_why) == (True, "brand_said")
        assert accounts("repair_brand_word") == [cast.QIAN.username]
        assert not Clock.objects.filter(kind="repairs.brand_word").exists(), "nobody could object in that time"


class TestWordOfTheBrand:
    def test_that_confirms_counts_at_once_and_is_told_finance(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        say(one)
        assert accounts("repair_brand_word") == []
        give(one, "brand-confirmation", cast.HEYAN_OWNER)
        assert (one.repair.covered, one.repair.warranty_source, one.repair.word_reference) == (True, "HY-2026-118", "")
        assert bill_of(one).total_fen == 0
        assert accounts("repair_brand_word") == [cast.QIAN.username]
        assert not Clock.objects.filter(kind="repairs.brand_word", met_at=None).exists()

    def test_that_denies_leaves_the_bill_as_it_was_and_says_why(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        owed = bill_of(one).total_fen
        say(one)
        give(one, "brand-denial", cast.XIAO_MEI, {"why": "查无此召回"})
        a_day_goes_by(one)
        assert (one.repair.covered, bill_of(one).total_fen) == (False, owed)
        assert "查无此召回" in told(one, "repairs.brand_denied")[0]
        assert cast.XIAO_CHEN.username in accounts("brand_word_denied")
        assert Notice.objects.filter(code="repair_brand_denies", person=one.repair.customer).exists()

    @pytest.mark.parametrize("again", ["HY-2026-118", "hy2026--118"])
    def test_that_denies_stands_until_the_brand_itself_says_otherwise(self, now: datetime, again: str) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        give(one, "brand-denial", cast.XIAO_MEI, {"why": "查无此召回"})
        with pytest.raises(Invalid) as refused:
            say(one, reference=again)
        assert (refused.value.code, refused.value.field) == ("repairs.word_denied", "reference")
        a_day_goes_by(one)
        assert not one.repair.covered
        say(one, cast.HEYAN_OWNER, reference=again)
        assert one.repair.covered

    @pytest.mark.parametrize(("name", "fields"), [("brand-confirmation", {}), ("brand-denial", {"why": "不"})])
    def test_is_said_to_the_reference_that_was_read(self, name: str, fields: dict[str, str], now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one, reference="HY-118")
        read = marks(TABLE.replaced(name, one.repair, now=one.now))
        give(one, "brand-denial", cast.XIAO_MEI, {"why": "查无此召回"})
        say(one, reference="WRONG-999")
        by = one.by(cast.HEYAN_OWNER)
        with pytest.raises(ShownOtherwise, match="WRONG-999"):
            acting(lambda: TABLE.give(name, row=one.repair, by=by, now=one.now, fields=fields, read=read))

    def test_of_its_own_needs_no_desk_and_counts_for_a_model_without_any_term(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"), why="no_term")
        WarrantyTerm.objects.filter(brand=people.organisation(cast.HEYAN.slug)).delete()
        say(one, cast.HEYAN_OWNER)
        assert (one.repair.covered, one.repair.warranty_why) == (True, "brand_said")
        assert one.repair.warranty_source == "HY-2026-118"

    def test_corrects_the_reference_that_the_desk_wrote_down(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one, reference="HY-WRONG")
        say(one, cast.HEYAN_OWNER, reference="HY-RIGHT")
        assert (one.repair.warranty_source, one.repair.word_reference) == ("HY-RIGHT", "")

    def test_is_no_desks_to_confirm(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="accepted"))
        say(one)
        for name, fields in (("brand-confirmation", {}), ("brand-denial", {"why": "不"})):
            with pytest.raises((Forbidden, WrongState)):
                give(one, name, cast.XIAO_CHEN, fields)

    def test_has_what_was_paid_proposed_to_go_back(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        say(one)
        give(one, "brand-confirmation", cast.HEYAN_OWNER)
        assert Repayment.objects.get(bill=bill_of(one)).amount_fen == bill_of(one).paid_fen

    def test_leaves_the_bill_owed_where_finance_refuses(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        Bill.objects.filter(pk=bill_of(one).pk).update(state="agreed")
        owed = bill_of(one).total_fen
        say(one, cast.HEYAN_OWNER)
        asked = Repayment.objects.get(bill=bill_of(one))
        with pytest.raises(ledger.SecondPerson):
            acting(lambda: ledger.agree_to_repayment(repayment=asked, by=one.by(cast.HEYAN_OWNER), now=one.now))
        acting(lambda: ledger.refuse_repayment(repayment=asked, why="查无此号", by=one.by(cast.QIAN), now=one.now))
        assert (bill_of(one).total_fen, bill_of(one).state) == (owed, "agreed")


class TestTimeToObject:
    def test_counts_no_weekend_and_no_public_holiday(self, now: datetime) -> None:
        friday = now + timedelta(days=(4 - now.weekday()) % 7)
        one = unknown(builders.a_repair(now=friday, at="accepted"))
        say(one)
        due_at = Clock.objects.get(kind="repairs.brand_word").due_at
        assert due_at == one.now + 3 * DAY
        monday = timezone.localtime(due_at).date()
        acting(lambda: calendars.set_day(monday, works=False, source="国务院通知", by=SYSTEM, now=one.now))
        say(other := unknown(builders.a_repair(now=one.now, at="accepted", customer=cast.GRANDMA_LI)), reference="HY-2")
        assert Clock.objects.get(kind="repairs.brand_word", stream_key=other.repair.pk).due_at == other.now + 4 * DAY
