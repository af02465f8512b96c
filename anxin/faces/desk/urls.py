"""Addresses of the desk."""

from django.urls import include, path
from django.utils import timezone

from anxin.domain.repairs.states import WORKS
from anxin.faces.desk import authorisations, commands, intake, queue, rating, reveals
from anxin.faces.ground import labels, pictures, staff
from anxin.faces.ground.authorisations.urls import addresses

app_name = "desk"
LABELS = labels.page(WORKS, "desk/labels.html", lambda request: staff.frame(request, face="desk", now=timezone.now()))
urlpatterns = [
    path("desk/", queue.home, name="desk"),
    *addresses(authorisations.DESK, "desk/authorisations/"),
    path("desk/board/", include("anxin.faces.desk.board.urls")),
    path("desk/follow-ups/", include("anxin.faces.desk.quality.urls")),
    path("desk/imports/", include("anxin.faces.desk.imports.urls")),
    path("desk/insight/", include("anxin.faces.desk.insight.urls")),
    path("desk/settings/", include("anxin.faces.desk.settings.urls")),
    path("desk/labels/", LABELS, name="labels"),
    path("desk/repairs/", queue.queue, name="repairs"),
    path("desk/repairs/search/", queue.search, name="search"),
    path("desk/repairs/new/", intake.new, name="new"),
    path("desk/repairs/new/caller/", intake.caller, name="caller"),
    path("desk/repairs/new/where/", intake.where, name="where"),
    path("desk/repairs/new/waiting/", intake.waiting, name="waiting"),
    path("desk/repairs/<str:number>/", commands.repair, name="repair"),
    path("desk/repairs/<str:number>/reveals/", reveals.reveal, name="reveal"),
    path("desk/repairs/<str:number>/rating/", rating.rating, name="rating"),
    path("desk/repairs/<str:number>/dossier/", reveals.dossier, name="dossier"),
    pictures.address("desk/", queue.STAFF),
    path("desk/repairs/<str:number>/<slug:name>/", commands.command, name="command"),
]
