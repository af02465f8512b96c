"""Addresses of the reviewer's desk."""

from django.urls import path

from anxin.faces.desk.claims import commands, details, filing, queue
from anxin.faces.ground.evidence import pictures

app_name = "desk_claims"
urlpatterns = [
    path("desk/claims/", queue.queue, name="queue"),
    path("desk/claims/new/", filing.new, name="new"),
    path("desk/claims/search/", queue.search, name="search"),
    path("desk/claims/table.<slug:kind>", queue.export, name="table"),
    path("desk/claims/<str:number>/", commands.claim, name="claim"),
    path("desk/claims/<str:number>/reveals/", details.reveal, name="reveal"),
    path("desk/claims/<str:number>/decision/", commands.decision, name="decision"),
    path("desk/claims/<str:number>/correction/", commands.correction, name="correction"),
    path("desk/claims/<str:number>/dossier/", details.dossier, name="dossier"),
    *pictures.addresses("desk/claims/<str:number>/", queue.STAFF),
    path("desk/claims/<str:number>/<slug:name>/", commands.command, name="command"),
]
