"""Addresses of the public and the customer."""

from django.urls import path, re_path

from anxin.faces.customer import (
    another_window,
    authenticity,
    cases,
    data_copy,
    invoice,
    own_data,
    prices,
    privacy,
    progress,
    rating,
    receipt,
    refunds,
    report_there,
    reports,
    waitlist,
)
from anxin.faces.ground import pictures

app_name = "customer"
ONE = "customer/repairs/<str:number>/"
OWN = "customer/me/persons/<uuid:person>/"
urlpatterns = [
    path("report/", reports.products, name="products"),
    path("report/paste/", reports.paste, name="paste"),
    path("report/<str:word>/", reports.looked_for, name="looked_for"),
    # A model or a category is whatever its brand calls it, a slash in it too (KFR-35GW/N8).
    path("report/<slug:brand>/<path:code>/submission/", reports.submission, name="submission"),
    path("report/<slug:brand>/<path:code>/there/", report_there.there, name="there"),
    path("report/<slug:brand>/<path:code>/waiting/", waitlist.waiting, name="waiting"),
    path("report/<slug:brand>/<path:code>/", reports.report, name="report"),
    re_path(
        r"^prices/(?P<brand>[-a-zA-Z0-9_]+)/(?P<category>.+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/$",
        prices.price_list_of,
        name="price_list_of",
    ),
    path("prices/<slug:brand>/<path:category>/", prices.price_list, name="price_list"),
    path("customer/", cases.home, name="home"),
    path("customer/me/", privacy.mine, name="mine"),
    path("customer/me/erasure/", own_data.command, {"name": "erasure"}, name="erasure"),
    path("customer/me/erasure/waiting/", own_data.command, {"name": "waiting"}, name="erasure_waiting"),
    path("customer/me/erasure/staying/", own_data.command, {"name": "staying"}, name="erasure_staying"),
    path(f"{OWN}correction/", own_data.command, {"name": "correction"}, name="correction"),
    path(f"{OWN}address/", own_data.command, {"name": "address"}, name="home_address"),
    path("customer/me/phone/", own_data.command, {"name": "phone"}, name="phone"),
    path("customer/me/phone/code/", own_data.command, {"name": "code"}, name="phone_code"),
    path("customer/me/requests/<str:number>/objection/", privacy.objection, name="objection"),
    path("customer/me/copy/", data_copy.copy, name="copy"),
    path(
        "customer/me/consents/<slug:purpose>/withdrawal/",
        own_data.command,
        {"name": "withdrawal"},
        name="consent_withdrawal",
    ),
    path("customer/refunds/<uuid:key>/account/", refunds.account, name="refund_account"),
    path("customer/refunds/<uuid:key>/missing/", refunds.missing, name="refund_missing"),
    path("customer/waiting/<str:number>/", waitlist.answer, name="waits"),
    path("customer/repairs/<str:number>/", progress.repair, name="repair"),
    pictures.address("customer/", progress.CUSTOMER),
    pictures.portrait_address("customer/", progress.CUSTOMER),
    path("customer/repairs/<str:number>/receipt/", receipt.receipt, name="receipt"),
    path("customer/repairs/<str:number>/receipt/wechat/", receipt.wechat, name="receipt_wechat"),
    path("customer/repairs/<str:number>/receipt/message/", receipt.message, name="receipt_message"),
    path("customer/repairs/<str:number>/quotes/<int:version>/agreement/", progress.agreement, name="agreement"),
    path(f"{ONE}quotes/<int:version>/refusal/", progress.command, {"name": "refusal"}, name="refusal"),
    path(f"{ONE}objections/<slug:what>/", progress.command, {"name": "objection"}, name="objection"),
    path(f"{ONE}window/", another_window.window, name="window"),
    *(
        path(f"{ONE}{name}/", progress.command, {"name": name}, name=name)
        for name in (
            "urgency",
            "works",
            "confirmation",
            "dispute",
            "rework",
            "cancellation",
            "address",
            "arrival",
            "payment",
            "reset",
            "receipt-signed",
            "elsewhere",
            "sending-in",
            "as-it-is",
            "back",
            "missing",
            "soonest",
        )
    ),
    path(f"{ONE}invoice/", invoice.invoice, name="invoice"),
    path(f"{ONE}invoice/<str:invoice>/file/", invoice.file, name="invoice_file"),
    path(f"{ONE}invoice/title/<uuid:key>/", invoice.title, name="invoice_title"),
    path(f"{ONE}invoice/<slug:name>/", invoice.command, name="invoice_command"),
    path("customer/repairs/<str:number>/review/", rating.review, name="review"),
    path("verify/", authenticity.check, name="check"),
    path("verify/reports/", authenticity.report, name="report_number"),
    path("verify/reports/thanks/", authenticity.reported, name="number_reported"),
    path(".well-known/anxin.json", authenticity.well_known, name="own_well_known"),
    path("verify/brands/<slug:brand>/anxin.json", authenticity.well_known, name="well_known"),
]
