"""Addresses that providers are given."""

from django.urls import path

from anxin.faces.hooks import payments, receipts, wechat

app_name = "hooks"
urlpatterns = [
    path("hooks/payments/<slug:provider>/", payments.payment, name="payment"),
    path("hooks/messages/<slug:provider>/<str:token>/", receipts.receipts, name="receipts"),
    path("hooks/calls/<slug:provider>/<str:token>/", receipts.calls, name="calls"),
    path("hooks/wechat/", wechat.wechat, name="wechat"),
]
