"""Addresses of the outlet."""

from django.urls import path
from django.views.generic import RedirectView

from anxin.faces.ground import pictures
from anxin.faces.outlet import board, jobs, people

app_name = "outlet"
urlpatterns = [
    path("outlet/", RedirectView.as_view(pattern_name="outlet:jobs"), name="outlet"),
    path("outlet/jobs/", jobs.jobs, name="jobs"),
    path("outlet/jobs/<uuid:order>/", jobs.job, name="job"),
    path("outlet/jobs/<uuid:order>/<slug:name>/", jobs.command, name="command"),
    pictures.address("outlet/", jobs.STAFF),
    path("outlet/board/", board.board, name="board"),
    path("outlet/people/", people.people, name="people"),
    path("outlet/people/<str:number>/portrait/", people.portrait, name="portrait"),
]
