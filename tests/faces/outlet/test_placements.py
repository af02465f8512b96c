"""Who is asked to work from one more outlet answers on his week, or his outlet does on its own; the brand reads it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.domain.network.actions import placements
from anxin.domain.network.models import Authorisation, Engagement, Placement, Technician
from anxin.domain.people import queries as people
from tests.domain.network.test_desk import somebody
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
OUTLET = "AX-DG-01"


@pytest.fixture
def asked(live_now: datetime) -> Placement:
    """Have a brand that Master Luo works for ask that he is sent from one more outlet."""
    ground.lay(now=live_now)
    luo = Technician.objects.get(number=cast.MASTER_LUO.number)
    brand, by = people.organisation(cast.HEYAN.slug), somebody("merchant_owner", cast.HEYAN.slug)
    acting(lambda: placements.ask(technician=luo, brand=brand, outlets=[OUTLET], by=by, now=live_now))
    return Placement.objects.get()


class TestPlacement:
    def test_is_answered_by_him_on_his_week(self, asked: Placement, sits: Sits) -> None:
        luo = sits(cast.MASTER_LUO)
        page = flat(luo.get("/technician/me/week/"))
        assert "再加一个网点" in page
        assert OUTLET in page
        assert luo.post(f"/technician/wishes/placement/{asked.pk}/agree/").status_code == 302
        assert Engagement.objects.filter(technician=asked.technician, outlet=asked.outlet, to_at=None).exists()
        assert "已同意" in flat(luo.get("/technician/me/week/"))

    def test_is_answered_by_his_outlet_and_not_by_the_other_one(self, asked: Placement, sits: Sits) -> None:
        way, he = f"/outlet/wishes/placement/{asked.pk}", sits(cast.BOSS_HE)
        assert f"{way}/refuse/" in he.get("/outlet/week/").content.decode()
        assert sits(cast.BOSS_TANG).post(f"{way}/agree/").status_code in (403, 404)
        assert he.post(f"{way}/refuse/").status_code == 302
        asked.refresh_from_db()
        assert asked.state == "refused"

    def test_stands_on_the_brands_page_of_him(self, asked: Placement, sits: Sits) -> None:
        word = Authorisation.objects.filter(brand=asked.brand, code=asked.technician.number).latest("id")
        page = flat(sits(cast.HEYAN_OWNER).get(f"/merchant/authorisations/{word.number}/"))
        assert "等待同意" in page
        assert OUTLET in page
