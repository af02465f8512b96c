"""A reported number lies at the desk until a person says what it is; the check says so, and who reported hears it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from anxin.core import checkpoints, numbers, outbox, timeline
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.actions import given_words
from anxin.domain.network.commands.reports import REPORTED
from anxin.domain.network.models import Authorisation, Report, ReportedNumber
from anxin.domain.network.rules import identifiers
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors

pytestmark = pytest.mark.django_db
FAKE = "400-000-0001"
WRITTEN = (FAKE, "+86 400-000-0001", "４００ ０００ ０００１", "热线：400 000 0001 转 8", "四零零零零零零零零一")
WRITTEN += ("13800000001", "+86 138 0000 0001", "0086 13800000001", "400-000-0001-3", "028-8555 0101")
WRITTEN += ("028 85550101-12", "HY-CD-0318", "12315", "+1 212 555 0100")
gathered = import_module("anxin.domain.network.migrations.0004_reports_gathered")
filled = import_module("anxin.domain.network.migrations.0002_reported_numbers")


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


@pytest.fixture
def agent(now: datetime) -> Actor:
    account = people.account(cast.XIAO_CHEN.username)
    assert account is not None
    return actors.actor_of_account(account, now=now)


def told(now: datetime, code: str = FAKE, phone: str = "", note: str = "要先付 200") -> ReportedNumber:
    said = actions.NumberReport(kind="hotline", code=code, note=note, phone=phone)
    return acting(lambda: actions.report(told=said, by=STRANGER, now=now))


def card(now: datetime, code: str = FAKE) -> queries.GenuineCard:
    return queries.genuine_card(kind="hotline", code=code, now=now)


def signed_anew(code: str, now: datetime) -> None:
    """Sign a brand's word again after its days were changed."""
    for row in Authorisation.objects.filter(code=code).select_related("brand", "key"):
        assert row.key is not None
        row.signature = given_words._signed(row, "", now=now)[1]
        row.save(update_fields=["signature"])


class TestReport:
    def test_lies_with_every_other_of_the_same_number_however_written(self, now: datetime, agent: Actor) -> None:
        for code in (FAKE, "4000000001", "+86 400-000-0001", "４００ ０００ ０００１"):
            told(now, code)
        open_, over = queries.reported_numbers(agent, now=now)
        assert [(one.bare, one.reports, one.state) for one in open_] == [("4000000001", 4, "received")]
        assert over == []

    def test_shows_what_was_said_to_staff_only(self, now: datetime, agent: Actor) -> None:
        row = told(now)
        _view, reports = queries.reported_view(queries.reported_number(row.number, actor=agent, now=now))
        assert [one.note for one in reports] == ["要先付 200"]
        allowed = REPORTED.allowed(queries.reported_situation(row, by=agent, now=now), agent)
        assert allowed.names == ("confirm", "clear", "leave-open", "evidence", "brand")
        with pytest.raises(queries.NoSuchReport):
            queries.reported_number(row.number, actor=STRANGER, now=now)

    def test_without_a_number_is_refused(self, now: datetime) -> None:
        with pytest.raises(Invalid):
            told(now, "某维修部")

    def test_from_before_the_queue_is_gathered(
        self, now: datetime, agent: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for code in ("4000000001", "4000000001", "4000000002"):
            Report.objects.create(kind="hotline", code=code, at=now)
        told(now, "4000000002")

        given = iter(range(1, 3))  # the table in which it counted is gone
        monkeypatch.setattr(gathered, "issue", lambda _rows, now: str(numbers.Number("F", now.date(), next(given))))
        gathered.gather(apps, SimpleNamespace(connection=connection))
        gathered.gather(apps, SimpleNamespace(connection=connection))

        open_, _over = queries.reported_numbers(agent, now=timezone.now())
        assert sorted((one.bare, one.reports) for one in open_) == [("4000000001", 2), ("4000000002", 2)]
        row = ReportedNumber.objects.get(bare="4000000001")
        assert checkpoints.verify_stream(row.stream()) is None
        acting(lambda: actions.confirm(number=row, why="回拨过", by=agent, now=timezone.now()))
        assert checkpoints.verify_stream(row.stream()) is None

    @pytest.mark.parametrize("code", WRITTEN)
    def test_s_number_is_filled_in_by_a_migration_as_it_was_read_that_day(self, code: str) -> None:
        assert filled.bare_of(code) == identifiers.number_in(code)


class TestVerdict:
    def test_confirmed_makes_the_check_red_with_day_and_count(self, now: datetime, agent: Actor) -> None:
        told(now)
        row = told(now)
        assert card(now).status == "lookalike"
        acting(lambda: actions.confirm(number=row, why="回拨：要求先转账", by=agent, now=now))
        found = card(now)
        assert (found.status, found.danger, found.reports, found.looked_at) == ("reported", True, 2, now)

    def test_of_an_unregistered_number_turns_grey_into_red_and_back(self, now: datetime, agent: Actor) -> None:
        row = told(now, "13900000000")
        assert (card(now, "13900000000").status, card(now, "13900000000").danger) == ("unknown", False)
        acting(lambda: actions.confirm(number=row, why="冒充", by=agent, now=now))
        assert card(now, "13900000000").danger
        acting(lambda: actions.clear(number=row, why="弄错了，是物业的电话", by=agent, now=now))
        found = card(now, "13900000000")
        assert (found.status, found.danger, found.looked_into) == ("unknown", False, "cleared")

    def test_cannot_tell_is_said_and_a_further_report_brings_it_back(self, now: datetime, agent: Actor) -> None:
        row = told(now)
        acting(lambda: actions.leave_open(number=row, why="打不通", by=agent, now=now))
        assert card(now).looked_into == "undecided"
        told(now + timedelta(days=1))
        assert len(queries.reported_numbers(agent, now=now + timedelta(days=1))[0]) == 1

    def test_stands_in_the_timeline(self, now: datetime, agent: Actor) -> None:
        row = told(now)
        acting(lambda: actions.confirm(number=row, why="回拨过", by=agent, now=now))
        codes = list(timeline.Entry.objects.filter(stream__key=str(row.id)).values_list("code", flat=True))
        assert codes == ["reported_number.received", "network.brand_concerned", "reported_number.confirm"]

    def test_never_calls_false_what_a_brand_vouches_for(self, now: datetime, agent: Actor) -> None:
        row = told(now, cast.HOTLINE)
        with pytest.raises(actions.VouchedFor):
            acting(lambda: actions.confirm(number=row, why="x", by=agent, now=now))
        assert card(now, cast.HOTLINE).genuine

    def test_never_calls_false_what_a_brand_vouches_for_from_a_day_on(self, now: datetime, agent: Actor) -> None:
        begins = now.date() + timedelta(days=10)
        Authorisation.objects.filter(bare="4000000000").update(from_date=begins)
        row = told(now, cast.HOTLINE)
        signed_anew(cast.HOTLINE, now)
        assert card(now, cast.HOTLINE).status == "not_yet"
        with pytest.raises(actions.VouchedFor):
            acting(lambda: actions.confirm(number=row, why="x", by=agent, now=now))
        row.refresh_from_db()
        assert row.state == "received"

    def test_of_every_kind_that_is_taken_shows_in_the_check(self, now: datetime, agent: Actor) -> None:
        Authorisation.objects.filter(bare="4000000000").update(state="suspended")
        row = told(now, cast.HOTLINE)
        acting(lambda: actions.confirm(number=row, why="停用后仍有人冒用", by=agent, now=now))
        found = card(now, cast.HOTLINE)
        assert (found.status, found.danger, found.looked_into) == ("suspended", True, "confirmed")

    def test_needs_its_reason_and_somebody_of_the_desk(self, now: datetime, agent: Actor) -> None:
        row = told(now)
        with pytest.raises(Invalid):
            acting(lambda: actions.confirm(number=row, why=" ", by=agent, now=now))
        packer = Actor(kind="staff", id="p", roles=frozenset({"packer"}))
        with pytest.raises(Forbidden):
            acting(lambda: actions.confirm(number=row, why="x", by=packer, now=now))


class TestAnswer:
    @pytest.mark.parametrize(
        ("verb", "code"),
        [(actions.confirm, "number_confirmed"), (actions.clear, "number_cleared"), (actions.leave_open, "number_open")],
    )
    def test_goes_to_who_left_a_phone(self, verb: Callable[..., None], code: str, now: datetime, agent: Actor) -> None:
        told(now)
        row = told(now, phone="13800000099")
        acting(lambda: verb(number=row, why="查过了", by=agent, now=now))
        assert [one.code for one in Notice.objects.exclude(person=None)] == [code]
        sent = outbox.Message.objects.filter(template=f"notices.{code}")
        assert [one.ids["number"] for one in sent] == [row.number]
