"""A page that renews itself takes nothing away from the technician: no picture on its way, no page he goes to."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from playwright.sync_api import Route

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from tests.faces.conftest import PHONE, Visitor
from tests.faces.technician.phones import phone_of, walk
from tests.faces.technician.test_a_day_without_signal import a_picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.usefixtures("laid")]
TOLD = """new Promise((go) => {
    document.querySelectorAll("[data-reload]").forEach((it) => it.dispatchEvent(new CustomEvent("anxin:fact")));
    window.here = true;
    setTimeout(go, 500, true);
})"""
GOES = """async ([script, wiped]) => {
    let listens;
    const page = new Request(location.href);
    const shelf = { keys: async () => [page], match: async () => undefined, delete: async () => true };
    const open = async () => { if (!wiped) throw new Error("no room"); return shelf; };
    const self = { addEventListener: (kind, does) => { if (kind === "fetch") listens = does; } };
    new Function("self", "caches", "fetch", script)(self, { open }, async () => new Response("from the network"));
    const request = { url: location.href, method: "GET", mode: "navigate" };
    return await new Promise((go) => listens({ request, respondWith: (answer) => answer.then((it) => it.text()).then(go, (error) => go(`no page: ${error}`)) }));
}"""  # noqa: E501


class TestRenewal:
    def test_waits_for_the_answer_about_a_picture_that_is_on_its_way(
        self, visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        one = walk("on_site")
        luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
        begun: list[str] = []
        held: list[Route] = []
        luo.page.on("request", lambda it: begun.append(it.method) if "/uploads/" in it.url else None)
        luo.page.route("**/uploads/*/", lambda route: held.append(route))  # Playwright wants its own
        luo.goes(f"/technician/jobs/{one.visit.number}/")
        picture = tmp_path / "before.jpg"
        picture.write_bytes(a_picture(salt=1))
        with luo.page.expect_request(lambda it: it.method == "PATCH"):
            luo.page.set_input_files("form[data-slot=before] input[type=file]", str(picture))
        assert luo.page.evaluate(TOLD), "the page left a picture that was on its way"
        with luo.page.expect_navigation():
            held[0].continue_()
        assert one.visit.photos.count() == 1
        assert begun == ["POST", "PATCH"]
        luo.page.goto("about:blank")

    @pytest.mark.parametrize("wiped", [True, False], ids=["wiped meanwhile", "can't be opened"])
    def test_a_kept_page_that_is_gone_keeps_him_from_no_page(
        self, visitor: Callable[..., Visitor], wiped: bool
    ) -> None:
        luo = visitor(PHONE)
        luo.goes("/sign-in/")
        script = Path(str(finders.find("anxin/js/worker.js"))).read_text()
        assert luo.page.evaluate(GOES, [script, wiped]) == "from the network"

    def test_a_kept_page_gives_way_to_the_job_itself_once_the_network_answers(
        self, visitor: Callable[..., Visitor]
    ) -> None:
        one = walk("on_site")
        luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
        luo.page.clock.install()
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        page.locator("html[data-offline-ready]").wait_for(state="attached")
        luo.loses_signal()
        page.reload()
        page.locator("body[data-sheet]").wait_for()
        with page.expect_response("**/technician/phone/"):
            luo.context.set_offline(False)
        with page.expect_navigation():
            page.clock.run_for(60_000)
        page.locator("#next").wait_for()
        assert not page.locator("body[data-sheet]").count()

    def test_a_page_from_the_shelf_has_the_letters_that_were_chosen_since(
        self, visitor: Callable[..., Visitor]
    ) -> None:
        one = walk("on_site")
        luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        page.locator("html[data-offline-ready]").wait_for(state="attached")
        page.locator("button[data-letters]").click()
        luo.loses_signal()
        page.goto(f"{luo.base}/technician/me/week/")
        assert luo.sees("等不及就打电话给网点")
        page.locator("html[data-letters=big]").wait_for(state="attached")
        assert page.locator("button[data-letters]").get_attribute("aria-pressed") == "true"

    def test_keeps_what_was_ticked_and_not_written_down_yet(self, visitor: Callable[..., Visitor]) -> None:
        points = [{"code": "seal", "name": "密封条"}, {"code": "keys", "name": "钥匙已交给客户"}]
        value = {"lock": {"repair": {"photos": ["before", "after"], "checks": points}}}
        since = timezone.now() - timedelta(hours=8)
        acting(lambda: settings.propose(name="visits.records", value=value, valid_from=since, by=SYSTEM, now=since))
        one = walk("on_site")
        luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        page.locator("input[name=done]").first.check()
        page.goto(f"{luo.base}/technician/")
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        ticks = page.locator("input[name=done]")
        assert [ticks.nth(at).is_checked() for at in range(2)] == [True, False]
