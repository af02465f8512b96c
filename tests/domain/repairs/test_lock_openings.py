"""A lock is opened for whoever shows a right to it, and he says afterwards that nobody else can open it any more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from anxin.core import clocks, settings
from anxin.core.acting import acting
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast, ground
from anxin.demo.walk import QuoteLineGiven, Walked, a_report, begin, photographed, the_code
from anxin.domain.ledger import queries as ledger
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people_actions
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visit_queries
from anxin.domain.visits import rules
from anxin.domain.visits.models import DoorCheck
from tests.domain.rows import every_row

pytestmark = pytest.mark.django_db
WITNESS = "欧阳见证"


def at_the_door(now: datetime) -> Walked:
    ground.lay(now=now)
    return begin(replace(a_report(now=now), kind="lock_opening"), now=now).until("on_site")


def given(one: Walked, name: str, **fields: object) -> None:
    by = one.by(cast.MASTER_LUO)
    one.do(lambda: JOBS.give(name, row=one.visit, by=by, now=one.now, fields=fields))


WITNESSED = {"witness_as": "property", "witness": WITNESS}
LAST = ("before", "after", "signature")


def agreed(one: Walked) -> None:
    """Have the customer agree to the quote that waits for him, if any does."""
    quote = one.repair.quotes.get()
    if quote.state == "sent":
        found = queries.quote(one.repair.number, version=quote.version, actor=one.customer, now=one.now)
        one.do(lambda: repairs.agree_quote(quote=found, by=one.customer, now=one.now))


def opened(now: datetime, *, last: tuple[str, ...] = (), **shown: str) -> Walked:
    """Open a lock and finish, or go on to the pictures that are the last."""
    one = at_the_door(now)
    given(one, "identity", document="id_card", **(shown or WITNESSED))
    by, lines = one.by(cast.MASTER_LUO), (QuoteLineGiven(code="HY3-FIT"),)
    one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=by, now=one.now))
    agreed(one)
    photographed(one, last or LAST)
    given(one, "checks", done=["reset"])
    one.do(lambda: repairs.use_parts(repair=one.repair, parts=(), by=by, now=one.now))
    if last:
        return one
    one.do(lambda: visits.finish(visit=one.visit, code=the_code(one), by=by, now=one.now))
    return one


class TestDoor:
    def test_stays_shut_to_quote_and_code_before_somebody_showed_a_right_to_it(self, now: datetime) -> None:
        one = at_the_door(now)
        by = one.by(cast.MASTER_LUO)
        with pytest.raises(repairs.IdentityNeeded):
            one.do(lambda: repairs.quote(repair=one.repair, lines=(), by=by, now=one.now))
        with pytest.raises(visits.NoCode) as refused:
            one.do(lambda: visits.finish(visit=one.visit, code="000000", by=by, now=one.now))
        assert str(refused.value.facts["lacks"]).split()[0] == "identity"

    def test_stays_shut_to_its_picture_of_after_and_its_check_list_before_that_too(self, now: datetime) -> None:
        one = at_the_door(now)
        photographed(one, ("before",))
        with pytest.raises(visits.NotChecked):
            photographed(one, ("after",))
        with pytest.raises(WrongState):
            given(one, "checks", done=["reset"])
        given(one, "identity", document="id_card", **WITNESSED)
        photographed(one, ("after",))
        given(one, "checks", done=["reset"])

    @pytest.mark.parametrize(
        ("shown", "lacks"),
        [
            ({"document": "id_card"}, "witness_as"),
            ({"document": "id_card", "proof": "lease"}, "alone"),
            ({"document": "id_card", "proof": "lease", "alone": "no_time"}, "alone"),
            ({"document": "id_card", "alone": "nobody_there"}, "proof"),
            ({"document": "id_card", "proof": "lease", "alone": "nobody_there"}, "pictured"),
            ({"document": "id_card", "proof": "lease", "alone": "nobody_there", "pictured": "perhaps"}, "pictured"),
            ({"document": "id_card", **WITNESSED, "pictured": "agreed"}, "pictured"),
            ({"document": "inside", "proof": "lease", "alone": "nobody_there"}, "witness_as"),
            ({"document": "id_card", "witness_as": "property", "witness": WITNESS, "alone": "danger"}, "alone"),
            ({"document": "id_card", "witness_as": "property"}, "witness"),
            ({"document": "inside", "witness_as": "neighbour", "witness": WITNESS}, "witness_as"),
            ({"document": "selfie", "proof": "lease"}, "document"),
        ],
    )
    def test_asks_for_what_is_lacking_by_its_field(self, shown: dict[str, str], lacks: str, now: datetime) -> None:
        one = at_the_door(now)
        with pytest.raises(Invalid) as refused:
            given(one, "identity", **shown)
        assert refused.value.field == lacks

    def test_takes_no_technician_as_his_own_witness(self, now: datetime) -> None:
        one = at_the_door(now)
        with pytest.raises(visits.OwnName) as refused:
            given(one, "identity", document="id_card", witness_as="property", witness=f" {cast.MASTER_LUO.name} ")
        assert refused.value.field == "witness"
        assert not DoorCheck.objects.exists()

    def test_is_opened_without_a_witness_for_a_reason_with_a_picture_and_the_desk_sees_it(self, now: datetime) -> None:
        one = opened(now, last=LAST, proof="lease", alone="nobody_there", pictured="agreed")
        assert DoorCheck.objects.get().why == "nobody_there"
        by = one.by(cast.MASTER_LUO)
        with pytest.raises(visits.NoCode) as refused:
            one.do(lambda: visits.finish(visit=one.visit, code="000000", by=by, now=one.now))
        assert refused.value.facts["lacks"] == "photo.door"
        chen = one.by(cast.XIAO_CHEN)
        told = [line.sentence for line in queries.timeline_of(one.repair, actor=chen)]
        asked = "已核对开门人身份，没有见证人：现场没有别人，物业、居委会也没人。开锁人对拍照的答复："
        assert f"{asked}同意和打开的门一起拍照" in told
        assert Notice.objects.filter(code="opening_alone").exclude(account=None).exists()
        photographed(one, ("door",))
        one.do(lambda: visits.finish(visit=one.visit, code=the_code(one), by=by, now=one.now))
        assert one.visit.state == "finished"
        customer = one.customer
        one.do(lambda: TABLE.give("reset", row=one.repair, by=customer, now=one.now, fields={}))
        told = [line.sentence for line in queries.timeline_of(one.repair, actor=chen)]
        assert "客户确认：是我请人开的锁，旧的开锁方式已清除，管理密码已换" in told

    def test_opened_without_a_witness_asks_for_each_picture_once(self, now: datetime) -> None:
        ground.lay(now=now)
        by = begin(a_report(now=now), now=now).by(cast.ADMIN)
        asked = {"photos": ["before", "after"], "checks": [{"code": "p1", "name": "锁芯编号", "photo": True}]}
        value = {"lock": {"lock_opening": asked}}
        acting(lambda: settings.propose(name="visits.records", value=value, valid_from=now, by=by, now=now))
        one = begin(replace(a_report(now=now), kind="lock_opening"), now=now + timedelta(minutes=1)).until("on_site")
        given(one, "identity", document="id_card", proof="lease", alone="nobody_there", pictured="agreed")
        assert rules.slots_of(one.visit.record, one.visit.kind) == ("before", "after", "door", "check-p1")
        photographed(one, ("check-p1",))
        view = visit_queries.view(one.visit, actor=one.by(cast.MASTER_LUO), now=one.now)
        assert [photo.slot for photo in view.photos] == ["check-p1"]

    def test_is_pictured_with_nobody_who_says_no_which_is_written_down_instead(self, now: datetime) -> None:
        one = opened(now, last=LAST, proof="lease", alone="nobody_there", pictured="not_himself")
        by = one.by(cast.MASTER_LUO)
        told = [line.sentence for line in queries.timeline_of(one.repair, actor=one.customer)]
        asked = "已核对开门人身份，没有见证人：现场没有别人，物业、居委会也没人。开锁人对拍照的答复："
        assert f"{asked}不同意，本人不愿出镜" in told
        one.do(lambda: visits.finish(visit=one.visit, code=the_code(one), by=by, now=one.now))
        assert one.visit.state == "finished", "a no keeps nobody from his code"

    def test_keeps_kinds_and_the_witness_sealed_who_reads_nothing_of_the_case(self, now: datetime) -> None:
        one = at_the_door(now)
        given(one, "identity", document="id_card", witness_as="property", witness=WITNESS)
        check = DoorCheck.objects.get()
        assert (check.document, check.proof, check.allowed) == ("id_card", "", True)
        assert not [table for table, row in every_row() if WITNESS in row]
        witness = actors.actor_of_person(str(check.witness_id))
        with pytest.raises(queries.NoSuchRepair):
            queries.repair(one.repair.number, actor=witness, now=one.now)
        chen = one.by(cast.XIAO_CHEN)
        about = {"person": Person.objects.get(pk=check.witness_id), "stream": one.repair.stream(), "by": chen}
        told = acting(lambda: people_actions.reveal(field="name", reason="danger", now=one.now, **about))
        assert told == WITNESS

    def test_that_stays_shut_ends_the_visit_without_a_bill_and_tells_the_desk_what_was_suspicious(
        self, now: datetime
    ) -> None:
        one = at_the_door(now)
        given(one, "barring", why="other_name", note="说不出房东是谁", suspicious=True)
        assert (one.visit.state, one.visit.outcome, one.repair.state) == ("unfinished", "no_right", "waiting_customer")
        assert ledger.latest(one.repair.stream()) is None
        codes = {line.code for line in queries.timeline_of(one.repair, actor=one.customer)}
        assert "visits.opening_refused" in codes
        assert "visits.opening_suspicious" not in codes
        assert "visits.opening_suspicious" in {
            line.code for line in queries.timeline_of(one.repair, actor=one.by(cast.XIAO_CHEN))
        }

    def test_is_checked_by_its_technician_once_and_only_of_a_lock_to_be_opened(self, now: datetime) -> None:
        one = at_the_door(now)
        given(one, "identity", document="passport", proof="lease", alone="nobody_there", pictured="no_time")
        with pytest.raises(WrongState):
            given(one, "barring", why="refused")
        other = begin(a_report(now=one.now), now=one.now).until("on_site")
        with pytest.raises(WrongState):
            given(other, "identity", document="passport", proof="lease")


def may_be_said(one: Walked) -> set[str]:
    """Return who may say that old credentials are gone: the customer, the desk of what he says on the phone."""
    return {
        name
        for name, by in (("reset", one.customer), ("reset-call", one.by(cast.XIAO_CHEN)))
        if name in TABLE.allowed(queries.situation(one.repair, by=by, now=one.now), by)
    }


class TestReset:
    def test_is_said_by_the_customer_and_asked_for_until_then(self, now: datetime) -> None:
        one = opened(now)
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        assert queries.view(row, actor=one.customer, now=one.now).headline.says == "reset_due"
        assert {clock.kind for clock in clocks.open_clocks(one.repair.stream())} == {"repairs.reset"}
        by = one.customer
        one.do(lambda: TABLE.give("reset", row=one.repair, by=by, now=one.now, fields={}))
        assert DoorCheck.objects.get().reset_how == "click"
        assert not clocks.open_clocks(one.repair.stream()).exists()
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        assert queries.view(row, actor=one.customer, now=one.now).headline.says != "reset_due"

    def test_hides_from_nobody_how_the_bill_is_paid(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        one = opened(now)

        def told() -> tuple[str, str, bool]:
            row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
            view = queries.view(row, actor=one.customer, now=one.now)
            return view.headline.says, view.how_to_pay, view.pays_here

        monkeypatch.setattr(django_settings, "PLAY", True)
        assert told() == ("reset_due", "bill_open", True)
        monkeypatch.setattr(django_settings, "PLAY", False)
        assert told() == ("reset_due", "bill_in_cash", False)

    def test_is_said_by_nobody_before_the_quote_is_agreed_and_the_lock_was_opened(self, now: datetime) -> None:
        one = at_the_door(now)
        given(one, "identity", document="id_card", **WITNESSED)
        assert not may_be_said(one)
        by, lines = one.by(cast.MASTER_LUO), (QuoteLineGiven(code="HY3-FIT"),)
        one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=by, now=one.now))
        photographed(one, ("before",))
        assert not may_be_said(one)
        with pytest.raises(WrongState):
            one.do(lambda: TABLE.give("reset", row=one.repair, by=one.customer, now=one.now, fields={}))
        photographed(one, ("after",))
        assert not may_be_said(one), "its quote waits"
        agreed(one)
        assert may_be_said(one)

    def test_is_said_once_the_check_list_is_done_where_nothing_is_pictured(self, now: datetime) -> None:
        one = at_the_door(now)
        given(one, "identity", document="id_card", **WITNESSED)
        by, lines = one.by(cast.MASTER_LUO), (QuoteLineGiven(code="HY3-FIT"),)
        one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=by, now=one.now))
        agreed(one)
        assert not may_be_said(one)
        given(one, "checks", done=["reset"])
        assert may_be_said(one)

    def test_that_nobody_said_in_time_the_desk_hears_of(self, now: datetime) -> None:
        one = opened(now)
        one.now += timedelta(hours=25)
        one.run()
        told = {line.code for line in queries.timeline_of(one.repair, actor=one.by(cast.XIAO_CHEN))}
        assert "repairs.reset_open" in told

    def test_is_asked_of_nobody_whose_lock_stayed_shut_as_its_quote_was_refused(self, now: datetime) -> None:
        one = at_the_door(now)
        given(one, "identity", document="id_card", **WITNESSED)
        by, lines = one.by(cast.MASTER_LUO), (QuoteLineGiven(code="HY3-FIT"),)
        one.do(lambda: repairs.quote(repair=one.repair, lines=lines, by=by, now=one.now))
        quote = one.repair.quotes.get()
        one.do(lambda: repairs.refuse_quote(quote=quote, why="说好 180，怎么变 280", by=one.customer, now=one.now))
        one.do(lambda: visits.give_up(visit=one.visit, why="quote_refused", note="", by=by, now=one.now))
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        told = queries.view(row, actor=one.customer, now=one.now)
        assert told.visit is not None
        assert told.visit.door_check is not None
        assert (told.visit.door_check.allowed, told.visit.door_check.reset_due) == (True, False)
        assert told.headline.says != "reset_due"
        with pytest.raises(WrongState):
            one.do(lambda: TABLE.give("reset", row=one.repair, by=one.customer, now=one.now, fields={}))
