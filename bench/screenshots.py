"""Draw every page at phone and desk size with the demo cast: `make screenshots`, into var/screenshots.

Starts a demo of its own, signs in as each role, follows the entries of its navigation and the first case behind
each list, and opens the customers' links. For looking at, not for comparing: the story's ages move with the clock.
"""

import argparse
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1366, "height": 768}}
PUBLIC = (
    "/",
    "/brands/heyan/",
    "/brands/heyan/cities/",
    "/brands/heyan/cities/5101/lock/",
    "/brands/heyan/cities/11/lock/",
    "/brands/heyan/outlets/?near=成都武侯区",
    "/brands/heyan/help/lock/",
    "/legal/privacy/",
    "/privacy/",
    "/report/",
    "/report/heyan/S3/",
    "/claim/",
    "/verify/",
    "/verify/reports/",
    "/prices/heyan/lock/",
    "/sign-in/",
    "/about/",
)
# The customers' links that are opened: a repair and a claim in every kind of state.
LINKS = (
    *("closed", "quote_waits", "code_ready", "absent", "redo", "claim_waits_new", "claim_offered", "claim_asked"),
    *("claim_decided", "claim_faked", "claim_honest", "claim_sent_back", "claim_lock_repair", "claim_platform_repaid"),
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


@contextmanager
def demo(port: int, data: Path | None = None) -> Iterator[dict[str, Any]]:
    """Give the facts of the demo that runs on a folder, or of one that is started for this."""
    if data is not None:
        yield json.loads((data / "demo.json").read_text(encoding="utf-8"))
        return
    with tempfile.TemporaryDirectory() as folder:
        process, facts = _started(Path(folder) / "data", port)
        try:
            yield facts
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _started(folder: Path, port: int) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    subprocess.run([sys.executable, "-m", "anxin", "demo", "--prepare"], check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "anxin", "demo", "--port", str(port), "--data", str(folder)], stdout=subprocess.DEVNULL
    )
    facts = folder / "demo.json"
    for _ in range(1200):
        if facts.exists() or process.poll() is not None:
            break
        time.sleep(0.5)
    return process, json.loads(facts.read_text(encoding="utf-8"))


def sign_in(page: Page, url: str, login: dict[str, str]) -> None:
    """Sign in with password and authenticator, as a person does."""
    page.goto(f"{url}/sign-in/")
    page.fill("input[name=username]", login["user"])
    page.fill("input[name=password]", login["password"])
    page.click("main form button")
    page.fill("input[name=code]", pyotp.TOTP(login["totp_secret"]).now())
    page.click("main form button")
    page.wait_for_load_state()


def ways(page: Page, url: str) -> Iterator[str]:
    """Follow the entries of the navigation, and from each list the first case."""
    entries = page.eval_on_selector_all("nav a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
    for entry in dict.fromkeys([page.url.removeprefix(url), *entries]):
        yield entry
        page.goto(url + entry)
        links = page.eval_on_selector_all(
            "main a[href], .pane a[href]", "links => links.map(a => a.getAttribute('href'))"
        )
        yield from [link for link in links if re.search(r"/[RVC]-\d{8}-", link)][:2]


def stretch(page: Page) -> None:
    """Make the window as high as the page: its pictures load, and the bar at its foot stands at its foot."""
    high = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 390, "height": min(high, 8000)})
    page.wait_for_load_state("networkidle")


def draw(browser: Browser, out: Path, url: str, name: str, paths: list[str], login: dict[str, str] | None) -> int:
    """Draw pages at both sizes and return how many pictures were made."""
    drawn = 0
    for size, options in (("phone", PHONE), ("desk", DESK)):
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        page = context.new_page()
        if login:
            sign_in(page, url, login)
        for path in list(ways(page, url)) if login else paths:
            page.goto(path if path.startswith("http") else url + path)
            slug = re.sub(r"[^\w]+", "-", path.removeprefix(url)).strip("-")[:60] or "front"
            if size == "phone":
                stretch(page)
            page.screenshot(path=str(out / f"{name}_{slug}_{size}.png"))
            page.set_viewport_size(options["viewport"])
            drawn += 1
        context.close()
    return drawn


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--data", type=Path, help="folder of a demo that runs already")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with demo(options.port, options.data) as facts, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        drawn = draw(browser, options.out, facts["url"], "public", list(PUBLIC), None)
        drawn += draw(browser, options.out, facts["url"], "customer", [facts["links"][name] for name in LINKS], None)
        for role, login in facts["logins"].items():
            drawn += draw(browser, options.out, facts["url"], role, [], login)
    print(f"{drawn} pictures in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
