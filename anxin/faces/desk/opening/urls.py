"""Addresses of the checklist."""

from django.urls import path

from anxin.faces.desk.opening import (
    brands,
    checklist,
    errands,
    houses,
    marketplaces,
    provider_changes,
    providers,
    wechat,
)

app_name = "opening"
urlpatterns = [
    path("desk/opening/", checklist.checklist, name="checklist"),
    path("desk/opening/errands/<slug:code>/", errands.errand, name="errand"),
    path("desk/opening/errands/<slug:code>/<slug:name>/", errands.command, name="errand_command"),
    path("desk/opening/providers/", providers.listing, name="providers"),
    path("desk/opening/providers/service_account/codes/", wechat.codes, name="wechat_codes"),
    path("desk/opening/providers/service_account/menu/", wechat.menu, name="wechat_menu"),
    path("desk/opening/providers/changes/<uuid:key>/<slug:name>/", provider_changes.command, name="provider_change"),
    path("desk/opening/providers/streets/trial/", providers.streets_trial, name="streets_trial"),
    path("desk/opening/providers/<slug:name>/trial/", providers.trial, name="provider_trial"),
    path("desk/opening/providers/<slug:name>/templates.xlsx", providers.template_file, name="template_file"),
    path("desk/opening/providers/<slug:name>/", providers.command, name="provider_command"),
    path("desk/houses/", houses.houses, name="houses"),
    path("desk/houses/<slug:house>/", houses.house, name="house"),
    path("desk/houses/<slug:house>/<slug:name>/", houses.command, name="house_command"),
    path("desk/opening/claims/", marketplaces.claims, name="claims"),
    path("desk/opening/claims/<slug:name>/", marketplaces.command, name="claims_command"),
    path("desk/opening/<slug:brand>/", brands.brand, name="brand"),
    path("desk/opening/<slug:brand>/<slug:name>/", brands.command, name="brand_command"),
]
