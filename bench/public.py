"""What the ten pages strangers come to weigh, how soon they stand, and whom they shut out: `make bench-public`.

A demo of its own is opened as a phone does it for the first time: nothing in the cache, four times as slow a processor,
a slow mobile network (both as Lighthouse sets them). Then the same pages are walked by the Tab key alone, read by axe,
opened in letters twice as big, and opened without script. One table on standard output, pictures where asked for.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.screenshots import demo, draw
from tests.faces.conftest import DESK, FLAGS, PHONE, chromium_path

PAGES = {
    "brand home": "/brands/heyan/",
    "city": "/brands/heyan/cities/5101/lock/",
    "outlet finder": "/brands/heyan/outlets/?near=成都武侯区",
    "check": "/verify/",
    "report form": "/report/heyan/S3/",
    "self-help": "/brands/heyan/help/lock/",
    "price list": "/prices/heyan/lock/",
    "claims entry": "/claim/",
    "legal page": "/legal/privacy/",
    "progress": "quote_waits",
}
BUDGET_KB = 120
# Lighthouse's "mobile slow 4G" as a browser applies it, request by request; bytes a second.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 1474.56e3 / 8, "uploadThroughput": 675e3 / 8}
KINDS = ("Document", "Stylesheet", "Script", "Image", "Font")
QUIET_S = 1.5
PAINTS = """() => new Promise(done => {
  const seen = {shift: 0};
  const watch = (type, take) =>
    new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
  watch('paint', it => { if (it.name === 'first-contentful-paint') seen.first = it.startTime; });
  watch('largest-contentful-paint', it => { seen.largest = it.startTime; });
  watch('layout-shift', it => { if (!it.hadRecentInput) seen.shift += it.value; });
  setTimeout(() => done(seen), 200);
})"""
# What the Tab key has to reach; of a group of radio buttons one.
CONTROLS = """() => {
  const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const seen = [...all].filter(it => !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0
    && !it.closest('[inert]') && it.checkVisibility({visibilityProperty: true}) && it.getClientRects().length);
  seen.forEach(it => it.setAttribute('data-bench', it.type === 'radio' ? 'radio ' + it.name : 'n' + seen.indexOf(it)));
  return Object.fromEntries(seen.map(it => [it.dataset.bench, it.outerHTML.slice(0, 160)]));
}"""
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || !it.dataset.bench) return null;
  const boxes = [it, it.labels?.[0]].filter(Boolean).map(one => one.getBoundingClientRect())
    .filter(one => one.width > 2);
  const left = Math.max(0, Math.min(...boxes.map(one => one.left)) - 8);
  const top = Math.max(0, Math.min(...boxes.map(one => one.top)) - 8);
  const right = Math.min(innerWidth, Math.max(...boxes.map(one => one.right)) + 8);
  const bottom = Math.min(innerHeight, Math.max(...boxes.map(one => one.bottom)) + 8);
  const line = [...(it.labels?.[0] ?? it).getClientRects()].find(one => one.width > 0);
  const over = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
  const covered = !over || !(it.contains(over) || over.contains(it) || it.labels?.[0]?.contains(over));
  return {name: it.dataset.bench, covered, clip: {x: left, y: top, width: right - left, height: bottom - top}};
}"""
# Text that its own box cuts off, and text that stands outside of the window with no way to move it in.
LOST = """() => {
  const says = it => [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim());
  const rolls = it => { for (let up = it; up; up = up.parentElement)
    if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true; return false; };
  const lost = [...document.body.querySelectorAll('*')].filter(it => {
    if (!says(it) || !it.checkVisibility({visibilityProperty: true}) || it.clientWidth === 1) return false;
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    const cut = style.overflowX !== 'visible' && !/auto|scroll/.test(style.overflowX + style.overflowY)
      && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1);
    return cut || (!it.closest('.skip') && !rolls(it) && (box.right > innerWidth + 1 || box.left < -1));
  });
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return {lost: lost.map(it => it.outerHTML.slice(0, 160)), wide, letter: getComputedStyle(document.body).fontSize};
}"""


@contextmanager
def opened(browser: Browser, size: dict[str, Any], **manner: Any) -> Iterator[tuple[Page, CDPSession]]:
    """Open a window with nothing in its cache, and the wire that tells what goes over the network."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **size, **manner)
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


class Wire:
    """What goes over the network: bytes as they were sent, headers and all, by kind."""

    def __init__(self, session: CDPSession) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: Counter[str] = Counter()
        self.requests, self.last_at = 0, time.monotonic()
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", lambda it: self.kinds.update({it["requestId"]: it["type"]}))
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.requests += event["request"]["url"].startswith("http")
        self.last_at = time.monotonic()

    def _came(self, event: dict[str, Any]) -> None:
        kind = self.kinds.get(event["requestId"], "Other")
        self.bytes[kind if kind in KINDS else "Other"] += int(event["encodedDataLength"])
        self.last_at = time.monotonic()

    def rests(self, page: Page) -> None:
        """Wait until nothing went for a while; a page that stays connected rests too."""
        while time.monotonic() - self.last_at < QUIET_S:
            page.wait_for_timeout(100)


def load(browser: Browser, url: str) -> dict[str, Any]:
    """Open a page as a slow phone does it for the first time."""
    with opened(browser, PHONE) as (page, session):
        wire = Wire(session)
        session.send("Network.setCacheDisabled", {"cacheDisabled": False})
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(url)
        wire.rests(page)
        return {"kb": {kind: n / 1000 for kind, n in wire.bytes.items()}, "requests": wire.requests} | page.evaluate(
            PAINTS
        )


def read(browser: Browser, url: str, size: dict[str, Any]) -> list[str]:
    """Let axe read a page and return what is serious."""
    with opened(browser, size) as (page, _session):
        page.goto(url)
        page.evaluate(Axe().axe_script)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(it => it.violations)")
    return [f"{it['id']}: {it['nodes'][0]['target']}" for it in found if it["impact"] in ("serious", "critical")]


def walk(browser: Browser, url: str, size: dict[str, Any]) -> dict[str, Any]:
    """Go through a page by the Tab key alone; what has the focus must look otherwise than without it."""
    with opened(browser, size) as (page, _session):
        page.goto(url)
        page.wait_for_timeout(500)
        controls = page.evaluate(CONTROLS)
        reached: list[str] = []
        unseen: list[str] = []
        for _ in range(2 * len(controls) + 10):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUSED)
            if at is None or at["name"] in reached:
                if len(reached) < len(controls) and at is not None:
                    continue
                break
            reached.append(at["name"])
            with_it = page.screenshot(clip=at["clip"], animations="disabled")
            page.evaluate("document.activeElement.blur()")
            same = with_it == page.screenshot(clip=at["clip"], animations="disabled")
            if same or at["covered"]:
                unseen.append(f"{'same' if same else 'covered'}: {controls.get(at['name'], at['name'])}")
        missed = [html for name, html in controls.items() if name not in reached]
        return {"controls": len(controls), "missed": missed, "unseen": unseen}


def enlarge(browser: Browser, url: str, size: dict[str, Any]) -> dict[str, Any]:
    """Open a page where the browser's letters are twice as big."""
    with opened(browser, size) as (page, session):
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.goto(url)
        page.wait_for_timeout(300)
        return dict(page.evaluate(LOST))


def bare(browser: Browser, url: str) -> dict[str, Any]:
    """Open a page with and without script and compare what it says; who can't copy and print isn't told to."""
    said = []
    for script in (True, False):
        with opened(browser, PHONE, java_script_enabled=script) as (page, _session):
            page.goto(url)
            page.wait_for_timeout(300)
            dead = page.locator("button[type=button]:visible, [data-copy]:visible").count()
            page.evaluate("document.querySelectorAll('[data-copy], [data-print]').forEach(it => it.hidden = true)")
            said.append({line.strip() for line in page.locator("main").inner_text().splitlines() if line.strip()})
    return {"lines": len(said[0]), "missing": sorted(said[0] - said[1]), "dead": dead}


def measure(browser: Browser, url: str, rounds: int) -> dict[str, Any]:
    """Take all figures of one page."""
    loads = [load(browser, url) for _ in range(rounds)]
    middle = {name: statistics.median(one[name] for one in loads) for name in ("first", "largest", "shift")}
    return {
        **loads[0],
        **middle,
        "axe": [f for size in (PHONE, DESK) for f in read(browser, url, size)],
        "keys": [walk(browser, url, size) for size in (PHONE, DESK)],
        "big": [enlarge(browser, url, size) for size in (PHONE, DESK)],
        "bare": bare(browser, url),
    }


def row(name: str, it: dict[str, Any]) -> str:
    """Write the line of one page."""
    kb = it["kb"]
    parts = [kb.get(kind, 0) for kind in ("Document", "Stylesheet", "Script")]
    rest = sum(kb.values()) - sum(parts)
    keys, big = it["keys"], it["big"]
    cells = (
        name,
        f"{sum(kb.values()):.1f}",
        " + ".join(f"{n:.1f}" for n in (*parts, rest)),
        str(it["requests"]),
        f"{it['first'] / 1000:.2f}",
        f"{it['largest'] / 1000:.2f}",
        f"{it['shift']:.3f}",
        str(len(it["axe"])),
        " / ".join(f"{one['controls'] - len(one['missed'])} of {one['controls']}" for one in keys),
        str(sum(len(one["unseen"]) for one in keys)),
        " / ".join(str(len(one["lost"]) + (one["wide"] > 0)) for one in big),
        f"{len(it['bare']['missing'])} of {it['bare']['lines']}, {it['bare']['dead']}",
    )
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| page | KB | page + style + script + rest | requests | first paint s | largest s | shift | axe serious "
    "| by Tab, phone / desk | focus unseen | lost at 200 %, phone / desk | lines missing without script, dead buttons |"
)


def tell(figures: dict[str, dict[str, Any]]) -> bool:
    """Print the table and every fault behind it; tell whether all is as it must be."""
    print(HEAD)
    print("|---" * HEAD.count(" | ") + "|---|")
    for name, it in figures.items():
        print(row(name, it))
    faults = []
    for name, it in figures.items():
        kb = sum(it["kb"].values())
        faults += [f"{name}: {kb:.1f} KB, at most {BUDGET_KB}"] if kb > BUDGET_KB else []
        faults += [f"{name}: axe {one}" for one in it["axe"]]
        for keys, big in zip(it["keys"], it["big"], strict=True):
            faults += [f"{name}: not reached {one}" for one in keys["missed"]]
            faults += [f"{name}: focus {one}" for one in keys["unseen"]]
            faults += [f"{name}: lost at 200 % {one}" for one in big["lost"]]
            faults += [f"{name}: {big['wide']} px wider than the window at 200 %"] if big["wide"] > 0 else []
            faults += (
                [] if big["letter"] == "32px" else [f"{name}: letters of {big['letter']} where 32px are asked for"]
            )
        faults += [f"{name}: without script no {one}" for one in it["bare"]["missing"]]
    print(*faults, sep="\n")
    return not faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of a demo that runs already")
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument("--rounds", type=int, default=3, help="loads a page; the middle one counts")
    parser.add_argument("--only", default="", help="pages whose name has this")
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each page at both sizes")
    options = parser.parse_args()
    with demo(options.port, options.data) as facts, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        pages = {
            name: facts["url"] + path if path.startswith("/") else facts["links"][path]
            for name, path in PAGES.items()
            if re.search(options.only, name)
        }
        before = os.getloadavg()[0]
        figures = {name: measure(browser, url, options.rounds) for name, url in pages.items()}
        print(f"{datetime.now(UTC):%Y-%m-%d}, Chromium {browser.version}, {os.cpu_count()} cores", end=", ")
        print(f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after\n")
        whole = tell(figures)
        if options.pictures:
            options.pictures.mkdir(parents=True, exist_ok=True)
            draw(browser, options.pictures, facts["url"], "public", list(pages.values()), None)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
