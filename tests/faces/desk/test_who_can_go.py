"""Where a technician is chosen the list says beside each that he can go, or why he can't."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.walk import technician
from anxin.domain.network.models import Shift
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


def test_says_who_can_go_and_why_somebody_cannot(sits: Callable[[cast.Member], Client], live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="triaged")
    Shift.objects.filter(technician=technician(cast.MASTER_LUO)).delete()
    page = flat(sits(cast.XIAO_DENG).get(f"/desk/repairs/{one.repair.number}/?do=offer"))
    assert "罗师傅 去不了：那天不上班" in page
    assert " 能去，" in page
