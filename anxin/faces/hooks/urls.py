"""Addresses that providers are given."""

from django.urls import path

from anxin.faces.hooks import payments

app_name = "hooks"
urlpatterns = [path("hooks/payments/<slug:provider>/", payments.payment, name="payment")]
