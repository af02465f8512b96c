"""With the waybill of an exchange the buyer's old device leads to his new one, and no other person's is touched."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought, register
from anxin.domain.goods.models import Device, Product
from anxin.domain.people import actions as people
from tests import builders
from tests.claim_builders import Walked, a_claim, a_purchase

pytestmark = pytest.mark.django_db
THEIRS, ALSO_THEIRS, GONE, NOBODYS = "THEIRS1", "THEIRS2", "GONE1", "NOBODYS1"


def exchanging(now: datetime, serial: str = "") -> Walked:
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=product(), serial=serial)
    one = a_claim(now=now, type="exchange", purchase=a_purchase(now=now, lines=(lock,)))
    one.agree()
    one.run()
    return one


def product() -> Product:
    return goods.product(brand="heyan", code="S3")


def others(now: datetime) -> None:
    """Register two devices of somebody else's, one that was exchanged, and one of which nobody knows whose it is."""
    owner = people.enrol(name="别人", phone="13800000666", now=now)
    for serial in (THEIRS, ALSO_THEIRS):
        acting(lambda serial=serial: register(product=product(), serial=serial, owner=owner, now=now))
    gone, new = (acting(lambda at=at: register(product=product(), serial=at, now=now)) for at in (GONE, NOBODYS))
    Device.objects.filter(pk=gone.pk).update(replaced_by=new)


def sends(one: Walked, old: str, new: str) -> None:
    sent = {"waybill": "SF1", "old_serial": old, "new_serial": new, "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.send_replacement(claim=one.claim, now=one.now, **sent))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        pytest.param(THEIRS, "NEW1", "old_serial", id="the old one is somebody else's"),
        pytest.param("OLD1", THEIRS, "new_serial", id="the new one is somebody else's"),
        pytest.param("OLD1", " old1", "new_serial", id="they are one"),
        pytest.param("OLD1", GONE, "", id="the new one was exchanged before"),
    ],
)
def test_no_device_of_somebody_elses_is_marked_or_led_to(now: datetime, old: str, new: str, field: str) -> None:
    one = exchanging(now)
    others(now)
    was = list(Device.objects.order_by("pk").values())
    with pytest.raises(AnxinError) as refused:
        sends(one, old, new)
    assert getattr(refused.value, "field", "") == field
    one.read()
    assert (one.claim.state, list(Device.objects.order_by("pk").values())) == ("executing", was)


@pytest.mark.parametrize("old", [THEIRS, NOBODYS, "OLD1"], ids=["as sold", "of nobody", "unknown"])
def test_the_buyers_old_one_leads_to_a_new_one_that_is_his(now: datetime, old: str) -> None:
    one = exchanging(now, serial=THEIRS)
    others(now)
    acting(lambda: register(product=product(), serial="NEW1", now=now))
    sends(one, old, "new1")
    device = goods.device(product=product(), serial=old)
    assert device is not None
    assert (one.claim.state, device.serial, device.owner_id) == ("closed", "NEW1", one.claim.buyer_id)
