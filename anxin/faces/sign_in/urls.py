"""Addresses of the door."""

from django.urls import path

from anxin.faces.sign_in import (
    company,
    customer,
    factors,
    front,
    invitations,
    leave,
    own,
    passkeys,
    staff,
    unlocks,
    wechat,
)

app_name = "signing"
urlpatterns = [
    path("", front.front, name="front"),
    path("sign-in/", staff.sign_in, name="staff"),
    path("sign-in/code/", staff.code, name="code"),
    path("sign-in/second-factor/", staff.second_factor, name="second_factor"),
    path("sign-in/company/", company.start, name="company"),
    path("sign-in/company/back/", company.back, name="company_back"),
    path("sign-in/passkey/", passkeys.enter, name="passkey"),
    path("sign-in/passkey/asked/", passkeys.ask, name="ask_passkey"),
    path("sign-in/passkey/new/", passkeys.make, name="new_passkey"),
    path("sign-in/passkey/new/asked/", passkeys.ask_new, name="ask_new_passkey"),
    path("sign-in/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("sign-in/forgotten/", invitations.forgotten, name="forgotten"),
    path("sign-in/unlocking/", unlocks.ask, name="unlock"),
    path("sign-in/unlocking/code/", unlocks.code, name="unlock_code"),
    path("sign-in/mine/", own.sign_ins, name="sign_ins"),
    path("sign-in/mine/proof/", factors.proof, name="proof"),
    path("sign-in/mine/factors/", factors.mine, name="factors"),
    path("sign-in/mine/factors/authenticator/", factors.authenticator, name="authenticator"),
    path("sign-in/mine/factors/<uuid:key>/name/", factors.rename, name="rename_factor"),
    path("sign-in/mine/factors/<uuid:key>/removal/", factors.remove, name="remove_factor"),
    path("sign-in/mine/leave/", leave.mine, name="leave"),
    path("sign-in/mine/leave/<slug:name>/", leave.command, name="leave_command"),
    path("sign-in/mine/end/", own.end, name="end_sign_ins"),
    path("sign-in/mine/company/end/", own.part, name="company_end"),
    path("sign-in/recovery-codes/", own.recovery_codes, name="recovery_codes"),
    path("sign-in/password/", own.password, name="password"),
    path("sign-out/", staff.sign_out, name="sign_out"),
    path("c/<str:token>/", customer.link, name="link"),
    path("customer/sign-in/", customer.phone, name="phone"),
    path("customer/sign-in/code/", customer.phone_code, name="phone_code"),
    path("wechat/", wechat.back, name="wechat"),
    path("customer/me/wechat/end/", wechat.part, name="wechat_end"),
    path("customer/sign-out/", customer.sign_out, name="customer_sign_out"),
]
