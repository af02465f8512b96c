"""A product's skill and the technicians' are read by one table of imports."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from anxin.core import imports
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.timeline import StreamKey
from anxin.demo import ground
from anxin.domain.goods.models import Product
from anxin.domain.network import actions as network
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.places import actions as places
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Visit
from tests.domain.network.sheets import Read, bring, bring_all_before, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(tmp_path: Path, now: datetime) -> Read:
    """Read files that the test writes."""
    return reader(tmp_path, now=now)


class TestSkills:
    """A product's skill and the technicians' are read by one table, by code or by name."""

    @pytest.mark.parametrize("needed", ["lock", "智能锁", "门锁"])
    def test_in_chinese_in_both_files_find_the_technician(self, needed: str, read: Read, now: datetime) -> None:
        bring_all_before(read, "accounts", now)
        bring(read, "products", f"拾雨,L7,拾雨 L7 智能锁,智能门锁,{needed},", now=now)
        visit = a_job(Product.objects.get(code="L7"), now=now)
        assert gateway.candidates(visit, now=now) == []
        acting(lambda: vouch("T-901", now))
        assert [one.technician.number for one in gateway.candidates(visit, now=now)] == ["T-901"]

    @pytest.mark.parametrize("table", ["products", "technicians"])
    def test_nobody_knows_are_refused_with_those_there_are(self, table: str, read: Read, now: datetime) -> None:
        bring_all_before(read, table, now)
        row = {
            "products": "拾雨,L3,锁,lock,会修锁,",
            "technicians": "T-9,钱,13800000903,,,SY-CD-01:拾雨,会修锁,,2024-03-01",
        }
        (refused,) = imports.dry_run(imports.table(table), read(table, row[table])).refused
        (reason,) = refused.reasons.values()
        for name in ("智能锁", "空调", "家用电器", "燃气具"):
            assert name in str(reason)


def vouch(number: str, now: datetime) -> None:
    """Let the brand of the files sign for a technician and his outlet: until then nobody is sent."""
    brand = queries.organisation("shiyu")
    network.make_key(brand=brand, by=SYSTEM, now=now - timedelta(days=200))
    ground.authorise(brand, "technician", number, "门锁", now=now)
    ground.authorise(brand, "outlet", "SY-CD-01", "报修", now=now)


def a_job(product: Product, *, now: datetime) -> Visit:
    """Open a visit for a product in Wuhou, two hours from now."""
    place = acting(lambda: places.locate(address="成都市武侯区长路 1 号", now=now))
    person = people.enrol(name="李四", phone="13800000921", now=now)
    from_at = now + timedelta(hours=2)
    opening = {"kind": "repair", "mode": "door", "urgent": False, "by": SYSTEM, "now": now}
    return acting(
        lambda: visits.open_visit(
            stream=StreamKey("repair", str(uuid4())),
            product=product,
            place=place,
            customer=person,
            wanted_from_at=from_at,
            wanted_to_at=from_at + timedelta(hours=2),
            **opening,
        )
    )
