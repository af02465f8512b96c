"""Take the pictures of the tutorials, in both languages: `make docs-pictures`, into docs/images/tutorial.

The product shows itself: a demo of its own (or one that runs, `--data FOLDER`), the cast's cases, nothing retouched.
"""

import argparse
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.screenshots import demo, sign_in
from tests.faces.conftest import DESK, FLAGS, PHONE, SETTLED, chromium_path

LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
WIDE, QUALITY = 1000, 55


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, at which address ({} is the number of a case)."""

    name: str
    path: str
    role: str = ""
    case: str = ""


SHOTS = (
    Shot("repair-report", "/report/heyan/S3/"),
    Shot("repair-desk", "/desk/repairs/{}/", role="agent", case="fresh"),
    Shot("repair-outlet", "/outlet/jobs/", role="outlet_manager"),
    Shot("repair-technician", "/technician/", role="technician"),
    Shot("repair-quote", "", case="quote_waits"),
    Shot("repair-code", "", case="code_ready"),
    Shot("repair-check", "/verify/?kind=hotline&code=400-000-0001"),
    Shot("claim-begin", "/claim/"),
    Shot("claim-buyer", "", case="claim_waits_new"),
    Shot("claim-merchant", "/merchant/claims/{}/", role="shop_owner", case="claim_waits_new"),
    Shot("claim-reviewer", "/desk/claims/{}/", role="second_reviewer", case="claim_stale"),
    Shot("claim-decided", "", case="claim_honest"),
)
ON_A_PHONE = {"", "technician"}


def number(browser: Browser, link: str) -> str:
    """Return the number of the case that a customer's link opens."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    found = re.search(r"[RC]-\d{8}-\d+(-\w)?", page.url)
    context.close()
    if found is None:
        raise LookupError(f"{link}: expected a case, got {page.url}")
    return found[0]


def take(context: BrowserContext, shot: Shot, address: str, out: Path) -> int:
    """Take one picture and return its bytes."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".ghost", state="detached")  # what a page asks for later has come
    page.wait_for_timeout(800)
    page.evaluate(SETTLED)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.thumbnail((WIDE, WIDE), Image.Resampling.LANCZOS)
    picture.save(out, quality=QUALITY, method=6)
    page.close()
    return out.stat().st_size


def album(browser: Browser, facts: dict[str, Any], out: Path, only: str) -> None:
    """Take every picture in both languages; who signed in stays so, for a code counts once."""
    shots = [one for one in SHOTS if re.search(only, one.name)]
    numbers = {one.case: number(browser, facts["links"][one.case]) for one in shots if one.case}
    for role in dict.fromkeys(one.role for one in shots):
        size = {**PHONE, "device_scale_factor": 1} if role in ON_A_PHONE else DESK
        kept: Any = None
        for language, locale in LANGUAGES.items():
            for shot in (one for one in shots if one.role == role):
                context = browser.new_context(locale=locale, timezone_id="Asia/Shanghai", storage_state=kept, **size)
                if role and not kept:
                    sign_in(context.new_page(), facts["url"], facts["logins"][role])
                    kept = context.storage_state()
                address = facts["url"] + shot.path.format(numbers.get(shot.case, ""))
                name = f"{shot.name}.{language}.webp"
                taken = take(context, shot, address if shot.path else facts["links"][shot.case], out / name)
                print(f"{name} {taken / 1000:.0f} KB")
                context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of a demo that runs already")
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--only", default="", help="pictures whose name has this")
    parser.add_argument("--out", type=Path, default=Path("docs/images/tutorial"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with demo(options.port, options.data) as facts, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        album(browser, facts, options.out, options.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
