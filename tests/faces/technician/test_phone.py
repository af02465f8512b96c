"""A technician works through a job in the browser, on a phone, on a narrow one and on a desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import Walked, the_code
from anxin.domain.repairs import actions as repairs
from tests.faces.conftest import ON_A_PHONE, PHONE, Visitor
from tests.faces.technician.phones import for_now, phone_of, walk
from tests.faces.technician.test_job import a_shot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
DOOR = {"geolocation": {"longitude": 104.0437, "latitude": 30.642}, "permissions": ["geolocation"]}
RUNG = "#bell:not([hx-trigger*=load])"
"""The bell of a page once it has asked what is unread."""


def agrees(one: Walked) -> None:
    quote = one.repair.quotes.get(state="sent")
    acting(lambda: repairs.agree_quote(quote=quote, by=one.customer, now=timezone.now()))


def shoots(luo: Visitor, slot: str, picture: Path) -> None:
    luo.page.set_input_files(f"#photo-{slot} input[type=file]", str(picture))
    luo.page.locator(f"#photo-{slot} .shots img").first.wait_for()


@pytest.mark.usefixtures("laid")
class TestPress:
    def test_is_not_taken_away_by_a_page_that_renews_itself_just_then(self, visitor: Callable[..., Visitor]) -> None:
        one = walk("booked")
        for_now(one)
        luo = visitor(PHONE | DOOR | {"service_workers": "block"}).sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        page.evaluate("""() => {
            [...document.querySelectorAll("button")].find((one) => one.textContent.includes("我出发了")).click();
            document.querySelector("[data-reload]").dispatchEvent(new CustomEvent("anxin:fact"));
        }""")
        luo.sees("到门口了，打卡")


@pytest.mark.usefixtures("laid")
class TestKeyboard:
    UNDER = """() => {
        const it = document.activeElement, box = it.getBoundingClientRect();
        if (it === document.body) return null;
        const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
        return over && (it.contains(over) || over.contains(it)) ? "" : it.innerText || it.outerHTML;
    }"""

    def test_reaches_nothing_that_lies_under_the_bars(self, visitor: Callable[..., Visitor]) -> None:
        for_now(walk("booked"))
        low = PHONE | {"viewport": {"width": 390, "height": 420}, "service_workers": "block"}
        page = visitor(low).sits_down(phone_of(cast.MASTER_LUO)).goes("/technician/")
        page.get_by_role("button", name="带上地址和电话").wait_for()
        for way in ("Tab", "Shift+Tab"):
            seen: list[str] = []
            page.keyboard.press(way)
            while (under := page.evaluate(self.UNDER)) is not None:
                seen.append(under)
                page.keyboard.press(way)
            assert len(seen) > 10, way
            assert not any(seen), way


@pytest.mark.usefixtures("laid")
class TestPageThatRenewsItself:
    FACT = "document.querySelector('[data-reload]').dispatchEvent(new CustomEvent('anxin:fact'))"

    def waits(self, visitor: Callable[..., Visitor]) -> tuple[Walked, Visitor]:
        """Sit Master Luo before a quote that its customer is to answer: it has boxes to tick and a sheet to sign."""
        one = walk("quoted")
        luo = visitor(PHONE | {"service_workers": "block"}).sits_down(phone_of(cast.MASTER_LUO))
        luo.goes(f"/technician/jobs/{one.visit.number}/").locator("#agree-here [name=read]").wait_for(state="attached")
        return one, luo

    def test_shows_the_answer_of_the_customer(self, visitor: Callable[..., Visitor]) -> None:
        one, luo = self.waits(visitor)
        agrees(one)
        luo.page.evaluate(self.FACT)
        luo.page.locator("#agree-here").wait_for(state="detached")
        luo.sees("第 1 版 · 已同意")

    def test_stays_where_a_box_is_ticked(self, visitor: Callable[..., Visitor]) -> None:
        one, luo = self.waits(visitor)
        luo.page.evaluate("document.querySelector('#agree-here [name=read]').checked = true")
        agrees(one)
        asked: list[str] = []
        luo.page.on("request", lambda it: asked.append(it.url) if it.is_navigation_request() else None)
        luo.page.evaluate(self.FACT)
        luo.page.evaluate("fetch('/technician/phone/').then((it) => it.text())")
        assert not asked
        assert luo.page.is_checked("#agree-here [name=read]")


@pytest.mark.usefixtures("laid")
class TestJobInTheBrowser:
    @ON_A_PHONE
    def test_is_walked_from_offer_to_finish(
        self, size: dict[str, object], visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        one = walk("named", covered=True)
        luo = visitor(size | DOOR).sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes("/technician/")
        luo.looks_over("tech-01-today")
        page.click("text=现在答复")
        luo.looks_over("tech-02-offers")
        page.click("button >> text=接单")
        luo.sees("先打电话，约好时间")
        luo.looks_over("tech-03-assigned")
        page.click(".bottombar >> text=打给客户")
        luo.looks_over("tech-04-call")
        page.click("text=看号码")
        luo.sees("13800000001")
        luo.looks_over("tech-05-revealed")
        page.click("label.chip >> text=接通了")
        page.click("text=记下这通电话")
        luo.looks_over("tech-06-window")
        with page.expect_response(lambda one: one.request.method == "POST"):
            page.click(".bottombar button")
        for_now(one)  # nobody sets out long before
        page.reload()
        luo.sees("我出发了")
        luo.looks_over("tech-07-booked")
        page.click("text=我出发了")
        luo.sees("到门口了，打卡")
        luo.looks_over("tech-08-on-the-way")
        page.click("text=到门口了，打卡")
        luo.sees("地址没有精确到门口")
        luo.looks_over("tech-09-on-site")
        self._works(one, luo, tmp_path)

    def _works(self, one: Walked, luo: Visitor, folder: Path) -> None:
        page = luo.page
        for slot, colour in (("before", "maroon"), ("plate", "teal"), ("work", "olive")):
            picture = folder / f"{slot}.jpg"
            picture.write_bytes(a_shot(colour).read())
            shoots(luo, slot, picture)
        luo.looks_over("tech-10-photos")
        page.click(".bottombar >> text=写报价")
        page.click('button[value="HY3-PCB-02"][data-step="1"]')
        luo.sees("¥0.00")
        page.click('button[value="HY3-BAT-01"][data-step="1"]')
        page.check('input[name="excluded-HY3-BAT-01"]')
        page.fill('input[name="excluded_why-HY3-BAT-01"]', "电池是消耗品")
        luo.looks_over("tech-11-quote")
        page.click(".bottombar >> text=发给客户同意")
        luo.sees("客户正在看报价")
        luo.looks_over("tech-12-waiting")
        agrees(one)
        with page.expect_navigation():
            page.click(".bottombar >> text=再看一次")
        picture = folder / "after.jpg"
        picture.write_bytes(a_shot("navy").read())
        shoots(luo, "after", picture)
        luo.looks_over("tech-13-parts")
        page.click("text=就用了这些，出账单")
        luo.sees("输入验收码")
        luo.looks_over("tech-14-code")
        code = the_code(one)
        self._types(luo, "000000" if code != "000000" else "111111")
        luo.sees("还能试 2 次")
        luo.looks_over("tech-15-wrong")
        self._types(luo, code)
        luo.sees("做完了，客户已验收")
        luo.looks_over("tech-16-finished")
        assert one.visit.state == "finished"

    def _types(self, luo: Visitor, code: str) -> None:
        for digit in code:
            luo.page.click(f'.pad button[value="{digit}"]')
        luo.page.click(".bottombar >> text=用这个码完工")

    @ON_A_PHONE
    def test_shows_the_other_pages(self, size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
        one = walk("on_site")
        luo = visitor(size).sits_down(phone_of(cast.MASTER_LUO))
        number = one.visit.number
        for name, path in (
            ("trouble", f"/technician/jobs/{number}/trouble/"),
            ("no-code", f"/technician/jobs/{number}/code/"),
            ("address", f"/technician/jobs/{number}/call/?address"),
            ("history", "/technician/jobs/"),
            ("earnings", "/technician/earnings/"),
            ("me", "/technician/me/"),
            ("empty-offers", "/technician/offers/"),
            ("day", "/technician/"),
        ):
            luo.goes(path)
            luo.looks_over(f"tech-20-{name}")

    def test_keeps_pictures_without_signal_and_sends_them_by_itself(
        self, visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        one = walk("on_site")
        luo = visitor().sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        picture = tmp_path / "before.jpg"
        picture.write_bytes(a_shot("purple").read())
        luo.loses_signal()
        page.set_input_files("#photo-before input[type=file]", str(picture))
        luo.sees("没信号，照常干活")
        luo.sees("1 项存在这部手机")
        page.locator("#photo-before [data-shoot-state]", has_text="已存手机").wait_for()
        luo.looks("tech-30-offline-phone")
        assert not one.visit.photos.exists()
        luo.context.set_offline(False)
        page.locator("#photo-before .shots img").first.wait_for()
        assert one.visit.photos.get().slot == "before"
        assert page.locator("[data-kept]").is_hidden()

    def test_says_that_a_step_needs_a_signal_and_was_not_sent(self, visitor: Callable[..., Visitor]) -> None:
        one = walk("on_the_way")
        luo = visitor().sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes(f"/technician/jobs/{one.visit.number}/trouble/")
        luo.loses_signal()
        page.check("section[aria-labelledby=return] input[value=ill]", force=True)
        page.click("section[aria-labelledby=return] button")
        luo.sees("没信号，这一步要联网才能做")
        assert one.visit.state == "on_the_way"
        luo.context.set_offline(False)
        page.click("section[aria-labelledby=return] button")
        page.wait_for_url("**/technician/")
        assert one.visit.state == "open"

    def test_badge_renews_itself(self, visitor: Callable[..., Visitor]) -> None:
        luo = visitor().sits_down(phone_of(cast.MASTER_LUO))
        luo.page.clock.install()
        page = luo.goes("/technician/me/")
        page.locator("#badge").wait_for()
        page.locator(RUNG).wait_for()  # one that still asks would be taken for one that never answers
        with page.expect_response(lambda one: one.url.endswith("/technician/me/")) as renewed:
            page.clock.fast_forward(61_000)
        assert renewed.value.status == 200
