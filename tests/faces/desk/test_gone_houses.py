"""A merchant is silent and leaves: each page says who pays by which paper, whom it waits for, and what its own read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests import builders
from tests.faces.conftest import DESK, Visitor
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
HERE, WAITS, OWN = f"/desk/houses/{cast.MERCHANT.slug}/", "/desk/staff/changes/", "/merchant/overview/"
SILENT = {"paid_by": "deposit", "why": "电话停机三周"}


def two(sits: Sits) -> tuple[Client, Client]:
    """Return two administrators, signed in."""
    account = builders.account(cast.QIAN)
    home = people.operator()
    acting(lambda: people_actions.grant(account=account, organisation=home, role="operator", now=timezone.now()))
    return sits(cast.ADMIN), sits(cast.QIAN)


def leaves(client: Client, **fields: str) -> None:
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    asked = {"from_date": day, "paid_by": "operator", "why": "合同到期不续", **fields}
    assert client.post(f"{HERE}shop-departure/", asked).status_code == 302


def test_a_departure_names_its_own_payer_beside_that_of_a_silence(sits: Sits) -> None:
    first, second = two(sits)
    assert first.post(f"{HERE}silence/", SILENT).status_code == 302
    leaves(first)
    page = flat(second.get(HERE))
    assert "之后它应付的由谁付：本服务的运营方" in page
    assert "起失联；之后它应付的由谁付：它的保证金" in page


def test_who_agrees_second_reads_in_the_form_the_day_the_payer_and_why(sits: Sits) -> None:
    first, second = two(sits)
    assert first.post(f"{HERE}silence/", SILENT).status_code == 302
    leaves(first)
    form = flat(second.get(f"{HERE}?do=departure-agreement")).partition('id="command"')[2]
    assert "之后它应付的由谁付：本服务的运营方。" in form
    assert "合同到期不续" in form
    read = shown(second, f"{HERE}?do=departure-agreement")
    assert first.post(f"{HERE}departure-withdrawal/").status_code == 302
    leaves(first, paid_by="platform")
    assert second.post(f"{HERE}departure-agreement/", read).status_code == 409, "he said yes to another payer"


def test_a_departure_that_waits_stands_where_the_second_person_looks(sits: Sits) -> None:
    first, second = two(sits)
    leaves(first)
    for client in (first, second):
        page = flat(client.get(WAITS))
        assert (cast.MERCHANT.name in page, HERE in page, "没有" in page) == (True, True, False)
    assert Notice.objects.filter(code="brand_leave_asked", account=builders.account(cast.QIAN)).exists()
    assert cast.MERCHANT.name not in flat(sits(cast.HEYAN_OWNER).get(WAITS))


def test_a_merchant_reads_that_it_is_called_silent_why_and_how_to_be_heard(sits: Sits) -> None:
    admin, owner = sits(cast.ADMIN), sits(cast.MERCHANT_OWNER)
    assert "失联" not in flat(owner.get(OWN))
    assert admin.post(f"{HERE}silence/", SILENT).status_code == 302
    for path in (OWN, "/merchant/claims/"):
        page = flat(owner.get(path))
        assert "失联" in page
        assert "电话停机三周" in page
        assert "由谁付：它的保证金" in page
        assert "/merchant/claims/?waits=merchant" in page
    told = Notice.objects.get(code="house_silent", account=builders.account(cast.MERCHANT_OWNER))
    assert owner.post(f"/notices/{told.pk}/opening/")["Location"] == OWN
    assert "电话停机" not in flat(sits(cast.HEYAN_OWNER).get(OWN))
    assert admin.post(f"{HERE}silence-end/").status_code == 302
    assert "失联" not in flat(owner.get(OWN))


def test_a_merchant_reads_that_it_leaves_once_two_agreed(sits: Sits) -> None:
    first, second = two(sits)
    owner = sits(cast.MERCHANT_OWNER)
    leaves(first)
    assert "退出本服务" not in flat(owner.get(OWN)), "it is a question among administrators still"
    read = shown(second, f"{HERE}?do=departure-agreement")
    assert second.post(f"{HERE}departure-agreement/", read).status_code == 302
    assert "退出本服务" in flat(owner.get(OWN))
    told = Notice.objects.get(code="brand_leaves", account=builders.account(cast.MERCHANT_OWNER))
    assert owner.post(f"/notices/{told.pk}/opening/")["Location"] == OWN


@pytest.mark.browser
def test_what_is_said_of_a_house_is_looked_at(visitor: Callable[..., Visitor], sits: Sits) -> None:
    first, second = two(sits)
    assert first.post(f"{HERE}silence/", SILENT).status_code == 302
    leaves(first)
    desk = visitor(DESK).sits_down(second)
    desk.goes(f"{HERE}?do=departure-agreement")
    desk.looks_over("departure-agreement")
    desk.goes(WAITS)
    desk.looks_over("departure-waits")
    for size in (DESK, None):
        owner = (visitor(size) if size else visitor()).sits_down(sits(cast.MERCHANT_OWNER))
        owner.goes(OWN)
        owner.looks_over(f"merchant-is-silent-{'desk' if size else 'phone'}")
