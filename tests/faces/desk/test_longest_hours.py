"""Who would work too long a day stands with the others, with why; a person names him all the same."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.visits import actions as visits
from tests import builders
from tests.domain.visits.test_longest_hours import asked, works

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[cast.Member], Client]


def everybody_is_full(one: Walked) -> str:
    """Let all who could go have had their eight hours, and return how that is said."""
    while numbers := asked(one.visit, now=one.now):
        for number in numbers:
            works(one.visit, number, 480)
    return f"当天排满 {(480 + one.visit.minutes) / 60:.3g} 小时，上限 8 小时"


def test_the_desk_reads_why_and_assigns_him(sits: Sits, live_now: datetime) -> None:
    deng, one = sits(cast.XIAO_DENG), builders.a_repair(now=live_now, at="triaged")
    why = everybody_is_full(one)
    url = f"/desk/repairs/{one.repair.number}/"
    page = deng.get(url).content.decode()
    assert why in page
    assert "能去的师傅当天工时都超了" in page
    assert f"technician={cast.MASTER_LUO.number}" in page
    board = deng.get("/desk/board/", {"place": "5101", "repair": one.repair.number}).content.decode()
    assert why in board
    given = {"technician": cast.MASTER_LUO.number, "how": "assign", "why": "他愿意加班", "once": "one"}
    assert deng.post(f"/desk/board/{one.repair.number}/offers/", given).status_code == 302
    visit = one.visit
    assert visit.technician == builders.technician(cast.MASTER_LUO)
    assert {"code": "hours", "minutes": 480 + visit.minutes, "most_h": 8} in visit.reasons


def test_the_outlet_reads_why_and_names_him(sits: Sits, live_now: datetime) -> None:
    he, one = sits(cast.BOSS_HE), builders.a_repair(now=live_now, at="triaged")
    order = one.do(
        lambda: visits.order_outlet(visit=one.visit, outlet=builders.outlet(), by=one.by(cast.XIAO_DENG), now=one.now)
    )
    url = f"/outlet/jobs/{order.id}/"
    he.post(f"{url}acceptance/")
    why = everybody_is_full(one)
    assert f"罗师傅 · {why}" in he.get(url).content.decode()
    assert he.post(f"{url}technician/", {"technician": cast.MASTER_LUO.number}).status_code == 302
    offer = one.visit.offers.get()
    assert offer.technician == builders.technician(cast.MASTER_LUO)
    assert "hours" in {reason["code"] for reason in offer.reasons}
