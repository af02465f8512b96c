"""The desk in a real browser: it looks right, the keys walk the queue, what is shown for a reason hides again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import clocks
from anxin.demo import cast
from anxin.domain.repairs import actions as repairs
from tests import builders
from tests.faces.conftest import DESK, ON_A_DESK, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


class TestDesk:
    @ON_A_DESK
    def test_shows_the_queue_and_a_case_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        builders.a_repair(now=live_now - timedelta(hours=1), at="booked", customer=cast.NEIGHBOUR)
        late = builders.a_repair(now=live_now - timedelta(minutes=12), at="submitted", customer=cast.BUYER_HERE)
        clocks.sweep(live_now)
        walked = builders.a_repair(now=live_now - timedelta(minutes=26), at="triaged")
        picture = builders.a_picture(now=live_now)
        walked.do(lambda: repairs.add_picture(repair=walked.repair, file=picture, by=walked.customer, now=live_now))
        done = builders.a_repair(now=live_now - timedelta(hours=9), at="closed", customer=cast.MAIMAITI_HERE)
        window = visitor(size).sits_down(client)
        pages = {
            "queue": "?list=1",
            "case": f"{walked.repair.number}/",
            "late": f"{late.repair.number}/",
            "closed": f"{done.repair.number}/",
            "offer": f"{walked.repair.number}/?do=offer",
            "new": "new/",
        }
        for what, path in pages.items():
            window.goes(f"/desk/repairs/{path}")
            window.looks_over(f"{what}")

    def test_walks_the_queue_by_keys_and_gives_a_command(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        walked = builders.a_repair(now=live_now)
        window = visitor(DESK).sits_down(client)
        page = window.goes("/desk/repairs/?list=1")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{walked.repair.number}/")
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('#case') !== null"), "the queue is skipped too"
        page.keyboard.press("p")
        page.wait_for_load_state()
        window.sees("我来挑人")
        walked.repair.refresh_from_db()
        assert walked.repair.state == "accepted"

    def test_lands_in_the_first_case_and_gives_the_list_when_asked(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        walked = builders.a_repair(now=live_now)
        page = visitor(DESK).sits_down(client).goes("/desk/repairs/?show=soon")
        page.wait_for_url(f"**/{walked.repair.number}/?show=soon")
        page.locator("a[href*='list=1']").first.click()
        page.wait_for_url("**/desk/repairs/?show=soon&list=1")
        on_a_phone = visitor(PHONE).sits_down(client).goes("/desk/repairs/")
        on_a_phone.wait_for_load_state("networkidle")
        assert on_a_phone.url.endswith("/desk/repairs/")

    def test_takes_a_new_report_in_when_it_hears_of_one(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        opened = builders.a_repair(now=live_now, at="accepted")
        window = visitor(DESK).sits_down(client)
        page = window.goes(f"/desk/repairs/{opened.repair.number}/")
        page.locator("#queue li").wait_for()  # the only one
        builders.a_repair(now=live_now, customer=cast.NEIGHBOUR)
        by = opened.by(cast.XIAO_CHEN)
        opened.do(lambda: repairs.triage(repair=opened.repair, by=by, now=opened.now, automatic=False))
        for pane in ("queue", "case", "side"):
            page.evaluate(f"document.getElementById('{pane}').dispatchEvent(new CustomEvent('anxin:fact'))")
        page.locator("#queue li").nth(1).wait_for()
        assert page.locator("#queue [aria-current]").count() == 2  # the filter and the open row
        page.locator("#side .why").wait_for()
        window.sees("交给网点")

    def test_shows_a_name_for_a_while(self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime) -> None:
        client = sits(cast.XIAO_CHEN)
        walked = builders.a_repair(now=live_now)
        window = visitor(DESK).sits_down(client)
        page = window.goes(f"/desk/repairs/{walked.repair.number}/")
        page.locator("details.person summary").first.click()
        page.get_by_text("看 30 秒").first.click()
        window.sees(cast.MS_ZHANG.phone)

    def test_finds_a_known_caller_while_the_phone_is_typed(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        builders.a_repair(now=live_now)
        window = visitor(DESK).sits_down(client)
        page = window.goes("/desk/repairs/new/")
        page.fill("#id_phone", cast.MS_ZHANG.phone)
        page.keyboard.press("Tab")
        window.sees("这个号码是老客户")
        window.looks("caller-desk")


class TestOutlet:
    @ON_A_DESK
    def test_shows_its_jobs_and_its_day(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        client = sits(cast.BOSS_HE)
        builders.a_repair(now=live_now - timedelta(hours=1), at="booked", customer=cast.NEIGHBOUR)
        taken = builders.a_repair(now=live_now - timedelta(minutes=8), at="ordered")
        order = taken.visit.outlet_orders.get()
        window = visitor(size).sits_down(client)
        for what, path in {
            "jobs": "jobs/?list=1",
            "job": f"jobs/{order.id}/",
            "back": f"jobs/{order.id}/?do=return",
            "board": "board/",
            "people": "people/",
        }.items():
            window.goes(f"/outlet/{path}")
            window.looks_over(f"outlet-{what}")

    def test_holds_in_letters_twice_as_big_on_a_phone(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        builders.a_repair(now=live_now - timedelta(minutes=8), at="ordered")
        window = visitor(PHONE).sits_down(sits(cast.BOSS_HE))
        wire = window.context.new_cdp_session(window.page)
        wire.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        for path in ("jobs/?list=1", "board/", "people/"):
            page = window.goes(f"/outlet/{path}")
            assert window.reaches_over() <= 0, path
            cut = page.evaluate("""[...document.querySelectorAll(".queue .l1 > *, .gantt .job")]
                .filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.innerText)""")
            assert cut == [], path
