"""Who works at an outlet that only helps out is named with that reason, and may be chosen."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.wording import error
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.actions import engagements
from anxin.domain.network.models import Engagement, Technician, Territory
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.actions.offers import NotFit
from tests import builders
from tests.domain.repairs.test_elsewhere import a_second, word

pytestmark = pytest.mark.django_db


def test_a_technician_of_an_outlet_that_helps_out_is_not_said_to_be_busy(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    helper = a_second(one.now)
    Territory.objects.filter(outlet=helper).update(kind="overflow")
    Engagement.objects.filter(outlet=helper).delete()
    lu = Technician.objects.get(number=cast.MASTER_LU.number)
    Engagement.objects.filter(technician=lu).delete()
    acting(lambda: network.engage(technician=lu, outlet=helper, brand=word().brand, by=SYSTEM, now=one.now))
    visit = one.visit
    assert lu not in {each.technician for each in gateway.candidates(visit, now=one.now)}
    assert gateway.hindrances(visit, now=one.now)[lu.number] == "helps_out"
    assert gateway.candidate(visit, technician=lu, now=one.now) is not None
    away = timezone.localtime(visit.wanted_from_at).date()
    acting(lambda: engagements.set_day(technician=lu, day=away, hours=((6 * 60, 7 * 60),)))
    assert gateway.candidate(visit, technician=lu, now=one.now) is None
    assert gateway.hindrances(visit, now=one.now)[lu.number] == "busy"


@pytest.mark.parametrize(
    ("hours", "until", "said"),
    [
        (((6 * 60, 7 * 60),), None, "派不了：那时没空。"),
        ((), None, "派不了：那天不上班。"),
        (None, -1, "派不了：不会修这个。"),
    ],
)
def test_who_cannot_go_is_refused_with_what_keeps_him(
    hours: tuple[tuple[int, int], ...] | None, until: int | None, said: str, now: datetime
) -> None:
    one = builders.a_repair(now=now, at="triaged")
    lu, day = Technician.objects.get(number=cast.MASTER_LU.number), timezone.localdate(one.visit.wanted_from_at)
    if hours is not None:
        acting(lambda: engagements.set_day(technician=lu, day=day, hours=hours))
    if until is not None:
        lu.skills.update(until_date=day + timedelta(days=until))
    with pytest.raises(NotFit) as refused:
        one.do(lambda: visits.offer_to(visit=one.visit, technician=lu, by=one.by(cast.XIAO_DENG), now=one.now))
    with translation.override("zh-hans"):
        assert error(refused.value) == said
