"""Who would work too long a day stands with the others, with why; a person names him all the same."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.wording.reasons import said_reason
from tests import builders
from tests.domain.visits.test_longest_hours import asked, works
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[cast.Member], Client]


def everybody_is_full(one: Walked) -> str:
    """Let all who could go have had their eight hours, and return how that is said of Master Luo."""
    while numbers := asked(one.visit, now=one.now):
        for number in numbers:
            works(one.visit, number, 480)
    return said_reason(hours_of(one))


def hours_of(one: Walked) -> dict[str, object]:
    """Return the reason for which Master Luo isn't sent: how long his day gets, with the ways."""
    found = gateway.ranking(one.visit, now=one.now).beyond
    luo = next(it for it in found if it.technician.number == cast.MASTER_LUO.number)
    return next(reason for reason in luo.reasons if reason["code"] == "hours")


def test_the_desk_reads_why_and_assigns_him(sits: Sits, live_now: datetime) -> None:
    deng, one = sits(cast.XIAO_DENG), builders.a_repair(now=live_now, at="triaged")
    why = everybody_is_full(one)
    url = f"/desk/repairs/{one.repair.number}/"
    page = deng.get(url).content.decode()
    assert why in page
    assert "能去的师傅当天工时都超了" in page
    assert f"technician={cast.MASTER_LUO.number}" in page
    assert f"罗师傅 {why}" in flat(deng.get(url, {"do": "offer"}).content.decode())
    expected = hours_of(one)
    board = deng.get("/desk/board/", {"place": "5101", "repair": one.repair.number}).content.decode()
    assert why in board
    given = {"technician": cast.MASTER_LUO.number, "how": "assign", "why": "他愿意加班", "once": "one"}
    assert deng.post(f"/desk/board/{one.repair.number}/offers/", given).status_code == 302
    visit = one.visit
    assert visit.technician == builders.technician(cast.MASTER_LUO)
    assert expected in visit.reasons
    assert int(str(expected["minutes"])) > 480 + visit.minutes, "the way counts"


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
