"""Six jobs of one day on a phone without a signal, then a signal: nothing is lost, nothing is done twice."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.core.sessions.models import Session
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.demo.walk import HAPPY, STEPS, Walked, the_code
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.visits.models import Appointment, Visit
from tests.faces.conftest import PHONE, Visitor
from tests.faces.technician.phones import phone_of, walk
from tests.faces.technician.test_job import a_shot
from tests.faces.technician.test_phone import DOOR
from tests.patience import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.usefixtures("laid")]
KEPT = """caches.has('anxin.pages').then(async (known) => !known ? [] :
    (await (await caches.open('anxin.pages')).keys()).map((one) => one.url))"""
COLOURS = ("maroon", "teal", "olive", "navy")
SLOTS = ("before", "plate", "work", "after")


def six() -> list[Walked]:
    """Give one job whose code is ready, one whose quote is agreed, four that are booked, all of them for now."""
    every = [walk("booked", later_h=2 * n) for n in range(6)]
    start = timezone.now() - timedelta(minutes=20)
    for one in every:
        wanted = {"wanted_from_at": start, "wanted_to_at": start + timedelta(hours=2)}
        Visit.objects.filter(pk=one.visit.pk).update(**wanted)
        Repair.objects.filter(pk=one.repair.pk).update(**wanted)
        Appointment.objects.filter(visit=one.visit).update(from_at=start, to_at=wanted["wanted_to_at"])
        one.repair.refresh_from_db()
    for one, last in zip(every, ("billed", "agreed"), strict=False):
        for name in HAPPY[HAPPY.index("booked") + 1 : HAPPY.index(last) + 1]:
            STEPS[name](one)
    return every


def codes(one: Walked) -> list[str]:
    return list(Entry.objects.filter(stream__key=str(one.repair.id)).values_list("code", flat=True))


class Phone:
    """Master Luo's phone."""

    def __init__(self, visitor: Callable[..., Visitor], folder: Path) -> None:
        self.visitor, self.folder = visitor(PHONE | DOOR).sits_down(phone_of(cast.MASTER_LUO)), folder
        self.done = 0

    def opens(self, one: Walked) -> None:
        self.visitor.page.goto(f"{self.visitor.base}/technician/jobs/{one.visit.number}/")

    def waits(self, step: str) -> None:
        self.visitor.page.locator(f"[data-step-of={step}][data-queued=waiting]").wait_for()
        self.done += 1

    def presses(self, step: str, words: str) -> None:
        self.visitor.page.click(f"[data-step-of={step}] button >> text={words}")
        self.waits(step)

    def shoots(self, slot: str, n: int) -> None:
        picture = self.folder / f"{slot}-{n}.jpg"
        picture.write_bytes(a_shot(COLOURS[n]).read())
        self.visitor.page.set_input_files(f"form[data-slot={slot}] input[type=file]", str(picture))
        self.visitor.page.locator(f"form[data-slot={slot}][data-queued=waiting]").wait_for()
        self.done += 1

    def closes(self) -> None:
        """Close the window and open another one."""
        page = self.visitor.context.new_page()
        self.visitor.page.close()
        self.visitor.page = page


class TestDay:
    def test_of_six_jobs_comes_in_whole_and_once(self, visitor: Callable[..., Visitor], tmp_path: Path) -> None:
        ready, agreed, *booked = six()
        phone = Phone(visitor, tmp_path)
        luo = phone.visitor
        luo.goes("/technician/")
        luo.page.locator("html[data-offline-ready]").wait_for(state="attached")
        luo.looks("tech-40-today-along")
        luo.context.set_offline(True)
        for n, one in enumerate(booked):
            phone.opens(one)
            phone.presses("departure", "我出发了")
            phone.presses("arrival", "到门口了，打卡")
            phone.shoots("before", n)
            if n < 2:
                luo.page.click("text=写报价")
                luo.page.click('button[value="HY3-PCB-02"][data-step="1"]')
                phone.presses("quote", "发给客户同意")
            phone.closes()
        luo.page.goto(f"{luo.base}/technician/")
        phone.opens(agreed)
        for n, slot in enumerate(SLOTS):
            phone.shoots(slot, n)
        phone.presses("parts", "就用了这些，出账单")
        luo.looks("tech-41-sheet")
        phone.opens(ready)
        for digit in the_code(ready):
            luo.page.click(f'.pad button[value="{digit}"]')
        phone.presses("completion", "用这个码完工")
        luo.page.goto(f"{luo.base}/technician/jobs/{ready.visit.number}/window/")
        luo.looks("tech-42-no-signal")
        luo.page.goto(f"{luo.base}/technician/kept/")
        luo.page.locator("[data-kept-list] > li").nth(phone.done - 1).wait_for()
        luo.looks("tech-43-kept")
        assert not any("visit.set_out" in codes(one) for one in booked)
        luo.context.set_offline(False)
        luo.page.locator("[data-kept-list] > li[data-queued=sent]").nth(phone.done - 1).wait_for()
        self._is_there(ready, agreed, booked)
        self._is_wiped(luo, ready, booked[0])
        luo.complaints[:] = [said for said in luo.complaints if "ERR_INTERNET_DISCONNECTED" not in said]

    def _is_wiped(self, luo: Visitor, over: Walked, held: Walked) -> None:
        """What is over is gone from the phone at the next contact, and all of it once he signs out."""
        luo.goes("/technician/")
        until(lambda: over.visit.number not in self._kept(luo), "the finished job gone from the phone")
        assert held.visit.number in self._kept(luo)
        luo.page.click("text=退出")
        luo.page.wait_for_url("**/sign-in/**")
        until(lambda: not self._kept(luo), "no page left before the door")

    def test_ends_with_nobody_s_address_on_the_phone_where_he_was_signed_out_elsewhere(
        self, visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        phone, one = Phone(visitor, tmp_path), six()[2]
        luo = phone.visitor
        luo.goes("/technician/")
        until(lambda: one.visit.number in self._kept(luo), "his jobs on the phone")
        phone.opens(one)
        Session.objects.all().delete()

        luo.page.click("text=我出发了")

        until(lambda: not self._kept(luo), "no page left")

    def _kept(self, luo: Visitor) -> str:
        return " ".join(luo.page.evaluate(KEPT))

    def _is_there(self, ready: Walked, agreed: Walked, booked: list[Walked]) -> None:
        for one in booked:
            assert [codes(one).count(code) for code in ("visit.set_out", "visit.arrive", "visits.photo")] == [1, 1, 1]
            assert one.visit.state == "on_site"
        assert sorted(Quote.objects.filter(repair=one.repair).count() for one in booked) == [0, 0, 1, 1]
        assert sorted(agreed.visit.photos.values_list("slot", flat=True)) == sorted(SLOTS)
        assert the_code(agreed)
        assert ready.visit.state == "finished"
