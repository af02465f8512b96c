"""The hands of Monday: somebody at a browser, and how long a person would have taken for what they do.

The model is stated, not measured: 2 s a click, 4 s a field and 0.2 s a character typed, 6 s a paste (find it, copy it),
10 s a file chosen, 10 s to read each page that comes. What the machine makes one wait beyond a second comes on top, as
the wall clock of this run has it. Files a company has anyway (outlets, people, goods, orders) cost no typing.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Error, Locator, Page, TimeoutError

from tests.faces.conftest import DESK, PHONE, Visitor
from tests.patience import PATIENCE_S, until

CLICK_S, FIELD_S, LETTER_S, PASTE_S, FILE_S, PAGE_S = 2.0, 4.0, 0.2, 6.0, 10.0, 10.0
WORD = re.compile(r"(?<![\w./:@#%${&=-])[A-Za-z]{3,}(?:[ _-][A-Za-z]+)*(?![\w./:@=-])")
USUAL = frozenset(("excel", "csv", "tls", "pdf", "app", "english", "doctor", "anxin"))
"""Words of the Latin alphabet that a Chinese page may have."""
PRESSED = "button:visible, a:visible, summary:visible"


@dataclass
class Effort:
    """What one person did at one stop."""

    stop: str
    who: str
    counts: Counter[str] = field(default_factory=Counter)
    waited_s: float = 0.0

    @property
    def seconds(self) -> float:
        """Return how long a person would have taken, waiting included."""
        one = self.counts
        hands = one["clicks"] * CLICK_S + one["fields"] * FIELD_S + one["letters"] * LETTER_S
        return hands + one["pastes"] * PASTE_S + one["files"] * FILE_S + one["pages"] * PAGE_S + self.waited_s


@dataclass
class Diary:
    """All that was done on Monday, stop by stop, and the words in another alphabet that stood on the way."""

    folder: Path
    efforts: list[Effort] = field(default_factory=list)
    here: str = ""
    words: dict[str, set[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    pictures: int = 0

    def stop(self, name: str) -> None:
        """Begin another stop."""
        self.here = name
        print(f"  {name}", flush=True)

    def of(self, who: str) -> Effort:
        """Return what somebody does at this stop."""
        known = next((one for one in self.efforts if (one.stop, one.who) == (self.here, who)), None)
        if known is None:
            self.efforts.append(known := Effort(self.here, who))
        return known


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
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        return cls(who, diary, one)

    def counts(self, what: str, by: int = 1) -> None:
        """Count what his hands do."""
        self.diary.of(self.who).counts[what] += by

    def waited(self, seconds: float) -> None:
        """Count what the machine made him wait."""
        self.diary.of(self.who).waited_s += seconds

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
        self.waited(max(0.0, time.monotonic() - before - 1.0))
        where = re.sub(r"\?.*", "", self.page.url.removeprefix(self.visitor.base))
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
                self.waited(time.monotonic() - before)
                return
            self.page.reload()
            self.counts("clicks")
        raise AssertionError(f"{within_s} s without {says}: {self.text[:2000]}")

    def until(self, look: Callable[[], object], what: str) -> None:
        """Wait for what shows nowhere on his page; what is beyond a second counts."""
        before = time.monotonic()
        until(look, what)
        self.waited(max(0.0, time.monotonic() - before - 1.0))

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

    def looks(self, name: str) -> None:
        """Keep pictures of the page at both sizes, and say where it is wider than the window."""
        for size, manner in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(manner["viewport"])  # type: ignore[arg-type]
            with suppress(Error):  # the page renews itself just now: it is looked at after that
                self.page.wait_for_load_state("networkidle", timeout=3_000)
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                self.diary.complaints.append(f"{name}-{size} is {wide} px too wide")
            self.page.screenshot(path=str(self.diary.folder / f"{name}-{size}.png"), full_page=True)
            self.diary.pictures += 1
        self.page.set_viewport_size(self.visitor.size["viewport"])  # type: ignore[arg-type]
