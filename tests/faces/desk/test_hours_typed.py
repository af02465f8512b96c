"""Hours are said as they are understood before they are kept: a technician's week, an outlet's opening hours."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import expect

from anxin.demo import cast
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import weeks
from anxin.domain.network.rules import written_hours
from tests.faces.conftest import Visitor

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
HALF = "工作日 8:30-"
SAID = "按这样理解：周一至周五 08:30–12:00、13:30–18:00；单周周六 09:00–17:00"
LUO = f"/desk/network/technicians/{cast.MASTER_LUO.number}/"
OUTLET = "/desk/network/outlets/AX-CD-01/"
TURNS = "工作日 8:30-12:00, 13:30-18:00; 单周周六 9-17"


def read(form: str) -> str:
    """Return the marks a form was drawn with."""
    return form.split('name="read" value="')[1].split('"')[0]


def test_a_week_is_looked_at_then_kept_and_stands_in_words_in_its_form_and_record(sits: Sits) -> None:
    desk, luo = sits(cast.XIAO_DENG), Technician.objects.get(number=cast.MASTER_LUO.number)
    before = weeks.week_of(luo)
    form = desk.get(f"{LUO}?do=week").content.decode()
    given = {"hours": TURNS, "read": unescape(read(form)), "look": "yes"}
    looked = desk.post(f"{LUO}week/", given)
    assert looked.status_code == 200
    page = looked.content.decode()
    assert "按这样理解：周一至周五 08:30–12:00、13:30–18:00；单周周六 09:00–17:00" in page
    assert f'value="{TURNS}"' in page
    assert read(page) == read(form)
    assert weeks.week_of(luo) == before

    refused = desk.post(f"{LUO}week/", {**given, "hours": "1-5 8:00-18:00; 隔周周六 9:00-12:00"}).content.decode()
    assert refused.count("隔周周六 9:00-12:00") == 2  # typed, and named
    assert weeks.week_of(luo) == before

    assert desk.post(f"{LUO}week/", {"hours": TURNS, "read": given["read"]}).status_code == 302
    assert weeks.week_of(luo) == written_hours.week(TURNS)
    words = "周一至周五 08:30-12:00, 13:30-18:00; 单周 周六 09:00-17:00"
    assert f'value="{words}"' in desk.get(f"{LUO}?do=week").content.decode()
    record = desk.get(LUO).content.decode()
    assert (
        record.count("周一至周五 08:30–12:00、13:30–18:00；单周周六 09:00–17:00") == 2
    )  # as it is, and when it changed
    assert "12345 08:30" not in record


def test_opening_hours_are_looked_at_and_others_ticks_stay_as_they_were_set(sits: Sits) -> None:
    desk, outlet = sits(cast.XIAO_DENG), Outlet.objects.get(code="AX-CD-01")
    form = desk.get(f"{OUTLET}?do=details").content.decode()
    assert "按这样理解：" in form
    given = {
        "phone": outlet.phone,
        "address": "四川省成都市武侯区示例路1号",
        "opens": "随时",
        "read": unescape(read(form)),
    }
    page = desk.post(f"{OUTLET}details/", {**given, "read": unescape(read(form)), "look": "yes"}).content.decode()
    assert page.count("随时") == 2
    assert "checked" not in page.split('name="counter"')[1].split(">")[0]
    assert Outlet.objects.get(code="AX-CD-01").opens == outlet.opens


def test_who_may_not_change_a_week_does_not_look_either(sits: Sits) -> None:
    assert sits(cast.XIAO_FANG).post(f"{LUO}week/", {"hours": TURNS, "look": "yes"}).status_code in {403, 404}


def test_what_is_typed_is_answered_alone_and_kept_by_nothing(sits: Sits) -> None:
    desk, luo = sits(cast.XIAO_DENG), Technician.objects.get(number=cast.MASTER_LUO.number)
    before, asked = weeks.week_of(luo), {"HX-Request": "true"}

    said = desk.post(f"{LUO}week/", {"hours": TURNS, "look": "yes"}, headers=asked)
    wrong = desk.post(f"{LUO}week/", {"hours": f"{HALF}<b>", "look": "yes"}, headers=asked).content.decode()

    assert said.content.decode().startswith(SAID)
    assert "&lt;b&gt;" in wrong
    assert "<b>" not in wrong
    assert weeks.week_of(luo) == before


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_week_is_said_as_it_is_typed(sits: Sits, visitor: Callable[..., Visitor]) -> None:
    desk = visitor().sits_down(sits(cast.XIAO_DENG))
    page = desk.goes(f"{LUO}?do=week")
    said = page.locator("#command p[role=status]")

    page.fill("#id_hours", HALF)
    expect(said).to_contain_text("没看懂")
    desk.looks("hours-half-typed")
    page.fill("#id_hours", TURNS)
    expect(said).to_contain_text(SAID)

    desk.looks("hours-typed")
    assert page.input_value("#id_hours") == TURNS
    page.click("#command button.btn-primary")
    page.wait_for_url(f"**{LUO}")
    assert weeks.week_of(Technician.objects.get(number=cast.MASTER_LUO.number)) == written_hours.week(TURNS)
