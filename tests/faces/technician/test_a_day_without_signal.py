"""Six jobs of one day on a phone without a signal, a weak one for a while, none, then one: nothing lost or doubled."""

import io
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from anxin.core.sessions.models import Session
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.demo.walk import HAPPY, STEPS, Walked, the_code
from anxin.domain.people.models import Reveal
from anxin.domain.repairs.models import Quote
from tests.domain.visits.test_vouched import take_back
from tests.faces.conftest import PHONE, Visitor
from tests.faces.technician.phones import for_now, phone_of, walk
from tests.faces.technician.test_phone import DOOR, RUNG
from tests.patience import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.usefixtures("laid")]
KEPT = """caches.has('anxin.pages').then(async (known) => !known ? [] :
    (await (await caches.open('anxin.pages')).keys()).map((one) => one.url))"""
WEAK = {"offline": False, "latency": 150, "downloadThroughput": 250e3, "uploadThroughput": 40e3}
"""A signal of two bars: bytes a second."""
ORDINARY = WEAK | {"uploadThroughput": 200e3}
"""An ordinary 4G at the edge of a cell: 1.6 Mbit/s up."""
GONE = """async ([all, s]) => {
    const sent = () => document.querySelectorAll("[data-kept-list] > li[data-queued=sent]").length;
    const end = Date.now() + 1000 * s;
    while (sent() < all && Date.now() < end) await new Promise((go) => setTimeout(go, 50));
}"""
"""What waits until all went, so many seconds at most."""
BEGUN = 3
SLOTS = ("before", "plate", "work", "after")
STEPS_OF_ALL = 34


def six() -> list[Walked]:
    """Give one job whose code is ready, one whose quote is agreed, four that are booked, all of them for now."""
    every = [walk("booked", later_h=2 * n) for n in range(6)]
    for_now(*every)
    for one, last in zip(every, ("billed", "agreed"), strict=False):
        for name in HAPPY[HAPPY.index("booked") + 1 : HAPPY.index(last) + 1]:
            STEPS[name](one)
    return every


def codes(one: Walked) -> list[str]:
    return list(Entry.objects.filter(stream__key=str(one.repair.id)).values_list("code", flat=True))


def a_picture(*, salt: int) -> bytes:
    """Return a picture of some 100 KB, each another one."""
    file = io.BytesIO()
    noise = np.random.default_rng(salt).integers(0, 256, (260, 320, 3), np.uint8)
    Image.fromarray(noise).save(file, "JPEG", quality=85)
    return file.getvalue()


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
        picture.write_bytes(a_picture(salt=self.done))
        self.visitor.page.set_input_files(f"form[data-slot={slot}] input[type=file]", str(picture))
        self.visitor.page.locator(f"form[data-slot={slot}][data-queued=waiting]").wait_for()
        self.done += 1

    def takes_along(self) -> None:
        """Take doors and numbers along, as he says on the page of his day."""
        self.visitor.page.click("[data-along] button")
        self.visitor.sees("已经带在这部手机里")

    def has_signal(self, signal: dict[str, float], seconds: float) -> int:
        """Have such a signal for so long, or for 0 until something went; then none. Return how much went."""
        page, context = self.visitor.page, self.visitor.context
        sent = page.locator("[data-kept-list] > li[data-queued=sent]")
        context.set_offline(False)
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", signal)
        if seconds:
            page.evaluate(GONE, [self.done, seconds])
        else:
            sent.nth(BEGUN - 1).wait_for()
        self.visitor.loses_signal()
        return sent.count()

    def closes(self) -> None:
        """Close the window and open another one."""
        page = self.visitor.context.new_page()
        self.visitor.page.close()
        self.visitor.page = page


class TestDay:
    @pytest.mark.parametrize(
        ("signal", "seconds", "at_least", "at_most"),
        [
            pytest.param(WEAK, 0, BEGUN, STEPS_OF_ALL - 1, id="weak"),
            pytest.param(WEAK, 30, BEGUN, STEPS_OF_ALL - 1, id="weak-30s", marks=pytest.mark.soak),
            pytest.param(ORDINARY, 30, STEPS_OF_ALL, STEPS_OF_ALL, id="ordinary-30s", marks=pytest.mark.soak),
        ],
    )
    def test_of_six_jobs_comes_in_whole_and_once(
        self,
        signal: dict[str, float],
        seconds: float,
        at_least: int,
        at_most: int,
        visitor: Callable[..., Visitor],
        tmp_path: Path,
    ) -> None:
        ready, agreed, *booked = six()
        phone = Phone(visitor, tmp_path)
        luo = phone.visitor
        luo.goes("/technician/")
        luo.page.locator("html[data-offline-ready]").wait_for(state="attached")
        luo.looks("tech-40-today-along")
        phone.takes_along()
        looks = Counter(Reveal.objects.values_list("field", flat=True))
        assert looks == {"name": 6, "address": 6, "phone": 6}  # of each job, written down as looks
        luo.loses_signal()
        self._works_all_day(phone, ready, agreed, booked)
        assert not any("visit.set_out" in codes(one) for one in booked)

        since, spent = time.monotonic(), time.process_time()
        through = phone.has_signal(signal, seconds)
        took, spent = time.monotonic() - since, time.process_time() - spent
        print(f"{through} of {phone.done} steps in {took:.1f} s, {spent:.1f} s of CPU in the house")  # noqa: T201
        assert phone.done == STEPS_OF_ALL
        assert at_least <= through <= at_most
        self._went_small_ones_first(ready, agreed, booked)
        luo.context.set_offline(False)
        luo.page.locator("[data-kept-list] > li[data-queued=sent]").nth(phone.done - 1).wait_for()
        self._is_there(ready, agreed, booked)
        self._is_wiped(luo, ready, booked[0])

    def _works_all_day(self, phone: Phone, ready: Walked, agreed: Walked, booked: list[Walked]) -> None:
        luo = phone.visitor
        for one in booked:
            luo.page.goto(f"{luo.base}/technician/jobs/{one.visit.number}/call/?address")
            luo.sees(cast.MS_ZHANG.address[-4:])
            phone.opens(one)
            phone.presses("departure", "我出发了")
            phone.presses("arrival", "到门口了，打卡")
            for n, slot in enumerate(SLOTS):
                phone.shoots(slot, n)
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

    def _went_small_ones_first(self, ready: Walked, agreed: Walked, booked: list[Walked]) -> None:
        """A picture has gone only where no check-in and no code, which somebody waits for, stood behind it."""
        if any(one.visit.photos.exists() for one in (agreed, *booked)):
            assert all("visit.arrive" in codes(one) for one in booked)
            assert ready.visit.state == "finished"

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
        luo.page.locator(RUNG).wait_for()  # a bell that rings once he is signed out leads to the door by itself
        Session.objects.all().delete()

        luo.page.click("text=我出发了")

        until(lambda: not self._kept(luo), "no page left")

    def _kept(self, luo: Visitor) -> str:
        return " ".join(luo.page.evaluate(KEPT))

    def _is_there(self, ready: Walked, agreed: Walked, booked: list[Walked]) -> None:
        for one in booked:
            assert [codes(one).count(code) for code in ("visit.set_out", "visit.arrive", "visits.photo")] == [1, 1, 4]
            assert one.visit.state == "on_site"
            assert Quote.objects.filter(repair=one.repair).count() == 1
        for one in (agreed, *booked):
            assert sorted(one.visit.photos.values_list("slot", flat=True)) == sorted(SLOTS)
        assert the_code(agreed)
        assert ready.visit.state == "finished"


class TestRefusedCheckIn:
    def test_is_shown_with_why_and_what_to_do_and_keeps_no_picture_back(
        self, visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        one = walk("booked")
        for_now(one)
        phone = Phone(visitor, tmp_path)
        luo = phone.visitor
        luo.goes("/technician/")
        luo.page.locator("html[data-offline-ready]").wait_for(state="attached")
        luo.context.set_geolocation({"latitude": 30.642, "longitude": 106.5, "accuracy": 15})
        luo.loses_signal()
        phone.opens(one)
        phone.presses("departure", "我出发了")
        phone.presses("arrival", "到门口了，打卡")
        for n, slot in enumerate(SLOTS):
            phone.shoots(slot, n)
        luo.page.goto(f"{luo.base}/technician/kept/")

        luo.context.set_offline(False)

        luo.page.locator("[data-kept-list] > li[data-queued=sent]").nth(len(SLOTS)).wait_for()
        refused = luo.page.locator("[data-kept-list] > li[data-queued=refused]")
        said = refused.inner_text()
        assert "打卡" in said
        assert "原因" in said
        assert "打开" in said
        assert "后面的步骤先等着，照片照常发送" in luo.page.locator("[data-kept]").inner_text()
        luo.looks("tech-44-refused")
        assert sorted(one.visit.photos.values_list("slot", flat=True)) == sorted(SLOTS)
        assert one.visit.state == "on_the_way"


class TestTaken:
    def test_from_him_meanwhile_is_said_in_place_of_the_sheet_once_there_is_a_signal(
        self, visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        one = walk("booked")
        for_now(one)
        phone = Phone(visitor, tmp_path)
        luo = phone.visitor
        luo.goes("/technician/")
        luo.page.locator("html[data-offline-ready]").wait_for(state="attached")
        luo.loses_signal()
        take_back("suspend", cast.MASTER_LUO.number, timezone.now())
        phone.opens(one)
        phone.presses("departure", "我出发了")
        luo.context.set_offline(False)
        luo.sees("这一单不在您手上了")
        assert Entry.objects.filter(code="visits.earlier_departure").count() == 1
