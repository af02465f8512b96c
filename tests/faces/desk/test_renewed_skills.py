"""A technician's skills on his page at the desk: renewed at their level, and a lower one is said."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.network.models import Engagement, Technician
from tests.faces.desk.test_network import LUO, TECHNICIANS, said

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]


class TestSkills:
    def test_are_renewed_at_the_level_they_had_and_a_lower_one_is_said(self, sits: Sits, live_now: datetime) -> None:
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        luo.skills.filter(code="lock").update(level=3)
        desk, until = sits(cast.XIAO_DENG), f"{live_now + timedelta(days=300):%Y-%m-%d}"
        form = said(desk, f"{LUO}?do=skill")
        assert "智能锁 · 现在 3 级" in form
        assert 'name="level" value="1"' not in form
        renewed = {"code": "lock", "certificate": "C-9", "until_date": until}
        page = desk.post(f"{LUO}skill/", {**read_of(form), **renewed, "level": ""}, follow=True).content.decode()
        assert (luo.skills.get(code="lock").level, "降为" in page) == (3, False)
        again = {**read_of(said(desk, f"{LUO}?do=skill")), **renewed, "level": "1"}
        page = desk.post(f"{LUO}skill/", again, follow=True).content.decode()
        assert luo.skills.get(code="lock").level == 1
        assert page.count("智能锁的级别从 3 级降为 1 级") == 2, "at the top, and in his record"

    def test_that_are_new_begin_at_level_one(self, sits: Sits, live_now: datetime) -> None:
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        luo.skills.filter(code="gas").delete()
        desk = sits(cast.XIAO_DENG)
        given = {**read_of(said(desk, f"{LUO}?do=skill")), "code": "gas", "level": ""}
        assert desk.post(f"{LUO}skill/", given).status_code == 302
        assert luo.skills.get(code="gas").level == 1


def read_of(form: str) -> dict[str, str]:
    """Return the marks a form carries."""
    found = re.findall(r'name="(once|read)" value="([^"]*)"', form)
    return dict(found)


def test_who_works_at_no_outlet_is_listed_and_marked_so(sits: Sits, live_now: datetime) -> None:
    Engagement.objects.filter(technician__number=cast.MASTER_LUO.number).update(to_at=live_now - timedelta(hours=1))
    desk = sits(cast.XIAO_DENG)
    assert "不在任何网点" in said(desk, LUO)
    assert cast.MASTER_LUO.number in said(desk, f"{TECHNICIANS}?show=unplaced")
    assert cast.MASTER_LUO.number not in said(desk, f"{TECHNICIANS}?show=there")
