"""A look at goods, wholly without a signal: its finding is kept on the phone, and comes in once, after the check-in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.core.timeline import Entry
from anxin.demo.walk import STEPS
from tests.domain.claims import test_inspections as looks
from tests.faces.conftest import Visitor
from tests.faces.technician.phones import for_now
from tests.faces.technician.test_a_day_without_signal import Phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ORDER = ["visit.set_out", "visit.arrive", "repairs.found"]


def test_is_worked_whole_and_what_needs_a_signal_says_so(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    _claim, look = looks.ordered(timezone.now() - timedelta(minutes=10))
    looks.assigned(look)
    STEPS["booked"](look)
    for_now(look)
    phone = Phone(visitor, tmp_path)
    luo, job = phone.visitor, f"/technician/jobs/{look.visit.number}/"
    luo.goes("/technician/")
    luo.page.locator("html[data-offline-ready]").wait_for(state="attached")
    luo.loses_signal()
    phone.opens(look)
    for words, way in (("打电话", "call/"), ("地址", "call/?address")):
        luo.page.locator(f'a[href="{job}{way}"]', has_text=words).click()
        luo.sees("这一步要有信号")
        luo.sees("点过“带上地址和电话”的除外")
        luo.page.click("text=返回")
    luo.looks("tech-45-look-sheet")
    phone.presses("departure", "我出发了")
    phone.presses("arrival", "到门口了，打卡")
    for n, slot in enumerate(("before", "plate", "work")):
        phone.shoots(slot, n)
    luo.page.fill("[data-step-of=finding] textarea", "锁体裂，不是人为")
    phone.presses("finding", "写下看到的情况")
    luo.page.goto(f"{luo.base}/technician/kept/")
    luo.page.locator("[data-kept-list] > li").nth(phone.done - 1).wait_for()
    luo.context.set_offline(False)
    luo.page.locator("[data-kept-list] > li[data-queued=sent]").nth(phone.done - 1).wait_for()
    codes = Entry.objects.filter(stream__key=str(look.repair.id)).order_by("at", "id").values_list("code", flat=True)
    assert [one for one in codes if one in ORDER] == ORDER
    assert look.visit.parts_stated_at
