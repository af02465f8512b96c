"""Before an outlet's areas are kept, the page says what is served in another manner, and who is asked no more."""

import pytest
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.network.models import Outlet, Territory
from anxin.domain.people.models import Organisation
from tests.faces.desk.test_network import Sits

pytestmark = pytest.mark.django_db
HERE = "/desk/network/outlets/AX-CD-01/coverage/"


def test_says_what_is_served_in_another_manner_and_who_is_asked_no_more(sits: Sits) -> None:
    beside = Outlet.objects.get(code="AX-DG-01")
    Territory.objects.create(
        outlet=beside, brand=Organisation.objects.get(slug="heyan"), division="5101", from_at=timezone.now()
    )
    read = {"brand": "heyan", "shared": "", "exclusive": "四川省成都市", "overflow": "", "do": "read"}
    page = " ".join(sits(cast.XIAO_DENG).post(HERE, read).content.decode().split())
    assert "四川省成都市：共同服务 → 独家" in page
    assert "AX-DG-01" in page.split("现在也问、改后不再问的网点")[1][:200]
    assert "区域不变" not in page


def test_lists_a_place_that_is_named_twice_once(sits: Sits) -> None:
    read = {"brand": "heyan", "shared": "北京市朝阳区、北京朝阳区、海淀区", "do": "read"}
    told = sits(cast.XIAO_DENG).post(HERE, read)
    assert [one.code for one in told.context["understood"]] == ["110105", "110108"]
