"""Outlets and technicians from day to day: who isn't there is offered no more, what he held goes on, all is told."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import outbox, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid, WrongState
from anxin.core.keys import ring
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import LEAVES, OUTLETS, SWAPS, TECHNICIANS
from anxin.domain.network.models import Absence, Authorisation, Engagement, Leave, Outlet, Shift, Swap, Technician
from anxin.domain.network.queries import engagements, points, weeks
from anxin.domain.network.queries import outlets as outlet_queries
from anxin.domain.network.rules import working_hours
from anxin.domain.people import queries as people
from anxin.domain.visits import gateway
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")


ALL_DAY = ((0, 1440),)


def luo() -> Technician:
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def give(name: str, now: datetime, **fields: object) -> None:
    acting(lambda: TECHNICIANS.give(name, row=luo(), by=KEEPER, now=now, fields=fields))


def at_outlet(name: str, now: datetime, **fields: object) -> None:
    row = Outlet.objects.get(code="AX-CD-01")
    acting(lambda: OUTLETS.give(name, row=row, by=KEEPER, now=now, fields=fields))


def answer(row: Leave | Swap, name: str, by: Actor, now: datetime) -> None:
    table = LEAVES if isinstance(row, Leave) else SWAPS
    acting(lambda: table.give(name, row=type(row).objects.get(pk=row.pk), by=by, now=now, fields={}))


def hours(day: date, who: str = cast.MASTER_LUO.number) -> working_hours.Spans:
    return engagements.hours_of(Technician.objects.get(number=who), day=day)


def told(row: Any) -> list[str]:
    return [one.code for one in timeline.read(row.stream())]


class TestAbsence:
    def test_sick_sends_the_jobs_of_these_days_on_at_once_and_tells_who_had_a_window(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        day = walked.visit.wanted_from_at.astimezone(SHANGHAI).date()
        give("sick", walked.now, to_date=day)
        visit = walked.visit
        assert (visit.state, visit.technician) == ("open", None)
        walked.repair.refresh_from_db()
        assert walked.repair.state == "triaged"
        assert outbox.Message.objects.filter(template="notices.repair_another").count() == 1
        assert cast.MASTER_LUO.number not in {
            one.technician.number for one in gateway.candidates(visit, now=walked.now)
        }

    def test_leaves_jobs_of_other_days_with_him(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        after = walked.visit.wanted_from_at.astimezone(SHANGHAI).date() + timedelta(days=1)
        give("leave", walked.now, from_date=after, to_date=after)
        assert walked.visit.state == "booked"

    def test_wins_over_a_single_day_and_gives_it_back_when_it_ends(self, now: datetime) -> None:
        ground.lay(now=now)
        day = now.date() + timedelta(days=2)
        give("day", now, day=day, hours="9:00-12:00")
        give("leave", now, from_date=day, to_date=day + timedelta(days=30))
        assert hours(day) == ()
        give("absence-end", now, absence=str(Absence.objects.get().pk))
        assert hours(day) == ((540, 720),)
        assert Absence.objects.get().ended_at == now  # it stays in the record
        assert {"network.absent", "network.absence_ended", "network.day_kept"} <= set(told(luo()))

    def test_is_refused_twice_for_a_day_and_for_days_that_are_over(self, now: datetime) -> None:
        ground.lay(now=now)
        day = now.date() + timedelta(days=2)
        give("leave", now, from_date=day, to_date=day)
        with pytest.raises(network.Overlaps):
            give("sick", now, to_date=day)
        with pytest.raises(Invalid):
            give("leave", now, from_date=day, to_date=now.date() - timedelta(days=1))
        with pytest.raises(Invalid):
            give("leave", now, from_date=day, to_date=day + timedelta(days=400))


class TestHours:
    def test_of_a_week_take_back_what_lies_outside_of_them(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        give("week", walked.now, hours="1-7 0:00-1:00")
        assert walked.visit.state == "open"

    def test_of_a_week_name_the_days_off_too(self, now: datetime) -> None:
        ground.lay(now=now)
        give("week", now, hours="1-5 8:00-18:00")
        assert weeks.week_of(luo()) == working_hours.Week.every(dict.fromkeys(range(5), ((480, 1080),)))
        with pytest.raises(Invalid):
            give("week", now, hours="sometimes")

    def test_of_a_week_have_breaks_and_take_turns(self, now: datetime) -> None:
        ground.lay(now=now)
        give("week", now, hours="周一至周五 8:30-12:00，13:30-18:00；单周周六 9:00-17:00")
        saturday = date(2026, 12, 5)
        assert hours(saturday) == ((540, 1020),)
        assert hours(saturday + timedelta(days=7)) == ()
        assert hours(saturday + timedelta(days=2)) == ((510, 720), (810, 1080))
        read = TECHNICIANS.replaced("week", luo(), now=now)
        assert read["hours"] == "12345 08:30-12:00, 13:30-18:00; 单6 09:00-17:00"
        with pytest.raises(Invalid) as refused:
            give("week", now, hours="周一至周五 8:30-12:00；隔周周六 9:00-17:00")
        assert refused.value.field == "hours"
        assert "隔周周六 9:00-17:00" in str(refused.value.facts["said"])

    def test_of_a_day_with_a_break_are_swapped_whole(self, now: datetime) -> None:
        ground.lay(now=now)
        other = Technician.objects.filter(engagements__outlet__code="AX-CD-01").exclude(pk=luo().pk).first()
        assert other is not None
        day, parted = now.date() + timedelta(days=3), ((480, 720), (810, 1200))
        give("day", now, day=day, hours="8:00-12:00, 13:30-20:00")
        assert hours(day) == parted
        acting(lambda: network.keep_day(technician=other, day=day, hours=(), by=KEEPER, now=now))
        give("swap", now, colleague=other.number, day=day)
        answer(Swap.objects.get(), "agree", KEEPER, now)
        assert (hours(day), hours(day, other.number)) == ((), parted)

    def test_of_before_hold_as_they_did(self, now: datetime) -> None:
        ground.lay(now=now)
        luo().shifts.all().delete()
        for weekday, begins, ends in ((0, 480, 1080), (1, 0, 0), (5, 1320, 1800)):
            Shift.objects.create(technician=luo(), weekday=weekday, from_min=begins, to_min=ends)
        monday = date(2026, 11, 30)
        several = [hours(monday + timedelta(days=n)) for n in (0, 1, 2, 5, 7, 12)]
        assert several == [((480, 1080),), (), (), ((1320, 1800),), ((480, 1080),), ((1320, 1800),)]
        assert weeks.week_of(luo()) == working_hours.Week.every({0: ((480, 1080),), 5: ((1320, 1800),)})

    def test_of_a_week_are_written_at_once_and_leave_single_days_alone(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ring, "LOOK_AGAIN_S", 1e9)  # no count depends on how long the test takes
        ground.lay(now=now)
        give("day", now, day=now.astimezone(SHANGHAI).date(), hours="9:00-10:00")
        single = Shift.objects.get(technician=luo(), date__isnull=False)
        costs = []
        for days in ("1", "1-7"):
            with CaptureQueriesContext(connection) as asked:
                give("week", now, hours=f"{days} 8:00-18:00")
            costs.append(len(asked))
        assert costs[0] == costs[1]
        assert weeks.week_of(luo()) == working_hours.Week.every(dict.fromkeys(range(7), ((480, 1080),)))
        assert Shift.objects.get(technician=luo(), date__isnull=False) == single

    def test_are_swapped_once_both_agree_and_not_where_one_works_already(self, now: datetime) -> None:
        ground.lay(now=now)
        other = Technician.objects.filter(engagements__outlet__code="AX-CD-01").exclude(pk=luo().pk).first()
        assert other is not None
        day, back = now.date() + timedelta(days=3), now.date() + timedelta(days=4)
        asked = {"colleague": other.number, "day": day, "back": back}
        for whose, off, clashes in ((other, day, str(day)), (luo(), back, str(back))):
            with pytest.raises(network.NoSwap) as refused:
                give("swap", now, **asked)
            facts = refused.value.facts
            assert (facts["called"], facts["day"], facts["clash"]) == (whose.called, clashes, "works")
            acting(partial(network.keep_day, technician=whose, day=off, hours=(), by=KEEPER, now=now))
        with pytest.raises(network.NoSwap, match="off"):
            give("swap", now, **{**asked, "day": back})
        give("swap", now, **asked)
        with pytest.raises(network.Overlaps):
            give("swap", now, **asked)  # it waits for an answer already
        assert hours(day) == ALL_DAY
        swap = Swap.objects.get()
        answer(swap, "agree", KEEPER, now)
        assert (hours(day), hours(day, other.number)) == ((), ALL_DAY)
        assert (hours(back), hours(back, other.number)) == (ALL_DAY, ())
        with pytest.raises(WrongState):
            answer(swap, "agree", KEEPER, now)


class TestWish:
    """What a technician asks for himself, and who answers."""

    def ask(self, name: str, now: datetime, **fields: object) -> None:
        by = builders.actor(cast.MASTER_LUO, now=now)
        acting(lambda: TECHNICIANS.give(name, row=luo(), by=by, now=now, fields=fields))

    def test_for_leave_changes_nothing_until_his_own_outlet_agrees(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        day = walked.visit.wanted_from_at.astimezone(SHANGHAI).date()
        self.ask("leave-wish", walked.now, from_date=day, to_date=day)
        leave = Leave.objects.get()
        assert (walked.visit.state, hours(day)) == ("booked", ALL_DAY)
        for stranger in (cast.BOSS_TANG, cast.MASTER_LUO, cast.XIAO_CHEN):
            with pytest.raises(AnxinError):
                answer(leave, "agree", builders.actor(stranger, now=now), walked.now)
        answer(leave, "agree", builders.actor(cast.BOSS_HE, now=now), walked.now)
        assert (walked.visit.state, hours(day), Absence.objects.get().kind) == ("open", (), "leave")
        assert {"leave.asked", "leave.agree", "network.absent"} <= set(told(luo()))

    def test_twice_for_a_day_is_refused_and_taken_back_it_may_be_asked_again(self, now: datetime) -> None:
        ground.lay(now=now)
        days = {"from_date": now.date() + timedelta(days=2), "to_date": now.date() + timedelta(days=3)}
        self.ask("leave-wish", now, **days)
        with pytest.raises(network.Overlaps):
            self.ask("leave-wish", now, **days)
        answer(Leave.objects.get(), "withdraw", builders.actor(cast.MASTER_LUO, now=now), now)
        self.ask("leave-wish", now, **days)

    def test_of_being_ill_counts_at_once_for_three_days_and_no_longer(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        today = walked.now.astimezone(SHANGHAI).date()
        with pytest.raises(Invalid):
            self.ask("own-sick", walked.now, to_date=today + timedelta(days=3))
        self.ask("own-sick", walked.now, to_date=today + timedelta(days=2))
        assert walked.visit.state == "open"

    def test_ends_an_illness_himself_and_is_asked_again_but_no_leave(self, now: datetime) -> None:
        ground.lay(now=now)
        today = now.astimezone(SHANGHAI).date()
        with pytest.raises(WrongState):
            self.ask("own-well", now)
        self.ask("own-sick", now, to_date=today + timedelta(days=2))
        with pytest.raises(WrongState):
            self.ask("own-sick", now, to_date=today + timedelta(days=2))
        self.ask("own-well", now)
        assert [hours(today + timedelta(days=n)) for n in range(3)] == [ALL_DAY] * 3
        assert "network.absence_ended" in told(luo())
        give("leave", now, from_date=today, to_date=today)
        with pytest.raises(WrongState):
            self.ask("own-well", now)

    def test_for_a_swap_goes_to_the_colleague_and_then_to_the_outlet(self, now: datetime) -> None:
        ground.lay(now=now)
        other = Technician.objects.filter(engagements__outlet__code="AX-CD-01").exclude(pk=luo().pk).first()
        assert other is not None
        day = now.date() + timedelta(days=3)
        acting(lambda: network.keep_day(technician=other, day=day, hours=(), by=KEEPER, now=now))
        self.ask("swap", now, colleague=other.number, day=day)
        swap = Swap.objects.get()
        his = Actor(kind="technician", id=str(other.account_id), roles=frozenset({"technician"}))
        with pytest.raises(WrongState):
            answer(swap, "consent", builders.actor(cast.MASTER_LUO, now=now), now)  # not his own wish
        answer(swap, "consent", his, now)
        assert (hours(day), hours(day, other.number)) == (ALL_DAY, ())
        answer(swap, "agree", builders.actor(cast.BOSS_HE, now=now), now)
        assert (hours(day), hours(day, other.number)) == ((), ALL_DAY)


class TestSkill:
    def test_ended_is_not_asked_for_from_that_day_on_and_stays_in_the_record(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="triaged")
        before = {one.technician.number for one in gateway.candidates(walked.visit, now=walked.now)}
        assert cast.MASTER_LUO.number in before
        give("skill-end", walked.now, skill=walked.visit.skill, why="证书吊销")
        after = {one.technician.number for one in gateway.candidates(walked.visit, now=walked.now)}
        assert after == before - {cast.MASTER_LUO.number}
        assert luo().skills.filter(code=walked.visit.skill).exists()
        give("skill", walked.now, code=walked.visit.skill, level=2, certificate="新-1")
        assert {one.technician.number for one in gateway.candidates(walked.visit, now=walked.now)} == before

    @pytest.mark.parametrize("at", ["assigned", "booked"])
    def test_ended_sends_what_needs_it_on_at_once_and_tells_who_had_a_window(self, at: str, now: datetime) -> None:
        walked = builders.a_repair(now=now, at=at)
        give("skill-end", walked.now, skill=walked.visit.skill, why="证书吊销")
        visit, said = walked.visit, [one.template for one in outbox.Message.objects.all()]
        assert (visit.state, visit.technician) == ("open", None)
        assert said.count("notices.repair_another") == (1 if at == "booked" else 0)

    def test_ended_takes_an_open_offer_back(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="named")
        offer = builders.open_offer(walked)
        give("skill-end", walked.now, skill=walked.visit.skill, why="证书吊销")
        offer.refresh_from_db()
        assert (offer.state, offer.why) == ("withdrawn", "no_skill")

    def test_that_lasts_until_the_day_or_isnt_needed_leaves_the_job_where_it_is(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        day = walked.visit.wanted_from_at.astimezone(SHANGHAI).date()
        give("skill", walked.now, code=walked.visit.skill, level=1, certificate="新-1", until_date=day)
        give("skill", walked.now, code="hood", level=1, certificate="")
        give("skill-end", walked.now, skill="hood", why="不再做")
        assert walked.visit.technician == luo()

    def test_renewed_after_its_certificate_ran_out_keeps_its_level(self, now: datetime) -> None:
        ground.lay(now=now)
        day = now.astimezone(SHANGHAI).date()
        give("skill", now, code="lock", level=3, certificate="C-1", until_date=day + timedelta(days=10))
        later = now + timedelta(days=30)
        give("skill", later, code="lock", certificate="C-2", until_date=day + timedelta(days=300))
        assert luo().skills.get(code="lock").level == 3
        assert "network.level_lowered" not in {one.code for one in timeline.read(luo().stream())}

    def test_with_another_level_alone_keeps_its_certificate_and_its_end(self, now: datetime) -> None:
        ground.lay(now=now)
        day = now.astimezone(SHANGHAI).date() + timedelta(days=10)
        give("skill", now, code="lock", level=3, certificate="C-1", until_date=day)
        give("skill", now, code="lock", level=2)
        row = luo().skills.get(code="lock")
        assert (row.level, row.certificate, row.until_date) == (2, "C-1", day)

    def test_that_is_over_is_not_renewed_by_its_level_alone(self, now: datetime) -> None:
        ground.lay(now=now)
        day = now.astimezone(SHANGHAI).date()
        give("skill", now, code="lock", level=3, certificate="C-1", until_date=day)
        with pytest.raises(Invalid, match="until_date"):
            give("skill", now + timedelta(days=1), code="lock", level=3)


class TestEmployment:
    def test_may_be_several_and_brings_the_account_along(self, now: datetime) -> None:
        ground.lay(now=now)
        give("employment", now, outlet="AX-DG-01", brand=cast.HEYAN.slug)
        account = people.account(cast.MASTER_LUO.username)
        assert account is not None
        houses = {one.organisation.slug for one in account.roles.filter(to_at=None)}
        assert houses == {cast.OUTLET_WUHOU.slug, cast.OUTLET_TANGXIA.slug}
        row = Engagement.objects.get(technician=luo(), outlet__code="AX-DG-01", to_at=None)
        give("employment-end", now + timedelta(minutes=1), employment=str(row.pk))
        row.refresh_from_db()
        assert row.to_at is not None
        assert {one.organisation.slug for one in account.roles.filter(to_at=None)} == {cast.OUTLET_WUHOU.slug}


class TestOutlet:
    def test_closed_offers_nobody_and_hands_on_what_was_booked_until_it_opens(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        day = walked.visit.wanted_from_at.astimezone(SHANGHAI).date()
        at_outlet("closure", walked.now, from_date=day, to_date=day, why="盘点")
        visit = walked.visit
        assert visit.state == "open"
        assert not gateway.candidates(visit, now=walked.now)
        (closure,) = outlet_queries.closures(Outlet.objects.get(code="AX-CD-01"), now=walked.now)
        at_outlet("closure-end", walked.now, closure=str(closure.pk))
        assert gateway.candidates(visit, now=walked.now)
        assert {"network.closed", "network.closure_ended"} <= set(told(Outlet.objects.get(code="AX-CD-01")))

    def test_takes_no_orders_until_it_does_again(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="triaged")
        at_outlet("stop", walked.now, why="装修")
        assert not gateway.candidates(walked.visit, now=walked.now)
        at_outlet("restart", walked.now)
        assert gateway.candidates(walked.visit, now=walked.now)

    def test_keeps_what_it_does_not_change(self, now: datetime) -> None:
        ground.lay(now=now)
        before = Outlet.objects.get(code="AX-CD-01")
        Authorisation.objects.filter(kind="outlet", code=before.code).update(
            state="revoked"
        )  # no signature to wait for
        where = points.address_of(before)
        at_outlet("details", now, phone="028-00000199", address=where, opens="9:00–18:00", capacity=12)
        row = Outlet.objects.get(code="AX-CD-01")
        there = (before.division, before.street, before.lng, before.lat)
        assert (row.division, row.street, row.lng, row.lat) == there
        assert (row.phone, row.bare_phone, row.capacity) == ("028-00000199", "02800000199", 12)
        told = [one for one in timeline.read(row.stream(), opened=("why",)) if one.code == "network.outlet_kept"]
        assert "每天 12 单" in told[-1].private["why"].text
        assert not {"drop_off", "mail_in"} & set(told[-1].private["why"].text.split(" "))

    def test_opens_in_hours_that_can_be_read_or_as_before(self, now: datetime) -> None:
        ground.lay(now=now)
        before = Outlet.objects.get(code="AX-CD-01")
        told = {"phone": before.phone, "address": points.address_of(before)}
        with pytest.raises(Invalid) as refused:
            at_outlet("details", now, **told, opens="看门口")
        assert refused.value.field == "opens"
        Outlet.objects.filter(pk=before.pk).update(opens="看门口")
        at_outlet("details", now, **told, opens="看门口")  # what stood there stays
        written = "周一至周五 8:30-12:00，13:30-18:00；单周周六 9:00-17:00"
        at_outlet("details", now, **told, opens=written)
        assert Outlet.objects.get(code="AX-CD-01").opens == written


def test_a_stranger_to_the_desk_changes_nothing(now: datetime) -> None:
    ground.lay(now=now)
    shifts, stranger = Shift.objects.count(), Actor(kind="staff", id="0199", roles=frozenset({"packer"}))
    for table, row in ((OUTLETS, Outlet.objects.first()), (TECHNICIANS, luo())):
        for command in table:
            with pytest.raises(AnxinError):
                acting(
                    lambda table=table, row=row, name=command.name: table.give(
                        name, row=row, by=stranger, now=now, fields={}
                    )
                )
    assert Shift.objects.count() == shifts
