"""Addresses of the buyer's claim."""

from django.urls import path

from anxin.faces.customer.claims import (
    capture_link,
    commands,
    contributions,
    exchanges,
    filing,
    orders,
    receipt,
)
from anxin.faces.ground import uploads

app_name = "buyer"
ONE = "customer/claims/<str:number>/"
urlpatterns = [
    path("claim/", orders.start, name="start"),
    path("claim/order/", orders.order, name="order"),
    path("claim/request/", filing.request_page, name="request"),
    path("claim/check/", filing.check, name="check"),
    path("claim/submission/", filing.submission, name="submission"),
    path("claim/advice/", filing.advice, name="advice"),
    path("claim/picture/", filing.picture, name="uploaded"),
    path("customer/uploads/", uploads.Uploads.as_view(goes_on="buyer:upload"), name="uploads"),
    path("customer/uploads/<uuid:upload>/", uploads.Upload.as_view(), name="upload"),
    path("customer/repairs/<str:number>/exchange/", exchanges.exchange, name="exchange"),
    path(ONE, commands.claim, name="claim"),
    path(f"{ONE}receipt/", receipt.receipt, name="receipt"),
    path(f"{ONE}evidence/", contributions.evidence, name="evidence"),
    path(f"{ONE}evidence/<uuid:link>/", contributions.picture, name="picture"),
    path(f"{ONE}capture/<str:code>/", capture_link.capture, name="capture"),
    path(f"{ONE}capture/<str:code>/frames/", capture_link.frames, name="frames"),
    path(f"{ONE}capture/<str:code>/frames/<uuid:frame>/", capture_link.frame, name="frame"),
    path(f"{ONE}referrals/<uuid:row>/", commands.news, name="referral"),
    *(
        path(f"{ONE}{one.at}/", commands.command, {"name": one.at}, name=one.at.replace("/", "_"))
        for one in commands.RUNNER.places.values()
    ),
]
