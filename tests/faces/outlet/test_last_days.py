"""A technician's last day on the pages: what goes to whom is read beforehand, said, read by all, taken back."""

from datetime import datetime, timedelta

import pytest

from anxin.demo import cast
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import last_days
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.domain.ledger.test_cash import agreed, confirms, takes
from tests.faces.outlet.test_house import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
LUO = cast.MASTER_LUO.number
PAGE = f"/outlet/week/{LUO}/"
DESK = f"/desk/network/technicians/{LUO}/"


def luo() -> Technician:
    return Technician.objects.get(number=LUO)


def test_the_lead_reads_what_goes_to_others_says_it_once_and_takes_it_back(sits: Sits, live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="booked")
    begins, ends = (each + timedelta(days=1) for each in (one.visit.wanted_from_at, one.visit.wanted_to_at))
    Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=begins, wanted_to_at=ends)
    today, he = local_day(live_now), sits(cast.BOSS_HE)
    day = max(today, local_day(begins) - timedelta(days=1)).isoformat()
    given = {"last_date": day, "why": "回老家", "once": "k-1"}
    looked = flat(he.post(f"{PAGE}last-day/", {**given, "look": "yes"}))
    assert "1 单转给别人" in looked
    assert one.repair.number in looked
    assert "由该网点另派师傅" in looked
    assert last_days.said_of(luo()) == [], "a look gives nothing"
    for _pressed_twice in range(2):
        assert he.post(f"{PAGE}last-day/", given).status_code == 302
    assert [each.day.isoformat() for each in last_days.said_of(luo())] == [day]
    assert Visit.objects.get(pk=one.visit.pk).state == "open"
    for whom, page in ((he, PAGE), (sits(cast.ADMIN), DESK), (sits(cast.MASTER_LUO), "/technician/me/week/")):
        assert "的最后工作日" in flat(whom.get(page)), page
    assert he.post(f"{PAGE}last-day-back/", {"once": "k-2"}).status_code == 302
    assert last_days.said_of(luo()) == []
    assert "他不走了" not in flat(he.get(PAGE))


def test_a_day_that_is_over_is_refused_on_its_field(sits: Sits, live_now: datetime) -> None:
    builders.ground.lay(now=live_now)
    day = (local_day(live_now) - timedelta(days=1)).isoformat()
    answer = sits(cast.BOSS_HE).post(f"{PAGE}last-day/", {"last_date": day, "why": "回老家", "once": "k-1"})
    assert answer.status_code == 422
    assert day in flat(answer)
    assert "之间的一天" in flat(answer)


def test_customers_cash_of_who_leaves_is_said_to_his_outlet_and_finance(sits: Sits, live_now: datetime) -> None:
    builders.ground.lay(now=live_now)
    bill = agreed(live_now)
    confirms(bill, takes(bill, luo(), live_now), live_now)
    he, day = sits(cast.BOSS_HE), local_day(live_now)
    assert "还有客户现金 ¥100.00 未上交" in flat(he.get(f"{PAGE}?do=last-day"))
    assert "离职师傅手中的现金" not in flat(he.get("/outlet/cash/"))
    he.post(f"{PAGE}last-day/", {"last_date": day.isoformat(), "why": "回老家", "once": "k-1"})
    assert "还有客户现金 ¥100.00 未上交" in flat(he.get(PAGE))
    shown = flat(he.get("/outlet/cash/"))
    assert "离职师傅手中的现金" in shown
    assert LUO in shown
    assert "最后工作日" in flat(sits(cast.ADMIN).get("/desk/money/"))


def test_the_list_of_technicians_as_a_file_has_it(sits: Sits, live_now: datetime) -> None:
    builders.ground.lay(now=live_now)
    day = local_day(live_now).isoformat()
    sits(cast.BOSS_HE).post(f"{PAGE}last-day/", {"last_date": day, "why": "回老家", "once": "k-1"})
    told = sits(cast.ADMIN).get(f"/desk/network/technicians.csv?q={LUO}").content.decode()
    assert "最后工作日" in told
    assert day in told
