"""A job that came from another system, as its technician reads it: by its old number; no window is called a wish."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import actor, technician
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit
from tests.domain.repairs.test_takeovers import brought, going, line
from tests.faces.technician.phones import walk
from tests.flat import flat

pytestmark = pytest.mark.django_db


def test_a_job_from_another_system_has_its_old_number_and_the_day_of_its_report(
    luo: Client, live_now: datetime, tmp_path: Path
) -> None:
    brought(tmp_path, line("已预约", sent=going(live_now)), now=live_now)
    shown = flat(luo.get(f"/technician/jobs/{Visit.objects.get().number}/"))
    assert "原单号 WX-2026/1001" in shown
    assert "11月20日 报修" in shown


def test_a_window_that_is_not_agreed_on_is_no_wish(luo: Client) -> None:
    walk("assigned")
    listed = flat(luo.get("/technician/"))
    assert "还没约定" in listed
    assert "希望" not in listed


def test_a_window_that_a_file_did_not_name_is_planned_and_nobodys_wish(
    luo: Client, live_now: datetime, tmp_path: Path
) -> None:
    brought(tmp_path, line("待派单"), now=live_now)
    visit, by = Visit.objects.get(), actor(cast.XIAO_DENG, now=live_now)
    given = {"visit": visit, "technician": technician(), "why": "说好了", "by": by, "now": live_now}
    acting(lambda: visits.assign_by_hand(**given))
    shown = flat(luo.get(f"/technician/jobs/{visit.number}/"))
    assert "还没问过客户" in shown
    assert "客户希望" not in shown
