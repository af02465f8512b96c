"""A real browser before the real pages: phone and desk, no console error, no breach of the content policy."""

import importlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from tests.patience import PATIENCE_S, until

# The first has no window of its own to draw: the same pages for a quarter less of the machine.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=5"),
    # The menus of the address bar are pages too, made anew for every window; they cost more than ours. The others are
    # those of Playwright's own list that could tell: a second list hides the first.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,HttpsUpgrades,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,ThirdPartyStoragePartitioning",
]
# A colour half way from one to another is nobody's choice.
SETTLED = """Promise.race([
    Promise.allSettled(document.getAnimations().filter((it) => it instanceof CSSTransition).map((it) => it.finished)),
    new Promise((go) => setTimeout(go, 20000)),
])"""
# What is minor or moderate fails no test, whatever axe finds: it is not looked for.
SERIOUS_ALONE = """axe._audit.rules.filter((it) => !["serious", "critical"].includes(it.impact))
    .forEach((it) => (it.enabled = false))"""
# One more than it is too wide, so that a page that fits ends the waiting as well; null while there is no page.
WIDER = "(page => page && 1 + page.scrollWidth - page.clientWidth)(document.documentElement)"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1366, "height": 768}}
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
SIZES = {"phone": PHONE, "desk": DESK, "narrow": NARROW}
# A page is looked at where it opened and once more as wide as on the other machine: nothing is walked twice for that.
ON_A_PHONE = pytest.mark.parametrize("size", [PHONE, NARROW], ids=["usual", "narrow"])
ON_A_DESK = pytest.mark.parametrize("size", [DESK, NARROW], ids=["usual", "narrow"])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, so that a run may leave it out; the narrowest window is looked at in the long runs."""
    for item in items:
        if {"visitor", "chromium"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            if "narrow" in item.name.partition("[")[2]:
                item.add_marker(pytest.mark.soak)


def chromium_path() -> str:
    """Find the browser that `make system` found or installed."""
    found = next(filter(None, map(shutil.which, BROWSERS)), "")
    assert found, "no Chromium: run `make system`"
    return found


@dataclass
class Chromium:
    """The browser of all tests; one that hangs is ended, and the next window opens in a new one."""

    playwright: Playwright
    browser: Browser | None = None

    def opens(self, manner: dict[str, object]) -> BrowserContext:
        """Open a window of its own, in a browser that answers."""
        settled = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **manner}
        if self.browser is not None:
            with suppress(Error):
                return self._window(self.browser, settled)
        self.browser = self.playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        return self._window(self.browser, settled)

    @staticmethod
    def _window(browser: Browser, settled: dict[str, object]) -> BrowserContext:
        window = browser.new_context(**settled)  # type: ignore[arg-type]
        window.set_default_timeout(PATIENCE_S * 1000)
        return window

    def closes(self, window: BrowserContext, *, patience: float = 20) -> None:
        """Close a window; Chromium sometimes never answers this, then its processes are ended."""
        gave_up = threading.Event()

        def give_up() -> None:
            gave_up.set()
            self.ends()

        watch = threading.Timer(patience, give_up)
        watch.start()
        try:
            window.close()
        except Error:
            assert gave_up.is_set(), "the window could not be closed"
        finally:
            watch.cancel()

    @staticmethod
    def ends() -> None:
        """End every browser process below this one."""
        for child in psutil.Process().children(recursive=True):
            if "chrom" in child.name():
                child.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that also asks the database
    with sync_playwright() as playwright:
        started = Chromium(playwright)
        yield started
        if started.browser is not None and started.browser.is_connected():
            started.browser.close()


@dataclass
class Visitor:
    """One person's browser window; whatever the page complains about is kept."""

    context: BrowserContext
    page: Page
    base: str
    size: dict[str, object]
    complaints: list[str] = field(default_factory=list)
    excused: tuple[str, ...] = ("status of 4",)

    def loses_signal(self) -> None:
        """Go out of reach; that what the page asks for then fails is no complaint."""
        self.excused += ("net::ERR_", "Failed to fetch")
        self.context.set_offline(True)

    def goes(self, path: str) -> Page:
        """Open a page of the house and refuse a server fault."""
        response = self.page.goto(path if path.startswith("http") else self.base + path)
        assert response is not None
        assert response.status < 500, f"{path}: {response.status}"
        return self.page

    def sees(self, text: str) -> bool:
        """Tell whether the text stands on the page, waiting a moment for it."""
        self.page.get_by_text(text).first.wait_for()
        return True

    def sits_down(self, client: Client) -> "Visitor":
        """Take the session of a signed-in client."""
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.base}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        return self

    def looks_over(self, name: str) -> None:
        """Look at the page in every size: nothing serious for axe, nothing wider than the window, a screenshot."""
        own = next(name for name, size in SIZES.items() if size["viewport"] == self.size["viewport"])
        for size in {"narrow": ("narrow",), "phone": ("phone", "desk"), "desk": ("desk", "phone")}[own]:
            if size != own:
                self.page.set_viewport_size(SIZES[size]["viewport"])  # type: ignore[arg-type]
            self.finds_nothing_serious(colours=size == own)  # they are the same, and more than half of the time
            assert self.reaches_over() <= 0, f"{name}-{size} is {self.reaches_over()} px too wide"
            self.looks(f"{name}-{size}")
        self.page.set_viewport_size(SIZES[own]["viewport"])  # type: ignore[arg-type]

    def reaches_over(self) -> int:
        """Return by how many pixels the page is wider than the window, once it stands; a page that loads has none."""
        self.page.wait_for_load_state("domcontentloaded")
        return int(self.page.wait_for_function(WIDER).json_value()) - 1

    def looks(self, name: str) -> None:
        """Keep a screenshot where a folder was named for it."""
        folder = os.environ.get("ANXIN_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    def finds_nothing_serious(self, *, colours: bool = True) -> None:
        """Run axe over the page; what is serious fails. A page that was just renewing itself is read again."""
        options = {"resultTypes": ["violations"], "preload": False, "rules": {"color-contrast": {"enabled": colours}}}
        found = until(lambda: self._read(options), "a page that stands still")[0]
        serious = [one for one in found if one["impact"] in {"serious", "critical"}]
        assert not serious, [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in serious]

    def _read(self, options: dict[str, object]) -> list[list[dict[str, Any]]]:
        """Read the page, or nothing where it moved away under the reader's eyes."""
        try:
            self.page.wait_for_load_state()
            self.page.evaluate(SETTLED)
            return [self._violations(options)]
        except Error:
            self.page.wait_for_load_state()
            return []

    def _violations(self, options: dict[str, object]) -> list[dict[str, Any]]:
        """Ask axe, which a page that was looked at before still has."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(f"{Axe().axe_script};{SERIOUS_ALONE}")
        found: list[dict[str, Any]] = self.page.evaluate(
            "options => axe.run(options).then(it => it.violations)", options
        )
        return found


@contextmanager
def posted(page: Page) -> Iterator[None]:
    """Wait until what is pressed inside was answered and leads on; a page's own late moves are no answer."""
    with page.expect_navigation(), page.expect_response(lambda answer: answer.request.method == "POST"):
        yield


@pytest.fixture
def visitor(chromium: Chromium, live_server) -> Iterator[Callable[..., Visitor]]:  # type: ignore[no-untyped-def]
    """Open windows: `visitor()` is a phone, `visitor(DESK)` a desk; complaints fail the test at its end."""
    opened: list[Visitor] = []

    def opens(size: dict[str, object] = PHONE) -> Visitor:
        context = chromium.opens(size)
        one = Visitor(context, context.new_page(), live_server.url, size)
        one.page.on("console", lambda said: said.type == "error" and one.complaints.append(said.text))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        opened.append(one)
        return one

    yield opens
    for one in opened:
        chromium.closes(one.context)
    assert not [text for one in opened for text in one.complaints if not any(it in text for it in one.excused)]


@pytest.fixture
def live_now() -> datetime:
    """Give the real moment: pages have a clock of their own."""
    return datetime.now(UTC)


@pytest.fixture
def sits(live_now: datetime, db: None) -> Callable[[object], Client]:
    """Lay the ground and sign members of the cast in, each in a browser of his own."""
    ground = importlib.import_module("anxin.demo.ground")
    people = importlib.import_module("anxin.domain.people.queries")
    ground.lay(now=live_now)

    def sit(member: object) -> Client:
        client = Client()
        client.force_login(people.account(member.username))  # type: ignore[attr-defined]
        return client

    return sit
