"""Addresses of persons' requests about their own data at the desk."""

from django.urls import path

from anxin.faces.desk.persons import copies, finder, requests

app_name = "desk_persons"
urlpatterns = [
    path("desk/persons/", requests.listing, name="requests"),
    path("desk/persons/found/", finder.finder, name="found"),
    path("desk/persons/requests/<str:number>/", requests.one, name="request"),
    path("desk/persons/requests/<str:number>/copy/", copies.copy, name="copy"),
    path("desk/persons/requests/<str:number>/<slug:name>/", requests.command, name="command"),
    path("desk/persons/<uuid:person>/", finder.person, name="person"),
    path("desk/persons/<uuid:person>/<slug:name>/", finder.command, name="asking"),
]
