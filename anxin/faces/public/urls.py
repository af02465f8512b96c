"""Addresses anybody may keep: they stay."""

from django.urls import path

from anxin.faces.public import brands, cities, finder, pages

app_name = "public"
urlpatterns = [
    path("brands/", brands.root, name="brands"),
    path("brands/<slug:brand>/", brands.brand, name="brand"),
    path("brands/<slug:brand>/outlets/", finder.outlets, name="outlets"),
    path("brands/<slug:brand>/cities/", cities.cities, name="cities"),
    path("brands/<slug:brand>/cities/<str:region>/<path:category>/", cities.city, name="city"),
    path("rules/", pages.rules, name="rules"),
    path("rules/<str:day>/", pages.rules, name="rules_of"),
    path("prices/", pages.price_lists, name="prices"),
    path("privacy/", pages.privacy, name="privacy"),
]
