"""Addresses of the merchant."""

from django.urls import path

from anxin.faces.ground.authorising import addresses
from anxin.faces.ground.evidence import serving
from anxin.faces.merchant import (
    agreeing,
    authorising,
    commands,
    details,
    frame,
    importing,
    listing,
    overview,
    packing,
    purchases,
    returning,
    standing,
)

app_name = "merchant"
CLAIM = "merchant/claims/<str:number>/"
urlpatterns = [
    path("merchant/", frame.home, name="home"),
    path("merchant/search/", listing.search, name="search"),
    path("merchant/claims/", listing.listed, name="claims"),
    path("merchant/claims/table.<slug:kind>", listing.table, name="table"),
    path("merchant/claims/agreements/", agreeing.agreements, name="agreements"),
    path(CLAIM, commands.claim, name="claim"),
    *serving.addresses(CLAIM, frame.CLAIMS),
    path(f"{CLAIM}reveals/", details.reveal, name="reveal"),
    path(f"{CLAIM}pack/", details.pack, name="pack"),
    path(f"{CLAIM}<slug:name>/", commands.command, name="command"),
    path("merchant/standing-answers/", standing.answers, name="standing"),
    path("merchant/standing-answers/<uuid:key>/revocation/", standing.revocation, name="revocation"),
    path("merchant/purchases/", purchases.listed, name="purchases"),
    path("merchant/purchases/imports/", importing.imports, name="imports"),
    path("merchant/purchases/imports/template.xlsx", importing.template, name="template"),
    path("merchant/purchases/imports/check/", importing.check, name="check"),
    path("merchant/purchases/imports/<uuid:key>/undoing/", importing.undoing, name="undoing"),
    path("merchant/purchases/<uuid:key>/", purchases.purchase, name="purchase"),
    path("merchant/purchases/<uuid:key>/pictures/<uuid:link>/", purchases.picture, name="packed"),
    path("merchant/purchases/<uuid:key>/originals/<uuid:link>/", purchases.original, name="original"),
    path("merchant/packing/", packing.station, name="packing"),
    path("merchant/packing/<uuid:key>/", packing.order, name="order"),
    path("merchant/packing/returns/<str:number>/", returning.parcel, name="parcel"),
    path("merchant/packing/returns/<str:number>/pictures/<slug:label>/", returning.picture, name="returned"),
    *addresses(authorising.DESK, "merchant/authorisations/"),
    path("merchant/overview/", overview.overview, name="overview"),
    path("merchant/overview/marks/<uuid:key>/contest/", overview.contest, name="contest"),
]
