"""Addresses of the reviewer's desk."""

from django.urls import path

from anxin.faces.desk.claims import doing, queue
from anxin.faces.ground.evidence import serving

app_name = "desk_claims"
urlpatterns = [
    path("desk/claims/", queue.queue, name="queue"),
    path("desk/claims/search/", queue.search, name="search"),
    path("desk/claims/table.<slug:kind>", queue.export, name="table"),
    path("desk/claims/<str:number>/", doing.claim, name="claim"),
    path("desk/claims/<str:number>/reveals/", doing.reveal, name="reveal"),
    path("desk/claims/<str:number>/decision/", doing.decision, name="decision"),
    path("desk/claims/<str:number>/dossier/", doing.dossier, name="dossier"),
    *serving.addresses("desk/claims/<str:number>/", queue.STAFF),
    path("desk/claims/<str:number>/<slug:name>/", doing.deed, name="deed"),
]
