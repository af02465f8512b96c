"""The customer signs on the technician's phone; customer and desk see it with its time and hash."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from anxin.demo import cast
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.visits.models import Signature
from tests.core.test_drawings import SIGNED
from tests.faces.conftest import PHONE, Visitor
from tests.faces.technician.phones import phone_of
from tests.faces.technician.test_phone import DOOR
from tests.faces.technician.test_unhappy import at
from tests.faces.technician.test_without_signal import sends
from tests.flat import flat
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def install(laid: None) -> Walked:
    """Walk Master Luo to something that is installed: its kind asks for a signature."""
    report = a_report(now=timezone.now() - timedelta(hours=5))
    return begin(replace(report, kind="install"), now=timezone.now() - timedelta(hours=5)).until("agreed")


class TestSigning:
    def test_is_a_sheet_and_beside_it_a_name_with_a_tick(self, install: Walked, luo: Client) -> None:
        for page in (luo.get(at("job", install)), luo.get(at("sheet", install))):
            html = page.content.decode()
            assert "data-drawing" in html
            assert 'name="drawn"' in html
            assert 'name="read"' in html

    def test_says_what_lacks_and_keeps_what_was_drawn(self, install: Walked, luo: Client) -> None:
        page = luo.post(at("signature", install), {"drawn": "500,200 510,205", "once": "1"})
        assert page.status_code == 422
        assert "500,200 510,205" in page.content.decode()
        assert "太短" in flat(page)
        assert not Signature.objects.exists()

    def test_is_read_by_customer_and_desk_with_its_hash(self, install: Walked, luo: Client, client: Client) -> None:
        assert luo.post(at("signature", install), {"drawn": SIGNED, "once": "1"}).status_code == 302
        row = Signature.objects.get()
        client.get(f"/c/{install.token}/", follow=True)
        number = install.repair.number
        desk = phone_of(cast.XIAO_CHEN)
        for page in (
            luo.get(at("job", install)),
            client.get(f"/customer/repairs/{number}/"),
            desk.get(f"/desk/repairs/{number}/"),
        ):
            assert row.file in page.content.decode()
        assert desk.get(f"/desk/repairs/{number}/pictures/{row.file}/").status_code == 200

    def test_that_a_phone_kept_without_signal_is_taken_once(self, install: Walked, luo: Client) -> None:
        for _lost_answer in range(2):
            assert sends(luo, "signature", install, drawn=SIGNED, once="k-1") == (200, {"taken": True})
        assert Signature.objects.get().done_at is not None

    @pytest.mark.parametrize("over", ["finished", "unfinished"])
    def test_that_a_phone_kept_until_the_work_was_over_is_late_evidence_once(
        self, install: Walked, luo: Client, over: str
    ) -> None:
        type(install.visit).objects.filter(pk=install.visit.pk).update(state=over)
        page = luo.post(at("signature", install), {"drawn": SIGNED, "once": "k-2"})
        assert (page.status_code, Signature.objects.exists()) == (409, False)
        for _lost_answer in range(2):
            status, said = sends(luo, "signature", install, ago=3 * 86400, drawn=SIGNED, once="k-1")
            assert (status, said["taken"]) == (200, True)
        row = Signature.objects.get()
        assert (row.late, install.visit.photos.get(slot="signature").late) == (True, True)
        desk = phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{install.repair.number}/")
        assert row.file in desk.content.decode()
        assert "补交" in flat(desk)
        status, said = sends(luo, "signature", install, ago=3 * 86400, drawn=SIGNED, once="k-3")
        assert (status, Signature.objects.count()) == (409, 1)

    def test_is_nobody_elses_to_give(self, install: Walked, luo: Client) -> None:
        other = phone_of(cast.MASTER_LU)
        assert other.post(at("signature", install), {"drawn": SIGNED, "once": "1"}).status_code == 404


@pytest.mark.browser
class TestByHand:
    def test_is_drawn_undone_and_cleared_then_kept_without_signal_and_sent_once(
        self, install: Walked, visitor: Callable[..., Visitor]
    ) -> None:
        luo = visitor(PHONE | DOOR).sits_down(phone_of(cast.MASTER_LUO))
        page = luo.page
        luo.goes("/technician/")
        page.locator("html[data-offline-ready]").wait_for(state="attached")
        page.goto(f"{luo.base}{at('job', install)}")
        drawn, state = page.locator("[name=drawn]"), page.locator("[data-drawing-state]")
        page.locator("#signature").scroll_into_view_if_needed()
        stroke(page, (0.1, 0.6), (0.4, 0.2), (0.5, 0.8))
        stroke(page, (0.6, 0.2), (0.9, 0.7))
        assert state.inner_text() == "已写 2 笔"
        luo.looks_over("tech-45-signing")
        page.click("text=撤销一笔")
        assert drawn.input_value().count(";") == 0
        page.click("text=重签")
        assert (drawn.input_value(), state.inner_text()) == ("", "还没有签")
        stroke(page, (0.5, 0.5), (0.52, 0.5))
        page.click("#sign button >> text=签字")
        assert "太短" in page.locator("#sign .wrong").first.inner_text()
        assert drawn.input_value()
        luo.loses_signal()
        page.goto(f"{luo.base}{at('job', install)}")
        stroke(page, (0.1, 0.6), (0.4, 0.2), (0.5, 0.8))
        page.click("#sign button >> text=签字")
        page.locator("[data-step-of=signature][data-queued=waiting]").wait_for()
        luo.looks("tech-46-signed-without-signal")
        assert not Signature.objects.exists()
        luo.context.set_offline(False)
        until(Signature.objects.exists, "the signature")
        row = Signature.objects.get()
        assert row.done_at is not None
        assert luo.sees(row.file)  # the page renews itself once it was sent
        luo.looks_over("tech-47-signed")


def stroke(page: Page, *points: tuple[float, float], on: str = "[data-drawing] canvas") -> None:
    """Draw one stroke through points, each as shares of the sheet's width and height."""
    sheet = page.locator(on)
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    (x, y), *others = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in points]
    page.mouse.move(x, y)
    page.mouse.down()
    for across, down in others:
        page.mouse.move(across, down, steps=6)
    page.mouse.up()
