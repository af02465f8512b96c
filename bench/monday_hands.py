"""The hands of Monday: somebody at a browser.

Every answer of 400 and more, every request that failed and every error of the console is a complaint.
"""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Error, Locator, Page, Request, Response, TimeoutError

from bench.monday_account import Diary
from tests.faces.conftest import DESK, PHONE, Visitor
from tests.patience import PATIENCE_S, until

WORD = re.compile(r"(?<![\w./:@#%${&=-])[A-Za-z]{3,}(?:[ _-][A-Za-z]+)*(?![\w./:@=-])")
USUAL = frozenset(("excel", "csv", "tls", "pdf", "app", "english", "doctor", "anxin"))
"""Words of the Latin alphabet that a Chinese page may have."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PRESSED = "button:visible, a:visible, summary:visible"


@dataclass
class Hands:
    """One person at one browser."""

    who: str
    diary: Diary
    visitor: Visitor

    @classmethod
    def at(cls, browser: Browser, who: str, diary: Diary, base: str, size: dict[str, object]) -> "Hands":
        """Sit down at a new window."""
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **size)  # type: ignore[arg-type]
        context.set_default_timeout(float(os.environ.get("MONDAY_PATIENCE_S", PATIENCE_S)) * 1000)
        one = Visitor(context, context.new_page(), base, size, diary.complaints)
        one.page.on(
            "console",
            lambda it: it.type == "error" and one.complaints.append(f"{diary.here}: {it.text} {it.location['url']}"),
        )
        one.page.on("pageerror", lambda error: one.complaints.append(f"{diary.here}: {error}"))
        made = cls(who, diary, one)
        one.page.on("response", made._answered)
        one.page.on("requestfailed", made._failed)
        return made

    def _answered(self, answer: Response) -> None:
        """Write down a page, form or file that was refused."""
        self.diary.answers += 1
        if answer.status >= 400:
            asked = f"{answer.request.method} {answer.url.removeprefix(self.visitor.base)}"
            self.diary.complaints.append(f"{self.diary.here}: {self.who} was answered {answer.status}: {asked}")

    def _failed(self, asked: Request) -> None:
        """Write down what got no answer; what a page asked for as it was left is none."""
        why = asked.failure or ""
        if "ERR_ABORTED" not in why:
            self.diary.complaints.append(f"{self.diary.here}: {self.who} got no answer ({why}): {asked.url}")

    def counts(self, what: str, by: int = 1) -> None:
        """Count what his hands do."""
        self.diary.of(self.who).counts[what] += by

    def waited(self, seconds: float, what: str) -> None:
        """Count what the machine made him wait, and for what."""
        self.diary.waited(self.who, seconds, what)

    @property
    def page(self) -> Page:
        """Return the page before him."""
        return self.visitor.page

    @property
    def text(self) -> str:
        """Return what stands on it."""
        return self.page.locator("body").inner_text()

    def came(self, before: float) -> None:
        """Read a page that came, and look through it for words nobody there should have to know."""
        self.page.wait_for_load_state()
        self.counts("pages")
        where = re.sub(r"\?.*", "", self.page.url.removeprefix(self.visitor.base))
        self.waited(max(0.0, time.monotonic() - before - 1.0), f"page {where}")
        found = {one for one in WORD.findall(self.text) if one.lower() not in USUAL}
        if found:
            self.diary.words.setdefault(where, set()).update(found)

    def given(self, path: str) -> None:
        """Open an address he was given: a link handed over, a code scanned, a bookmark."""
        before = time.monotonic()
        self.visitor.goes(path)
        self.counts("clicks")
        self.came(before)

    def taps(self, words: str, *, inside: str = "body", nth: int = -1, stays: bool = False) -> None:
        """Press a button or follow a link by its words, and read what comes; `stays` where the page only moves."""
        before = time.monotonic()
        pattern = re.compile(words)
        found = self.page.locator(inside).locator(PRESSED).filter(has_text=pattern)
        found.first.wait_for()
        self.counts("clicks")
        if stays:
            found.nth(nth).click()
            self.page.wait_for_timeout(1500)
            before += 1.5
        else:
            with self.page.expect_navigation():
                found.nth(nth).click()
        self.came(before)

    def follows(self, link: Locator) -> None:
        """Follow one link of several that read alike."""
        before = time.monotonic()
        with self.page.expect_navigation():
            link.click()
        self.counts("clicks")
        self.came(before)

    def touches(self, selector: str) -> None:
        """Tick or choose what takes one click."""
        self.page.locator(selector).first.check(force=True)
        self.counts("clicks")

    def says(self, selector: str, text: str) -> None:
        """Write into a field that several forms of the page have."""
        self.page.fill(selector, text)
        self.counts("fields")
        self.counts("letters", len(text))

    def picks(self, selector: str) -> None:
        """Press the first of what no words tell apart."""
        self.page.locator(selector).first.click()
        self.counts("clicks")

    def types(self, **fields: str) -> None:
        """Fill in fields by their names; to choose of a list takes two clicks."""
        for name, text in fields.items():
            box = self.page.locator(f"[name={name}]:visible").first
            if box.get_attribute("type") == "radio":
                self.touches(f"[name={name}][value='{text}']")
            elif box.evaluate("it => it.tagName") == "SELECT":
                box.select_option(text)
                self.counts("clicks", 2)
            else:
                box.fill(text)
                self.counts("fields")
                self.counts("letters", len(text))

    def pastes(self, **fields: str) -> None:
        """Paste what lies somewhere else."""
        for name, text in fields.items():
            self.page.locator(f"[name={name}]:visible").first.fill(text)
            self.counts("pastes")

    def hands_in(self, path: Path, *, selector: str = "input[type=file]", nth: int = 0) -> None:
        """Choose a file of his machine, or take a picture."""
        self.page.locator(selector).nth(nth).set_input_files(str(path))
        self.counts("files")

    def waits_until(self, says: str, *, within_s: float = PATIENCE_S) -> None:
        """Wait until the page says something, by itself; after each minute without it he loads the page anew."""
        before, pattern = time.monotonic(), re.compile(says.replace(" ", r"\s+"))
        while time.monotonic() - before < within_s:
            with suppress(TimeoutError):
                self.page.get_by_text(pattern).first.wait_for(timeout=60_000)
                self.waited(time.monotonic() - before, f"“{says}” on the page")
                return
            self.page.reload()
            self.counts("clicks")
        raise AssertionError(f"{within_s} s without {says}: {self.text[:2000]}")

    def until(self, look: Callable[[], object], what: str) -> None:
        """Wait for what shows nowhere on his page; what is beyond a second counts."""
        before = time.monotonic()
        until(look, what)
        self.waited(max(0.0, time.monotonic() - before - 1.0), what)

    def stands(self, lat: float, lng: float) -> None:
        """Stand somewhere with a phone that may tell where it is."""
        self.visitor.context.grant_permissions(["geolocation"])
        self.visitor.context.set_geolocation({"latitude": lat, "longitude": lng, "accuracy": 20})

    def enters(self, link: str, password: str) -> None:
        """Come in by a link: a password, then an authenticator whose code is read off a phone."""
        self.given(link)
        self.types(new=password, again=password)
        self.taps("就用这个")
        self.enrols()

    def enrols(self) -> None:
        """Set up the authenticator by what stands under the picture: a scan, six digits; keep the codes for a loss."""
        secret = self.page.locator("figcaption code").inner_text().replace(" ", "")
        self.counts("clicks", 3)
        self.types(code=pyotp.TOTP(secret).now())
        self.taps("绑定并登录")
        self.taps("抄好了")

    def _wider(self) -> int:
        """Return by how much the page is wider than the window, once it stays: it may load itself anew just then."""
        for left in (2, 1, 0):
            try:
                return int(self.page.evaluate(WIDER))
            except Error as error:
                if not left or "navigation" not in str(error):
                    raise
                self.page.wait_for_load_state()
        return 0

    def looks(self, name: str) -> None:
        """Keep pictures of the page at both sizes, and say where it is wider than the window."""
        for size, manner in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(manner["viewport"])  # type: ignore[arg-type]
            with suppress(Error):  # the page renews itself just now: it is looked at after that
                self.page.wait_for_load_state("networkidle", timeout=3_000)
            if (wide := self._wider()) > 0:
                self.diary.complaints.append(f"{name}-{size} is {wide} px too wide")
            self.page.screenshot(path=str(self.diary.folder / f"{name}-{size}.png"), full_page=True)
            self.diary.pictures += 1
        self.page.set_viewport_size(self.visitor.size["viewport"])  # type: ignore[arg-type]
