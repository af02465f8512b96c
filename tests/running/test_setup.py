"""From an empty folder to two administrators and a brand, in a browser, with the real processes."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.faces.conftest import DESK, FLAGS, PHONE, Visitor, chromium_path, posted
from tests.patience import PATIENCE_S, until
from tests.running.house import House

pytestmark = [pytest.mark.sqlite, pytest.mark.browser]
PASSWORD = "a long walk home 7"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[House]:
    """Give a house whose folder isn't there yet."""
    house = House(folder=tmp_path / "empty")
    yield house
    house.close()


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Callable[[str, dict[str, object]], Visitor]]:
    """Open windows of one browser on an installation."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)

        def opens(base: str, size: dict[str, object]) -> Visitor:
            context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **size)  # type: ignore[arg-type]
            context.set_default_timeout(PATIENCE_S * 1000)
            one = Visitor(context, context.new_page(), base, size)
            one.page.on("console", lambda said: said.type == "error" and one.complaints.append(said.text))
            seen.append(one)
            return one

        seen: list[Visitor] = []
        yield opens
        browser.close()
        assert not [text for one in seen for text in one.complaints if "status of 4" not in text]


def types(page: Page, **fields: str) -> None:
    """Fill in the fields of a form by their names."""
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)


def presses(page: Page, name: str) -> None:
    """Press a button and wait for what it leads to."""
    with posted(page):
        page.get_by_role("button", name=name, exact=True).click()


def enrols(page: Page) -> None:
    """Set up the authenticator by the key that stands under the picture."""
    secret = page.locator("figcaption code").inner_text().replace(" ", "")
    types(page, code=pyotp.TOTP(secret).now())
    presses(page, "绑定并登录")
    page.get_by_role("link", name="抄好了").click()


def founds(house: House, one: Visitor) -> None:
    """Found the house by the address the terminal printed; a browser that is closed in the middle keeps nothing."""
    address = json.loads((house.data / "setup.json").read_text())["url"]
    assert address.startswith(f"{one.base}/setup/?code=")
    one.goes("/report/")
    assert one.sees("这套系统还没有开通")
    for _twice in range(2):
        one.page.close()
        one.page = one.context.new_page()
        one.goes(address)
        types(one.page, operator="青禾服务（示例）有限公司", site="青禾服务", called="周敏", username="zhou.min")
        types(one.page, new=PASSWORD, again=PASSWORD)
    one.looks_over("setup-first")
    presses(one.page, "保存，去设置第二道验证")
    enrols(one.page)
    assert not (house.data / "setup.json").exists()


def invites(one: Visitor) -> str:
    """Say the public address, then invite the second administrator and give the path of the link."""
    assert one.sees("开通还差 7 步")
    types(one.page, address="https://service.qinghe.example")
    presses(one.page, "保存对外网址")
    types(one.page, called="孙平", username="sun.ping")
    presses(one.page, "邀请第二位管理员")
    one.looks("setup-link")
    return urlsplit(one.page.locator("section code").inner_text()).path


def goes_on(page: Page, two: Visitor, kept: Path) -> None:
    """Make a brand, name a folder; a colour nobody could read is refused."""
    two.looks_over("setup-steps")
    types(page, name="青禾", slug="qinghe", mark="青", accent="ffee88", hotline="400-000-0077")
    presses(page, "新建品牌")
    assert two.sees("看不清")
    types(page, accent="0c5b5c")
    presses(page, "新建品牌")
    two.looks("setup-mail")
    page.get_by_role("navigation", name="开通的步骤").get_by_role("link", name=re.compile("备份")).click()
    types(page, folder=str(kept))
    presses(page, "保存文件夹")
    assert two.sees("开通还差")


def test_a_company_sets_itself_up_without_a_terminal_after_the_first_line(
    empty: House, windows: Callable[[str, dict[str, object]], Visitor], tmp_path_factory: pytest.TempPathFactory
) -> None:
    house, kept = empty.open(), tmp_path_factory.mktemp("kept")
    base = f"http://127.0.0.1:{house.port}"
    one, two = windows(base, PHONE), windows(base, DESK)

    founds(house, one)
    two.goes(invites(one))
    types(two.page, new="rain on the roof 5", again="rain on the roof 5")
    presses(two.page, "就用这个")
    enrols(two.page)
    goes_on(two.goes("/setup/steps/"), two, kept)

    two.goes("/desk/opening/")
    assert two.sees("这些齐了才能开")
    assert house.anxin("setup", "code", check=False).returncode == 1
    found = json.loads(house.anxin("doctor", "--json", check=False).stdout)
    says = {one["code"]: one["ok"] for one in found}
    assert says["administrators"]
    assert says["imprint"]
    assert not says["hotline:qinghe"]
    assert until(lambda: list(kept.glob("anxin-*.tar")), "the first backup")
