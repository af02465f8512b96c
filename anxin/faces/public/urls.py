"""Addresses anybody may keep: they stay."""

from django.urls import path

from anxin.faces.public import brands, cities, devices, dossier_keys, finder, help, histories, indexes, legal, pages

app_name = "public"
urlpatterns = [
    path("brands/", brands.root, name="brands"),
    path("brands/<slug:brand>/", brands.brand, name="brand"),
    path("brands/<slug:brand>/outlets/", finder.outlets, name="outlets"),
    path("brands/<slug:brand>/cities/", cities.cities, name="cities"),
    path("brands/<slug:brand>/cities/<str:region>/<path:category>/", cities.city, name="city"),
    path("brands/<slug:brand>/help/<path:category>/", help.guides, name="help"),
    path("brands/<slug:brand>/history/<slug:page>/", histories.of_a_brand, name="brand_history"),
    path("history/<slug:page>/", histories.of_the_house, name="history"),
    path("help/pictures/<slug:sha256>/", help.picture, name="help_picture"),
    path("devices/", devices.find, name="devices"),
    path("d/<slug:label>/", devices.device, name="device"),
    path("verify/dossiers/", dossier_keys.keys, name="dossier_keys"),
    path("sitemap.xml", indexes.sitemaps, name="sitemaps"),
    path("sitemaps/<slug:name>.xml", indexes.sitemap, name="sitemap"),
    path(".well-known/security.txt", indexes.security, name="security"),
    path("legal/", legal.texts, name="texts"),
    path("legal/<slug:code>/", legal.text, name="text"),
    path("legal/<slug:code>/<int:number>/", legal.edition, name="text_edition"),
    path("legal/<slug:code>/<int:number>/changes/", legal.changes, name="text_changes"),
    path("rules/", pages.rules, name="rules"),
    path("rules/<str:day>/", pages.rules, name="rules_of"),
    path("prices/", pages.price_lists, name="prices"),
    path("privacy/", pages.privacy, name="privacy"),
]
