"""One repair over every face in real browsers: the customer's and the technician's phones, the desk, the outlet."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from anxin.core import later, vault
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.repairs.models import Repair
from tests.faces.conftest import DESK, PHONE, Visitor, posted
from tests.faces.technician.phones import windows_now

pytestmark = [pytest.mark.browser, pytest.mark.smoke, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

DOOR = {"geolocation": {"longitude": 104.0437, "latitude": 30.642}, "permissions": ["geolocation"]}
Opens = Callable[..., Visitor]


@pytest.fixture
def opens(visitor: Opens, sits: Callable[[object], Client]) -> Opens:
    """Open a window in which a member of the cast has signed in."""

    def open_for(member: object, size: dict[str, object] = DESK) -> Visitor:
        return visitor(size).sits_down(sits(member))

    return open_for


def press(page: Page, action: str) -> None:
    """Press the visible button of the form that goes to an address ending so; it leads on."""
    form = page.locator(f'form[action$="{action}"]').first
    name = form.get_attribute("id")
    inside = form.locator("button:visible")
    button = inside if inside.count() else page.locator(f"button[form={name}]:visible")
    with posted(page):
        button.first.click()


def shoots(page: Page, slot: str, folder: Path) -> None:
    """Take a picture for a slot, and wait until it is sent."""
    path = folder / f"{slot}.jpg"
    Image.effect_noise((640, 480), 60).save(path)
    page.set_input_files(f"#photo-{slot} input[type=file]", str(path))
    page.locator(f"#photo-{slot} .shots img").first.wait_for()


def reports(zhang: Visitor, folder: Path) -> str:
    """Ms Zhang reports a fault with a picture; give the number she reads."""
    page, picture = zhang.goes("/report/heyan/S3/"), folder / "lock.jpg"
    Image.effect_noise((640, 480), 80).save(picture)
    page.set_input_files("input[type=file]", str(picture))
    page.locator('input[type=hidden][name="photo"]').wait_for(state="attached")
    page.locator("label.chip:has([name=symptoms])").first.click()
    page.click("button[form=report]")
    page.locator("#id_name-wrong").wait_for()
    page.fill("#id_paste", f"{cast.MS_ZHANG.name} {cast.MS_ZHANG.phone} {cast.MS_ZHANG.address}")
    page.locator("#id_address-wrong").wait_for(state="detached")
    assert page.locator("[data-faults] li").count() == 1, "only the window is still to choose"
    page.locator("label.slot:visible").last.click()
    page.click("button[form=report]")
    page.check("input[name=consent]")
    with page.expect_navigation(url="**/customer/**"):
        page.click("button[form=send]")
    found = re.search(r"R-\d{8}-\d{6}-.", page.content())
    assert found is not None
    return found[0]


def is_sent_to(outlet: str, number: str, *, chen: Visitor, deng: Visitor, he: Visitor) -> None:
    """The agent accepts, the dispatcher asks the outlet, its owner accepts and names Master Luo."""
    desk = f"/desk/repairs/{number}/"
    press(chen.goes(desk), "/acceptance/")
    press(chen.goes(desk), "/choice/")
    page = deng.goes(f"{desk}?do=order")
    page.locator(f'input[name=outlet][value="{outlet}"]').check(force=True)
    press(page, "/order/")
    job = re.search(r'"(/outlet/jobs/[0-9a-f-]{36}/)', he.goes("/outlet/jobs/").content())
    assert job is not None
    page = he.goes(job[1])
    press(page, "/acceptance/")
    page.locator(f'input[name=technician][value="{cast.MASTER_LUO.number}"]').check(force=True)
    press(page, "/technician/")


def goes_there(luo: Visitor) -> None:
    """He takes the job, calls, books, sets out and arrives."""
    page = luo.goes("/technician/offers/")
    page.click("button >> text=接单")
    page.click(".bottombar >> text=打给客户")
    page.click("text=看号码")
    luo.sees(cast.MS_ZHANG.phone)
    page.click("label.chip >> text=接通了")
    page.click("text=记下这通电话")
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.click(".bottombar button")
    page.wait_for_url(lambda at: not at.endswith("/window/"))  # what is read anew next would else cut it off
    windows_now()  # nobody sets out long before, and it may be night
    page.reload()
    page.click("text=我出发了")
    page.click("text=到门口了，打卡")
    luo.sees("地址没有精确到门口")


def quotes(luo: Visitor, folder: Path) -> None:
    """He photographs what he found and quotes a part."""
    for slot in ("before", "plate", "work"):
        shoots(luo.page, slot, folder)
    luo.page.click(".bottombar >> text=写报价")
    luo.page.click('button[value="HY3-PCB-02"][data-step="1"]')
    luo.page.click(".bottombar >> text=发给客户同意")
    luo.sees("客户正在看报价")


def repairs(luo: Visitor, folder: Path) -> None:
    """He puts the part in, and the bill is made."""
    luo.page.click(".bottombar >> text=再看一次")
    shoots(luo.page, "after", folder)
    luo.page.click("text=就用了这些，出账单")
    luo.sees("输入验收码")


def finishes(luo: Visitor, code: str) -> None:
    """He ends the visit with her code."""
    for digit in code:
        luo.page.click(f'.pad button[value="{digit}"]')
    luo.page.click(".bottombar >> text=用这个码完工")
    luo.sees("做完了，客户已验收")


def comes_back(zhang: Visitor) -> Visitor:
    """She signs in by phone and the code that the carrier was given."""
    page = zhang.goes("/customer/sign-in/")
    page.fill("input[name=phone]", cast.MS_ZHANG.phone)
    with posted(page):
        page.keyboard.press("Enter")
    message = Message.objects.filter(carrier="sms").latest("created_at")
    page.fill("input[name=code]", vault.open_("core.outbox.secret", message.key, message.secret))
    with posted(page):
        page.keyboard.press("Enter")
    return zhang


def test_repair_walks_from_the_report_to_the_paid_bill(visitor: Opens, opens: Opens, tmp_path: Path) -> None:
    chen, deng, he = (opens(one) for one in (cast.XIAO_CHEN, cast.XIAO_DENG, cast.BOSS_HE))
    number = reports(visitor(), tmp_path)
    is_sent_to("AX-CD-01", number, chen=chen, deng=deng, he=he)
    luo = opens(cast.MASTER_LUO, PHONE | DOOR)
    goes_there(luo)
    quotes(luo, tmp_path)
    zhang, case = comes_back(visitor()), f"/customer/repairs/{number}/"
    press(zhang.goes(case), "/agreement/")
    repairs(luo, tmp_path)
    zhang.looks("walk-code")
    code = zhang.goes(case).locator("section[aria-labelledby=code] p").first.inner_text().strip()
    finishes(luo, code)
    press(zhang.goes(case), "/payment/")

    later.run_due(timezone.now())

    assert Repair.objects.get().state == "closed"
    zhang.goes(case)
    assert zhang.sees(number)
