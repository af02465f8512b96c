"""A passkey in a real browser: made at the second step, shown instead of the password."""

from collections.abc import Callable

import pytest

from anxin.domain.people.models import Account, Factor
from tests.attacks.test_sign_in import PASSWORD, chen
from tests.faces.conftest import PHONE, Visitor, posted

__all__ = ["chen"]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def signed_out(one: Visitor) -> None:
    """Leave the page first: one that lies open notices that nobody is signed in, and goes elsewhere by itself."""
    one.page.goto("about:blank")
    one.context.clear_cookies()


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_made_at_the_second_step_and_lets_in_by_itself(
    visitor: Callable[..., Visitor], chen: Account
) -> None:
    one = visitor(PHONE)
    one.base = one.base.replace("127.0.0.1", "localhost")
    devices = one.context.new_cdp_session(one.page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page = one.goes("/sign-in/")
    page.fill("[name=username]", "chen")
    page.fill("[name=password]", PASSWORD)
    with posted(page):
        page.click("main form .btn-primary")
    one.looks_over("passkey-first")
    page.fill("[name=name]", "我的手机")
    page.click("[data-passkey] button")
    one.sees("抄好了")
    kept = devices.send("WebAuthn.getCredentials", {"authenticatorId": device["authenticatorId"]})["credentials"]
    assert (len(kept), kept[0]["rpId"], kept[0]["isResidentCredential"]) == (1, "localhost", True)

    one.goes("/sign-in/mine/factors/")
    one.looks_over("factors")
    assert one.sees("我的手机")
    signed_out(one)
    page = one.goes("/sign-in/")
    one.looks_over("passkey-sign-in")
    page.click("[data-passkey] button")
    page.wait_for_url("**/desk/**")
    assert Factor.objects.get().count > 0

    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device["authenticatorId"], "isUserVerified": False})
    signed_out(one)
    page = one.goes("/sign-in/")
    page.click("[data-passkey] button")
    assert one.sees("设备没有签名")
