"""Addresses anybody may keep: they stay."""

from django.urls import path

from anxin.faces.public import reading

app_name = "public"
urlpatterns = [
    path("rules/", reading.rules, name="rules"),
    path("rules/<str:day>/", reading.rules, name="rules_of"),
    path("prices/", reading.price_lists, name="prices"),
    path("privacy/", reading.privacy, name="privacy"),
]
