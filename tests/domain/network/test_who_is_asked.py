"""Who is asked where: an outlet's places, its own alone, shared, or where the others have nobody."""

from datetime import datetime

import pytest

from anxin.demo import cast, ground
from anxin.domain.network.models import Engagement, Outlet, Territory
from anxin.domain.network.queries import territories
from anxin.domain.people import queries as people
from anxin.domain.visits import gateway
from tests import builders

pytestmark = pytest.mark.django_db


class TestTerritory:
    @pytest.mark.parametrize(
        ("kinds", "asked"),
        [
            ({"AX-CD-01": "shared", "AX-DG-01": "shared"}, {"AX-CD-01", "AX-DG-01"}),
            ({"AX-CD-01": "exclusive", "AX-DG-01": "shared"}, {"AX-CD-01"}),
            ({"AX-CD-01": "overflow", "AX-DG-01": "shared"}, {"AX-DG-01"}),
            ({"AX-CD-01": "overflow"}, {"AX-CD-01"}),
        ],
    )
    def test_says_who_is_asked_first(self, kinds: dict[str, str], asked: set[str], now: datetime) -> None:
        ground.lay(now=now)
        brand = people.organisation(cast.HEYAN.slug)
        Territory.objects.all().delete()
        for code, kind in kinds.items():
            outlet = Outlet.objects.get(code=code)
            Territory.objects.create(outlet=outlet, brand=brand, division="5101", kind=kind, from_at=now)
        assert {one.code for one in territories.outlets_for(brand=brand, division="510107", now=now)} == asked

    def test_asks_who_helps_out_where_the_others_have_nobody(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="triaged")
        Territory.objects.filter(outlet__code="AX-CD-01").update(kind="overflow")
        brand, other = walked.visit.brand, Outlet.objects.get(code="AX-DG-01")
        Territory.objects.create(outlet=other, brand=brand, division="5101", from_at=now)
        Engagement.objects.filter(outlet=other).delete()
        found = {one.outlet.code for one in gateway.candidates(walked.visit, now=walked.now)}
        assert found == {"AX-CD-01"}

    def test_leaves_out_what_is_apart(self, now: datetime) -> None:
        ground.lay(now=now)
        brand, outlet = people.organisation(cast.HEYAN.slug), Outlet.objects.get(code="AX-CD-01")
        Territory.objects.create(outlet=outlet, brand=brand, division="510107", kind="apart", from_at=now)
        assert not territories.outlets_for(brand=brand, division="510107001", now=now)
        assert territories.outlets_for(brand=brand, division="510104", now=now)
