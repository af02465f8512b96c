"""In the browser: a lead asks for the company sign-in of his house; another lead agrees, or an administrator."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.carriers import companies
from anxin.demo import cast
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE, PROVIDERS, WAITS = "/desk/staff/company/", "/desk/opening/providers/", "已提交，等另一个人同意"


def is_kept(slug: str) -> bool:
    return providers.account(companies.name_of(queries.organisation(slug).pk)) is not None


def asks(seen: Visitor) -> None:
    seen.goes(f"{PAGE}?do=dingtalk")
    for name, value in {"company": "dingxy0001", "client_id": "dingapp01", "client_secret": "s3cret"}.items():
        seen.page.locator(f"[name={name}]").fill(value)
    with posted(seen.page):
        seen.page.get_by_role("button", name="提交申请").click()
    assert seen.sees(WAITS)


def answers(seen: Visitor, name: str) -> None:
    with posted(seen.page):
        seen.page.get_by_role("button", name=name, exact=True).click()


def test_two_leads_put_it_and_one_stops_it(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor], live_now: datetime
) -> None:
    home = cast.BOSS_HE.organisation
    one, other = (visitor(DESK).sits_down(sits(member)) for member in (cast.BOSS_HE, cast.XIAO_FANG))
    told = {"account": queries.account(cast.XIAO_FANG.username), "role": "outlet_manager"}
    acting(lambda: people.grant(organisation=queries.organisation(home), now=live_now, **told))

    asks(one)
    one.looks_over("company-asked")
    assert one.page.get_by_role("button", name="同意", exact=True).count() == 0
    other.goes("/notices/")
    other.page.get_by_text("企业登录的一项变更等您同意").click()
    other.sees("dingxy0001")
    other.looks_over("company-second")
    assert not is_kept(home)
    answers(other, "同意")
    assert is_kept(home)

    other.goes(f"{PAGE}?do=stopping")
    other.looks_over("company-stopping")
    answers(other, "停用企业登录")
    assert not is_kept(home)
    assert other.sees("已停用，不能再用它登录")
    one.goes("/notices/")
    one.page.get_by_text("企业登录已停用").click()
    one.sees("本单位的企业登录")


def test_an_administrator_is_the_second_of_a_house_with_one_lead(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor]
) -> None:
    asks(visitor(DESK).sits_down(sits(cast.HEYAN_OWNER)))
    admin = visitor(DESK).sits_down(sits(cast.ADMIN))
    admin.goes(PROVIDERS)
    assert admin.sees(f"{cast.HEYAN.name} · 钉钉")
    admin.looks_over("company-administrator")
    answers(admin, "同意")
    assert is_kept(cast.HEYAN.slug)
