"""Addresses of the technician's phone."""

from django.urls import path

from anxin.faces.ground import pictures, statements
from anxin.faces.technician import (
    badge,
    calls,
    grades,
    lock_openings,
    offers,
    offline_work,
    onsite,
    quotes,
    today,
    trouble,
    week,
    work,
)

JOB = "technician/jobs/<str:number>/"

app_name = "technician"
urlpatterns = [
    path("technician/", today.today, name="today"),
    path("technician/offers/", offers.offers, name="offers"),
    path("technician/offers/<uuid:offer>/sight/", offers.sight, name="sight"),
    path("technician/offers/<uuid:offer>/acceptance/", offers.acceptance, name="acceptance"),
    path("technician/offers/<uuid:offer>/refusal/", offers.refusal, name="refusal"),
    path("technician/worker.js", offline_work.worker, name="worker"),
    path("technician/manifest.webmanifest", offline_work.manifest, name="manifest"),
    path("technician/phone/", offline_work.phone, name="phone"),
    path("technician/kept/", offline_work.kept_page, name="queue"),
    path("technician/no-signal/", offline_work.no_signal, name="no_signal"),
    path("technician/jobs/", today.history, name="history"),
    path(JOB, work.job, name="job"),
    path(f"{JOB}sheet/", offline_work.sheet, name="sheet"),
    path(f"{JOB}call/", calls.call, name="call"),
    path(f"{JOB}reveal/", calls.reveal, name="reveal"),
    path(f"{JOB}window/", calls.window, name="window"),
    path(f"{JOB}departure/", onsite.departure, name="departure"),
    path(f"{JOB}arrival/", onsite.arrival, name="arrival"),
    path(f"{JOB}identity/", lock_openings.identity, name="identity"),
    path(f"{JOB}barring/", lock_openings.barring, name="barring"),
    path(f"{JOB}photos/", onsite.photos, name="photos"),
    path(f"{JOB}quote/", quotes.quote, name="quote"),
    path(f"{JOB}checks/", onsite.checks, name="checks"),
    path(f"{JOB}signature/", onsite.signature, name="signature"),
    path(f"{JOB}parts/", onsite.parts, name="parts"),
    path(f"{JOB}cash/", onsite.cash, name="cash"),
    path(f"{JOB}mended/", onsite.mended, name="mended"),
    path(f"{JOB}completion/", onsite.completion, name="completion"),
    path(f"{JOB}payment/", onsite.payment, name="payment"),
    path(f"{JOB}code/", trouble.no_code, name="no_code"),
    path(f"{JOB}trouble/", trouble.trouble, name="trouble"),
    path(f"{JOB}absence/", trouble.absence, name="absence"),
    path(f"{JOB}ending/", trouble.ending, name="ending"),
    path(f"{JOB}return/", trouble.handing_back, name="handing_back"),
    pictures.address("technician/", "technician"),
    path("technician/earnings/", today.earnings, name="earnings"),
    statements.address("technician/", "technician"),
    path("technician/reviews/", grades.reviews, name="reviews"),
    path("technician/reviews/<uuid:review>/<slug:name>/", grades.contest, name="contest"),
    path("technician/contests/<uuid:contest>/<slug:name>/", grades.withdrawal, name="contest_withdrawal"),
    path("technician/me/week/", week.week, name="week"),
    path("technician/me/week/<slug:name>/", week.command, {"number": ""}, name="week_command"),
    path("technician/wishes/<str:kind>/<uuid:key>/<slug:name>/", week.wish, name="wish"),
    path("technician/me/", badge.me, name="me"),
]
