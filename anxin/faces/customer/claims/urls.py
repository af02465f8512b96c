"""Addresses of the buyer's claim."""

from django.urls import path

from anxin.faces.customer.claims import asked, case, deciding, exchanging, filing, handing, ordering, outside, receipt
from anxin.faces.ground import uploading

app_name = "buyer"
ONE = "customer/claims/<str:number>/"
urlpatterns = [
    path("claim/", ordering.start, name="start"),
    path("claim/order/", ordering.order, name="order"),
    path("claim/request/", filing.request_page, name="request"),
    path("claim/check/", filing.check, name="check"),
    path("claim/submission/", filing.submission, name="submission"),
    path("claim/advice/", filing.advice, name="advice"),
    path("claim/picture/", filing.picture, name="uploaded"),
    path("customer/uploads/", uploading.Uploads.as_view(), name="uploads"),
    path("customer/uploads/<uuid:upload>/", uploading.Upload.as_view(), name="upload"),
    path("customer/repairs/<str:number>/exchange/", exchanging.exchange, name="exchange"),
    path(ONE, case.claim, name="claim"),
    path(f"{ONE}receipt/", receipt.receipt, name="receipt"),
    path(f"{ONE}evidence/", handing.evidence, name="evidence"),
    path(f"{ONE}evidence/<uuid:link>/", handing.picture, name="picture"),
    path(f"{ONE}capture/<str:code>/", asked.capture, name="capture"),
    path(f"{ONE}capture/<str:code>/frames/", asked.frames, name="frames"),
    path(f"{ONE}capture/<str:code>/frames/<uuid:frame>/", asked.frame, name="frame"),
    path(f"{ONE}offer/acceptance/", deciding.acceptance_of_offer, name="offer_acceptance"),
    path(f"{ONE}offer/refusal/", deciding.refusal_of_offer, name="offer_refusal"),
    path(f"{ONE}acceptance/", deciding.acceptance, name="acceptance"),
    path(f"{ONE}appeal/", deciding.appeal, name="appeal"),
    path(f"{ONE}appeal/withdrawal/", deciding.appeal_withdrawal, name="appeal_withdrawal"),
    path(f"{ONE}withdrawal/", deciding.withdrawal, name="withdrawal"),
    path(f"{ONE}return/", deciding.sending_back, name="return"),
    path(f"{ONE}address/", deciding.address, name="address"),
    path(f"{ONE}arrival/", handing.arrival, name="arrival"),
    path(f"{ONE}messages/", handing.message, name="messages"),
    path(f"{ONE}referrals/", outside.referral, name="referrals"),
    path(f"{ONE}referrals/<uuid:row>/", outside.answer, name="referral"),
]
