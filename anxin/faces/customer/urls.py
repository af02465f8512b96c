"""Addresses of the public and the customer."""

from django.urls import path

from anxin.faces.customer import (
    cases,
    checking,
    copying,
    following,
    prices,
    privacy,
    rating,
    receipt,
    reporting,
    waiting,
)
from anxin.faces.ground import picturing

app_name = "customer"
urlpatterns = [
    path("report/", reporting.products, name="products"),
    path("report/paste/", reporting.paste, name="paste"),
    # A model or a category is whatever its brand calls it, a slash in it too (KFR-35GW/N8).
    path("report/<slug:brand>/<path:code>/submission/", reporting.submission, name="submission"),
    path("report/<slug:brand>/<path:code>/waiting/", waiting.waiting, name="waiting"),
    path("report/<slug:brand>/<path:code>/", reporting.report, name="report"),
    path("prices/<slug:brand>/<path:category>/", prices.price_list, name="price_list"),
    path("customer/", cases.home, name="home"),
    path("customer/me/", privacy.mine, name="mine"),
    path("customer/me/erasure/", privacy.erasure, name="erasure"),
    path("customer/me/copy/", copying.copy, name="copy"),
    path("customer/me/consents/<slug:purpose>/withdrawal/", privacy.withdrawal, name="consent_withdrawal"),
    path("customer/repairs/<str:number>/", following.repair, name="repair"),
    picturing.address("customer/", following.CUSTOMER),
    picturing.portrait_address("customer/", following.CUSTOMER),
    path("customer/repairs/<str:number>/receipt/", receipt.receipt, name="receipt"),
    path("customer/repairs/<str:number>/receipt/message/", receipt.message, name="receipt_message"),
    path("customer/repairs/<str:number>/quotes/<int:version>/agreement/", following.agreement, name="agreement"),
    path("customer/repairs/<str:number>/quotes/<int:version>/refusal/", following.refusal, name="refusal"),
    path("customer/repairs/<str:number>/urgency/", following.urgency, name="urgency"),
    path("customer/repairs/<str:number>/confirmation/", following.confirmation, name="confirmation"),
    path("customer/repairs/<str:number>/dispute/", following.dispute, name="dispute"),
    path("customer/repairs/<str:number>/objections/<slug:what>/", following.objection, name="objection"),
    path("customer/repairs/<str:number>/rework/", following.rework, name="rework"),
    path("customer/repairs/<str:number>/cancellation/", following.cancellation, name="cancellation"),
    path("customer/repairs/<str:number>/arrival/", following.arrival, name="arrival"),
    path("customer/repairs/<str:number>/window/", following.window, name="window"),
    path("customer/repairs/<str:number>/payment/", following.payment, name="payment"),
    path("customer/repairs/<str:number>/review/", rating.review, name="review"),
    path("verify/", checking.check, name="check"),
    path("verify/reports/", checking.report, name="report_number"),
    path("verify/reports/thanks/", checking.reported, name="number_reported"),
    path(".well-known/anxin.json", checking.well_known, name="own_well_known"),
    path("verify/brands/<slug:brand>/anxin.json", checking.well_known, name="well_known"),
]
