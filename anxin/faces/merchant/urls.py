"""Addresses of the merchant."""

from django.urls import path
from django.utils import timezone

from anxin.faces.ground import labels, statements
from anxin.faces.ground.authorisations.urls import addresses
from anxin.faces.ground.code_parts import SYMPTOM
from anxin.faces.ground.evidence import pictures
from anxin.faces.merchant import (
    advance_answers,
    agreements,
    appearance,
    authorisations,
    brand_words,
    buyer_links,
    claim_list,
    commands,
    details,
    frame,
    guides,
    imports,
    invoices,
    listings,
    numbers,
    overview,
    packing,
    purchases,
    returns,
    shops,
    stock,
)

app_name = "merchant"
CLAIM = "merchant/claims/<str:number>/"
GUIDE = "merchant/guides/<slug:brand>/<path:category>/"
LABELS = labels.page(
    "merchant_owner packer", "merchant/labels.html", lambda request: frame.frame(request, now=timezone.now())
)
urlpatterns = [
    path("merchant/", frame.home, name="home"),
    path("merchant/search/", claim_list.search, name="search"),
    path("merchant/claims/", claim_list.listed, name="claims"),
    path("merchant/claims/table.<slug:kind>", claim_list.table, name="table"),
    *imports.addresses("merchant/claims/imports/", "claim_imports", "own_claims"),
    path("merchant/claims/agreements/", agreements.agreements, name="agreements"),
    path(CLAIM, commands.claim, name="claim"),
    *pictures.addresses(CLAIM, frame.CLAIMS),
    path(f"{CLAIM}reveals/", details.reveal, name="reveal"),
    path(f"{CLAIM}pack/", details.pack, name="pack"),
    path(f"{CLAIM}<slug:name>/", commands.command, name="command"),
    path("merchant/standing-answers/", advance_answers.answers, name="standing"),
    path("merchant/standing-answers/<uuid:key>/<slug:name>/", advance_answers.revocation, name="revocation"),
    path("merchant/stock/", stock.listing, name="stock"),
    path("merchant/stock.<str:kind>", stock.sheet, name="stock_sheet"),
    path("merchant/stock/<uuid:key>/", stock.stock, name="stock_one"),
    path("merchant/purchases/", purchases.listed, name="purchases"),
    *imports.addresses("merchant/purchases/imports/", "imports", "purchases"),
    path("merchant/purchases/links/", buyer_links.table, name="buyer_links"),
    *imports.addresses("merchant/purchases/goods/imports/", "goods_imports", "listings"),
    path("merchant/purchases/goods/", listings.listed, name="goods"),
    path("merchant/purchases/goods/table.<slug:kind>", listings.table, name="goods_table"),
    path("merchant/purchases/goods/<slug:name>/", listings.command, name="goods_command"),
    path("merchant/purchases/<uuid:key>/", purchases.purchase, name="purchase"),
    path("merchant/purchases/<uuid:key>/pictures/<uuid:link>/", purchases.picture, name="packed"),
    path("merchant/purchases/<uuid:key>/originals/<uuid:link>/", purchases.original, name="original"),
    path("merchant/purchases/<uuid:key>/<slug:name>/", purchases.purchase_command, name="purchase_command"),
    path("merchant/purchases/shops/", shops.listing, name="shops"),
    path("merchant/purchases/shops/<slug:key>/trial/", shops.trial, name="shop_trial"),
    path("merchant/purchases/shops/<slug:name>/", shops.command, name="shop"),
    path("merchant/packing/", packing.station, name="packing"),
    path("merchant/packing/<uuid:key>/", packing.order, name="order"),
    path("merchant/packing/returns/<str:number>/", returns.parcel, name="parcel"),
    path("merchant/packing/returns/<str:number>/pictures/<slug:label>/", returns.picture, name="returned"),
    *addresses(authorisations.DESK, "merchant/authorisations/"),
    path("merchant/look/", appearance.page, name="look"),
    path("merchant/look/<slug:name>/", appearance.command, name="look_command"),
    path("merchant/numbers/", numbers.listed, name="numbers"),
    path("merchant/numbers/<str:number>/", numbers.number, name="number"),
    path("merchant/numbers/<str:number>/pictures/<str:sha256>.jpg", numbers.picture, name="number_picture"),
    path("merchant/numbers/<str:number>/<slug:name>/", numbers.command, name="number_command"),
    path("merchant/words/", brand_words.listed, name="brand_words"),
    path("merchant/words/<str:number>/", brand_words.word, name="brand_word"),
    path("merchant/words/<str:number>/<slug:name>/", brand_words.command, name="brand_word_command"),
    path("merchant/guides/", guides.listed, name="guides"),
    path(f"{GUIDE}of/{SYMPTOM}/", guides.guide, name="guide"),
    path(f"{GUIDE}of/{SYMPTOM}/<slug:name>/", guides.command, name="guide_command"),
    path("merchant/labels/", LABELS, name="labels"),
    path("merchant/invoices/", invoices.listed, name="invoices"),
    path("merchant/invoices/charged/", invoices.charged, name="charged"),
    path("merchant/invoices/<str:number>/", invoices.invoice, name="invoice"),
    path("merchant/invoices/<str:number>/file/", invoices.document, name="invoice_file"),
    path("merchant/overview/", overview.overview, name="overview"),
    statements.address("merchant/", frame.CLAIMS),
    path("merchant/overview/marks/<uuid:key>/<slug:name>/", overview.contest, name="contest"),
]
