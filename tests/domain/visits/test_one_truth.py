"""Pages and the record say one thing of a visit: who is to call, its window, who moved it, who agreed, who came."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.utils import translation

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.wording import sentence
from anxin.demo import cast
from anxin.demo.walk import Walked, technician
from anxin.domain.network import actions as network
from anxin.domain.network.models import Absence, Technician
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions.answers import Signed
from anxin.domain.repairs.models import Quote
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.rules import local_day
from anxin.domain.visits.tasks import look_again
from anxin.faces.technician.steps import progress_of
from tests import builders
from tests.domain.repairs.test_elsewhere import lose_key, sign_again
from tests.domain.visits.test_moved_windows import KEEPER, away, move, tomorrow

pytestmark = pytest.mark.django_db


def shown(one: Walked) -> queries.RepairView:
    row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
    return queries.view(row, actor=one.customer, now=one.now)


def said(one: Walked, code: str) -> str:
    """Return how the last fact of a code reads in Chinese."""
    with translation.override("zh-hans"):
        return next(
            sentence(each.code, each.facts)
            for each in reversed(list(timeline.read(one.repair.stream())))
            if each.code == code
        )


def test_the_window_a_customer_moved_to_is_the_one_shown_when_another_is_looked_for(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    away(one)
    move(one)
    assert (shown(one).wanted_from_at, one.visit.wanted_from_at) == (tomorrow(one), tomorrow(one))


def test_a_call_of_who_had_it_before_is_none_of_who_has_it_now(now: datetime) -> None:
    one = builders.a_repair(now=now, at="assigned")
    he = one.by(cast.MASTER_LUO)
    one.do(lambda: visits.record_call(visit=one.visit, purpose="appointment", answered=True, by=he, now=one.now))
    view = shown(one)
    assert view.visit is not None
    assert progress_of(view.visit, view).spoke
    ill, day = one.visit.technician, local_day(one.visit.wanted_from_at)
    assert ill is not None
    acting(lambda: network.absent(technician=ill, kind="sick", from_date=day, to_date=day, by=KEEPER, now=one.now))
    lu, deng = technician(cast.MASTER_LU), one.by(cast.XIAO_DENG)
    one.do(lambda: visits.assign_by_hand(visit=one.visit, technician=lu, why="替罗师傅", by=deng, now=one.now))
    view = shown(one)
    assert view.visit is not None
    assert not progress_of(view.visit, view).spoke


def test_who_moved_a_window_is_named_in_words(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    move(one)
    assert said(one, "appointment.reschedule") == "客户改了时段"


def test_the_customer_agrees_on_the_technicians_phone_in_the_record(now: datetime) -> None:
    one = builders.a_repair(now=now, at="quoted")
    he = one.by(cast.MASTER_LUO)
    quote = Quote.objects.get()
    one.do(lambda: repairs.agree_quote(quote=quote, by=he, now=one.now, signed=Signed(name="李奶奶")))
    assert said(one, "quote.agree") == "客户在师傅手机上同意第 1 版报价"


def test_a_check_in_without_a_position_is_no_arrival_in_the_record(now: datetime) -> None:
    one = builders.a_repair(now=now, at="on_the_way")
    one.now = one.repair.wanted_from_at
    one.do(lambda: visits.check_in(visit=one.visit, by=one.by(cast.MASTER_LUO), now=one.now))
    assert said(one, "visit.arrive") == "师傅说到了：没有定位，在约定时间内。还不算到场，请客户确认"
    assert said(one, "repair.begin") == "师傅说已到现场，请客户确认"


def test_who_is_well_again_can_go_for_the_job_he_was_let_go_from(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    ill, day = one.visit.technician, local_day(one.visit.wanted_from_at)
    assert ill is not None
    left = acting(
        lambda: network.absent(technician=ill, kind="sick", from_date=day, to_date=day, by=KEEPER, now=one.now)
    )
    assert ill not in {each.technician for each in gateway.candidates(one.visit, now=one.now)}
    assert gateway.hindrances(one.visit, now=one.now)[ill.number] == "away"
    one.do(lambda: network.end_absence(absence=left, by=KEEPER, now=one.now))
    assert ill in {each.technician for each in gateway.candidates(one.visit, now=one.now)}


def in_hands(now: datetime) -> tuple[Walked, Absence]:
    """Bring a job into a dispatcher's hands: nobody is there on its day."""
    one = builders.a_repair(now=now, at="accepted")
    day = local_day(one.repair.wanted_from_at)
    away = {"kind": "sick", "from_date": day, "to_date": day, "by": KEEPER, "now": one.now}
    for each in Technician.objects.all():
        acting(partial(network.absent, technician=each, **away))
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    one.run()
    assert (one.visit.state, one.visit.by_hand_at) == ("open", one.now)
    return one, Absence.objects.get(technician__number=cast.MASTER_LUO.number)


def test_who_is_well_again_is_asked_about_a_job_that_a_dispatcher_has_in_hand(now: datetime) -> None:
    one, left = in_hands(now)
    look_again.func(now=one.now)
    assert not one.visit.offers.filter(state="sent").exists(), "nobody came free"
    one.now += timedelta(minutes=20)
    one.do(lambda: network.end_absence(absence=left, by=KEEPER, now=one.now))
    one.now += timedelta(minutes=5)
    for _twice in range(2):
        look_again.func(now=one.now)
    offer = one.visit.offers.get(state="sent")
    assert (offer.technician, one.visit.by_hand_at) == (left.technician, None)
    told = Notice.objects.filter(code="visit_came_free")
    assert {notice.facts["colleague"] for notice in told} == {left.technician.number}
    assert said(one, "visits.came_free") == f"师傅 {left.technician.number} 现在能去了，已派给他，等他答复"


def test_who_is_vouched_for_by_a_new_key_is_asked_about_a_job_that_fell_to_a_dispatcher_meanwhile(
    now: datetime,
) -> None:
    one = builders.a_repair(now=now, at="assigned")
    one.now += timedelta(minutes=1)
    lose_key(one.now)
    one.run()
    assert (one.visit.state, one.visit.by_hand_at) == ("open", one.now)
    one.now += timedelta(minutes=1)
    sign_again(one.now)
    one.now += timedelta(minutes=5)
    look_again.func(now=one.now)
    assert one.visit.offers.filter(state="sent").exists()


def test_his_no_brings_it_back_into_a_dispatchers_hands_for_good(now: datetime) -> None:
    one, left = in_hands(now)
    one.now += timedelta(minutes=20)
    one.do(lambda: network.end_absence(absence=left, by=KEEPER, now=one.now))
    look_again.func(now=one.now)
    offer, he = one.visit.offers.get(state="sent"), one.by(cast.MASTER_LUO)
    one.do(lambda: visits.decline(offer=offer, why="busy", by=he, now=one.now))
    one.run()
    one.now += timedelta(minutes=5)
    look_again.func(now=one.now)
    assert one.visit.by_hand_at is not None
    assert not one.visit.offers.filter(state__in=("sent", "seen")).exists()


def test_a_dispatcher_who_named_somebody_meanwhile_keeps_him(now: datetime) -> None:
    one, left = in_hands(now)
    one.now += timedelta(minutes=20)
    one.do(lambda: network.end_absence(absence=left, by=KEEPER, now=one.now))
    he, deng = technician(cast.MASTER_LUO), one.by(cast.XIAO_DENG)
    before, found = one.visit, gateway.candidates(one.visit, now=one.now)
    one.do(lambda: visits.assign_by_hand(visit=one.visit, technician=he, why="已通话", by=deng, now=one.now))
    assert acting(lambda: visits.ask_again(visit=before, candidates=found, now=one.now)) == []
    assert one.visit.state == "assigned"
