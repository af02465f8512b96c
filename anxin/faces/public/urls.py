"""Addresses anybody may keep: they stay."""

from django.urls import path

from anxin.faces.public import brands, pages

app_name = "public"
urlpatterns = [
    path("brands/", brands.root, name="brands"),
    path("brands/<slug:brand>/", brands.brand, name="brand"),
    path("rules/", pages.rules, name="rules"),
    path("rules/<str:day>/", pages.rules, name="rules_of"),
    path("prices/", pages.price_lists, name="prices"),
    path("privacy/", pages.privacy, name="privacy"),
]
