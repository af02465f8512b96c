"""What the scripts do in a real browser: drafts, keys, live facts, uploads; and that pages work without them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.faces.ground.pages import ASKED

DESK = {"viewport": {"width": 1366, "height": 768}}
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
ZOOMED = {"viewport": {"width": 683, "height": 384}}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def pages(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.faces.ground.pages"


def _as_somebody(route: Route, who: str) -> None:
    """Answer a page as it looks to somebody who is signed in."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("data-now=", f'data-who="{who}" data-now=', 1))


class TestComponents:
    def test_frames_fit_the_window_and_axe_finds_nothing_serious(self, visitor: Callable[..., Any]) -> None:
        for size, path in ((NARROW, "/components/phone/"), (DESK, "/components/desk/")):
            one = visitor(size)
            one.goes(path)
            assert one.reaches_over() <= 0
            one.finds_nothing_serious()
            one.looks(path.strip("/").replace("/", "-"))

    @pytest.mark.parametrize("size", [{}, DESK, NARROW, ZOOMED])
    def test_fit_the_window_and_axe_finds_nothing_serious(
        self, visitor: Callable[..., Any], size: dict[str, Any]
    ) -> None:
        one = visitor(size) if size else visitor()
        page = one.goes("/components/")
        one.looks(f"components-{size.get('viewport', {}).get('width', '')}")
        assert one.reaches_over() <= 0
        one.finds_nothing_serious(colours=not size)  # they are the same at every size
        assert page.locator(".plot svg").count() == 2

    def test_hold_in_big_letters(self, visitor: Callable[..., Any]) -> None:
        one = visitor(NARROW)
        page = one.goes("/components/")
        page.get_by_role("button", name="大字").click()
        assert page.evaluate("document.documentElement.dataset.letters") == "big"
        assert one.reaches_over() <= 0
        assert one.goes("/test/form/").evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        page.check("[name=trapped]")
        assert page.is_checked("[name=trapped]"), "a press is swallowed"
        assert page.evaluate("document.documentElement.dataset.letters") == "big"

    def test_hide_a_shown_name_again(self, visitor: Callable[..., Any]) -> None:
        page = visitor(DESK).goes("/components/")
        page.clock.install()
        page.reload()
        assert page.get_by_text("王小禾").count() == 1
        page.clock.run_for(31_000)
        assert page.get_by_text("王小禾").count() == 0

    def test_clock_turns_amber_then_red_without_reload(self, visitor: Callable[..., Any]) -> None:
        page = visitor(DESK).goes("/components/")
        page.clock.install()
        page.reload()
        chip = page.locator("#c-clock .clock").first
        assert "剩 1 小时 20 分" in chip.inner_text()
        page.clock.run_for(55 * 60_000)
        assert chip.get_attribute("data-state") == "soon"
        page.clock.run_for(30 * 60_000)
        assert chip.get_attribute("data-state") == "missed"
        assert "超 5 分" in chip.inner_text()


class TestDrafts:
    def test_typed_words_survive_a_reload_but_codes_do_not(self, visitor: Callable[..., Any]) -> None:
        page = visitor().goes("/test/form/")
        page.fill("#said", "密码没反应")
        page.check("[name=trapped]")
        page.fill("#code", "123456")
        page.reload()
        assert page.input_value("#said") == "密码没反应"
        assert page.is_checked("[name=trapped]")
        assert page.input_value("#code") == ""

    def test_are_dropped_once_the_form_was_taken(self, visitor: Callable[..., Any]) -> None:
        page = visitor().goes("/test/form/")
        page.fill("#said", "密码没反应")
        page.click("text=提交")
        page.wait_for_url("**/thanks/")
        page.goto(page.url.replace("thanks", "form"))
        assert page.input_value("#said") == ""

    def test_are_dropped_where_it_was_taken_and_the_same_page_comes_again(self, visitor: Callable[..., Any]) -> None:
        page = visitor().goes("/test/form/")
        page.fill("#said", "sent on")
        with page.expect_navigation():
            page.click("text=提交")
        page.wait_for_function("!sessionStorage.getItem('anxin.sent')")
        assert page.goto(page.url)
        assert page.input_value("#said") == ""

    def test_are_found_by_nobody_else_who_signs_in_on_the_same_tab(self, visitor: Callable[..., Any]) -> None:
        page = visitor().goes("/test/form/")
        page.evaluate("sessionStorage.setItem('anxin.who', 'staff:1')")
        page.fill("#said", "张女士 13800000000")
        page.route("**/test/form/", lambda route: _as_somebody(route, "staff:1"))
        page.reload()
        assert page.input_value("#said") == "张女士 13800000000", "who came in again goes on"
        page.unroute("**/test/form/")
        page.route("**/test/form/", lambda route: _as_somebody(route, "staff:2"))
        page.reload()
        assert page.input_value("#said") == ""
        assert "13800000000" not in page.evaluate("JSON.stringify(sessionStorage)")

    def test_stay_where_the_sign_in_had_ended_before_they_were_sent(self, visitor: Callable[..., Any]) -> None:
        page = visitor().goes("/test/form/")
        page.fill("#said", "kept")
        page.evaluate("document.querySelector('#said').form.action = '/sign-in/?next=/test/form/'")
        there = page.url
        page.route("**/sign-in/**", lambda route: route.fulfill(response=route.fetch(url=there, method="GET")))
        page.click("text=提交")
        page.wait_for_url("**/sign-in/**")
        page.wait_for_function("!sessionStorage.getItem('anxin.sent')")
        page.goto(there)
        assert page.input_value("#said") == "kept"

    def test_stay_when_the_form_was_refused(self, visitor: Callable[..., Any]) -> None:
        page = visitor().goes("/test/form/")
        page.fill("#said", "refused")
        page.click("text=提交")
        page.wait_for_selector("[aria-invalid]")
        assert page.input_value("#said") == "refused"
        assert page.evaluate("document.activeElement.id") == "said", "what is to mend has the focus"
        page.fill("#said", "unchosen")
        page.click("text=提交")
        page.wait_for_selector(".wrong")
        assert page.evaluate("document.activeElement.id") == "which", "of a choice too"


class TestKeys:
    def test_walk_the_queue_and_open_a_row(self, visitor: Callable[..., Any]) -> None:
        page = visitor(DESK).goes("/test/desk/")
        page.keyboard.press("j")
        assert "油烟机" in page.evaluate("document.activeElement.innerText")
        page.keyboard.press("k")
        page.keyboard.press("k")
        assert "空调" in page.evaluate("document.activeElement.innerText")
        page.keyboard.press("Enter")
        page.wait_for_url("**row=0")

    def test_question_mark_explains_them(self, visitor: Callable[..., Any]) -> None:
        page = visitor(DESK).goes("/test/desk/")
        page.keyboard.press("?")
        assert page.locator("dialog").is_visible()
        assert "派单" in page.locator("dialog").inner_text()
        page.keyboard.press("Escape")
        assert not page.locator("dialog").is_visible()

    def test_stay_letters_while_typing_and_lead_into_a_form_that_lies_open(self, visitor: Callable[..., Any]) -> None:
        page = visitor(DESK).goes("/test/desk/")
        form = """<a href="?do=sign#command" data-key="p"></a><form id="command"><input id="code"></form>"""
        page.evaluate("form => { history.pushState({}, '', '?do=sign'); press.outerHTML = form }", form)
        page.keyboard.press("p")
        assert page.evaluate("document.activeElement.id") == "code"
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("/")
        page.keyboard.type("jk?p")
        assert page.input_value("#seek") == "jk?p"


class TestLive:
    def test_facts_reach_who_asked_and_none_is_lost_between_two_streams(self, visitor: Callable[..., Any]) -> None:
        one = visitor(DESK)
        ASKED.clear()
        one.page.add_init_script(
            "addEventListener('anxin:fact', (e) => { const place = document.getElementById('seen');"
            "if (e.target !== place) return; place.textContent += ' ' + e.detail.number;"
            "place.dataset.got = Number(place.dataset.got ?? 0) + 1; }, true)"
        )
        page = one.goes("/test/desk/")
        page.wait_for_selector("#seen[data-got='2']")
        assert set(page.inner_text("#seen").split()) == {"-", "R-1"}
        assert ASKED[:2] == [{"last": "", "since": "17"}, {"last": "10", "since": "17"}]

    def test_lost_connection_is_said(self, visitor: Callable[..., Any]) -> None:
        one = visitor(DESK)
        one.page.route("**/test/live/**", lambda route: route.abort())
        page = one.goes("/test/desk/")
        page.wait_for_selector("[data-live-state][data-state=off]")
        assert "没连上，在重连" in page.inner_text("[data-live-state]")
        one.complaints.clear()

    def test_a_part_that_renews_itself_says_so_and_stays_where_the_house_is_busy(
        self, visitor: Callable[..., Any]
    ) -> None:
        one, asked = visitor(DESK), []

        def answer(route: Route) -> None:
            asked.append(route.request.headers.get("anxin-by-itself"))
            busy = len(asked) < 3
            route.fulfill(status=503 if busy else 200, body="busy" if busy else "<p id=part>after</p>")

        page = one.goes("/test/desk/")
        page.route("**/test/part/", answer)
        part = '<p id=part hx-get=/test/part/ hx-select=#part hx-swap=outerHTML hx-trigger="every 200ms">before</p>'
        page.evaluate(f"document.querySelector('article').insertAdjacentHTML('beforeend', '{part}')")
        page.evaluate("htmx.process(document.querySelector('article'))")
        page.get_by_text("after", exact=True).wait_for()
        assert asked == ["1", "1", "1"]
        one.complaints.clear()


class Store:
    """A server of uploads that loses its connection where told."""

    def __init__(self, *, breaks_at: set[int], size: int) -> None:
        self.kept, self.breaks_at, self.size, self.patches, self.begun = b"", breaks_at, size, 0, 0

    def answer(self, route: Route) -> None:
        request = route.request
        if request.method == "POST":
            self.begun += 1
            return route.fulfill(status=201, headers={"Location": "/test/uploads/1"})
        if request.method == "HEAD":
            return route.fulfill(status=200, headers={"Upload-Offset": str(len(self.kept))})
        self.patches += 1
        if self.patches in self.breaks_at:
            self.kept += (request.post_data_buffer or b"")[:1000]  # half a piece arrived, the answer did not
            return route.abort()
        if int(request.headers["upload-offset"]) != len(self.kept):
            return route.fulfill(status=409, headers={"Upload-Offset": str(len(self.kept))})
        self.kept += request.post_data_buffer or b""
        done = {"Upload-Key": "k-1"} if len(self.kept) == self.size else {}
        return route.fulfill(status=204, headers={"Upload-Offset": str(len(self.kept))} | done)


class TestUploads:
    def chooses(self, page: Page, data: bytes) -> None:
        page.set_input_files("input[type=file]", {"name": "锁.jpg", "mimeType": "image/jpeg", "buffer": data})

    def test_go_on_where_they_broke_off(self, visitor: Callable[..., Any]) -> None:
        one, data = visitor(), bytes(range(256)) * 5000
        store = Store(breaks_at={2}, size=len(data))
        one.page.route("**/test/uploads/**", store.answer)
        page = one.goes("/test/form/")
        self.chooses(page, data)
        page.wait_for_selector("input[type=hidden][name=photo]", state="attached")
        assert store.kept == data
        assert store.begun == 1
        assert page.get_attribute("input[type=hidden][name=photo]", "value") == "k-1"
        assert "已存" in page.inner_text(".tile-cap")
        one.complaints.clear()

    def test_go_on_after_the_tab_was_closed(self, visitor: Callable[..., Any]) -> None:
        one, data = visitor(), bytes(range(256)) * 5000
        store = Store(breaks_at=set(range(2, 90)), size=len(data))
        one.page.route("**/test/uploads/**", store.answer)
        page = one.goes("/test/form/")
        put = """(size) => { const bytes = new Uint8Array(size).map((_, n) => n % 256);
          const file = new File([bytes], 'a.jpg', {lastModified: 7, type: 'image/jpeg'});
          const t = new DataTransfer(); t.items.add(file); const f = document.querySelector('input[type=file]');
          f.files = t.files; f.dispatchEvent(new Event('change', {bubbles: true})); }"""
        page.evaluate(put, len(data))
        page.wait_for_selector(".tile-cap >> text=接着传")
        store.breaks_at = set()
        page.reload()
        page.evaluate(put, len(data))
        page.wait_for_selector("input[type=hidden][name=photo]", state="attached")
        assert store.kept == data
        assert store.begun == 1
        one.complaints.clear()

    def test_begin_one_after_another_for_the_first_makes_the_session(self, visitor: Callable[..., Any]) -> None:
        one, held = visitor(), list[Route]()
        one.page.route("**/test/uploads/**", lambda route: held.append(route))
        page = one.goes("/test/form/")
        for name in ("整体", "近照"):
            page.set_input_files(
                "input[type=file]", {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": name.encode()}
            )
        page.wait_for_selector(".tile-cap >> nth=1")
        page.evaluate("fetch('/test/form/').then(answer => answer.text())")
        assert [route.request.method for route in held] == ["POST"]
        with page.expect_request(lambda asked: asked.method == "POST"):
            held[0].fulfill(status=201, headers={"Location": "/test/uploads/1"})
        one.complaints.clear()

    def test_hold_a_form_that_is_sent_before_they_are_through(self, visitor: Callable[..., Any]) -> None:
        one, data, held = visitor(), bytes(range(256)) * 5000, list[Route]()
        store = Store(breaks_at=set(), size=len(data))
        through: list[bool] = []
        one.page.route("**/test/uploads/**", lambda route: store.answer(route) if through else held.append(route))
        page = one.goes("/test/form/")
        page.fill("#said", "密码没反应")
        self.chooses(page, data)
        page.click("text=提交")
        page.click("text=提交")
        page.wait_for_selector("form[aria-busy=true]")
        assert page.url.endswith("/test/form/"), "it would have gone without its picture"
        through.append(True)
        with page.expect_request(lambda asked: asked.url.endswith("/test/form/") and asked.method == "POST") as sent:
            for route in held:
                store.answer(route)
        page.wait_for_url("**/thanks/")
        assert 'name="photo"\r\n\r\nk-1' in (sent.value.post_data or "") or "photo=k-1" in (sent.value.post_data or "")
        assert store.kept == data

    def test_stays_where_a_file_could_not_be_sent(self, visitor: Callable[..., Any]) -> None:
        one, held = visitor(), list[Route]()
        one.page.route("**/test/uploads/**", lambda route: held.append(route))
        page = one.goes("/test/form/")
        self.chooses(page, b"MZ")
        page.click("text=提交")
        page.wait_for_selector("form[aria-busy=true]")
        problem = json.dumps({"title": "这里不收这种文件。"}, ensure_ascii=False)
        for route in held:
            route.fulfill(status=422, content_type="application/problem+json", body=problem)
        page.wait_for_selector("form:not([aria-busy]) >> text=这里不收这种文件。")
        assert page.url.endswith("/test/form/")
        one.complaints.clear()

    @pytest.mark.parametrize("status", [413, 422, 507], ids=["too large", "another kind", "no room"])
    def test_refused_file_says_why_and_leaves_the_rest(self, status: int, visitor: Callable[..., Any]) -> None:
        one = visitor()
        problem = json.dumps({"title": "这里不收这种文件。"}, ensure_ascii=False)
        one.page.route(
            "**/test/uploads/**",
            lambda route: route.fulfill(status=status, content_type="application/problem+json", body=problem),
        )
        page = one.goes("/test/form/")
        page.fill("#said", "密码没反应")
        self.chooses(page, b"MZ")
        page.wait_for_selector("text=这里不收这种文件。")
        assert "没传上" in page.inner_text(".tile-cap")
        assert page.input_value("#said") == "密码没反应"
        one.complaints.clear()


class TestWithoutScript:
    def test_form_still_goes_with_its_files(self, chromium: Any, live_server: Any) -> None:
        context = chromium.opens({"java_script_enabled": False})
        page = context.new_page()
        page.goto(live_server.url + "/test/form/")
        assert page.locator("input[type=file][name=photo_files]").count() == 1
        page.fill("#said", "密码没反应")
        page.click("text=提交")
        assert page.url.endswith("/test/thanks/")
        page.click("text=大字")
        assert page.locator("html[data-letters=big]").count() == 1
        chromium.closes(context)
