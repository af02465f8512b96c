"""The bell and its page on a technician's phone, and what it says where the push service is out of reach."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.notices.models import PushSubscription
from tests.faces.conftest import PHONE, Visitor
from tests.faces.technician.phones import phone_of, walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(autouse=True)
def laid(transactional_db: None) -> None:
    ground.lay(now=timezone.now())


def test_bell_and_page_are_looked_over(visitor: Callable[..., Visitor]) -> None:
    walk("booked")
    luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
    page = luo.goes("/technician/")
    page.locator("#bell").wait_for()
    luo.looks_over("tech-60-bell")
    page.locator("#bell").click()
    luo.sees("页面关着的时候")
    luo.looks_over("tech-61-notices")


def test_a_push_service_out_of_reach_is_said_and_nothing_is_kept(visitor: Callable[..., Visitor]) -> None:
    luo = visitor(PHONE | {"permissions": ["notifications"]}).sits_down(phone_of(cast.MASTER_LUO))
    page = luo.goes("/technician/notices/")
    page.locator("[data-push-on]").click()
    luo.sees("没有开通")
    luo.looks("tech-62-push-out-of-reach")
    assert all("Push API" in said for said in luo.complaints)  # a window without a past has no push service
    luo.complaints.clear()
    assert not PushSubscription.objects.exists()
