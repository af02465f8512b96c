"""The pages of the door in a real browser, at phone and desk size."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from anxin.domain.people import actions as people
from anxin.domain.people.models import Account
from tests.attacks.test_sign_in import ATTACKER, chen, enters, totp, tries
from tests.faces.conftest import DESK, Visitor

__all__ = ["chen", "totp"]


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_the_door_are_readable_on_a_phone_and_at_a_desk(
    visitor: Callable[..., Visitor], chen: Account, totp: object
) -> None:
    for _wrong in range(6):
        tries("chen", "wrong", ATTACKER)
    ji = people.open_account(username="ji", password="", called="小纪", now=timezone.now())
    people.grant(account=ji, organisation=chen.roles.get().organisation, role="auditor", now=timezone.now())
    inspector = Client()
    inspector.force_login(ji)
    browser = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})
    enters(browser, totp)  # type: ignore[arg-type]
    stranger, staff = visitor(DESK), visitor(DESK)
    page = stranger.goes("/sign-in/")
    for _wrong in range(6):
        page.fill("input[name=username]", "deng")
        page.fill("input[name=password]", "wrong")
        page.click("main form button")
    stranger.looks_over("slowed")
    page = stranger.goes("/sign-in/unlocking/")
    stranger.looks_over("unlock")
    page.fill("input[name=username]", "deng")
    page.click("main form button")
    stranger.looks_over("unlock-code")

    staff.sits_down(browser)
    for path, name in (
        ("/sign-in/mine/", "mine"),
        ("/desk/sign-ins/", "door"),
    ):
        staff.goes(path)
        staff.looks_over(name)
    auditor = visitor(DESK).sits_down(inspector)
    auditor.goes("/auditor/sign-ins/")
    auditor.looks_over("inspector")
    page = staff.goes("/desk/sign-ins/")
    page.click("form[action$='/code/'] button")
    staff.looks_over("handed-out")
