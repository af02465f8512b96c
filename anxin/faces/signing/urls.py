"""Addresses of the door."""

from django.urls import path

from anxin.faces.signing import customer, front, staff

app_name = "signing"
urlpatterns = [
    path("", front.front, name="front"),
    path("sign-in/", staff.sign_in, name="staff"),
    path("sign-in/code/", staff.code, name="code"),
    path("sign-in/second-factor/", staff.second_factor, name="second_factor"),
    path("sign-in/recovery-codes/", staff.recovery_codes, name="recovery_codes"),
    path("sign-in/password/", staff.password, name="password"),
    path("sign-out/", staff.sign_out, name="sign_out"),
    path("c/<str:token>/", customer.link, name="link"),
    path("customer/sign-in/", customer.phone, name="phone"),
    path("customer/sign-in/code/", customer.phone_code, name="phone_code"),
    path("customer/sign-out/", customer.sign_out, name="customer_sign_out"),
]
